"""A line of a posting before it stands in a job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from preceptor.engine.extract.facts import Words
from preceptor.engine.vocabulary import Vocabulary

MUST_WEIGHT = 10
NICE_WEIGHT = 4


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line before it stands in a job.

    ``spec`` per kind: competency {"any_of": [{"competency", "level"}], "minimum_grade"},
    credential and licence {"any_of": [slug]}, years {"domain", "quarters"},
    education {"any_of": [{"level", "quarters"}]}.
    """

    kind: str
    necessity: str
    weight: int
    label: str
    spec: Mapping[str, Any]
    rule: str
    words: Words | None = None


def label_of(slugs: Iterable[str], vocabulary: Vocabulary) -> str:
    """Return the names of competencies, each once, joined by commas and "or"."""
    names = [vocabulary.by_id[slug].name for slug in dict.fromkeys(slugs)]
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def unedited_weight(necessity: str) -> int:
    """Return what a line weighs that nobody has weighed."""
    return MUST_WEIGHT if necessity == "must" else NICE_WEIGHT
