from datetime import timedelta

import pytest
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
from preceptor.common.models import LogEntry
from preceptor.jobs.models import Application, Job, Move, Refusal, Stage
from preceptor.jobs.queries.clock import answer_rate
from preceptor.jobs.queries.funnel import funnel_of
from preceptor.jobs.services import answering, applying, invites, pipeline, refusals, stages
from preceptor.jobs.services.publishing import expire_job, fill_job
from preceptor.jobs.services.stage_removal import remove_stage

pytestmark = pytest.mark.django_db

State = Application.State
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def application():
    return make_application()


@pytest.fixture
def by(application):
    return recruiter_of(application.job)


def to(application, kind):
    return stage_named(application.job.organization, kind)


def go(application, kind, by, now=MONDAY + DAY):
    moved = pipeline.move(applications=[application], to=to(application, kind), by=by, now=now)
    application.refresh_from_db()
    return moved


def last_event():
    return LogEntry.objects.order_by("-number").first()


def test_reading_is_no_answer_and_the_clock_runs_on(application, by):
    promised = application.reply_by

    go(application, "reading", by)

    assert (application.stage.kind, application.reply_by) == ("reading", promised)
    assert application.first_answer_at is None


@pytest.mark.parametrize("kind", ["talk", "interview"])
def test_a_talk_or_interview_is_an_answer_and_the_next_step_is_due(application, by, kind):
    go(application, kind, by)

    assert application.first_answer_at == MONDAY + DAY
    assert application.waits_for == "organization"
    assert application.reply_by.date() == (MONDAY + 11 * DAY).date()


def test_an_offer_waits_for_the_person(application, by):
    go(application, "offer", by)

    assert (application.waits_for, application.reply_by.date()) == (
        "person",
        (MONDAY + 8 * DAY).date(),
    )


def test_hiring_ends_it_and_stops_the_clock(application, by):
    go(application, "hired", by)

    assert (application.state, application.waits_for, application.reply_by) == (
        State.HIRED,
        "",
        None,
    )
    assert application.closed_why == "Hired by Kennebec River Medical Center."


def test_a_move_is_one_event_for_all_of_them(application, by):
    second = make_application(application.job, make_candidate("Wade Libby", text=TECHNICIAN))
    before = LogEntry.objects.count()

    moved = pipeline.move(
        applications=[application, second], to=to(application, "reading"), by=by, now=MONDAY
    )

    assert moved.count == 2
    assert LogEntry.objects.count() == before + 1
    assert last_event().kind == "jobs.applications_moved"
    assert last_event().target == moved.batch
    assert Move.objects.filter(batch=moved.batch).count() == 2


def test_moving_to_where_one_stands_moves_nobody(application, by):
    moved = go(application, "new", by)

    assert moved.count == 0
    assert Move.objects.filter(application=application).count() == 1


def test_not_now_needs_reasons(application, by):
    with pytest.raises(pipeline.CannotMove, match="needs a reason"):
        go(application, "not_now", by)


def test_what_has_ended_is_not_moved(application, by):
    go(application, "hired", by)

    with pytest.raises(pipeline.CannotMove, match="ended meanwhile"):
        go(application, "talk", by)


def test_nobody_moves_to_another_houses_step(application, by):
    other = make_organization("stillwater", name="Stillwater Clinic")
    stage = stages.stage_of_kind(organization=other, kind="talk", now=MONDAY)

    with pytest.raises(pipeline.CannotMove, match="another organization"):
        pipeline.move(applications=[application], to=stage, by=by, now=MONDAY)


def test_nobody_decides_about_themselves(application):
    own = application.person.user

    with pytest.raises(pipeline.CannotMove, match="Nobody decides about themselves"):
        go(application, "hired", own)


def test_undo_puts_step_state_and_clock_back(application, by):
    before = (application.stage, application.reply_by, application.waits_for)
    moved = go(application, "hired", by)

    count = pipeline.undo(batch=moved.batch, by=by, now=MONDAY + DAY + HOUR)

    application.refresh_from_db()
    assert count == 1
    assert application.state == State.SENT
    assert (application.stage, application.reply_by, application.waits_for) == before
    assert (application.closed_at, application.first_answer_at) == (None, None)


