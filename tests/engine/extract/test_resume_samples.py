"""The reading of real resumes, where the folder of samples is at hand."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from preceptor.common.documents import extract_text
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.extract import read_json_resume, read_resume
from preceptor.engine.extract.facts import HeldCompetency, HeldCredential, Resume
from preceptor.engine.extract.lexicon import Lexicon

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(
        not os.environ.get("PRECEPTOR_SAMPLES"), reason="PRECEPTOR_SAMPLES is not set"
    ),
]
Facts = Iterable[HeldCompetency | HeldCredential]


def folder(name: str) -> Path:
    return Path(os.environ["PRECEPTOR_SAMPLES"]) / name


@cache
def lexicon() -> Lexicon:
    return Lexicon.build(load_vocabulary())


@cache
def readings() -> tuple[tuple[dict[str, Any], str, Resume], ...]:
    found = []
    for line in (folder("resumes") / "labels.jsonl").read_text().splitlines():
        label = json.loads(line)
        text = (folder("resumes") / label["file"]).read_text()
        as_of = date.fromisoformat(label["as_of"])
        found.append((label, text, read_resume(text, lexicon(), as_of=as_of)))
    return tuple(found)


def is_found(phrase: str, text: str, facts: Facts) -> bool:
    """Whether some fact covers at least half of one place where the phrase stands."""
    pattern = r"\s+".join(map(re.escape, phrase.split()))
    for place in re.finditer(pattern, text, re.IGNORECASE):
        for fact in facts:
            shared = min(place.end(), fact.words.end) - max(place.start(), fact.words.start)
            inside = place.start() <= fact.words.start and fact.words.end <= place.end()
            if shared * 2 >= len(place.group()) or (inside and fact.words.text.isupper()):
                return True
    return False


def share(good: Iterable[bool]) -> float:
    judged = list(good)
    return sum(judged) / len(judged)


def test_labelled_skills_are_found():
    assert (
        share(
            is_found(phrase, text, [*resume.competencies, *resume.credentials])
            for label, text, resume in readings()
            for phrase in label["skills"]
        )
        >= 0.9
    )


def test_labelled_credentials_are_found():
    assert (
        share(
            is_found(phrase, text, resume.credentials)
            for label, text, resume in readings()
            for phrase in label["credentials"]
        )
        >= 0.94
    )


def test_years_are_right_within_two():
    fields = (("clinical", "years_clinical"), ("it", "years_it"), ("records", "years_him_admin"))
    judged = []
    for label, _, resume in readings():
        for field, key in fields:
            said = round((resume.months[field] or 0) / 12)
            if said or label[key]:
                judged.append(abs(said - label[key]) <= 2)

    assert share(judged) >= 0.9


def test_the_highest_degree_is_right():
    assert (
        share(
            resume.education_highest == label["education_highest"]
            for label, _, resume in readings()
        )
        >= 0.94
    )


def test_facts_cover_less_than_a_quarter_of_the_text():
    covered = characters = 0
    for _, text, resume in readings():
        facts: list[HeldCompetency | HeldCredential] = [*resume.competencies, *resume.credentials]
        covered += len({at for fact in facts for at in range(*fact.words.span)})
        characters += len(text)

    assert covered <= 0.25 * characters


def test_the_document_says_what_its_text_says():
    """Of the competencies found in the text, those found in the PDF or Word file."""
    known = both = 0
    for label, _, resume in readings():
        if "original_file" not in label:
            continue
        data = (folder("resumes") / label["original_file"]).read_bytes()
        text = extract_text(data, filename=label["original_file"]).text
        again = read_resume(text, lexicon(), as_of=resume.as_of)
        held = {fact.competency for fact in resume.competencies}
        known += len(held)
        both += len(held & {fact.competency for fact in again.competencies})
        assert again.months == resume.months
        assert again.education_highest == resume.education_highest

    assert both >= 0.95 * known


def test_json_resumes_are_read():
    for name in ("sample.resume.json", "new-grad.resume.json"):
        data = json.loads((folder("jsonresume") / name).read_text())
        text, resume = read_json_resume(data, lexicon(), as_of=date(2020, 1, 1))

        assert len(resume.jobs) == len([job for job in data["work"] if job.get("startDate")])
        assert all(text[f.words.start : f.words.end] == f.words.text for f in resume.competencies)
