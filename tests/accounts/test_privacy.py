import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import MONDAY, POSTING, make_person, make_resume, make_vocabulary

from preceptor.accounts.models import Case, Consent, Look, Membership, Organization, Schooling, User
from preceptor.accounts.services import give_consent, withdraw_consent
from preceptor.accounts.services.privacy import note_looks
from preceptor.common.models import LogEntry
from preceptor.matches.queries.pool import current_pool
from preceptor.matches.services import build_snapshot

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
        slug="franklin", name="Franklin State College", kind="college", is_demo=True
    )


@pytest.fixture
def iris(hospital):
    user = User.objects.create_user("iris@kennebec.example", name="Iris Chen")
    Membership.objects.create(organization=hospital, user=user, role="member", hires=True)
    return user


@pytest.fixture
def ruth():
    person = make_person(is_findable=False)
    person.user = User.objects.create_user("ruth@example.org")
    person.save()
    return person


@pytest.fixture
def client(ruth):
    client = Client()
    client.force_login(ruth.user)
    return client


def say(client, what, purpose, **more):
    return client.post("/me/privacy/consent/", {"say": what, "purpose": purpose, **more})


def words_of(response):
    return " ".join(response.content.decode().split())


def test_the_page_says_in_words_whom_a_consent_reaches_today(client, ruth, iris):
    assert "No employer can find you" in words_of(client.get("/me/privacy/"))

    say(client, "give", "found")

    page = words_of(client.get("/me/privacy/"))
    assert "1 employer can find you, without your name" in page
    assert "1 employer could see your line today" in page
    say(client, "give", "named")
    assert "1 employer can find you, with your name" in words_of(client.get("/me/privacy/"))


def test_only_verified_organizations_that_hire_are_counted(client, iris, college):
    unverified = Organization.objects.create(slug="new", name="New Clinic", kind="practice")
    user = User.objects.create_user("nia@new.example")
    Membership.objects.create(organization=unverified, user=user, role="member", hires=True)
    Membership.objects.create(organization=college, user=user, role="member", teaches=True)

    say(client, "give", "found")

    assert "1 employer can find you" in words_of(client.get("/me/privacy/"))


@pytest.mark.parametrize("purpose", ["found", "contacted", "named", "statistics"])
def test_each_purpose_is_given_and_withdrawn_in_one_click(client, ruth, purpose):
    assert say(client, "give", purpose).status_code == 302
    consent = Consent.objects.get(person=ruth, purpose=purpose)
    assert consent.withdrawn_at is None

    assert say(client, "withdraw", purpose).status_code == 302
    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    kinds = LogEntry.objects.filter(target=ruth.public_id).values_list("kind", flat=True)
    assert sorted(kinds) == ["accounts.consent_given", "accounts.consent_withdrawn"]


@pytest.mark.parametrize("purpose", ["outcome", "counseled"])
def test_a_purpose_for_one_organization_holds_for_that_one(
    client, ruth, college, hospital, purpose
):
    assert say(client, "give", purpose).status_code == 422
    assert say(client, "give", purpose, organization="nowhere").status_code == 422

    say(client, "give", purpose, organization="franklin")
    say(client, "give", purpose, organization="kennebec")
    say(client, "withdraw", purpose, organization="kennebec")

    standing = Consent.objects.get(person=ruth, withdrawn_at__isnull=True)
    assert (standing.purpose, standing.organization) == (purpose, college)


def test_programs_and_houses_of_a_person_stand_on_the_page(client, ruth, college, hospital):
    Schooling.objects.create(person=ruth, organization=college, stated_at=MONDAY)
    Case.objects.create(person=ruth, organization=hospital, opened_at=MONDAY)

    page = words_of(client.get("/me/privacy/"))

    assert "<b>Franklin State College</b>" in page
    assert "<b>Kennebec River Medical Center</b>" in page