def test_undo_leaves_alone_whom_somebody_moved_again(application, by):
    second = make_application(application.job, make_candidate("Wade Libby", text=TECHNICIAN))
    moved = pipeline.move(
        applications=[application, second], to=to(application, "reading"), by=by, now=MONDAY + HOUR
    )
    go(application, "talk", by, now=MONDAY + 2 * HOUR)

    assert pipeline.undo(batch=moved.batch, by=by, now=MONDAY + 3 * HOUR) == 1

    application.refresh_from_db()
    second.refresh_from_db()
    assert (application.stage.kind, second.stage.kind) == ("talk", "new")


def test_undo_does_not_bring_back_what_the_person_the_clock_or_the_job_ended(application, by):
    moved = go(application, "talk", by)
    fill_job(job=application.job, by=by, now=MONDAY + DAY + HOUR)

    with pytest.raises(pipeline.NothingToUndo):
        pipeline.undo(batch=moved.batch, by=by, now=MONDAY + DAY + 2 * HOUR)

    application.refresh_from_db()
    assert application.state == State.REFUSED


def told_to(application):
    return list(
        Notice.objects.filter(user=application.person.user)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_undo_leaves_alone_who_applied_again_meanwhile(application, by):
    refused = refusals.refuse(
        applications=[application],
        because={application.pk: [refusals.Because(Refusal.Reason.OTHER_CHOSEN)]},
        to=to(application, "not_now"),
        by=by,
        now=MONDAY + DAY,
    )
    person = application.person
    again = applying.begin(job=application.job, person=person, by=person.user, now=MONDAY + DAY)

    with pytest.raises(pipeline.NothingToUndo):
        pipeline.undo(batch=refused.batch, by=by, now=MONDAY + DAY + HOUR)

    application.refresh_from_db()
    again.refresh_from_db()
    assert (application.state, again.state) == (State.REFUSED, State.DRAFT)


def test_undo_keeps_what_the_person_answered_since(application, by):
    offered = go(application, "offer", by)
    answering.accept_offer(
        application=application, by=application.person.user, now=MONDAY + DAY + HOUR
    )

    with pytest.raises(pipeline.NothingToUndo):
        pipeline.undo(batch=offered.batch, by=by, now=MONDAY + DAY + 2 * HOUR)

    application.refresh_from_db()
    assert application.offer_accepted_at == MONDAY + DAY + HOUR


def test_undo_keeps_a_hire_after_which_the_person_ended_the_rest(application, by):
    hired = go(application, "hired", by)
    answering.end_others(hired=application, by=application.person.user, now=MONDAY + DAY + HOUR)

    with pytest.raises(pipeline.NothingToUndo):
        pipeline.undo(batch=hired.batch, by=by, now=MONDAY + DAY + 2 * HOUR)

    application.refresh_from_db()
    assert application.state == State.HIRED


def test_undo_opens_nothing_for_a_job_that_is_filled(application, by):
    hired = go(application, "hired", by)
    fill_job(job=application.job, by=by, now=MONDAY + DAY + HOUR)

    with pytest.raises(pipeline.NothingToUndo):
        pipeline.undo(batch=hired.batch, by=by, now=MONDAY + DAY + 2 * HOUR)


def test_who_was_told_of_a_move_is_told_that_it_counts_no_more(application, by):
    moved = go(application, "offer", by)

    pipeline.undo(batch=moved.batch, by=by, now=MONDAY + DAY + HOUR)

    assert told_to(application)[-2:] == ["jobs.stage_offer", "jobs.move_undone"]
    last = Notice.objects.filter(user=application.person.user).order_by("-pk").first()
    assert last.text == (
        "Kennebec River Medical Center took back what we told you about EHR Implementation "
        "Specialist before. Your application stands as it did until then."
    )


def test_a_step_of_which_nobody_was_told_is_undone_without_a_word(application, by):
    before = told_to(application)
    moved = go(application, "reading", by)

    pipeline.undo(batch=moved.batch, by=by, now=MONDAY + DAY + HOUR)

    assert told_to(application) == before


def test_a_yes_counts_for_its_own_offer_only_and_taking_it_back_is_told(application, by):
    go(application, "offer", by)
    answering.accept_offer(application=application, by=None, now=MONDAY + DAY + HOUR)

    go(application, "reading", by, now=MONDAY + 2 * DAY)

    assert application.offer_accepted_at is None
    last = Notice.objects.filter(user=application.person.user).order_by("-pk").first()
    assert last.text == (
        "Kennebec River Medical Center took its offer for EHR Implementation Specialist back."
    )


def test_a_job_that_runs_out_has_answered_nobody(application, by):
    job = application.job
    Job.objects.filter(pk=job.pk).update(expires_on=MONDAY.date())
    job.refresh_from_db()

    assert expire_job(job=job, now=MONDAY + DAY)

    application.refresh_from_db()
    assert (application.state, application.first_answer_at) == (State.REFUSED, None)
    rate = answer_rate(job.organization, now=MONDAY + 60 * DAY)
    assert (rate.answered, rate.due) == (0, 0)
    answering_shown = funnel_of(job.organization, now=MONDAY + 60 * DAY).answering
    assert (answering_shown.in_time.count, answering_shown.in_time.of) == (0, 0)


def test_a_move_is_undone_once_and_within_a_day(application, by):
    moved = go(application, "talk", by)

    with pytest.raises(pipeline.NothingToUndo):
        pipeline.undo(batch=moved.batch, by=by, now=MONDAY + 2 * DAY + HOUR)
    pipeline.undo(batch=moved.batch, by=by, now=MONDAY + DAY + HOUR)
    with pytest.raises(pipeline.NothingToUndo):
        pipeline.undo(batch=moved.batch, by=by, now=MONDAY + DAY + HOUR)


def test_a_job_that_is_filled_ends_what_is_open_and_says_it_is_not_about_them(application, by):
    wade = make_application(application.job, make_candidate("Wade Libby", text=TECHNICIAN))
    invited = make_candidate("Fern Pike", text=None)
    invite = invites.invite(job=application.job, person=invited, text="Come", by=by, now=MONDAY)
    go(wade, "hired", by)

    fill_job(job=application.job, by=by, now=MONDAY + 2 * DAY)

    for each in (application, wade, invite):
        each.refresh_from_db()
    assert (application.state, wade.state, invite.answer) == (
        State.REFUSED,
        State.HIRED,
        "lapsed",
    )
    assert application.closed_why == "The job was filled before a decision about you was made."
    reason = Refusal.objects.get(application=application)
    assert (reason.reason, reason.todo) == ("job_gone", None)
    told = Notice.objects.get(user=application.person.user, kind="jobs.job_gone")
    assert told.text == (
        "EHR Implementation Specialist at Kennebec River Medical Center was filled. Your "
        "application is closed with it; that is not about you."
    )


def test_an_offer_is_accepted_then_the_employer_is_to_note_it(application, by):
    go(application, "offer", by)

    answering.accept_offer(
        application=application, by=application.person.user, now=MONDAY + 2 * DAY
    )
    answering.accept_offer(
        application=application, by=application.person.user, now=MONDAY + 3 * DAY
    )

    application.refresh_from_db()
    assert application.offer_accepted_at == MONDAY + 2 * DAY
    assert application.waits_for == "organization"
    assert LogEntry.objects.filter(kind="jobs.offer_accepted").count() == 1


def test_an_offer_is_declined_and_the_application_ends(application, by):
    go(application, "offer", by)

    answering.decline_offer(application=application, by=None, now=MONDAY + 2 * DAY, why="Too far")

    application.refresh_from_db()
    assert (application.state, application.closed_why) == (State.WITHDRAWN, "Too far")


def test_without_an_offer_there_is_nothing_to_answer(application):
    with pytest.raises(answering.NothingToAnswer):
        answering.accept_offer(application=application, by=None, now=MONDAY)


def test_once_hired_the_others_end_only_with_agreement(application, by):
    person = application.person
    make_organization("stillwater", name="Stillwater Clinic")
    other_job = make_opening("trainer", organization="stillwater")
    other = make_application(other_job, person)
    third = make_opening("analyst", organization="stillwater")
    draft = applying.begin(job=third, person=person, by=person.user, now=MONDAY)
    go(application, "hired", by)
    other.refresh_from_db()
    assert other.state == State.SENT

    assert answering.end_others(hired=application, by=person.user, now=MONDAY + 2 * DAY) == 2
    assert answering.end_others(hired=application, by=person.user, now=MONDAY + 2 * DAY) == 0

    other.refresh_from_db()
    assert (other.state, other.closed_why) == (State.WITHDRAWN, "You took another job.")
    assert not Application.objects.filter(pk=draft.pk).exists()
    told = Notice.objects.get(user=recruiter_of(other_job), kind="jobs.person_answered")
    assert "took another job" in told.text
    assert "Kennebec" not in told.text
    ends = {each.kind: each.target for each in LogEntry.objects.order_by("-number")[:3]}
    assert ends == {
        "jobs.application_withdrawn": other.public_id,
        "jobs.application_dropped": draft.public_id,
        "jobs.others_settled": application.public_id,
    }


def test_the_others_may_be_kept(application, by):
    other = make_application(make_opening("trainer"), application.person)
    go(application, "hired", by)

    answering.keep_others(hired=application, by=application.person.user, now=MONDAY + 2 * DAY)

    assert answering.end_others(hired=application, by=None, now=MONDAY + 2 * DAY) == 0
    other.refresh_from_db()
    assert other.state == State.SENT


def names(organization):
    return [
        stage.name for stage in Stage.objects.filter(organization=organization).order_by("order")
    ]


def test_the_usual_steps_are_made_once():
    organization = make_organization()

    first = stages.default_stages(organization=organization, now=MONDAY)
    second = stages.default_stages(organization=organization, now=MONDAY)

    assert first == second
    assert names(organization) == [
        "New",
        "Reading",
        "Talk",
        "Interview",
        "Offer",
        "Hired",
        "Not now",
    ]


def test_a_step_is_added_after_the_last_of_its_kind_renamed_and_shifted():
    organization = make_organization()

    stage = stages.add_stage(
        organization=organization, name=" Second  talk ", kind="talk", by=None, now=MONDAY
    )
    assert names(organization)[2:5] == ["Talk", "Second talk", "Interview"]
    stages.rename_stage(stage=stage, name="Meet the team", kind="interview", by=None, now=MONDAY)
    stages.shift_stage(stage=stage, up=False, by=None, now=MONDAY)

    assert names(organization)[2:5] == ["Talk", "Interview", "Meet the team"]


def test_begin_and_ends_stay_and_names_are_unique():
    organization = make_organization()
    new, reading, *_ = stages.default_stages(organization=organization, now=MONDAY)

    with pytest.raises(stages.StageRefused, match="needs no second"):
        stages.add_stage(organization=organization, name="X", kind="hired", by=None, now=MONDAY)
    with pytest.raises(stages.StageRefused, match="named Talk already"):
        stages.rename_stage(stage=reading, name="Talk", kind="reading", by=None, now=MONDAY)
    with pytest.raises(stages.StageRefused, match="stay one step"):
        remove_stage(stage=new, by=None, now=MONDAY)
    with pytest.raises(stages.StageRefused, match="stay one step"):
        stages.rename_stage(stage=new, name="New", kind="talk", by=None, now=MONDAY)


def test_a_step_with_people_goes_only_with_somewhere_for_them_to_stand(application, by):
    go(application, "reading", by)
    reading, talk, hired = (to(application, kind) for kind in ("reading", "talk", "hired"))

    with pytest.raises(stages.StageRefused, match="say to which"):
        remove_stage(stage=reading, by=by, now=MONDAY)
    with pytest.raises(stages.StageRefused, match="say to which"):
        remove_stage(stage=reading, into=hired, by=by, now=MONDAY)
    assert remove_stage(stage=reading, into=talk, by=by, now=MONDAY) == 1

    application.refresh_from_db()
    assert application.stage == talk
    assert "Reading" not in names(application.job.organization)


def test_who_stood_in_a_removed_step_is_told_where_they_stand_now(application, by):
    go(application, "reading", by)
    reading, offer = to(application, "reading"), to(application, "offer")

    remove_stage(stage=reading, into=offer, by=by, now=MONDAY + 2 * DAY)

    application.refresh_from_db()
    assert (application.stage, application.waits_for) == (offer, "person")
    assert told_to(application)[-1] == "jobs.stage_offer"


def test_a_step_that_says_the_same_takes_people_over_without_a_word(application, by):
    organization = application.job.organization
    second = stages.add_stage(
        organization=organization, name="Second talk", kind="talk", by=by, now=MONDAY
    )
    go(application, "talk", by)
    told, due = told_to(application), application.reply_by

    remove_stage(stage=to(application, "talk"), into=second, by=by, now=MONDAY + 2 * DAY)

    application.refresh_from_db()
    assert (application.stage, application.reply_by) == (second, due)
    assert told_to(application) == told


def test_a_step_keeps_its_meaning_while_somebody_stands_in_it(application, by):
    go(application, "talk", by)
    talk = to(application, "talk")

    with pytest.raises(stages.StageRefused, match="move them first"):
        stages.rename_stage(stage=talk, name="Talk", kind="offer", by=by, now=MONDAY)

    go(application, "interview", by)
    stages.rename_stage(stage=talk, name="Talk", kind="offer", by=by, now=MONDAY)
    talk.refresh_from_db()
    assert talk.kind == "offer"
