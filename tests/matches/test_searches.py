"""Saved searches are asked every day; what is new is told once."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import MONDAY, make_job, make_vocabulary
from tests.factories.accounts import make_member, make_organization, make_user, sign_in

from preceptor.accounts.models import Notice
from preceptor.accounts.services.persons import person_for
from preceptor.common.models import LogEntry, Mail
from preceptor.jobs.models import Job
from preceptor.matches.forms.searches import ask_jobs, name_of, plain_query
from preceptor.matches.models import Alert, Found, Run, SavedSearch
from preceptor.matches.services.news import tell_news
from preceptor.matches.services.searches import (
    MOST_SEARCHES,
    TooManySearches,
    delete_search,
    note_found,
    purge_searches,
    save_search,
    stop_search,
)
from preceptor.matches.tasks.searches import ask_saved_searches

pytestmark = pytest.mark.django_db

TUESDAY = MONDAY + timedelta(days=1)
REMOTE = """\
EHR Trainer

This position is remote.

Requirements
- Training delivery
- Experience with Epic
"""


@pytest.fixture
def owner():
    make_vocabulary()
    make_job()
    return make_user("wade@example.org")


def saved(owner, query="q=trainer", now=MONDAY, **more):
    found = ask_jobs(query, now=now)
    return save_search(
        by=owner, kind="jobs", query=query, name="Trainers", found=found, now=now, **more
    )


def ask(now):
    return ask_saved_searches.func(now=now)


def test_what_is_found_at_saving_is_not_new_and_what_comes_later_is_told_once(owner):
    search = saved(owner, query="q=epic")
    trainer = make_job(text=REMOTE, slug="trainer")

    counts = ask(TUESDAY)

    assert counts == {"asked": 1, "new": 1, "told": 1, "mailed": 1, "purged": 0}
    new = Found.objects.get(search=search, job=trainer)
    assert (new.at, new.told_at) == (TUESDAY, TUESDAY)
    assert ask(TUESDAY + timedelta(hours=3)) == dict.fromkeys(counts, 0)
    assert ask(TUESDAY + timedelta(days=1)) == {**dict.fromkeys(counts, 0), "asked": 1}
    assert Mail.objects.count() == Notice.objects.count() == 1


def test_the_mail_holds_counts_links_and_own_names_only(owner, settings):
    first, second = saved(owner), saved(owner, query="work_mode=remote")
    make_job(text=REMOTE, slug="trainer")

    ask(TUESDAY)

    mail = Mail.objects.get()
    assert (mail.to, mail.recipient, mail.subject) == (
        owner.email,
        owner.public_id,
        "2 new for you",
    )
    path = settings.SITE_ADDRESS
    assert mail.text == (
        f"1 new: Trainers\n{path}/me/searches/{first.public_id}/\n\n"
        f"1 new: Trainers\n{path}/me/searches/{second.public_id}/\n\n"
        "You get this at most once a day, and only when something is new. "
        f"Change or stop it here:\n{path}/me/searches/\n"
    )
    assert Notice.objects.get().text == "2 new from your saved searches."


def test_who_wants_no_mail_is_told_on_the_site_alone(owner):
    search = saved(owner)
    SavedSearch.objects.filter(pk=search.pk).update(wants_mail=False)
    make_job(text=REMOTE, slug="trainer")

    assert ask(TUESDAY)["mailed"] == 0
    assert (Mail.objects.count(), Notice.objects.count()) == (0, 1)


def test_what_closed_before_it_was_told_is_not_told(owner):
    search = saved(owner)
    trainer = make_job(text=REMOTE, slug="trainer")
    note_found(search=search, found=[trainer.pk], now=MONDAY + timedelta(hours=1))
    trainer.status = Job.Status.CLOSED
    trainer.save(update_fields=["status"])

    assert ask(TUESDAY)["told"] == 0
    assert Mail.objects.count() == 0


def test_a_stopped_or_deleted_search_is_asked_no_more_and_deleted_for_good_in_a_week(owner):
    first, second = saved(owner), saved(owner, query="work_mode=remote")
    stop_search(search=first, by=owner, now=MONDAY)
    delete_search(search=second, by=owner, now=MONDAY)
    make_job(text=REMOTE, slug="trainer")

    assert ask(TUESDAY)["asked"] == 0
    assert purge_searches(now=MONDAY + timedelta(days=7)) == 0
    assert purge_searches(now=MONDAY + timedelta(days=7, seconds=1)) == 1
    assert list(SavedSearch.objects.all()) == [first]


def test_the_same_search_is_kept_once_and_goes_on(owner):
    search = saved(owner)
    stop_search(search=search, by=owner, now=MONDAY)

    assert saved(owner) == search
    assert SavedSearch.objects.get().stopped_at is None


def test_what_a_search_finds_as_it_is_taken_up_again_is_not_new(owner):
    search = saved(owner)
    stop_search(search=search, by=owner, now=MONDAY)
    make_job(text=REMOTE, slug="trainer")

    saved(owner, now=TUESDAY)

    assert ask(TUESDAY + timedelta(days=1))["told"] == 0
    assert not Mail.objects.exists()


def test_whoever_tells_waits_for_whoever_tells_already(owner):
    saved(owner)
    make_job(text=REMOTE, slug="trainer")

    with CaptureQueriesContext(connection) as asked:
        tell_news(owner=owner, now=TUESDAY)

    first = next(query["sql"] for query in asked if "SAVEPOINT" not in query["sql"])
    assert "common_loghead" in first


def test_a_search_that_grows_too_long_when_written_out_is_not_kept():
    words = "&".join(f"c={'é' * 50}" for _ in range(10))

    assert plain_query("people", words) is None
    assert plain_query("people", "q=epic") == "q=epic"


def test_nobody_keeps_more_searches_than_one_may(owner):
    for number in range(MOST_SEARCHES):
        save_search(by=owner, kind="jobs", query=f"q={number}", name="x", found=[], now=MONDAY)

    with pytest.raises(TooManySearches, match="50 searches"):
        saved(owner)


def test_new_jobs_that_fit_are_told_in_the_same_mail(owner):
    person = person_for(user=owner, now=MONDAY)
    run = Run.objects.create(
        inputs="1",
        as_of=MONDAY.date(),
        through_change=0,
        vocabulary_version="1",
        engine_version="1",
        people=1,
        jobs=1,
        per_job=1,
        per_person=1,
        units=1,
        started_at=MONDAY,
        folder="x",
    )
    Alert.objects.create(
        person=person, job=Job.objects.get(), kind="new_job", fit=812, run=run, made_at=MONDAY
    )

    assert ask(TUESDAY) == {"asked": 0, "new": 0, "told": 1, "mailed": 1, "purged": 0}
    assert Mail.objects.get().text.startswith("1 new job that fits you well.\n")
    assert ask(TUESDAY + timedelta(days=1))["told"] == 0


def test_an_event_says_how_many_and_nothing_else(owner):
    search = saved(owner)
    make_job(text=REMOTE, slug="trainer")
    ask(TUESDAY)

    entries = LogEntry.objects.filter(kind__startswith="matches.").order_by("number")
    assert [(each.kind, each.target, each.details) for each in entries] == [
        ("matches.search_saved", search.public_id, {"known": 0}),
        ("matches.search_found", search.public_id, {"new": 1}),
        ("matches.news_told", owner.public_id, {"new": 1, "mailed": 1}),
    ]


def test_a_search_is_kept_as_it_is_asked_whatever_its_order():
    assert (
        plain_query("jobs", "sort=pay&work_mode=remote&q=epic&page=3") == "q=epic&work_mode=remote"
    )
    assert plain_query("jobs", "work_mode=moon") is None
    assert name_of("jobs", "q=epic&state=ME") == "“epic”, Maine"
    assert name_of("jobs", "") == "Every open job"


def test_the_pages_keep_change_stop_delete_and_take_back(client, owner):
    sign_in(client, owner)
    key = "0190163d-8694-739b-aea5-966c26f8ad90"
    form = {"kind": "jobs", "query": "q=epic&state=ME", "once": key}
    answer = client.post("/me/searches/save/", form)
    search = SavedSearch.objects.get()
    address = f"/me/searches/{search.public_id}/"
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.post("/me/searches/save/", form)["Location"] == address
    assert (search.name, search.query) == ("“epic”, Maine", "q=epic&state=ME")
    assert Found.objects.filter(search=search, told_at__isnull=False).count() == 1

    page = client.get(address).content.decode()
    assert 'href="/jobs/?q=epic&amp;state=ME"' in page
    assert client.post(address, {"name": ""}).status_code == 422
    assert client.post(address, {"name": "Maine"}).status_code == 302
    search.refresh_from_db()
    assert (search.name, search.wants_mail) == ("Maine", False)

    client.post(f"{address}stop/")
    assert "asked no more" in client.get(address).content.decode()
    client.post(f"{address}resume/")
    client.post(f"{address}delete/")
    assert client.get(address).status_code == 404
    assert "Take back" in client.get("/me/searches/").content.decode()
    client.post(f"{address}restore/")
    assert client.get(address).status_code == 200


def test_a_search_is_its_owners_alone(client, owner):
    search = saved(owner)
    sign_in(client, make_user("ruth@example.org"))
    address = f"/me/searches/{search.public_id}/"

    assert client.get(address).status_code == 404
    for action in ("stop", "resume", "delete", "restore", "feed"):
        assert client.post(f"{address}{action}/").status_code == 404
    assert "Trainers" not in client.get("/me/searches/").content.decode()
    client.logout()
    assert client.get(address).status_code == 302


def test_a_program_that_saves_gets_facts(client, owner):
    sign_in(client, owner)

    answer = client.post(
        "/me/searches/save/", {"kind": "jobs", "query": ""}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 201
    assert answer.json()["search"] == str(SavedSearch.objects.get().public_id)


def test_a_feed_is_read_with_its_secret_until_that_is_void(client, owner):
    search = saved(owner)
    make_job(text=REMOTE, slug="trainer")
    ask(TUESDAY)
    sign_in(client, owner)
    page = client.post(f"/me/searches/{search.public_id}/feed/", follow=True).content.decode()
    path = re.search(r"/feeds/searches/[\w-]+\.atom", page)[0]
    client.logout()

    answer = client.get(path)
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    assert [entry.findtext("{*}title") for entry in feed.findall("{*}entry")] == [
        "EHR Trainer, Kennebec River Medical Center"
    ]
    assert client.get("/feeds/searches/guessed.atom").status_code == 404

    sign_in(client, owner)
    client.post(f"/me/searches/{search.public_id}/feed/", {"drop": "1"})
    assert client.get(path).status_code == 404


def test_the_list_asks_no_more_however_many_searches(client, owner, django_assert_num_queries):
    sign_in(client, owner)
    saved(owner)
    client.get("/me/searches/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/me/searches/")
    for word in "abcdefghij":
        saved(owner, query=f"q={word}{word}{word}")
    with django_assert_num_queries(len(asked)):
        client.get("/me/searches/")


def test_a_search_of_people_is_for_who_hires_there(client, owner):
    organization = make_organization("stillwater")
    body = {"kind": "people", "query": "q=epic", "organization": organization.slug}
    sign_in(client, owner)
    assert client.post("/me/searches/save/", body).status_code == 404
    member = make_member(organization, hires=True)
    sign_in(client, member)

    assert client.post("/me/searches/save/", body).status_code == 302

    search = SavedSearch.objects.get()
    assert (search.owner, search.organization, search.name) == (
        member,
        organization,
        "People: epic",
    )
    address = reverse("matches:saved_search", args=[search.public_id])
    assert f'href="/o/{organization.slug}/people/?q=epic"' in client.get(address).content.decode()
    assert ask(TUESDAY + timedelta(days=30))["asked"] == 1
    member.memberships.update(hires=False)
    assert ask(TUESDAY + timedelta(days=40))["asked"] == 0


def test_who_has_no_alert_is_told_what_would_bring_one(client, owner):
    sign_in(client, owner)

    page = client.get("/me/alerts/").content.decode()

    assert "No new job fits you well yet" in page
    assert "There is no resume to hold against jobs" in page
    client.post("/me/alerts/mail/", {"mail": "no"})
    assert "You get no mail about new jobs that fit." in client.get("/me/alerts/").content.decode()
