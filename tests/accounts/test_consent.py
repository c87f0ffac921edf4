from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import MONDAY, make_person
from tests.factories.accounts import make_organization

from preceptor.accounts.models import Consent, Look, Organization, Person, User
from preceptor.accounts.queries import consent as consent_queries
from preceptor.accounts.queries import findable_people
from preceptor.accounts.queries.consent import (
    has_consent,
    may_see_name,
    may_write_to,
    named_people,
    register_ground,
)
from preceptor.accounts.services import give_consent, withdraw_consent
from preceptor.accounts.services.consent import ConsentNeedsOne
from preceptor.accounts.services.privacy import note_looks
from preceptor.common.models import LogEntry

pytestmark = pytest.mark.django_db
Purpose = Consent.Purpose


@pytest.fixture
def hospital():
    return Organization.objects.create(
        slug="kennebec",
        name="Kennebec River Medical Center",
        kind=Organization.Kind.HOSPITAL,
        is_demo=True,
    )


@pytest.fixture
def college():
    return Organization.objects.create(
        slug="franklin",
        name="Franklin State College",
        kind=Organization.Kind.COLLEGE,
        is_demo=True,
    )


@pytest.fixture
def recruiter():
    return User.objects.create_user("iris@kennebec.example", name="Iris Chen")


@pytest.fixture
def no_grounds(monkeypatch):
    monkeypatch.setattr(consent_queries, "_grounds", {})


def test_a_resting_person_is_not_findable():
    ruth = make_person()

    Person.objects.filter(pk=ruth.pk).update(resting_since=MONDAY)

    assert list(findable_people()) == []


def test_consent_for_one_program_is_not_consent_for_another(hospital, college):
    ruth = make_person()
    give_consent(person=ruth, purpose=Purpose.OUTCOME, organization=college, now=MONDAY)

    assert has_consent(ruth, Purpose.OUTCOME, college)
    assert not has_consent(ruth, Purpose.OUTCOME, hospital)
    assert not has_consent(ruth, Purpose.OUTCOME)


def test_a_purpose_for_one_is_refused_without_one_and_the_other_way_round(college):
    ruth = make_person()

    with pytest.raises(ConsentNeedsOne):
        give_consent(person=ruth, purpose=Purpose.COUNSELED, now=MONDAY)
    with pytest.raises(ConsentNeedsOne):
        give_consent(person=ruth, purpose=Purpose.FOUND, organization=college, now=MONDAY)


def test_the_log_says_who_gave_and_withdrew_consent(college):
    user = User.objects.create_user("ruth@example.org")
    ruth = make_person(is_findable=False)

    give_consent(person=ruth, purpose=Purpose.OUTCOME, organization=college, by=user, now=MONDAY)
    withdraw_consent(
        person=ruth, purpose=Purpose.OUTCOME, organization=college, by=user, now=MONDAY
    )

    logged = LogEntry.objects.order_by("number").values_list("kind", "actor", "details")
    about = {"purpose": "outcome", "organization": str(college.public_id)}
    assert list(logged) == [
        ("accounts.consent_given", user.public_id, about),
        ("accounts.consent_withdrawn", user.public_id, about),
    ]


def test_names_are_seen_by_consent_by_ground_and_by_counselors_and_not_otherwise(
    hospital, college, no_grounds
):
    ada, ben, eve, zoe = (make_person(name=name) for name in ("Ada", "Ben", "Eve", "Zoe"))
    everybody = [ada.pk, ben.pk, eve.pk, zoe.pk]
    give_consent(person=ada, purpose=Purpose.NAMED, now=MONDAY)
    give_consent(person=eve, purpose=Purpose.COUNSELED, organization=college, now=MONDAY)

    def applied(organization, numbers):
        return [ben.pk] if organization == hospital else []

    register_ground(applied)
    register_ground(applied)

    assert named_people(hospital, everybody) == {ada.pk, ben.pk}
    assert named_people(college, everybody) == {ada.pk, eve.pk}
    assert named_people(hospital, [zoe.pk]) == set()
    assert named_people(hospital, []) == set()
    assert may_see_name(hospital, ben)
    assert not may_see_name(hospital, zoe)


def test_who_applied_or_agreed_to_be_contacted_may_be_written_to(hospital, no_grounds):
    ada, ben, zoe = (make_person(name=name) for name in ("Ada", "Ben", "Zoe"))
    give_consent(person=ada, purpose=Purpose.CONTACTED, now=MONDAY)

    def applied(organization, numbers):
        return [ben.pk]

    register_ground(applied)

    assert may_write_to(hospital, ada)
    assert may_write_to(hospital, ben)
    assert not may_write_to(hospital, zoe)


def test_a_look_is_noted_once_a_day_for_each_thing(hospital, recruiter):
    ada, ben = make_person(name="Ada"), make_person(name="Ben")

    def look(people, now=MONDAY, about=None):
        return note_looks(
            people=people,
            viewer=recruiter,
            organization=hospital,
            kind=Look.Kind.LISTED,
            about=about,
            now=now,
        )

    assert look([ada]) == 1
    assert look([ada, ben.pk]) == 1
    assert look([ada, ben], now=MONDAY + timedelta(hours=2)) == 0
    assert look([ada], about=hospital.public_id) == 1
    assert look([ada], now=MONDAY + timedelta(days=1)) == 1
    assert look([]) == 0
    assert Look.objects.count() == 4
    assert set(Look.objects.values_list("organization_name", flat=True)) == {hospital.name}


def test_looking_again_asks_once_and_writes_nothing(hospital, recruiter):
    people = [make_person(name=f"Person {number}") for number in range(30)]
    same = {"viewer": recruiter, "organization": hospital, "kind": Look.Kind.LISTED, "now": MONDAY}
    note_looks(people=people, **same)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        note_looks(people=people, **same)

    questions = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(questions) == 1


def test_looking_at_oneself_is_not_noted(hospital, recruiter):
    me = make_person(name="Iris")
    me.user = recruiter
    me.save()

    assert (
        note_looks(
            people=[me], viewer=recruiter, organization=hospital, kind=Look.Kind.PROFILE, now=MONDAY
        )
        == 0
    )
    assert Look.objects.count() == 0


def test_what_is_agreed_to_for_every_employer_reaches_none_that_nobody_verified(no_grounds):
    ruth = make_person()
    for purpose in (Purpose.NAMED, Purpose.CONTACTED):
        give_consent(person=ruth, purpose=purpose, now=MONDAY)
    new = make_organization(is_verified=False)

    assert named_people(new, [ruth.pk]) == set()
    assert may_write_to(new, ruth) is False

    Organization.objects.filter(pk=new.pk).update(verified_at=MONDAY, verified_by=uuid4())
    new.refresh_from_db()
    assert named_people(new, [ruth.pk]) == {ruth.pk}
    assert may_write_to(new, ruth) is True
