"""Static files under names by content, collected again only when something has changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import preceptor
from preceptor.cli.ending import CommandError

# Whose static files are served beside our own.
OTHERS = ("Django", "django-allauth")


def digest_of_sources() -> str:
    """Return a digest of what is collected: our files by time and size, others by version."""
    package = Path(preceptor.__file__).parent
    facts = [f"{name} {version(name)}" for name in OTHERS]
    for path in [package / "settings.py", *sorted(package.glob("*/static/**/*"))]:
        state = path.stat()
        facts.append(f"{path.relative_to(package)} {state.st_mtime_ns} {state.st_size}")
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def is_collected(root: Path) -> bool:
    """Tell whether what lies in ``root`` was collected, to the end, from what is there now."""
    try:
        return _note(root).read_text() == digest_of_sources()
    except OSError:
        return False


def start_collecting() -> subprocess.Popen[bytes]:
    """Start collecting in a process of its own, which sees the setting that gives the names."""
    return subprocess.Popen(
        [sys.executable, "-m", "django", "collectstatic", "--no-input", "--verbosity=0"],
        env={
            **os.environ,
            "PRECEPTOR_COLLECTED": "true",
            "DJANGO_SETTINGS_MODULE": "preceptor.settings",
        },
    )


def end_collecting(process: subprocess.Popen[bytes], root: Path) -> None:
    """Wait until all is collected and note it. Raises CommandError."""
    if process.wait():
        raise CommandError("The static files could not be collected; the reason stands above.")
    _note(root).write_text(digest_of_sources())


def _note(root: Path) -> Path:
    return root.parent / f"{root.name}-from"
