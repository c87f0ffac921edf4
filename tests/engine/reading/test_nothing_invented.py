"""Every fact of every real text has its words at its span."""

import json
from dataclasses import fields, is_dataclass
from datetime import date

import pytest
from tests.factories import NURSE, POSTING, TECHNICIAN

from preceptor.competencies.queries import lexicon, line_rules, role_model
from preceptor.engine.classify import classify_posting, classify_resume
from preceptor.engine.extract import read_posting, read_resume
from preceptor.engine.extract.facts import Words
from preceptor.engine.translate import evidence_from, lines_from

MOST_CHARACTERS_UNDER_FACTS = 0.25


def all_words(value):
    """Yield every span that hangs anywhere under a value."""
    if isinstance(value, Words):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from all_words(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from all_words(item)


def check_posting(text):
    posting = read_posting(text, lexicon())
    roles = classify_posting(text, posting, role_model())
    lines = lines_from(posting, line_rules(), roles=roles)
    found = list(all_words([posting, *roles, *lines]))
    assert found
    assert [w for w in found if text[w.start : w.end] != w.text or not w.text.strip()] == []


def check_resume(text, as_of):
    resume = read_resume(text, lexicon(), as_of=as_of)
    roles = classify_resume(text, resume, role_model())
    pieces = evidence_from(resume)
    found = list(all_words([resume, *roles, *pieces]))
    assert found
    assert [w for w in found if text[w.start : w.end] != w.text or not w.text.strip()] == []


def test_own_texts():
    check_posting(POSTING)
    for text in (NURSE, TECHNICIAN):
        check_resume(text, date(2026, 11, 20))


@pytest.mark.samples
def test_every_real_posting(samples):
    files = sorted((samples / "postings").glob("*.txt"))
    assert files
    for file in files:
        check_posting(file.read_text())


@pytest.mark.samples
def test_every_real_resume(samples):
    labels = [
        json.loads(line) for line in (samples / "resumes" / "labels.jsonl").read_text().splitlines()
    ]
    assert labels
    for label in labels:
        text = (samples / "resumes" / label["file"]).read_text()
        check_resume(text, date.fromisoformat(label["as_of"]))
