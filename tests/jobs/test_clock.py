from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from tests.factories import MONDAY, TECHNICIAN
from tests.factories.accounts import make_organization
from tests.factories.jobs import (
    make_application,
    make_candidate,
    make_opening,
    recruiter_of,
    stage_named,
)

from preceptor.accounts.models import Notice
from preceptor.accounts.services.talk import lapse_conversation, write_message
from preceptor.common.models import LogEntry
from preceptor.jobs.models import Application
from preceptor.jobs.queries.clock import (
    answer_rate,
    answer_rates,
    clock_of,
    days_given,
    is_time_to_remind,
    to_remind,
)
from preceptor.jobs.services import applying, clock, invites, pipeline
from preceptor.jobs.services.clock import sweep
from preceptor.jobs.tasks.clock import sweep_clocks

pytestmark = pytest.mark.django_db

State = Application.State
DAY = timedelta(days=1)
# Ten days after the Monday it was sent, until the day is over.
DUE = datetime(2026, 11, 26, 23, 59, 59, tzinfo=UTC)


def told(user, kind):
    return list(Notice.objects.filter(user=user, kind=kind).values_list("text", flat=True))


def test_the_employer_is_reminded_once_at_two_thirds_of_the_time():
    application = make_application()
    team = recruiter_of(application.job)
    third = timedelta(days=10) / 3

    assert sweep(now=DUE - third - timedelta(seconds=1)).reminded == 0
    assert sweep(now=DUE - third).reminded == 1
    assert sweep(now=DUE - third + DAY).reminded == 0

    assert told(team, "jobs.answer_due") == [
        (
            "An application for EHR Implementation Specialist waits for your answer until "
            "26 November 2026."
        )
    ]


def test_a_silence_is_closed_truthfully_and_frees_the_person():
    application = make_application()

    assert sweep(now=DUE - timedelta(seconds=1)).closed == 0
    assert sweep(now=DUE).closed == 1

    application.refresh_from_db()
    assert (application.state, application.silent_side) == (State.LAPSED, "organization")
    assert (application.waits_for, application.reply_by) == ("", None)
    assert application.closed_why == (
        "Kennebec River Medical Center did not answer by 26 November 2026."
    )
    assert told(application.person.user, "jobs.application_lapsed") == [
        (
            "Kennebec River Medical Center did not answer by 26 November 2026. We closed this for "
            "you: you are free. It counts in their answer rate."
        )
    ]


def test_sweeping_twice_changes_nothing_more():
    make_application()
    sweep(now=DUE)
    before = LogEntry.objects.count(), Notice.objects.count()

    assert sweep(now=DUE + DAY) == type(sweep(now=DUE))()

    assert (LogEntry.objects.count(), Notice.objects.count()) == before


def test_who_reads_only_is_silent_all_the_same():
    application = make_application()
    pipeline.move(
        applications=[application],
        to=stage_named(application.job.organization, "reading"),
        by=None,
        now=MONDAY + 9 * DAY,
    )

    assert sweep(now=DUE).closed == 1


def wrote(application, *, now, about=None, side="organization", author=None):
    """Let the team write, about the application unless about something else."""
    organization = application.job.organization
    return write_message(
        person=application.person,
        organization=organization,
        subject="Your application",
        about=about or application.public_id,
        side=side,
        author=author or recruiter_of(application.job),
        text="When can we talk for twenty minutes?",
        now=now,
    )


def test_the_first_message_to_an_applicant_is_an_answer_and_the_days_begin_again_once():
    application = make_application()

    first = wrote(application, now=MONDAY + 9 * DAY)
    application.refresh_from_db()
    assert application.first_answer_at == MONDAY + 9 * DAY
    assert (application.waits_for, application.reply_by) == ("organization", DUE + 9 * DAY)
    assert application.promised_by == DUE
    write_message(
        conversation=first.conversation,
        person=application.person,
        organization=application.job.organization,
        side="organization",
        author=recruiter_of(application.job),
        text="We are still looking.",
        now=MONDAY + 18 * DAY,
    )

    assert sweep(now=DUE).closed == 0
    assert sweep(now=DUE + 9 * DAY).closed == 1
    application.refresh_from_db()
    assert application.closed_why == (
        "Kennebec River Medical Center answered on 25 November 2026, but did not go on by "
        "5 December 2026."
    )
    # Whoever falls silent after a first word has not answered.
    rate = answer_rate(application.job.organization, now=DUE + 10 * DAY)
    assert (rate.answered, rate.due) == (0, 1)


