import pytest
from tests.factories import MONDAY, NURSE, make_resume, make_vocabulary

from preceptor.resumes.corrected import normal
from preceptor.resumes.models import Correction, Evidence, Fact, Record
from preceptor.resumes.services import correct, take_in_resume, undo_correction

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()


def held(person, slug):
    return list(
        Evidence.objects.filter(person=person, competency__slug=slug)
        .order_by("pk")
        .values_list("level", "is_from_correction")
    )


def slug_of(resume, words):
    return resume.facts.filter(words__iexact=words).first().competency.slug


def test_a_removed_competency_counts_no_more_and_comes_back_when_undone():
    resume = make_resume()
    slug = slug_of(resume, "Quality improvement")
    before = held(resume.person, slug)

    correction = correct(
        person=resume.person,
        kind=Fact.Kind.COMPETENCY,
        subject=slug,
        words="",
        action=Correction.Action.REMOVE,
        value={},
        now=MONDAY,
    )
    assert held(resume.person, slug) == []

    undo_correction(correction=correction, now=MONDAY)
    assert held(resume.person, slug) == before


def test_a_changed_level_wins_and_survives_a_new_reading():
    resume = make_resume()
    slug = slug_of(resume, "Quality improvement")
    correct(
        person=resume.person,
        kind=Fact.Kind.COMPETENCY,
        subject=slug,
        words="Quality Improvement",
        action=Correction.Action.CHANGE,
        value={"level": 4},
        now=MONDAY,
    )

    moved = "A new first line moves every span.\n" + NURSE
    take_in_resume(person=resume.person, data=moved.encode(), filename="resume.txt", now=MONDAY)

    assert (4, True) in held(resume.person, slug)


def test_an_added_competency_is_a_claim():
    resume = make_resume()
    correct(
        person=resume.person,
        kind=Fact.Kind.COMPETENCY,
        subject="sql",
        words="",
        action=Correction.Action.ADD,
        value={"level": 3},
        now=MONDAY,
    )

    piece = Evidence.objects.get(person=resume.person, competency__slug="sql")
    assert (piece.level, piece.grade, piece.fact) == (3, Evidence.Grade.CLAIMED, None)


def test_stated_years_and_education_replace_what_was_read():
    resume = make_resume()
    for kind, subject, value in (
        (Fact.Kind.YEARS, "years_it", {"years": 2}),
        (Fact.Kind.EDUCATION, "education", {"level": "master"}),
    ):
        correct(
            person=resume.person,
            kind=kind,
            subject=subject,
            words="",
            action=Correction.Action.CHANGE,
            value=value,
            now=MONDAY,
        )

    record = Record.objects.get(person=resume.person)
    assert (record.quarters_it, record.education) == (8, 5)


def test_a_second_word_on_the_same_thing_replaces_the_first():
    resume = make_resume()
    for years in (2, 3):
        correct(
            person=resume.person,
            kind=Fact.Kind.YEARS,
            subject="years_it",
            words="",
            action=Correction.Action.CHANGE,
            value={"years": years},
            now=MONDAY,
        )

    assert Correction.objects.count() == 1
    assert Record.objects.get(person=resume.person).quarters_it == 12


def test_without_corrections_the_record_says_what_was_read():
    resume = make_resume()
    record = Record.objects.get(person=resume.person)

    # March 2020 to November 2026 is 80 months.
    assert record.quarters_clinical == 26
    assert (record.quarters_it, record.quarters_records) == (None, None)
    assert record.education == 4


def test_a_job_counts_where_the_person_says_it_does():
    resume = make_resume()
    job = resume.facts.get(kind=Fact.Kind.JOB)
    said = {"person": resume.person, "kind": Fact.Kind.JOB, "subject": "domain", "now": MONDAY}
    correct(**said, words=job.words, action="change", value={"domain": "it"})

    record = Record.objects.get(person=resume.person)
    assert (record.quarters_clinical, record.quarters_it) == (None, 26)

    correct(**said, words=job.words, action="remove", value={})
    record.refresh_from_db()
    assert (record.quarters_clinical, record.quarters_it, record.quarters_any) == (None, None, None)


def test_words_are_keyed_without_case_and_line_breaks():
    assert normal("Quality\n  Improvement ") == "quality improvement"
