"""The life of a job: who sees it when, how it ends and comes back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import MONDAY, POSTING, make_job
from tests.factories.accounts import (
    administrator_of,
    make_member,
    make_organization,
    sign_in,
)
from tests.factories.hiring import bare_application

from preceptor.accounts.models import Notice
from preceptor.common.models import Document, LogEntry
from preceptor.jobs.models import Application, Job
from preceptor.jobs.queries import is_shown, shown_jobs
from preceptor.jobs.reading import read_posting_text
from preceptor.jobs.services import publishing
from preceptor.jobs.services.authoring import copy_job, write_draft
from preceptor.jobs.services.publishing import JobNotReady, NoWayThere
from preceptor.jobs.signals import job_closed, job_opened

pytestmark = pytest.mark.django_db
Status = Job.Status


@pytest.fixture
def kennebec():
    return make_organization()


@pytest.fixture
def user(kennebec):
    return administrator_of(kennebec)


@pytest.fixture
def draft(kennebec, user):
    return write_draft(organization=kennebec, read=read_posting_text(POSTING), by=user, now=MONDAY)


def test_a_draft_is_opened_with_an_address_and_forty_five_days(
    draft, user, django_capture_on_commit_callbacks
):
    heard = []

    def hear(job, **_):
        heard.append(job)

    job_opened.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.open_job(job=draft, by=user, now=MONDAY)
    job_opened.disconnect(hear)

    draft.refresh_from_db()
    assert draft.status == Status.OPEN
    assert draft.slug == "ehr-implementation-specialist-kennebec"
    assert draft.expires_on == date(2026, 12, 31)
    assert draft.opened_at == MONDAY
    assert heard == [draft]
    assert list(shown_jobs(on=MONDAY.date())) == [draft]
    entry = LogEntry.objects.latest("number")
    assert (entry.kind, entry.actor) == ("jobs.opened", user.public_id)


def test_two_jobs_of_one_title_have_two_addresses(kennebec, user, draft):
    publishing.open_job(job=draft, by=user, now=MONDAY)
    second = copy_job(job=draft, organization=kennebec, by=user, now=MONDAY)

    publishing.open_job(job=second, by=user, now=MONDAY)

    assert second.slug == "ehr-implementation-specialist-kennebec-2"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda job: job.lines.all().delete(), "Add at least one line"),
        (lambda job: job.places.all().delete(), "Say where the work is"),
        (lambda job: Job.objects.filter(pk=job.pk).update(title=""), "Give it a title."),
    ],
)
def test_what_is_missing_keeps_a_job_from_being_opened(draft, user, change, said):
    change(draft)
    draft.refresh_from_db()

    with pytest.raises(JobNotReady, match=said):
        publishing.open_job(job=draft, by=user, now=MONDAY)

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_an_organization_that_nobody_verified_prepares_and_shows_nothing(client):
    clinic = make_organization("penobscot", name="Penobscot Valley Clinic", is_verified=False)
    user = administrator_of(clinic)
    job = write_draft(organization=clinic, read=read_posting_text(POSTING), by=user, now=MONDAY)

    with pytest.raises(JobNotReady, match="verify"):
        publishing.open_job(job=job, by=user, now=MONDAY)
    Job.objects.filter(pk=job.pk).update(status=Status.OPEN, slug="sneaked-in")

    assert not shown_jobs().exists()
    assert client.get("/jobs/sneaked-in/").status_code == 404
    assert client.get("/organizations/penobscot/jobs.json").status_code == 404
    page = sign_in(client, user).get("/o/penobscot/jobs/").content.decode()
    assert "Penobscot Valley Clinic is not verified yet." in page


def test_a_job_is_shown_through_its_last_day_and_no_longer(draft, user):
    publishing.open_job(job=draft, by=user, now=MONDAY, expires_on=date(2026, 11, 20))
    job = Job.objects.select_related("organization").get()

    assert is_shown(job, on=date(2026, 11, 20))
    assert not is_shown(job, on=date(2026, 11, 21))
    assert not shown_jobs(on=date(2026, 11, 21)).exists()


def test_the_sweep_ends_what_is_past_its_last_day_once(draft, user):
    publishing.open_job(job=draft, by=user, now=MONDAY, expires_on=date(2026, 11, 20))
    ended = []

    def hear(job, why, **_):
        ended.append((job.pk, why))

    job_closed.connect(hear)
    day = timedelta(days=1)
    counts = [publishing.expire_jobs(now=MONDAY + n * day) for n in (4, 5, 6)]
    job_closed.disconnect(hear)

    draft.refresh_from_db()
    assert counts == [0, 1, 0]
    assert ended == [(draft.pk, "expired")]
    assert (draft.status, draft.closed_at) == (Status.EXPIRED, MONDAY + 5 * day)


@pytest.mark.parametrize("end", [publishing.fill_job, publishing.close_job])
def test_what_ended_is_opened_again_for_new_days(draft, user, end):
    publishing.open_job(job=draft, by=user, now=MONDAY)
    end(job=draft, by=user, now=MONDAY)
    later = MONDAY + timedelta(days=100)

    publishing.open_job(job=draft, by=user, now=later)

    assert (draft.opened_at, draft.closed_at) == (later, None)
    assert draft.expires_on == later.date() + timedelta(days=45)
    assert draft.slug == "ehr-implementation-specialist-kennebec"


def test_a_pause_keeps_the_day_it_was_opened(draft, user):
    publishing.open_job(job=draft, by=user, now=MONDAY)
    publishing.pause_job(job=draft, by=user, now=MONDAY)
    assert not shown_jobs(on=MONDAY.date()).exists()

    publishing.open_job(job=draft, by=user, now=MONDAY + timedelta(days=2))

    assert draft.opened_at == MONDAY


@pytest.mark.parametrize(("action", "end"), [("fill", Status.FILLED), ("close", Status.CLOSED)])
def test_ending_a_job_asks_first_where_people_still_wait(client, draft, user, action, end):
    publishing.open_job(job=draft, by=user, now=MONDAY)
    application = bare_application(draft)
    sign_in(client, user)
    address = f"/o/kennebec/jobs/{draft.public_id}/{action}/"

    asked = client.post(address).content.decode()

    assert "1 person who applied still waits" in asked
    draft.refresh_from_db()
    assert draft.status == Status.OPEN
    client.post(address, {"sure": "1"})
    draft.refresh_from_db()
    application.refresh_from_db()
    assert (draft.status, application.state) == (end, Application.State.REFUSED)


def test_ending_a_job_that_nobody_waits_for_is_done_at_once(client, draft, user):
    publishing.open_job(job=draft, by=user, now=MONDAY)
    sign_in(client, user)

    client.post(f"/o/kennebec/jobs/{draft.public_id}/close/")

    draft.refresh_from_db()
    assert draft.status == Status.CLOSED


def test_there_is_no_way_from_a_draft_to_filled(draft, user):
    with pytest.raises(NoWayThere, match="It is draft now and cannot be filled"):
        publishing.fill_job(job=draft, by=user, now=MONDAY)


def test_a_job_that_was_shown_is_not_deleted(draft, user):
    publishing.open_job(job=draft, by=user, now=MONDAY)

    with pytest.raises(NoWayThere, match="close it instead"):
        publishing.delete_draft(job=draft, by=user, now=MONDAY)


def test_nobody_is_asked_whether_to_delete_what_was_shown(client, draft, user):
    publishing.open_job(job=draft, by=user, now=MONDAY)
    own = f"/o/kennebec/jobs/{draft.public_id}/"

    page = sign_in(client, user).get(f"{own}delete/", follow=True)

    assert page.redirect_chain == [(own, 302)]
    assert "close it instead" in page.content.decode()
    assert Job.objects.filter(pk=draft.pk).exists()


def test_a_draft_is_deleted_with_its_text(draft, user):
    publishing.delete_draft(job=draft, by=user, now=MONDAY)

    assert not Job.objects.exists()
    assert not Document.objects.exists()
    assert LogEntry.objects.latest("number").kind == "jobs.draft_deleted"


def test_colleagues_are_told_of_a_review(client, kennebec, user, draft):
    colleague = make_member(kennebec, hires=True)
    make_member(kennebec, teaches=True)
    here = f"/o/kennebec/jobs/{draft.public_id}/"

    sign_in(client, user).post(f"{here}review/")

    draft.refresh_from_db()
    assert draft.status == Status.REVIEW
    assert [(notice.user, notice.address) for notice in Notice.objects.all()] == [(colleague, here)]
    sign_in(client, colleague).post(f"{here}publish/", {"expires_on": future()})
    draft.refresh_from_db()
    assert draft.status == Status.OPEN


def future() -> str:
    from django.utils import timezone

    return (timezone.now().date() + timedelta(days=30)).isoformat()


def test_a_last_day_that_is_past_is_refused_at_its_field(client, user, draft):
    answer = sign_in(client, user).post(
        f"/o/kennebec/jobs/{draft.public_id}/publish/", {"expires_on": "2020-01-01"}
    )

    assert answer.status_code == 422
    assert "This day is past." in answer.content.decode()


def test_a_copy_takes_lines_places_and_terms_along(kennebec, user, draft):
    copy = copy_job(job=draft, organization=kennebec, by=user, now=MONDAY)

    def told(job):
        lines = job.lines.order_by("order").values_list("label", "necessity", "weight", "start")
        return list(lines), list(job.places.values_list("city", "latitude")), job.document.text

    assert told(copy) == told(draft)
    assert copy.document != draft.document
    assert (copy.status, copy.copied_from, copy.slug) == (Status.DRAFT, draft, None)


def test_a_template_is_kept_and_used(client, kennebec, user, draft):
    sign_in(client, user)
    client.post(f"/o/kennebec/jobs/{draft.public_id}/copy/", {"template": "1"})
    template = Job.objects.get(status=Status.TEMPLATE)
    page = client.get("/o/kennebec/jobs/new/start/").content.decode()
    assert f"/o/kennebec/jobs/{template.public_id}/copy/" in page

    client.post(f"/o/kennebec/jobs/{template.public_id}/copy/")

    assert Job.objects.filter(status=Status.DRAFT).count() == 2


def test_the_list_counts_what_its_tabs_hold(client, kennebec, user, draft):
    second = copy_job(job=draft, organization=kennebec, by=user, now=MONDAY)
    publishing.open_job(job=second, by=user, now=MONDAY)
    publishing.close_job(job=second, by=user, now=MONDAY)
    sign_in(client, user)

    page = client.get("/o/kennebec/jobs/").content.decode()
    assert "Current (1)" in page
    assert "Ended (1)" in page
    assert page.count('<th scope="row">') == 1
    csv = client.get("/o/kennebec/jobs/?show=ended&format=csv").content.decode().splitlines()
    assert len(csv) == 2
    assert csv[1].startswith("EHR Implementation Specialist,job,closed")


def test_an_empty_list_leads_to_writing_a_job(client, kennebec, user):
    page = sign_in(client, user).get("/o/kennebec/jobs/").content.decode()

    assert "No job is being written or open" in page
    assert 'href="/o/kennebec/jobs/new/"' in page


def test_the_list_asks_as_many_questions_for_fifty_jobs_as_for_one(
    client, kennebec, user, draft, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sign_in(client, user)
    client.get("/o/kennebec/jobs/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/o/kennebec/jobs/")
    for _ in range(24):
        copy_job(job=draft, organization=kennebec, by=user, now=MONDAY)
    with CaptureQueriesContext(connection) as many:
        client.get("/o/kennebec/jobs/")

    assert len(many) == len(one)


def test_what_happened_is_told_with_who_did_it(client, user, draft):
    publishing.open_job(job=draft, by=user, now=MONDAY)
    publishing.expire_jobs(now=MONDAY + timedelta(days=90))

    page = sign_in(client, user).get(f"/o/kennebec/jobs/{draft.public_id}/").content.decode()

    for words in ("Written", "Opened", "Expired"):
        assert f"<p>{words}<span" in page
    assert user.name in page


def test_a_public_page_says_how_a_job_ended(client, user):
    job = make_job()
    said = {
        Status.PAUSED: "This job is paused",
        Status.FILLED: "This job is filled.",
        Status.CLOSED: "This job is closed.",
    }
    for status, words in said.items():
        Job.objects.filter(pk=job.pk).update(status=status, closed_at=MONDAY)
        page = client.get(f"/jobs/{job.slug}/")
        assert page.status_code == 200
        assert words in page.content.decode()
        assert 'name="robots" content="noindex"' in page.content.decode()
