from datetime import timedelta

import pytest
from tests.factories import MONDAY, TECHNICIAN
from tests.factories.jobs import (
    make_application,
    make_candidate,
    make_opening,
    recruiter_of,
    stage_named,
)

from preceptor.accounts.models import Notice, ToDo
from preceptor.accounts.services.talk import finish_todo
from preceptor.common.models import LogEntry, Mail
from preceptor.jobs.models import Application, Refusal
from preceptor.jobs.services import pipeline
from preceptor.jobs.services.pipeline import CannotMove
from preceptor.jobs.services.refusals import Because, NeedsReasons, refuse

pytestmark = pytest.mark.django_db

State = Application.State
Reason = Refusal.Reason
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def application():
    return make_application()


def line_of(application, label):
    return application.job.lines.get(label__icontains=label)


def say_no(*applications, because, now=TUESDAY):
    job = applications[0].job
    moved = refuse(
        applications=applications,
        because=because,
        to=stage_named(job.organization, "not_now"),
        by=recruiter_of(job),
        now=now,
    )
    for application in applications:
        application.refresh_from_db()
    return moved


def test_each_reason_becomes_a_step_that_names_what_would_have_met_the_line(application):
    line = line_of(application, "troubleshooting")

    say_no(
        application,
        because={
            application.pk: [
                Because(Reason.NOT_SHOWN, line, needed="Troubleshooting", competency="x"),
                Because(Reason.OTHER_CHOSEN, advice="Look at our trainer job."),
            ]
        },
    )

    todos = ToDo.objects.filter(person=application.person).order_by("pk")
    assert [(todo.kind, todo.title, todo.source) for todo in todos] == [
        ("show", "Show it: Troubleshooting", application.public_id),
        ("ask", "Ask what decided for EHR Implementation Specialist", application.public_id),
    ]
    assert todos[0].competency == "x"
    assert todos[0].why.startswith(
        "Asked by Kennebec River Medical Center for EHR Implementation Specialist: "
    )
    assert todos[1].why.endswith("Look at our trainer job.")
    reasons = Refusal.objects.filter(application=application).order_by("pk")
    assert [reason.todo for reason in reasons] == list(todos)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("not_shown", "show"),
        ("not_yet", "learn"),
        ("not_enough_years", "show"),
        ("no_credential", "learn"),
        ("gate", "ask"),
    ],
)
def test_each_kind_of_reason_asks_for_its_kind_of_step(application, reason, kind):
    line = application.job.lines.first()

    say_no(application, because={application.pk: [Because(reason, line, needed="A thing")]})

    todo = ToDo.objects.get()
    assert todo.kind == kind
    assert "A thing" in todo.title


def test_it_ends_the_application_and_is_an_answer(application):
    line = application.job.lines.first()

    say_no(application, because={application.pk: [Because(Reason.NOT_SHOWN, line)]})

    assert (application.state, application.stage.kind) == (State.REFUSED, "not_now")
    assert (application.waits_for, application.reply_by) == ("", None)
    assert application.first_answer_at == TUESDAY
    assert application.closed_why == "Not now, for 1 reason."


def test_the_message_is_truthful_and_says_no_reason_in_the_mail(application):
    line = application.job.lines.first()

    say_no(
        application,
        because={application.pk: [Because(Reason.NOT_SHOWN, line, advice="Private words")]},
    )

    told = Notice.objects.get(kind="jobs.refused")
    assert told.text == (
        "Kennebec River Medical Center says not now for EHR Implementation Specialist. They give "
        "one reason, with a next step; you may apply again."
    )
    assert "Private words" not in Mail.objects.get(kind="jobs.refused").text


def test_without_a_reason_nobody_is_refused(application):
    wade = make_application(application.job, make_candidate("Wade Libby", text=TECHNICIAN))
    line = application.job.lines.first()

    with pytest.raises(NeedsReasons, match="each person"):
        say_no(application, wade, because={application.pk: [Because(Reason.NOT_SHOWN, line)]})

    wade.refresh_from_db()
    application.refresh_from_db()
    assert (application.state, wade.state) == (State.SENT, State.SENT)
    assert not ToDo.objects.exists()


def test_a_reason_about_a_line_needs_the_line_and_of_this_job(application):
    other = make_opening("trainer").lines.first()

    with pytest.raises(NeedsReasons, match="which line"):
        say_no(application, because={application.pk: [Because(Reason.NOT_YET)]})
    with pytest.raises(NeedsReasons, match="another job"):
        say_no(application, because={application.pk: [Because(Reason.NOT_YET, other)]})


def test_many_are_refused_with_reasons_of_their_own_in_one_event(application):
    wade = make_application(application.job, make_candidate("Wade Libby", text=TECHNICIAN))
    first, second = application.job.lines.all()[:2]
    before = LogEntry.objects.filter(kind__startswith="jobs.").count()

    say_no(
        application,
        wade,
        because={
            application.pk: [Because(Reason.NOT_SHOWN, first)],
            wade.pk: [Because(Reason.NOT_YET, second)],
        },
    )

    assert LogEntry.objects.filter(kind__startswith="jobs.").count() == before + 1
    assert [reason.line for reason in Refusal.objects.order_by("pk")] == [first, second]


def test_a_refusal_that_is_undone_takes_reasons_and_open_steps_along(application):
    first, second = application.job.lines.all()[:2]
    moved = say_no(
        application,
        because={
            application.pk: [Because(Reason.NOT_SHOWN, first), Because(Reason.NOT_YET, second)]
        },
    )
    done = ToDo.objects.earliest("pk")
    finish_todo(todo=done, now=TUESDAY)

    pipeline.undo(batch=moved.batch, by=None, now=TUESDAY)

    application.refresh_from_db()
    assert (application.state, application.stage.kind) == (State.SENT, "new")
    assert application.reply_by == application.promised_by
    assert not Refusal.objects.exists()
    assert list(ToDo.objects.all()) == [done]


def test_what_was_refused_is_not_refused_again(application):
    line = application.job.lines.first()
    because = {application.pk: [Because(Reason.NOT_SHOWN, line)]}
    say_no(application, because=because)

    with pytest.raises(CannotMove):
        say_no(application, because=because)
