"""``preceptor worker``: background work and what falls due."""

from __future__ import annotations

import argparse
import sys
import time

from preceptor.cli.database import now, ready_database
from preceptor.cli.ending import ANSWERED
from preceptor.matches.nightly.daily import run_when_due
from preceptor.matches.tasks import sweep

EXAMPLES = """\
  preceptor worker
  preceptor worker --once"""
PAUSE_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--once", action="store_true", help="sweep once and stop")


def run(options: argparse.Namespace) -> int:
    """Sweep every minute until stopped."""
    ready_database(fill=False)

    while True:
        done = sweep(now=now())
        night = run_when_due(clock=now)
        if options.once:
            print(
                f"Erased {done.erased} visitors; snapshot rebuilt: {done.is_rebuilt}; "
                f"everybody matched: {night is not None}."
            )
            return ANSWERED
        if done.erased or done.is_rebuilt:
            print(f"{now():%H:%M} erased {done.erased} visitors", file=sys.stderr)
        if night is not None:
            print(f"{now():%H:%M} matched {night}", file=sys.stderr)
        time.sleep(PAUSE_SECONDS)
