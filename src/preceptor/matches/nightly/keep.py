"""Delete the files of runs that nobody will ask again."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from django.conf import settings

from preceptor.matches.models import Run
from preceptor.matches.nightly.work import OF_JOBS

# A folder that no row names is the trace of a kill, once it is older than it takes to begin.
STRAY_SECONDS = 3600


def drop_old_files() -> int:
    """Delete all but the newest finished runs' files, and strays; return how many folders."""
    finished = Run.objects.filter(state=Run.State.FINISHED).exclude(folder="").order_by("-pk")
    dropped = [*finished[settings.KEEP_RUNS :]]
    dropped += Run.objects.filter(state=Run.State.SUPERSEDED).exclude(folder="")
    for run in dropped:
        drop_files(run)
    for run in finished[: settings.KEEP_RUNS]:
        # A kill may have come between the end of a run and this.
        drop_joined(Path(settings.RUNS) / run.folder)
    return len(dropped) + _drop_strays()


def drop_joined(folder: Path) -> None:
    """Delete what units found for jobs, once it is joined and the run is closed."""
    for path in folder.glob(f"unit-*-{OF_JOBS}.columns"):
        path.unlink(missing_ok=True)


def drop_files(run: Run) -> None:
    """Delete the files of a run; its row stays, without a folder."""
    folder = Path(settings.RUNS) / run.folder
    if not run.folder:
        return
    # The row first: it never promises what is half deleted.
    Run.objects.filter(pk=run.pk).update(folder="")
    run.folder = ""
    shutil.rmtree(folder, ignore_errors=True)


def _drop_strays() -> int:
    root = Path(settings.RUNS)
    if not root.is_dir():
        return 0
    named = set(Run.objects.exclude(folder="").values_list("folder", flat=True))
    strays = [
        folder
        for folder in root.iterdir()
        if folder.is_dir()
        and folder.name not in named
        and time.time() - folder.stat().st_mtime > STRAY_SECONDS
    ]
    for folder in strays:
        shutil.rmtree(folder, ignore_errors=True)
    return len(strays)
