"""``preceptor demo``: build the demo world at any size."""

from __future__ import annotations

import argparse

from preceptor.cli.database import now, ready_database
from preceptor.cli.demo.build import build_demo_world
from preceptor.cli.ending import ANSWERED, USAGE, CommandError

EXAMPLES = """\
  preceptor demo
  preceptor demo --people 20000 --jobs 500
  preceptor demo --people 400 --seed 7"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--people", type=int, default=400, metavar="N")
    parser.add_argument("--jobs", type=int, default=120, metavar="M")
    parser.add_argument("--seed", type=int, default=1, metavar="S")


def run(options: argparse.Namespace) -> int:
    """Replace the demo world; what is not part of it stays."""
    if options.people < 1 or options.jobs < 1:
        raise CommandError("Ask for at least one person and one job.", USAGE)
    ready_database(fill=False)
    build_demo_world(now=now(), people=options.people, jobs=options.jobs, seed=options.seed)
    return ANSWERED
