import random
from datetime import date, timedelta

import numpy as np
import pytest
from tests.factories import MONDAY, make_person, make_resume, make_vocabulary

from preceptor.accounts.models import Consent, Person
from preceptor.accounts.queries import findable_people
from preceptor.competencies.models import Competency
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import POOL_COLUMNS, build_pool
from preceptor.resumes.columns import pool_chunks, years_before
from preceptor.resumes.models import Evidence, Record
from preceptor.resumes.queries import person_records

pytestmark = pytest.mark.django_db

LEAP_DAY = date(2024, 2, 29)


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()


def near(day, rng):
    """A day on, just beside or far from the days on which pieces age and lapse."""
    years = rng.choice([0, 5, 5, 12])
    return years_before(day, years) + timedelta(days=rng.randint(-2, 2))


def make_people(count, *, as_of, seed):
    rng = random.Random(seed)  # noqa: S311 - drawn, not secret
    left = Competency.objects.create(slug="left-the-vocabulary", name="Left", kind="skill")
    competencies = [*rng.sample(list(Competency.objects.exclude(pk=left.pk)), 60), left]
    credentials = list(Competency.objects.filter(kind="credential"))
    for _ in range(count):
        has_home = rng.random() < 0.7
        person = Person.objects.create(
            created_at=MONDAY,
            state=rng.choice(["ME", "NH", ""]),
            latitude=rng.uniform(-90, 90) if has_home else None,
            longitude=rng.uniform(-180, 180) if has_home else None,
            is_willing_to_move=rng.random() < 0.5,
            right_to_work=rng.choice(["", "yes", "no"]),
        )
        if rng.random() < 0.8:
            Consent.objects.create(
                person=person, purpose="found", given_at=MONDAY, withdrawn_at=None
            )
        if rng.random() < 0.8:
            Record.objects.create(
                person=person,
                education=rng.randint(0, 6),
                updated_at=MONDAY,
                **{
                    f"quarters_{domain}": rng.choice([None, 0, 3, 255, 300])
                    for domain in ("clinical", "it", "records", "any")
                },
            )
        Evidence.objects.bulk_create(
            Evidence(
                person=person,
                competency=rng.choice(credentials if rng.random() < 0.3 else competencies),
                level=rng.choice([None, 1, 2, 3, 4, 5]),
                grade=rng.randint(0, 4),
                last_used=rng.choice([None, near(as_of, rng)]),
                standing=rng.choice(Evidence.Standing.values),
                expires_on=rng.choice([None, near(as_of, rng)]),
            )
            for _ in range(rng.choice([0, 1, 7, 30]))
        )


def reference(people, as_of):
    records = person_records(people, load_vocabulary().number)
    return build_pool(records, as_of=as_of, codebook=codebook())


def chunks(people, as_of, **more):
    return list(
        pool_chunks(
            people, as_of=as_of, codebook=codebook(), numbers=load_vocabulary().number, **more
        )
    )


def assert_same(found, expected):
    start = 0
    for chunk in found:
        rows = np.arange(start, start + len(chunk))
        part = expected.select(rows)
        for name in POOL_COLUMNS:
            mine, theirs = getattr(chunk, name), getattr(part, name)
            assert mine.dtype == theirs.dtype, name
            assert np.array_equal(mine, theirs), name
        assert (chunk.as_of, chunk.vocabulary_version) == (part.as_of, part.vocabulary_version)
        start += len(chunk)
    assert start == len(expected)


@pytest.mark.parametrize("as_of", [MONDAY.date(), LEAP_DAY])
def test_columns_from_the_database_equal_the_pool_built_from_records(as_of):
    make_people(60, as_of=as_of, seed=3)
    # One whose evidence was changed out of order: it is numbered after everybody else's.
    first = findable_people()[0]
    Evidence.objects.create(
        person=first, competency=Competency.objects.all()[5], level=4, grade=2, last_used=as_of
    )

    found = chunks(findable_people(), as_of, chunk=7)

    assert len(found) > 3
    assert_same(found, reference(findable_people(), as_of))


def test_named_people_come_alone():
    day = MONDAY.date()
    make_people(30, as_of=day, seed=4)
    named = [person.pk for person in Person.objects.order_by("pk")[::3]]

    found = chunks(findable_people(), day, only=named)

    assert_same(found, reference(findable_people().filter(pk__in=named), day))
    assert 0 < sum(map(len, found)) < len(named) + 1


def test_people_without_record_or_evidence_have_columns_too():
    make_person()
    make_resume(person=make_person(name="Wade Libby"))

    assert_same(
        chunks(findable_people(), MONDAY.date()), reference(findable_people(), MONDAY.date())
    )


def test_nobody_gives_no_chunk():
    assert chunks(findable_people(), MONDAY.date()) == []
    assert chunks(findable_people(), MONDAY.date(), only=[]) == []
    assert chunks(findable_people(), MONDAY.date(), only=[12345]) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"state": "me"}, "two capital letters"),
        ({"state": "M"}, "two capital letters"),
        ({"latitude": 91.0}, "latitude and longitude"),
    ],
)
def test_a_place_that_cannot_be_is_refused_as_the_engine_refuses_it(wrong, said):
    person = make_person()
    Person.objects.filter(pk=person.pk).update(**wrong)

    with pytest.raises(ValueError, match=said):
        chunks(findable_people(), MONDAY.date())
    with pytest.raises(ValueError, match="not"):
        reference(findable_people(), MONDAY.date())
