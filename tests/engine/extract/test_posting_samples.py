"""The reading of real postings, where the folder of samples is at hand."""

import json
import os
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.extract.facts import Posting, Requirement
from preceptor.engine.extract.lexicon import Lexicon
from preceptor.engine.extract.posting import read_posting

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(
        not os.environ.get("PRECEPTOR_SAMPLES"), reason="PRECEPTOR_SAMPLES is not set"
    ),
]


@cache
def readings() -> tuple[tuple[dict[str, Any], str, Posting], ...]:
    folder = Path(os.environ["PRECEPTOR_SAMPLES"]) / "postings"
    lexicon = Lexicon.build(load_vocabulary())
    found = []
    for line in (folder / "labels.jsonl").read_text().splitlines():
        label = json.loads(line)
        text = (folder / label["file"]).read_text()
        if label["role_primary"] != "not_health_it":
            found.append((label, text, read_posting(text, lexicon)))
    return tuple(found)


def is_found(phrase: str, text: str, facts: Iterable[Requirement]) -> bool:
    """Whether some fact covers at least half of one place where the phrase stands."""
    pattern = r"\s+".join(map(re.escape, phrase.split()))
    for place in re.finditer(pattern, text, re.IGNORECASE):
        for fact in facts:
            shared = min(place.end(), fact.words.end) - max(place.start(), fact.words.start)
            inside = place.start() <= fact.words.start and fact.words.end <= place.end()
            if shared * 2 >= len(place.group()) or (inside and fact.words.text.isupper()):
                return True
    return False


@pytest.mark.parametrize(
    ("field", "least"),
    [
        ("years_min", 0.85),
        ("education_min", 0.80),
        ("clinical_background", 0.88),
        ("work_mode", 0.78),
        ("entry_friendly", 0.75),
    ],
)
def test_closed_fields_are_read_as_labeled(field: str, least: float) -> None:
    right = [getattr(posting, field) == label[field] for label, _, posting in readings()]
    assert sum(right) / len(right) >= least


@pytest.mark.parametrize(
    ("field", "least"),
    [
        ("must_have", 0.80),
        ("nice_to_have", 0.78),
        ("credentials_required", 0.85),
        ("credentials_preferred", 0.85),
    ],
)
def test_labeled_phrases_are_found(field: str, least: float) -> None:
    count: Counter[bool] = Counter()
    for label, text, posting in readings():
        is_skill = field in ("must_have", "nice_to_have")
        facts = (*posting.requirements, *posting.credentials) if is_skill else posting.credentials
        asked = [one for one in facts if one.necessity != "mentioned" or not is_skill]
        count.update(is_found(phrase, text, asked) for phrase in label[field])
    assert count[True] / count.total() >= least


def test_facts_cover_at_most_a_quarter_of_the_text() -> None:
    covered = characters = 0
    for _, text, posting in readings():
        facts = (*posting.requirements, *posting.credentials)
        covered += len({at for one in facts for at in range(*one.words.span)})
        characters += len(text)
    assert covered / characters <= 0.25