def test_the_history_tells_what_was_given_and_withdrawn(client, ruth, college):
    give_consent(person=ruth, purpose=Purpose.STATISTICS, now=MONDAY)
    withdraw_consent(person=ruth, purpose=Purpose.STATISTICS, now=MONDAY + timedelta(days=1))
    give_consent(person=ruth, purpose=Purpose.OUTCOME, organization=college, now=MONDAY)

    page = words_of(client.get("/me/privacy/"))

    assert "16 Nov 2026, 09:00" in page
    assert "17 Nov 2026, 09:00" in page
    assert page.count("Franklin State College") == 3


def test_who_is_not_signed_in_is_led_to_sign_in_and_others_change_nothing(client, ruth):
    assert Client().get("/me/privacy/").status_code == 302
    stranger = Client()
    stranger.force_login(User.objects.create_user("sid@example.org"))

    say(stranger, "give", "found")

    assert not Consent.objects.filter(person=ruth).exists()


def test_the_first_click_of_a_user_makes_their_person():
    user = User.objects.create_user("new@example.org", name="Nell Dyer")
    client = Client()
    client.force_login(user)
    assert "No employer can find you" in words_of(client.get("/me/privacy/"))

    say(client, "give", "contacted")

    assert user.person.name == "Nell Dyer"
    assert Consent.objects.filter(person=user.person).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_changes_the_next_count_and_list(client, ruth):
    """The pool that prices and lists are counted in follows without a rebuild."""
    make_vocabulary()
    make_resume(person=ruth)
    wade = make_person(name="Wade Libby")
    make_resume(person=wade)
    build_snapshot(now=MONDAY)

    def people():
        return sorted(current_pool().live.everyone().number.tolist())

    assert people() == [wade.pk]
    say(client, "give", "found")
    assert people() == sorted([ruth.pk, wade.pk])
    say(client, "withdraw", "found")
    assert people() == [wade.pk]


def look(person, viewer, organization, *, kind=Look.Kind.LISTED, days=0, about=None):
    note_looks(
        people=[person],
        viewer=viewer,
        organization=organization,
        kind=kind,
        about=about,
        now=MONDAY + timedelta(days=days),
    )


def test_who_looked_stands_by_day_and_organization(client, ruth, iris, hospital):
    assert "Nobody has looked at you yet" in words_of(client.get("/me/looks/"))
    other = User.objects.create_user("otis@kennebec.example")

    look(ruth, iris, hospital)
    look(ruth, other, hospital)
    look(ruth, iris, hospital, kind=Look.Kind.NAMED, days=1)

    page = words_of(client.get("/me/looks/"))
    assert page.index("17 November 2026") < page.index("16 November 2026")
    assert "Opened your profile with your name" in page
    assert "(2 of its people)" in page
    assert "Iris" not in page


def test_looks_at_others_are_not_shown(client, ruth, iris, hospital):
    look(make_person(name="Ada"), iris, hospital)

    assert "Nobody has looked at you yet" in words_of(client.get("/me/looks/"))


def test_the_page_of_looks_asks_the_same_for_one_and_for_many(client, ruth, iris, hospital):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get("/me/looks/")
        return len(asked)

    look(ruth, iris, hospital)
    client.get("/me/looks/")
    one = questions()
    for day in range(1, 50):
        look(ruth, iris, hospital, days=day)

    assert questions() == one


def test_looks_come_in_pages(client, ruth, iris, hospital):
    for day in range(60):
        look(ruth, iris, hospital, days=day)

    first, second = client.get("/me/looks/"), client.get("/me/looks/?page=2")

    assert len(first.context["days"]) == 50
    assert len(second.context["days"]) == 10


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_lowers_the_next_price_of_a_posting(client, ruth):
    make_vocabulary()
    make_resume(person=ruth)
    make_resume(person=make_person(name="Wade Libby"))
    say(client, "give", "found")
    build_snapshot(now=MONDAY)
    employer = Client()
    address = employer.post("/price/", {"text": POSTING}).headers["Location"]

    def asked():
        page = words_of(employer.get(address))
        return int(re.search(r"people who can be asked</dt> <dd> ?([0-9]+)", page)[1])

    assert asked() == 2
    say(client, "withdraw", "found")
    assert asked() == 1