def test_a_message_before_a_decision_in_time_is_an_answer_in_time():
    application = make_application()
    wrote(application, now=MONDAY + 9 * DAY)
    pipeline.move(
        applications=[application],
        to=stage_named(application.job.organization, "talk"),
        by=None,
        now=MONDAY + 15 * DAY,
    )

    application.refresh_from_db()
    assert application.first_answer_at == MONDAY + 9 * DAY
    rate = answer_rate(application.job.organization, now=MONDAY + 16 * DAY)
    assert (rate.answered, rate.due) == (1, 1)


def test_the_person_reads_that_they_answered_and_have_not_decided(client):
    application = make_application(now=timezone.now())
    wrote(application, now=timezone.now())
    client.force_login(application.person.user)

    page = client.get(f"/me/applications/{application.public_id}/").content.decode()

    assert "They answered you and have not decided yet" in page


def test_only_what_the_team_writes_about_the_application_is_an_answer_to_it():
    application = make_application()
    other = make_application(make_opening("other-opening"), application.person)
    person = application.person.user
    wrote(application, now=MONDAY + DAY, side="person", author=person)
    wrote(application, now=MONDAY + DAY, about=other.job.public_id)
    conversation = wrote(other, now=MONDAY + DAY, side="person", author=person).conversation
    # That the team let the conversation lapse is no word of theirs.
    lapse_conversation(conversation=conversation, now=MONDAY + 12 * DAY)

    for each in (application, other):
        each.refresh_from_db()
        assert (each.first_answer_at, each.reply_by) == (None, DUE)


def test_a_message_after_the_end_or_after_an_offer_moves_no_clock():
    application = make_application()
    taken_back = make_application(application.job, make_candidate("Wade Libby", text=None))
    pipeline.move(
        applications=[application],
        to=stage_named(application.job.organization, "offer"),
        by=None,
        now=MONDAY + DAY,
    )
    applying.withdraw(application=taken_back, by=None, now=MONDAY + DAY)
    before = [(each.waits_for, each.reply_by) for each in Application.objects.order_by("pk")]

    for each in (application, taken_back):
        wrote(each, now=MONDAY + 2 * DAY)

    after = [(each.waits_for, each.reply_by) for each in Application.objects.order_by("pk")]
    assert after == before


def test_an_offer_that_the_person_does_not_answer_ends_and_is_their_silence():
    application = make_application()
    pipeline.move(
        applications=[application],
        to=stage_named(application.job.organization, "offer"),
        by=None,
        now=MONDAY + DAY,
    )

    assert sweep(now=MONDAY + 7 * DAY).reminded == 1
    assert sweep(now=MONDAY + 9 * DAY).closed == 1

    application.refresh_from_db()
    assert (application.silent_side, application.closed_why) == (
        "person",
        "You did not answer by 24 November 2026.",
    )


def test_an_invitation_is_reminded_and_lapses_without_a_name():
    job, person = make_opening(), make_candidate()
    invite = invites.invite(job=job, person=person, text="Come", by=None, now=MONDAY)

    assert sweep(now=MONDAY + 10 * DAY).invites_reminded == 1
    assert sweep(now=MONDAY + 11 * DAY).invites_reminded == 0
    assert sweep(now=MONDAY + 15 * DAY).invites_closed == 1

    invite.refresh_from_db()
    assert (invite.answer, invite.waits_for) == ("lapsed", "")
    assert told(recruiter_of(job), "jobs.invite_lapsed") == [
        (
            "An invitation to EHR Implementation Specialist was not answered by 30 November 2026 "
            "and is closed."
        )
    ]


def test_the_task_says_what_it_did():
    make_application()

    assert sweep_clocks.func(now=DUE) == {
        "reminded": 0,
        "closed": 1,
        "invites_reminded": 0,
        "invites_closed": 0,
    }


