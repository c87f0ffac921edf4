import random
from datetime import timedelta

import numpy as np
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import MONDAY, NURSE, TECHNICIAN, make_person, make_resume, make_vocabulary

from preceptor.accounts.models import Consent, Person
from preceptor.accounts.services import (
    erase_person,
    give_consent,
    note_change,
    withdraw_consent,
)
from preceptor.competencies.models import Competency
from preceptor.engine.match import POOL_COLUMNS
from preceptor.engine.tiles import merge
from preceptor.matches.models import Snapshot
from preceptor.matches.queries.opened import opened_pool
from preceptor.matches.queries.pool import current_pool
from preceptor.matches.services import build_snapshot, merge_snapshot
from preceptor.matches.tasks import sweep
from preceptor.resumes.models import Evidence
from preceptor.resumes.services import take_in_resume

# Really committed, so that a process keeps what it has read from one question to the next.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()


def assert_same(one, other):
    for name in POOL_COLUMNS:
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert one.digest() == other.digest()


def change_somebody(rng, people):
    """Make one change of any kind, as services do; ``people`` follows."""
    kind = rng.choice(["come", "come", "withdraw", "agree", "erase", "learn", "learn", "move"])
    if kind == "come" or not people:
        person = make_person(is_findable=rng.random() < 0.8)
        people.append(person)
        kind = "learn"
    person = rng.choice(people)
    if kind == "withdraw":
        withdraw_consent(person=person, purpose=Consent.Purpose.FOUND, now=MONDAY)
    elif kind == "agree":
        give_consent(person=person, purpose=Consent.Purpose.FOUND, now=MONDAY)
    elif kind == "erase":
        people.remove(person)
        erase_person(person=person, now=MONDAY, reason="asked")
    else:
        with transaction.atomic():
            note_change(person=person, now=MONDAY)
            if kind == "move":
                Person.objects.filter(pk=person.pk).update(state=rng.choice(["NH", "VT"]))
            else:
                Evidence.objects.create(
                    person=person,
                    competency=rng.choice(Competency.objects.all()[:300]),
                    level=rng.randint(1, 5),
                    grade=rng.randint(0, 4),
                )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_base_and_changes_and_merges_equal_a_full_rebuild_whatever_happens(seed, monkeypatch):
    rng = random.Random(seed)  # noqa: S311 - drawn, not secret
    monkeypatch.setattr(merge, "CHUNK", 3)
    people = []
    for _ in range(10):
        change_somebody(rng, people)
    build_snapshot(now=MONDAY)
    for step in range(12):
        for _ in range(rng.randint(0, 4)):
            change_somebody(rng, people)
        found = current_pool()
        through = found.last_change
        if step % 4 == 3:
            merged = merge_snapshot(now=MONDAY)
            assert merged is None or merged.through_change == through
            assert_same(current_pool().live.everyone(), found.live.everyone())
        held = opened_pool(current_pool().snapshot)
        full = opened_pool(build_snapshot(now=MONDAY))
        assert_same(found.live.everyone(), full.to_pool())
        if step % 4 == 3:
            # Array for array, dictionaries and lists included.
            for name, array in full.arrays().items():
                assert np.array_equal(held.arrays()[name], array), name
        Snapshot.objects.order_by("-pk")[0].delete()


def test_only_what_changed_since_the_last_question_is_read():
    for _ in range(3):
        make_resume(person=make_person())
    build_snapshot(now=MONDAY)
    wade = make_person(name="Wade Libby")
    make_resume(person=wade, text=TECHNICIAN)
    first = current_pool()

    with CaptureQueriesContext(connection) as nothing_new:
        assert current_pool() is first
    take_in_resume(person=wade, data=NURSE.encode(), filename="resume.txt", now=MONDAY)
    ben = make_person(name="Ben Levesque")
    with CaptureQueriesContext(connection) as one_new:
        later = current_pool()

    assert not [query for query in nothing_new if "resumes_evidence" in query["sql"]]
    assert {wade.pk, ben.pk} <= set(later.changes.people.number.tolist())
    read = [query["sql"] for query in one_new if "resumes_evidence" in query["sql"]]
    assert len(read) == 1
    assert_same(later.live.everyone(), opened_pool(build_snapshot(now=MONDAY)).to_pool())


def test_what_a_transaction_saw_is_forgotten_with_it():
    make_resume()
    build_snapshot(now=MONDAY)
    before = current_pool()

    with transaction.atomic():
        gone = make_person(name="Wade Libby")
        assert gone.pk in current_pool().live.everyone().number.tolist()
        transaction.set_rollback(True)
    make_person(name="Ben Levesque", is_findable=False)
    note = make_person(name="Ada Pelletier")

    assert set(current_pool().live.everyone().number.tolist()) == {
        *before.live.everyone().number.tolist(),
        note.pk,
    }


def test_many_changes_are_merged_by_the_sweep_and_a_new_day_builds_anew(monkeypatch):
    make_resume()
    build_snapshot(now=MONDAY)
    monkeypatch.setattr("preceptor.matches.tasks.pool.MERGE_AFTER_CHANGES", 2)
    for _ in range(3):
        make_person(name="Wade Libby")
    expected = current_pool()

    done = sweep(now=MONDAY)

    assert (done.is_rebuilt, done.is_merged, done.trouble) == (False, True, "")
    assert current_pool().changes.is_none
    assert current_pool().snapshot.through_change == expected.last_change
    assert_same(current_pool().live.everyone(), expected.live.everyone())
    assert not sweep(now=MONDAY).is_merged

    tomorrow = MONDAY + timedelta(days=1)
    assert current_pool().snapshot.as_of == MONDAY.date()
    assert sweep(now=tomorrow).is_rebuilt
    assert current_pool().snapshot.as_of == tomorrow.date()


def test_a_merge_of_nothing_makes_no_snapshot():
    make_resume()
    build_snapshot(now=MONDAY)

    assert merge_snapshot(now=MONDAY) is None
    assert Snapshot.objects.count() == 1


def test_building_says_how_far_it_is():
    for _ in range(3):
        make_person()
    said = []

    build_snapshot(now=MONDAY, progress=lambda done, total: said.append((done, total)))

    assert said == [(3, 3)]
