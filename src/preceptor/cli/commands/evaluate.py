"""``preceptor evaluate``: reading and ranking scored on labelled texts."""

from __future__ import annotations

import argparse

from preceptor.cli.evaluate import add_arguments as add_own
from preceptor.cli.evaluate import run as run_own

EXAMPLES = """\
  preceptor evaluate postings FOLDER
  preceptor evaluate resumes FOLDER --json
  preceptor evaluate pairs PAIRS.jsonl --postings FOLDER --resumes FOLDER
  preceptor evaluate sample FOLDER --n 200 --seed 1 > to-judge.csv"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_own(parser)


def run(options: argparse.Namespace) -> int:
    """Score."""
    return run_own(options)
