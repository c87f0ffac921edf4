"""Cross-validate the weights of the role classifier on the labelled postings.

    PRECEPTOR_SAMPLES=... python bench/cross_validate_roles.py [--folds 5] [--repeats 4]

The cues are authored; what could be fitted to the labels is the handful of weights in
``preceptor.engine.classify.model.Weights``. For every fold the weights are chosen on the other
folds (lenient accuracy, then strict, then nearest to the shipped values) and scored on the fold.
Prints the cross-validated figures beside those of the shipped weights, and what the duties say
when title and named post are not heard at all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from preceptor.competencies.cue_files import load_cue_book
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.classify import NOT_HEALTH_IT, RoleModel, classify_posting
from preceptor.engine.classify.model import Weights
from preceptor.engine.extract import read_posting
from preceptor.engine.extract.facts import Posting
from preceptor.engine.extract.lexicon import Lexicon

# Around the shipped values; the shipped setting is the first of each.
GRID = {
    "duty": (9.0, 6.0, 13.0),
    "named": (0.55, 0.3, 0.8),
    "no_health": (14.0, 9.0),
    "no_information": (5.0, 3.0),
    "competency": (2.0, 0.0, 4.0),
}


@dataclass(frozen=True)
class Case:
    """A posting that was read, and its label."""

    text: str
    posting: Posting
    primary: str
    acceptable: frozenset[str]


@dataclass(frozen=True)
class Score:
    """Right answers: strict and lenient over health-IT postings, and the two sides over all."""

    strict: int
    lenient: int
    sides: int


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--repeats", type=int, default=4)
    options = parser.parse_args()
    cases = load_cases(Path(os.environ["PRECEPTOR_SAMPLES"]) / "postings")
    model = RoleModel.build(load_cue_book(), load_vocabulary())
    settings = list(all_settings(model.weights))
    said = []
    for number, weights in enumerate(settings, start=1):
        said.append(answers(replace(model, weights=weights), cases))
        print(f"\rsetting {number} of {len(settings)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    report("shipped weights", cases, said[0])
    chosen = [cross_validate(cases, said, options.folds, seed) for seed in range(options.repeats)]
    for seed, picked in enumerate(chosen):
        report(f"cross-validated, drawing {seed}", cases, picked)
    blind = replace(model, weights=replace(model.weights, title=0.0, named=0.0))
    report("duties only, best of the twelve", cases, answers(blind, cases, of_twelve=True))


def load_cases(folder: Path) -> list[Case]:
    """Read the labelled postings of a folder."""
    lexicon = Lexicon.build(load_vocabulary())
    cases = []
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        text = (folder / label["file"]).read_text("utf-8")
        primary = label["role_primary"]
        acceptable = frozenset({primary, *label["roles_acceptable"]})
        cases.append(Case(text, read_posting(text, lexicon), primary, acceptable))
    return cases


def all_settings(shipped: Weights) -> Iterator[Weights]:
    """Give every setting of the grid, the shipped one first."""
    for values in product(*GRID.values()):
        yield replace(shipped, **dict(zip(GRID, values, strict=True)))


def answers(model: RoleModel, cases: Sequence[Case], of_twelve: bool = False) -> list[str]:
    """Return the best role of each case, of the twelve only where asked."""
    best = []
    for case in cases:
        supports = classify_posting(case.text, case.posting, model)
        ranked = [s.role for s in supports if not (of_twelve and s.role == NOT_HEALTH_IT)]
        best.append(ranked[0])
    return best


def cross_validate(
    cases: Sequence[Case], said: Sequence[Sequence[str]], folds: int, seed: int
) -> list[str]:
    """Return each case's answer by the weights chosen without its fold."""
    order = list(range(len(cases)))
    random.Random(seed).shuffle(order)  # noqa: S311 - a drawing that can be repeated
    picked = [""] * len(cases)
    for fold in range(folds):
        held_out = set(order[fold::folds])
        kept = [at for at in range(len(cases)) if at not in held_out]
        best = max(range(len(said)), key=lambda number: (*goal(cases, said[number], kept), -number))
        for at in held_out:
            picked[at] = said[best][at]
    return picked


def goal(cases: Sequence[Case], said: Sequence[str], chosen: Sequence[int]) -> tuple[int, int]:
    """Return what a setting is chosen by: lenient and strict hits, both sides heard."""
    score = scored(cases, said, chosen)
    return score.lenient + score.sides, score.strict


def scored(cases: Sequence[Case], said: Sequence[str], chosen: Sequence[int]) -> Score:
    """Count the right answers among the chosen cases."""
    health = [at for at in chosen if cases[at].primary != NOT_HEALTH_IT]
    return Score(
        strict=sum(said[at] == cases[at].primary for at in health),
        lenient=sum(said[at] in cases[at].acceptable for at in health),
        sides=sum(
            (said[at] == NOT_HEALTH_IT) == (cases[at].primary == NOT_HEALTH_IT) for at in chosen
        ),
    )


def report(name: str, cases: Sequence[Case], said: Sequence[str]) -> None:
    """Print the figures of one way."""
    everything = range(len(cases))
    health = sum(case.primary != NOT_HEALTH_IT for case in cases)
    score = scored(cases, said, everything)
    print(
        f"{name:36} strict {score.strict / health:.3f}  lenient {score.lenient / health:.3f}  "
        f"health IT or not {score.sides / len(cases):.3f}"
    )


if __name__ == "__main__":
    main()
