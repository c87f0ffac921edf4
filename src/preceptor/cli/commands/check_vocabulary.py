"""``preceptor check-vocabulary``: is the vocabulary whole, and how large is it?"""

from __future__ import annotations

import argparse
import json

from preceptor.cli.ending import ANSWERED, PROBLEMS
from preceptor.competencies.checker import check_vocabulary, vocabulary_figures
from preceptor.competencies.vocabulary_files import load_vocabulary

EXAMPLES = """\
  preceptor check-vocabulary
  preceptor check-vocabulary --ids | wc -l
  preceptor check-vocabulary --json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--ids", action="store_true", help="print every competency id, one a line")
    parser.add_argument("--json", action="store_true", help="figures and problems as one object")


def run(options: argparse.Namespace) -> int:
    """Print ids, or figures and problems; exit 4 where there are problems."""
    vocabulary = load_vocabulary()
    if options.ids:
        print("\n".join(entry.id for entry in vocabulary.competencies))
        return ANSWERED
    problems = check_vocabulary(vocabulary)
    figures = vocabulary_figures(vocabulary)
    if options.json:
        print(json.dumps({"figures": figures, "problems": [str(problem) for problem in problems]}))
    else:
        for name, value in figures.items():
            print(f"{name.replace('_', ' '):<28}{value}")
        for problem in problems:
            print(problem)
        print(f"{len(problems)} problems" if problems else "No problems.")
    return PROBLEMS if problems else ANSWERED
