import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import MONDAY
from tests.factories.accounts import sign_in
from tests.factories.jobs import (
    make_application,
    make_candidate,
    make_opening,
    recruiter_of,
    stage_named,
)

from preceptor.accounts.models import ToDo
from preceptor.jobs.models import Application
from preceptor.jobs.services import applying, invites, pipeline
from preceptor.jobs.services.clock import sweep
from preceptor.jobs.services.refusals import Because, refuse

pytestmark = pytest.mark.django_db

State = Application.State
DAY = timedelta(days=1)


@pytest.fixture
def job():
    return make_opening()


@pytest.fixture
def person():
    return make_candidate(text=None)


@pytest.fixture
def own(client, person):
    return sign_in(client, person.user)


@pytest.fixture
def sent(job, person):
    return make_application(job, person)


def page_of(client, address="/me/applications/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def go(application, kind, now=MONDAY + DAY):
    to = stage_named(application.job.organization, kind)
    pipeline.move(applications=[application], to=to, by=recruiter_of(application.job), now=now)


def refused(application):
    line = application.job.lines.get(label__icontains="troubleshooting")
    refuse(
        applications=[application],
        because={application.pk: [Because("not_shown", line, needed="Troubleshooting")]},
        to=stage_named(application.job.organization, "not_now"),
        by=recruiter_of(application.job),
        now=MONDAY + DAY,
    )


def test_without_an_application_the_next_step_is_named(own):
    page = page_of(own)

    assert "You have not applied yet" in page
    assert "See how your resume fits" in page


@pytest.mark.parametrize("view", ["", "?view=table"])
def test_board_and_table_say_what_waits_for_whom(own, job, person, sent, view):
    other = make_opening("trainer")
    invites.invite(job=other, person=person, text="Come", by=None, now=MONDAY)

    page = page_of(own, f"/me/applications/{view}")

    assert "<h1>1 of your 2 open applications waits for you</h1>" in page
    assert f"/me/applications/{sent.public_id}/" in page
    assert re.search(r"/me/invites/[\w-]+/", page)


def test_drafts_lead_back_to_applying(own, job, person):
    applying.begin(job=job, person=person, by=person.user, now=MONDAY)

    assert f'href="/jobs/{job.slug}/apply/"' in page_of(own)


def test_the_steps_are_said_in_plain_words_whatever_the_employer_calls_them(own, sent):
    stage = stage_named(sent.job.organization, "talk")
    stage.name = "Phone screen round 1"
    stage.save()
    go(sent, "talk")

    page = page_of(own, f"/me/applications/{sent.public_id}/")

    assert "<h1>They want to talk with you</h1>" in page
    assert "Phone screen" not in page


def test_a_silence_is_shown_with_its_day(own, sent):
    sweep(now=sent.reply_by)

    page = page_of(own, f"/me/applications/{sent.public_id}/")

    assert "Kennebec River Medical Center did not answer by 26 November 2026." in page
    assert "it counts in their answer rate" in page
    assert "did not answer by 26 November 2026" in page_of(own)


def test_a_refusal_is_a_list_of_steps_that_can_be_done_and_taken_up_again(own, sent):
    refused(sent)
    address = f"/me/applications/{sent.public_id}/"
    todo = ToDo.objects.get()
    page = page_of(own, address)
    assert "Show it: Troubleshooting" in page
    assert "Apply again" in page

    done = own.post(f"{address}todos/{todo.public_id}/", {"change": "finish"})

    assert done.url == f"{address}#steps"
    todo.refresh_from_db()
    assert todo.done_at is not None
    assert "done on" in page_of(own, address)
    own.post(f"{address}todos/{todo.public_id}/", {"change": "reopen"})
    own.post(f"{address}todos/{todo.public_id}/", {"change": "drop"})
    assert "set aside" in page_of(own, address)
    assert own.post(f"{address}todos/{todo.public_id}/", {"change": "eat"}).status_code == 404


def test_taking_it_back_asks_first(own, sent):
    address = f"/me/applications/{sent.public_id}/withdraw/"
    assert "Take back your application" in page_of(own, address)
    sent.refresh_from_db()
    assert sent.state == State.SENT

    answer = own.post(address, {"why": "Too far"})

    sent.refresh_from_db()
    assert (answer.status_code, sent.state, sent.closed_why) == (302, State.WITHDRAWN, "Too far")
    assert own.get(address).status_code == 302
    assert "You took it back: Too far" in page_of(own)


def test_an_offer_is_answered_on_its_page(own, sent):
    go(sent, "offer")
    address = f"/me/applications/{sent.public_id}/"
    assert "Yes, I take it" in page_of(own, address)

    own.post(f"{address}offer/", {"answer": "yes"})

    sent.refresh_from_db()
    assert sent.offer_accepted_at is not None
    page = page_of(own, address)
    assert "You said yes to their offer" in page
    assert "Yes, I take it" not in page
    assert own.post(f"{address}offer/", {"answer": "maybe"}).status_code == 302


def test_once_hired_one_is_asked_about_the_others_and_one_click_ends_them(own, person, sent):
    other = make_application(make_opening("trainer"), person)
    go(sent, "hired")
    page = page_of(own)
    assert "May we close your 1 other application?" in page

    answer = own.post(f"/me/applications/{sent.public_id}/others/", {"answer": "end"}, follow=True)

    other.refresh_from_db()
    assert other.state == State.WITHDRAWN
    assert "1 other application is closed" in answer.content.decode()
    assert "May we close" not in page_of(own)


def test_the_record_is_dated_and_comes_as_csv(own, job, person, sent):
    later = make_application(make_opening("trainer"), person, now=MONDAY + 3 * DAY)
    sweep(now=sent.reply_by)

    page = page_of(own, "/me/applications/record/?first=2026-11-16&last=2026-11-16")
    answer = own.get("/me/applications/record/?format=csv")

    assert "<h1>1 application sent from 16 November 2026 to 16 November 2026</h1>" in page
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("sent_on,job,employer")
    assert rows[1].startswith("2026-11-16,EHR Implementation Specialist,Kennebec River")
    assert rows[1].endswith("Kennebec River Medical Center did not answer by 26 November 2026.")
    assert len(rows) == 3
    assert later.pk
    assert own.get("/me/applications/record/?first=2026-11-20&last=2026-11-10").status_code == 422


def test_an_invitation_is_answered_on_its_page(own, job, person):
    made = invites.invite(job=job, person=person, text="Come & see", by=None, now=MONDAY)
    address = f"/me/invites/{made.public_id}/"
    page = page_of(own, address)
    assert "Come &amp; see" in page
    assert "no answer rate yet" in page

    answer = own.post(address, {"answer": "yes"})

    assert answer.url == f"/jobs/{job.slug}/apply/"
    made.refresh_from_db()
    assert made.answer == "yes"
    assert "You said yes" in page_of(own, address)


def test_a_no_is_a_no(own, job, person):
    made = invites.invite(job=job, person=person, text="Come", by=None, now=MONDAY)

    own.post(f"/me/invites/{made.public_id}/", {"answer": "no", "why": "Too far"})
    own.post(f"/me/invites/{made.public_id}/", {"answer": "yes"})

    made.refresh_from_db()
    assert (made.answer, made.answer_why) == ("no", "Too far")


def test_anothers_pages_are_not_there(client, sent, job, person):
    made = invites.invite(job=make_opening("trainer"), person=person, text="", by=None, now=MONDAY)
    refused(sent)
    todo = ToDo.objects.get()
    sign_in(client, make_candidate("Wade Libby", text=None).user)
    mine = f"/me/applications/{sent.public_id}/"

    assert [
        client.get(address).status_code
        for address in (mine, f"{mine}withdraw/", f"/me/invites/{made.public_id}/")
    ] == [404, 404, 404]
    assert [
        client.post(address, {"answer": "yes", "change": "finish"}).status_code
        for address in (
            f"{mine}withdraw/",
            f"{mine}offer/",
            f"{mine}others/",
            f"{mine}todos/{todo.public_id}/",
            f"/me/invites/{made.public_id}/",
        )
    ] == [404] * 5
    assert sent.job.title not in client.get("/me/applications/").content.decode()


@pytest.mark.parametrize("address", ["", "?view=table", "record/"])
def test_a_longer_list_asks_no_more_questions(own, person, sent, address):
    own.get(f"/me/applications/{address}")
    with CaptureQueriesContext(
        connection,
    ) as few:
        own.get(f"/me/applications/{address}")
    for number in range(4):
        make_application(make_opening(f"more-{number}"), person)
    with CaptureQueriesContext(connection) as many:
        page = own.get(f"/me/applications/{address}").content.decode()

    assert page.count("Kennebec River Medical Center") >= 5
    assert len(many) == len(few)
