from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import MONDAY, make_job, make_person, make_resume, make_vocabulary
from tests.factories.accounts import make_member, make_organization, sign_in

from preceptor.accounts.models import Consent
from preceptor.accounts.queries.seen import id_seen_by
from preceptor.accounts.services import erase_person, give_consent, withdraw_consent
from preceptor.common.models import LogEntry
from preceptor.matches.models import Listing, Shortlist
from preceptor.matches.queries.shortlists import shortlist_page, shortlist_rows
from preceptor.matches.services.shortlists import (
    delete_shortlist,
    drop_deleted_shortlists,
    list_person,
    make_shortlist,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()


@pytest.fixture
def team():
    return make_organization()


@pytest.fixture
def hanna(client, team):
    hanna = make_member(team, hires=True)
    sign_in(client, hanna)
    return hanna


@pytest.fixture
def ruth():
    person = make_person()
    make_resume(person=person)
    return person


@pytest.fixture
def trainers(team, hanna):
    return make_shortlist(organization=team, name="Trainers", by=hanna, now=MONDAY)


def page_of(client, shortlist):
    address = reverse("matches:shortlist", args=["kennebec", shortlist.public_id])
    return client.get(address).content.decode()


def test_a_team_makes_a_list_for_a_job_and_renames_it(client, team, hanna):
    job = make_job()
    client.post("/o/kennebec/shortlists/", {"name": "Spring", "job": str(job.public_id)})
    shortlist = Shortlist.objects.get()
    address = reverse("matches:shortlist", args=["kennebec", shortlist.public_id])

    client.post(address, {"name": "Summer", "job": ""})

    shortlist.refresh_from_db()
    assert (shortlist.name, shortlist.job, shortlist.made_by) == ("Summer", None, hanna)
    kinds = LogEntry.objects.filter(target=shortlist.public_id).order_by("number")
    assert [entry.kind for entry in kinds] == [
        "matches.shortlist_made",
        "matches.shortlist_changed",
    ]


def test_a_list_without_a_name_is_refused_with_what_to_do(client, team, hanna):
    answer = client.post("/o/kennebec/shortlists/", {"name": " "})

    assert answer.status_code == 422
    assert "Give the list a name" in answer.content.decode()
    assert Shortlist.objects.count() == 0


def test_a_person_is_put_on_a_list_of_the_team_or_a_new_one(client, team, hanna, trainers, ruth):
    address = reverse("matches:list_person", args=["kennebec", id_seen_by(team, ruth.public_id)])

    client.post(address, {"shortlist": str(trainers.public_id), "note": "Knows Epic"})
    client.post(address, {"name": "Nurses"})
    refused = client.post(address, {})

    assert set(Listing.objects.values_list("shortlist__name", "note")) == {
        ("Trainers", "Knows Epic"),
        ("Nurses", ""),
    }
    assert refused.status_code == 422


def test_the_list_is_blind_and_says_why_somebody_stands_on_it(client, team, hanna, trainers, ruth):
    list_person(shortlist=trainers, person=ruth, by=hanna, now=MONDAY, note="Knows Epic")

    page = page_of(client, trainers)

    assert "1 person on “Trainers”" in page
    assert "Registered Nurse" in page
    assert "Knows Epic" in page
    assert "Moody" not in page


def test_whoever_withdraws_consent_is_off_the_list_at_once_and_counted(
    client, team, hanna, trainers, ruth
):
    list_person(shortlist=trainers, person=ruth, by=hanna, now=MONDAY)

    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)

    page = page_of(client, trainers)
    assert "1 person is no longer here." in page
    assert "Registered Nurse" not in page
    (row,) = shortlist_rows(hanna, team)
    assert (row.people, row.gone) == (0, 1)

    give_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)
    assert [each.card.number for each in shortlist_page(trainers).people] == [ruth.pk]


def test_whoever_is_erased_leaves_no_trace_on_a_list(team, hanna, trainers, ruth):
    list_person(shortlist=trainers, person=ruth, by=hanna, now=MONDAY)

    erase_person(person=ruth, now=MONDAY, reason="asked for")

    assert (shortlist_page(trainers).people, shortlist_page(trainers).gone) == ((), 0)


def test_a_note_is_changed_and_a_person_taken_off(client, team, hanna, trainers, ruth):
    list_person(shortlist=trainers, person=ruth, by=hanna, now=MONDAY)
    place = ["kennebec", trainers.public_id, id_seen_by(team, ruth.public_id)]

    client.post(reverse("matches:note_listing", args=place), {"note": "Ask in May"})
    assert Listing.objects.get().note == "Ask in May"

    client.post(reverse("matches:unlist_person", args=place))
    assert Listing.objects.count() == 0


def test_a_deleted_list_can_be_had_back_for_a_week(client, team, hanna, trainers, ruth):
    list_person(shortlist=trainers, person=ruth, by=hanna, now=MONDAY)
    place = ["kennebec", trainers.public_id]

    client.post(reverse("matches:delete_shortlist", args=place))
    assert client.get(reverse("matches:shortlist", args=place)).status_code == 404
    assert shortlist_rows(hanna, team) == []

    client.post(reverse("matches:restore_shortlist", args=place))
    assert [row.people for row in shortlist_rows(hanna, team)] == [1]


def test_a_list_deleted_a_week_ago_is_gone_and_others_stay(team, hanna, trainers):
    kept = make_shortlist(organization=team, name="Kept", by=hanna, now=MONDAY)
    delete_shortlist(shortlist=trainers, by=hanna, now=MONDAY)

    assert drop_deleted_shortlists(now=MONDAY + timedelta(days=6)) == 0
    assert drop_deleted_shortlists(now=MONDAY + timedelta(days=7)) == 1
    assert drop_deleted_shortlists(now=MONDAY + timedelta(days=7)) == 0
    assert list(Shortlist.objects.all()) == [kept]


def test_another_teams_list_is_not_there(client, team, hanna, ruth):
    other = make_organization("riverside", name="Riverside Practice")
    theirs = make_shortlist(
        organization=other, name="Theirs", by=make_member(other, hires=True), now=MONDAY
    )
    place = ["kennebec", theirs.public_id]

    assert client.get(reverse("matches:shortlist", args=place)).status_code == 404
    assert client.post(reverse("matches:delete_shortlist", args=place)).status_code == 404
    address = reverse("matches:list_person", args=["kennebec", id_seen_by(team, ruth.public_id)])
    answer = client.post(address, {"shortlist": str(theirs.public_id)})
    assert answer.status_code == 422
    assert Listing.objects.count() == 0
    assert "Theirs" not in client.get("/o/kennebec/shortlists/").content.decode()


def test_lists_ask_as_many_questions_for_one_person_as_for_many(client, team, hanna, trainers):
    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    def listed(count):
        for number in range(count):
            person = make_person(name=f"Somebody {number}")
            make_resume(person=person)
            list_person(shortlist=trainers, person=person, by=hanna, now=MONDAY)

    one = reverse("matches:shortlist", args=["kennebec", trainers.public_id])
    listed(1)
    before = asked(one), asked("/o/kennebec/shortlists/")
    listed(6)
    make_shortlist(organization=team, name="Another", by=hanna, now=MONDAY)

    assert (asked(one), asked("/o/kennebec/shortlists/")) == before
