"""The judged precision in the documents is the one that the kept judgements give."""

import json
import re
from pathlib import Path

import pytest

from preceptor.cli.evaluate.judging import precision, without_texts

FOLDER = Path(__file__).parents[2] / "docs" / "reference" / "judged"
KEPT = sorted(FOLDER.glob("*.jsonl"))


def entries_of(path):
    """Read the judgements of one file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_there_are_judgements() -> None:
    assert KEPT


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_every_fact_is_judged_and_a_wrong_one_says_why(path) -> None:
    entries = entries_of(path)
    assert len({entry["id"] for entry in entries}) == len(entries) >= 200
    assert precision(entries).open == 0
    assert all(entry["note"] for entry in entries if not entry["verdict"])


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_no_words_of_the_texts_are_kept(path) -> None:
    entries = entries_of(path)
    assert without_texts(entries) == entries
    assert all("text" not in entry and "context" not in entry for entry in entries)


def test_the_readme_tells_the_last_figure() -> None:
    found = precision(entries_of(KEPT[-1]))
    told = (FOLDER / "README.md").read_text("utf-8").replace("\n", " ")
    line = re.search(
        r"\*\*(\d+) of (\d+) are right: precision ([\d.]+), 95 % interval ([\d.]+) to ([\d.]+)",
        told,
    )
    assert line is not None
    assert (int(line[1]), int(line[2])) == (found.right, found.judged)
    shares = [round(share, 3) for share in (found.share, found.low, found.high)]
    assert [float(line[at]) for at in (3, 4, 5)] == shares
    assert found.share >= 0.95
