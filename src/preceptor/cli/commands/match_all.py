"""``preceptor match-all``: everybody against every open job, both ways, into stored lists."""

from __future__ import annotations

import argparse
import json
import sys

from preceptor.cli.database import now, ready_database
from preceptor.cli.ending import ANSWERED, CommandError
from preceptor.matches.models import Run
from preceptor.matches.nightly.cluster import ClusterMissing
from preceptor.matches.nightly.crew import WorkFailed
from preceptor.matches.nightly.lease import LeaseLost, RunBusy
from preceptor.matches.nightly.report import Progress, progress_line, report_text
from preceptor.matches.nightly.run import LOCAL, PER_JOB, PER_PERSON, RAY, Wish, run_nightly
from preceptor.matches.nightly.unit import MOST_PER_JOB, MOST_PER_PERSON
from preceptor.matches.services import build_snapshot
from preceptor.matches.snapshot_files import SnapshotDamaged

EXAMPLES = """\
  preceptor match-all
  preceptor match-all --workers 8 --json
  preceptor match-all --backend ray --workers 2
  preceptor match-all --backend ray --address ray://head.example.org:10001

Stop it whenever you like: the same call goes on where it was stopped. Where nothing has changed
since the last run, its report is printed again; --again runs all the same."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--backend", choices=(LOCAL, RAY), default=LOCAL)
    parser.add_argument(
        "--workers", type=int, help="processes (default: one a core, or all of the cluster's)"
    )
    parser.add_argument(
        "--address",
        help="of a running Ray cluster: auto, host:port or ray://host:port "
        "(default: one is started here)",
    )
    parser.add_argument("--per-job", type=int, default=PER_JOB, help=f"default: {PER_JOB}")
    parser.add_argument("--per-person", type=int, default=PER_PERSON, help=f"default: {PER_PERSON}")
    parser.add_argument("--again", action="store_true", help="even though nothing has changed")
    parser.add_argument("--json", action="store_true", help="the report as one JSON object")


def run(options: argparse.Namespace) -> int:
    """Match everybody; print the report."""
    wish = _wish(options)
    ready_database()
    try:
        finished = _run(wish, Watcher())
    except RunBusy as error:
        raise CommandError(f"{error} Wait for it to end.") from None
    except LeaseLost as error:
        raise CommandError(f"{error} This process was silent for too long.") from None
    except ClusterMissing as error:
        raise CommandError(str(error)) from None
    except WorkFailed as error:
        raise CommandError(f"The run stopped: {error}. The same call goes on with it.") from None
    print(
        json.dumps(finished.report, sort_keys=True)
        if options.json
        else report_text(finished.report)
    )
    return ANSWERED


def _wish(options: argparse.Namespace) -> Wish:
    for name, most in (("per_job", MOST_PER_JOB), ("per_person", MOST_PER_PERSON)):
        if not 1 <= getattr(options, name) <= most:
            raise CommandError(f"--{name.replace('_', '-')} is 1 to {most}.", code=2)
    if options.workers is not None and options.workers < 1:
        raise CommandError("--workers is at least 1.", code=2)
    if options.address and options.backend != RAY:
        raise CommandError("--address is for --backend ray.", code=2)
    return Wish(
        per_job=options.per_job,
        per_person=options.per_person,
        backend=options.backend,
        workers=options.workers,
        address=options.address,
        is_repeated=options.again,
    )


def _run(wish: Wish, watcher: Watcher) -> Run:
    try:
        return run_nightly(clock=now, wish=wish, watch=watcher)
    except SnapshotDamaged:
        build_snapshot(now=now())
        return run_nightly(clock=now, wish=wish, watch=watcher)


class Watcher:
    """Progress on standard error: in place on a terminal, a line at the ends elsewhere."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._was_said = -1.0

    def __call__(self, progress: Progress, jobs: int) -> None:
        """Say how far the run is, elsewhere than on a terminal a tenth at a time."""
        if self._is_terminal:
            end = "\n" if progress.share >= 1 else ""
            print(f"\r{progress_line(progress, jobs)}\033[K", end=end, file=sys.stderr, flush=True)
        elif progress.share >= 1 or progress.share - self._was_said >= 0.1:
            self._was_said = progress.share
            print(progress_line(progress, jobs), file=sys.stderr, flush=True)
