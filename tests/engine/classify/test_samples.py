"""The classifier on the real labelled texts; the floors leave room for nothing but chance."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from preceptor.competencies.cue_files import load_role_model
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.classify import classify_posting, classify_resume, mix_warning
from preceptor.engine.extract import read_posting, read_resume
from preceptor.engine.extract.lexicon import Lexicon

SAMPLES = os.environ.get("PRECEPTOR_SAMPLES")

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not SAMPLES, reason="PRECEPTOR_SAMPLES does not name the sample texts"),
]


@pytest.fixture(scope="module")
def lexicon():
    return Lexicon.build(load_vocabulary())


def labelled(kind):
    folder = Path(SAMPLES) / kind
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        yield (folder / label["file"]).read_text("utf-8"), label


def test_postings_get_their_role(lexicon):
    model = load_role_model()
    sides = strict = lenient = health = postings = 0
    for text, label in labelled("postings"):
        best = classify_posting(text, read_posting(text, lexicon), model)[0].role
        right = label["role_primary"]
        postings += 1
        sides += (best == "not_health_it") == (right == "not_health_it")
        if right != "not_health_it":
            health += 1
            strict += best == right
            lenient += best in (right, *label["roles_acceptable"])

    assert sides / postings >= 0.95
    assert strict / health >= 0.85
    assert lenient / health >= 0.95


def test_single_postings_raise_no_mix_warning(lexicon):
    model = load_role_model()

    warned = [
        label["id"]
        for text, label in labelled("postings")
        if mix_warning(classify_posting(text, read_posting(text, lexicon), model))
    ]

    assert len(warned) <= 2


def test_resumes_have_their_nearest_role_among_the_first_two(lexicon):
    model = load_role_model()
    hits = resumes = 0
    for text, label in labelled("resumes"):
        facts = read_resume(text, lexicon, as_of=date.fromisoformat(label["as_of"]))
        top = [support.role for support in classify_resume(text, facts, model)[:2]]
        resumes += 1
        hits += label["nearest_roles"][0] in top

    assert hits / resumes >= 0.85
