"""The arguments of ``preceptor evaluate``, and the readers and the ranking it measures."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from preceptor.cli.ending import UNREADABLE, CommandError
from preceptor.cli.evaluate.runs import WHAT, Readers, evaluate
from preceptor.cli.evaluate.samples import SamplesMissing
from preceptor.cli.facts import facts_of
from preceptor.cli.files import add_as_of, day_of, extract, read_posting_at, read_resume_at
from preceptor.cli.fitting import rank_resumes
from preceptor.competencies.vocabulary_files import load_vocabulary


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("what", choices=WHAT, help="what to measure, or to draw for a person")
    parser.add_argument(
        "place",
        metavar="PLACE",
        type=Path,
        help="the folder of labelled texts; for pairs also its pairs.jsonl; for judged the file",
    )
    for kind in ("postings", "resumes"):
        parser.add_argument(
            f"--{kind}", type=Path, metavar="FOLDER", help=f"the {kind}, if not in PLACE"
        )
    parser.add_argument("--n", type=int, default=200, help="how many facts to draw (default: 200)")
    parser.add_argument("--seed", type=int, default=1, help="what the drawing starts from")
    parser.add_argument("--misses", type=Path, metavar="FILE", help="write what was missed here")
    parser.add_argument(
        "--strip", type=Path, metavar="FILE", help="judged: write the judgements without the texts"
    )
    parser.add_argument("--json", action="store_true", help="figures as one JSON object")
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Measure, and print the figures."""
    folders = {
        kind: getattr(options, kind)
        for kind in ("postings", "resumes")
        if getattr(options, kind) is not None
    }
    try:
        return evaluate(
            options.what,
            options.place,
            readers=own_readers(day_of(options)),
            as_json=options.json,
            n=options.n,
            seed=options.seed,
            misses=options.misses,
            strip=options.strip,
            folders=folders,
        )
    except SamplesMissing as missing:
        raise CommandError(str(missing), UNREADABLE) from None


def own_readers(today: date) -> Readers:
    """Return the product's own readers and ranking; ``today`` is the day ranking happens."""

    def posting(path: Path) -> dict[str, Any]:
        return facts_of(str(path), extract(str(path)), kind="posting", as_of=today)

    def resume(path: Path, as_of: date) -> dict[str, Any]:
        return facts_of(str(path), extract(str(path)), kind="resume", as_of=as_of)

    def rank(path: Path, resumes: Sequence[Path]) -> list[tuple[bool, float]]:
        read = [(str(resume), read_resume_at(str(resume), today)) for resume in resumes]
        ranking = rank_resumes(read_posting_at(str(path)), read, as_of=today)
        order = {entry["file"]: entry for entry in ranking}
        return [
            (not order[resume.name]["gates_unmet"], order[resume.name]["score"])
            for resume in resumes
        ]

    return Readers(posting, resume, rank, load_vocabulary)
