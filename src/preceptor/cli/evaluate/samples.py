"""Finds the labelled texts of a folder of samples."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Label = dict[str, Any]


class SamplesMissing(Exception):
    """The folder does not hold what the evaluation needs; the message says what."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with its label."""

    path: Path
    text: str
    label: Label


def load_samples(folder: Path, kind: str) -> list[Sample]:
    """Return the labelled texts of ``folder``, or of ``folder/<kind>``, in the labels' order.

    ``kind`` is "postings" or "resumes". Raises SamplesMissing.
    """
    for place in (folder, folder / kind):
        if (place / "labels.jsonl").is_file():
            return [
                Sample(place / label["file"], (place / label["file"]).read_text("utf-8"), label)
                for label in lines_of(place / "labels.jsonl")
            ]
    raise SamplesMissing(f"{folder} holds no labels.jsonl, nor does {folder / kind}.")


def load_pairs(folder: Path) -> list[Label]:
    """Return the pairs of a samples folder. Raises SamplesMissing."""
    path = folder / "pairs.jsonl" if folder.is_dir() else folder
    if not path.is_file():
        raise SamplesMissing(f"{path} is not there.")
    return list(lines_of(path))


def lines_of(path: Path) -> Iterator[Label]:
    """Give the objects of a file of JSON lines, blank lines skipped."""
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
