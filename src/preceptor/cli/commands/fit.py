"""``preceptor fit``: which of these resumes fits a posting best, and why."""

from __future__ import annotations

import argparse
import json
from typing import Any

from preceptor.cli.ending import ANSWERED
from preceptor.cli.files import add_as_of, day_of, read_posting_at, read_resume_at
from preceptor.cli.fitting import rank_resumes

EXAMPLES = """\
  preceptor fit posting.txt ann.pdf ben.docx
  preceptor fit posting.txt *.txt --as-of 2018-02-01 --json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("posting", metavar="POSTING")
    parser.add_argument("resumes", nargs="+", metavar="RESUME")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Rank the resumes."""
    posting = read_posting_at(options.posting)
    as_of = day_of(options)
    resumes = [(path, read_resume_at(path, as_of)) for path in options.resumes]
    ranking = rank_resumes(posting, resumes, as_of=as_of)
    if options.json:
        print(json.dumps({"ranking": ranking}, ensure_ascii=False))
    else:
        for place, entry in enumerate(ranking, start=1):
            print(described(place, entry))
    return ANSWERED


def described(place: int, entry: dict[str, Any]) -> str:
    """Return one resume's place as a person reads it."""
    gates = f"; not yet: {', '.join(entry['gates_unmet'])}" if entry["gates_unmet"] else ""
    lines = [f"{place}. {entry['file']}: {entry['score']:,} of {entry['of']:,}{gates}"]
    for line in entry["lines"]:
        quote = f" “{line['text']}”" if line["text"] else ""
        lines.append(f"     {line['state'].replace('_', ' '):<11} {line['label']}{quote}")
    return "\n".join(lines)
