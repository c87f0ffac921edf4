"""The funnel: every number exact, with its whole."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import MONDAY
from tests.factories.accounts import make_member, sign_in
from tests.factories.hiring import bare_application, bare_job
from tests.factories.jobs import recruiter_of

from preceptor.jobs.models import Application, Job, Refusal
from preceptor.jobs.queries.funnel import funnel_of

pytestmark = pytest.mark.django_db
State = Application.State
DAY = timedelta(days=1)
NOW = MONDAY + 30 * DAY


def make(job, *, reached="new", state=State.SENT, **more):
    return bare_application(job, reached=reached, state=state, has_account=False, **more)


def world():
    job = bare_job()
    make(job, first_answer_at=MONDAY + 2 * DAY, promised_by=MONDAY + 10 * DAY, reached="reading")
    make(
        job,
        state=State.HIRED,
        reached="hired",
        source="invited",
        first_answer_at=MONDAY + DAY,
        promised_by=MONDAY + 10 * DAY,
        closed_at=MONDAY + 5 * DAY,
    )
    refused = make(
        job,
        state=State.REFUSED,
        reached="interview",
        first_answer_at=MONDAY + 12 * DAY,
        promised_by=MONDAY + 10 * DAY,
        closed_at=MONDAY + 12 * DAY,
    )
    for reason in ("not_shown", "not_shown", "no_credential"):
        Refusal.objects.create(application=refused, reason=reason, made_at=MONDAY)
    make(job, state=State.WITHDRAWN, reached="talk", closed_at=MONDAY + 9 * DAY)
    make(
        job,
        state=State.LAPSED,
        promised_by=MONDAY + 10 * DAY,
        silent_side="organization",
        closed_at=MONDAY + 10 * DAY,
    )
    Application.objects.create(job=job, person=refused.person, state=State.DRAFT, begun_at=MONDAY)
    return job


def test_steps_sources_ends_and_reasons_are_counted_with_their_whole():
    job = world()

    found = funnel_of(job.organization, now=NOW)

    assert (found.sent, found.open, found.refused, found.hired) == (5, 1, 1, 1)
    assert [(each.word, each.count, each.of) for each in found.steps] == [
        ("Applied", 5, 5),
        ("Read", 4, 5),
        ("Talk", 3, 5),
        ("Interview", 2, 5),
        ("Offer", 1, 5),
        ("Hired", 1, 5),
    ]
    assert [(e.word, e.sent, e.interviewed, e.hired) for e in found.sources] == [
        ("The jobs board", 4, 1, 0),
        ("Invited by the employer", 1, 1, 1),
    ]
    assert {each.word: each.ends for each in found.leavings} == {
        "Applied": (0, 0, 1),
        "Read": (0, 0, 0),
        "Talk": (0, 1, 0),
        "Interview": (1, 0, 0),
        "Offer": (0, 0, 0),
    }
    assert sum(each.total for each in found.leavings) + found.open + found.hired == found.sent
    assert [(each.word, each.count, each.of) for each in found.reasons] == [
        ("The record does not show it", 1, 1),
        ("The credential is missing or pending", 1, 1),
    ]


def test_days_in_each_step_are_medians_of_those_who_left_it():
    found = funnel_of(world().organization, now=NOW)

    stays = {each.word: (each.median_days, each.left, each.still) for each in found.stays}
    # New: a day each, and ten days for the one nobody answered.
    assert stays["New"] == (1.0, 5, 0)
    # Reading: a day each for three; one still stands there.
    assert stays["Reading"] == (1.0, 3, 1)
    # Talk: a day twice; seven days until the person took it back.
    assert stays["Talk"] == (1.0, 3, 0)
    assert stays["Interview"] == (1.0, 2, 0)
    assert stays["Offer"] == (1.0, 1, 0)


def test_first_answers_are_counted_of_those_that_fell_due():
    answering = funnel_of(world().organization, now=NOW).answering

    assert answering.median_days == 2.0
    assert answering.answered == 3
    # Due: the three answered ones and the one closed in silence; one came too late.
    assert (answering.in_time.count, answering.in_time.of) == (2, 4)
    assert answering.waiting == 0


def test_time_and_job_narrow_it_down():
    job = world()
    other = bare_job("Trainer", organization=job.organization)
    make(other, now=MONDAY + 20 * DAY)

    assert funnel_of(job.organization, now=NOW).sent == 6
    assert funnel_of(job.organization, now=NOW, job=other).sent == 1
    assert funnel_of(job.organization, now=NOW, since=MONDAY + DAY).sent == 1
    empty = funnel_of(job.organization, now=NOW, since=NOW)
    assert (empty.sent, empty.steps[0].of, empty.sources, empty.reasons) == (0, 0, (), ())


def test_an_undone_move_was_no_step():
    job = bare_job()
    application = make(job, reached="interview")
    application.moves.filter(to_stage__kind__in=["talk", "interview"]).update(undone_at=NOW)
    application.stage = job.organization.stages.get(kind="reading")
    application.save()

    steps = funnel_of(job.organization, now=NOW).steps
    assert [each.count for each in steps] == [1, 1, 0, 0, 0, 0]


# Pages

PAGE = "/o/kennebec/reports/funnel/"


def test_the_page_and_its_csv_say_the_same(client):
    job = world()
    sign_in(client, recruiter_of(job))

    page = client.get(f"{PAGE}?period=all&job={job.public_id}").content.decode()
    answer = client.get(f"{PAGE}?period=all&job={job.public_id}&format=csv")

    assert "1 of 5 people who applied was hired" in page
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {
        r["what"]: (r["count"], r["of"], r["percent"]) for r in rows if r["part"] == "step"
    } == {
        "Applied": ("5", "5", "100.0"),
        "Read": ("4", "5", "80.0"),
        "Talk": ("3", "5", "60.0"),
        "Interview": ("2", "5", "40.0"),
        "Offer": ("1", "5", "20.0"),
        "Hired": ("1", "5", "20.0"),
    }


def test_a_time_without_applications_says_the_next_step(client):
    job = bare_job()
    sign_in(client, recruiter_of(job))

    page = client.get(PAGE).content.decode()
    assert "Nobody applied in this time" in page
    assert "Show all time" in page
    assert client.get(f"{PAGE}?period=ever").status_code == 422
    assert (
        client.get(f"{PAGE}?job={bare_job(organization='tamarack').public_id}").status_code == 422
    )


def test_only_who_hires_there_sees_it(client):
    job = world()
    for user, status in (
        (make_member(job.organization), 403),
        (recruiter_of(bare_job(organization="tamarack")), 404),
    ):
        sign_in(client, user)
        assert client.get(PAGE).status_code == status


def test_many_applications_take_as_many_questions_as_one(client):
    job = bare_job()
    sign_in(client, recruiter_of(job))

    def ask():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{PAGE}?period=all").status_code == 200
        return len(asked)

    make(job, reached="offer", now=timezone.now() - 9 * DAY)
    ask()
    one = ask()
    for _ in range(20):
        make(job, reached="offer", now=timezone.now() - 9 * DAY)

    assert ask() == one


def test_jobs_of_one_title_are_told_apart_by_the_day_they_were_opened(client):
    first, second = bare_job("Application Analyst"), bare_job("Application Analyst")
    Job.objects.filter(pk=second.pk).update(opened_at=MONDAY + timedelta(days=2))
    for job in (first, second):
        bare_application(job, has_account=False)
    sign_in(client, recruiter_of(first))

    page = client.get("/o/kennebec/reports/funnel/").content.decode()

    assert "Application Analyst, opened 16 Nov 2026</option>" in page
    assert "Application Analyst, opened 18 Nov 2026</option>" in page
