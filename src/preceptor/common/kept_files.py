"""Files made from what is shipped, kept so that a command starts at once.

They may be deleted at any time. JSON and plain text only: what lies in a folder that others may
write to can be read without running what it holds. Django-free.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def kept_folder() -> Path:
    """Return where kept files go: ``PRECEPTOR_CACHE``, the checkout's var/, or the user's cache.

    A checkout is told by the pyproject.toml beside src/.
    """
    if stated := os.environ.get("PRECEPTOR_CACHE"):
        return Path(stated)
    root = Path(__file__).resolve().parents[3]
    if (root / "pyproject.toml").is_file():
        return root / "var" / "cache"
    return Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "preceptor"


def read_kept(name: str) -> str | None:
    """Return the text of a kept file, None where there is none that can be read."""
    try:
        return (kept_folder() / name).read_text("utf-8")
    except (OSError, ValueError):
        return None


def keep(name: str, text: str, *, replaces: str) -> None:
    """Keep a text under a name, in place of the files that the pattern ``replaces`` names.

    Without a writable folder nothing is kept, and every process makes its own.
    """
    target = kept_folder() / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=target.parent, prefix=".", suffix=".part", delete=False
        ) as part:
            part.write(text)
        # Readers see the old file or the whole new one.
        Path(part.name).replace(target)
        for old in target.parent.glob(replaces):
            if old != target:
                old.unlink(missing_ok=True)
    except OSError:
        return