def test_the_rate_counts_first_answers_in_time_of_those_due():
    job = make_opening()
    people = [make_candidate(f"Person {letter}", text=None) for letter in "ABCDEFG"]
    sent = [make_application(job, person) for person in people]
    in_time, late, _silent, later_silent, open_one, took_back, job_gone = sent
    talk = stage_named(job.organization, "talk")
    pipeline.move(applications=[in_time, later_silent], to=talk, by=None, now=MONDAY + DAY)
    hired = stage_named(job.organization, "hired")
    pipeline.move(applications=[in_time], to=hired, by=None, now=MONDAY + 3 * DAY)
    applying.withdraw(application=took_back, by=None, now=MONDAY + DAY)
    Application.objects.filter(pk__in=[late.pk, job_gone.pk]).update(reply_by=DUE + 20 * DAY)
    sweep(now=DUE)
    pipeline.move(applications=[late], to=talk, by=None, now=DUE + DAY)
    Application.objects.filter(pk=open_one.pk).update(
        state=State.SENT, silent_side="", promised_by=DUE + 9 * DAY, closed_at=None
    )
    sweep(now=MONDAY + 12 * DAY)

    rate = answer_rate(job.organization, now=MONDAY + 12 * DAY)

    # In time: one. Due: in time, late, silent, the one that fell silent later, the overdue one.
    assert (rate.answered, rate.due) == (1, 5)
    assert (rate.is_few, rate.percent) == (False, 20)


def test_few_answers_give_no_rate():
    application = make_application()
    other = make_organization("stillwater", name="Stillwater Clinic")
    sweep(now=DUE)

    rates = answer_rates([application.job.organization_id, other.pk], now=DUE)

    assert [(rate.answered, rate.due, rate.percent) for rate in rates.values()] == [
        (0, 1, None),
        (0, 0, None),
    ]


def test_the_clock_shows_a_cell_a_day_and_those_gone():
    application = make_application()

    clock = clock_of(application, "person", now=MONDAY + 4 * DAY)

    assert (clock.is_mine, clock.days, clock.gone, clock.left) == (False, 10, 4, 6)
    assert [gone for _, _, gone in clock.cells] == [True] * 4 + [False] * 6
    assert clock_of(application, "organization", now=MONDAY).is_mine


def test_another_who_writes_at_the_same_time_is_not_closed():
    application = make_application(person=make_candidate("Wade Libby", text=TECHNICIAN))
    pipeline.move(
        applications=[application],
        to=stage_named(application.job.organization, "talk"),
        by=None,
        now=DUE - timedelta(hours=1),
    )

    assert sweep(now=DUE).closed == 0


def test_one_that_cannot_be_closed_holds_up_no_other(monkeypatch):
    stuck = make_application()
    other = make_application(stuck.job, make_candidate("Wade Libby", text=None))
    close = clock._lapse_application

    def close_but_one(number, *, now):
        if number == stuck.pk:
            raise RuntimeError("stuck")
        return close(number, now=now)

    monkeypatch.setattr(clock, "_lapse_application", close_but_one)

    with pytest.raises(ExceptionGroup, match="could not be swept"):
        sweep(now=DUE)

    stuck.refresh_from_db()
    other.refresh_from_db()
    assert (stuck.state, other.state) == (State.SENT, State.LAPSED)


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_who_is_to_be_reminded_is_asked_of_the_database_as_of_each_clock(hours):
    quick = make_organization("stillwater", name="Stillwater Clinic")
    quick.reply_days = 3
    quick.save()
    slow, soon, offered = (
        make_application(make_opening(slug, organization=house), make_candidate(name, text=None))
        for slug, house, name in (
            ("ehr-specialist", "kennebec", "Ruth Moody"),
            ("trainer", "stillwater", "Wade Libby"),
            ("analyst", "kennebec", "Fern Pike"),
        )
    )
    offer = stage_named(offered.job.organization, "offer")
    pipeline.move(applications=[offered], to=offer, by=None, now=MONDAY)
    rows = Application.objects.select_related("job__organization").order_by("pk")

    for at in (slow, soon, offered):
        at.refresh_from_db()
        now = at.reply_by - timedelta(days=days_given(at)) / 3 + timedelta(hours=hours)
        wanted = [row.pk for row in rows if is_time_to_remind(row, now=now)]
        assert (at.pk in wanted) == (hours >= 0)
        assert sorted(to_remind(Application, now=now)) == wanted
