from datetime import date
from pathlib import Path

import pytest
import yaml

from preceptor.competencies.cue_files import load_role_model
from preceptor.engine.classify import classify_resume
from preceptor.engine.extract.facts import HeldJob, Resume, Words

INVENTED = yaml.safe_load((Path(__file__).parent / "invented_resumes.yaml").read_text("utf-8"))
AS_OF = date(2018, 2, 1)


@pytest.fixture(scope="module")
def model():
    return load_role_model()


def words(text, phrase):
    start = text.index(phrase)
    return Words(start, start + len(phrase), phrase)


def resume(text, headline, *jobs):
    held = tuple(
        HeldJob(title, "", started, ended, ended is None, None, words(text, title), "test")
        for title, started, ended in jobs
    )
    return Resume(
        headline=headline,
        headline_words=words(text, headline),
        competencies=(),
        credentials=(),
        jobs=held,
        education=(),
        education_highest=None,
        months={"clinical": None, "it": None, "records": None},
        stated_years=(),
        place=None,
        place_words=None,
        as_of=AS_OF,
    )


def test_the_nearest_role_of_invented_resumes_is_among_the_first_two(model):
    wrong = []
    for case in INVENTED:
        said = [support.role for support in classify_resume(case["text"], None, model)[:2]]
        if case["role"] not in said:
            wrong.append((case["text"].splitlines()[0], said))

    assert len(INVENTED) - len(wrong) >= 28, wrong


def test_a_bedside_clinician_is_nearest_to_the_clinician_consultant(model):
    text = "Registered Nurse\nCared for patients on a surgical ward and recorded it in Epic."

    assert classify_resume(text, None, model)[0].role == "clinician_consultant"


def test_recent_jobs_weigh_more_than_old_ones(model):
    text = "Professional\nNetwork Engineer\nMedical Coder\n"
    now, then = (date(2012, 1, 1), None), (date(1994, 1, 1), date(2000, 1, 1))

    networks_now = resume(
        text, "Professional", ("Network Engineer", *now), ("Medical Coder", *then)
    )
    coding_now = resume(text, "Professional", ("Network Engineer", *then), ("Medical Coder", *now))

    assert classify_resume(text, networks_now, model)[0].role == "tech_support"
    assert classify_resume(text, coding_now, model)[0].role == "him_exchange"


def test_a_job_without_dates_counts_too(model):
    text = "Professional\nMedical Coder\n"
    undated = resume(text, "Professional", ("Medical Coder", None, None))

    supports = classify_resume(text, undated, model)

    assert supports[0].role == "him_exchange"
    assert supports[0].because[0].text == "Medical Coder"


def test_reasons_stand_at_their_span(model):
    for case in INVENTED:
        for support in classify_resume(case["text"], None, model):
            for reason in support.because:
                assert case["text"][reason.start : reason.end] == reason.text


@pytest.mark.parametrize("text", ["", "\n\n", "12/2010"])
def test_an_empty_resume_supports_no_role(text, model):
    supports = classify_resume(text, None, model)

    assert len(supports) == 13
    assert all(support.p < 0.2 for support in supports)
