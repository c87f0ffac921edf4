"""Offer interview times, book one, choose another, call it off; everybody's calendar follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction

from preceptor.accounts.models import User
from preceptor.common.models import Waiting, new_public_id
from preceptor.common.services import append_log, lock_log
from preceptor.jobs.models import Application, CalendarFeed, Job, Slot
from preceptor.jobs.queries.interviews import (
    booked_slot,
    open_slots,
    slots_for,
    without_a_time,
)
from preceptor.jobs.services.clock import set_clock
from preceptor.jobs.services.interview_mail import (
    send_booked,
    send_called_off,
    tell_freed,
    tell_none_left,
    tell_offered,
    tell_soon,
)
from preceptor.jobs.services.waiting import fresh_application

State = Application.State
Side = Waiting.Side
# Days in which a person is asked to choose a time.
CHOOSE_DAYS = 7
MOST_AT_ONCE = 40
REMIND_AHEAD = timedelta(hours=24)
# A reminder of what was booked an hour ago would tell nothing.
BOOKED_JUST_NOW = timedelta(hours=6)


class SlotClash(Exception):
    """The interviewer has another interview at this time."""


class SlotGone(Exception):
    """The time was taken, called off, is over, or was never offered to this person."""


class CannotInterview(Exception):
    """The application is not open; nobody can be interviewed for it."""


@transaction.atomic
def add_slots(
    *,
    job: Job,
    starts: Sequence[datetime],
    minutes: int,
    zone: str,
    where: str,
    interviewer: User,
    by: User,
    now: datetime,
    offer_to: Sequence[Application] = (),
) -> list[Slot]:
    """Add several times at once, offered at once to some people where any are given.

    Raises SlotClash where the interviewer already has an interview then, or two of the times
    overlap; nothing is added then.
    """
    length = timedelta(minutes=minutes)
    ordered = sorted(starts)[:MOST_AT_ONCE]
    # Whoever writes waits for the others: of two who add the same time one is told.
    lock_log()
    _refuse_clashes(interviewer, ordered, length)
    slots = [
        Slot.objects.create(
            job=job,
            interviewer=interviewer,
            starts_at=start,
            ends_at=start + length,
            zone=zone,
            where=where,
            made_at=now,
        )
        for start in ordered
    ]
    append_log(
        kind="jobs.interview_times_added",
        target=job.public_id,
        by=by.public_id,
        now=now,
        details={"times": len(slots)},
    )
    if offer_to:
        offer_slots(job=job, applications=offer_to, by=by, now=now)
    return slots


@transaction.atomic
def offer_slots(*, job: Job, applications: Sequence[Application], by: User, now: datetime) -> int:
    """Offer every open time of a job to some people, who choose one; return how many times.

    Each is told by mail and asked to choose within a week. Raises SlotGone where no time is open,
    CannotInterview where one of the applications has ended.
    """
    lock_log()
    slots = list(open_slots(job, now=now))
    if not slots:
        raise SlotGone("Add times first: none is open.")
    locked = [_open_application(application) for application in applications]
    for slot in slots:
        slot.offered_to.add(*locked)
    last = slots[-1].starts_at
    for application in locked:
        if booked_slot(application, now=now) is None:
            until = min(now + timedelta(days=CHOOSE_DAYS), last)
            set_clock(application=application, side=Side.PERSON, until=until, now=now)
            tell_offered(application, count=len(slots), until=until, now=now)
    append_log(
        kind="jobs.interview_times_offered",
        target=job.public_id,
        by=by.public_id,
        now=now,
        details={
            "times": len(slots),
            "applications": [str(application.public_id) for application in locked],
        },
    )
    return len(slots)


@transaction.atomic
def book_slot(*, slot: Slot, application: Application, by: User, now: datetime) -> Slot:
    """Book a time for a person; where they have one, it is given back and the meeting moves.

    Of two who choose the same time at the same moment one gets it. Raises SlotGone for the other,
    and CannotInterview where the application has ended. Choosing the same time again changes
    nothing.
    """
    application = _open_application(application)
    before = booked_slot(application, now=now)
    if before is not None and before.starts_at <= now:
        raise CannotInterview("Your interview has begun. Write to them to find another time.")
    slot = _fresh_slot(slot)
    if before is not None and before.pk == slot.pk:
        return slot
    is_offered = slot.offered_to.filter(pk=application.pk).exists()
    if slot.booked_by_id or slot.cancelled_at or slot.starts_at <= now or not is_offered:
        raise SlotGone("This time is not free any more. Choose another one.")
    calendar_id = (before.calendar_id if before else None) or new_public_id()
    slot.calendar_id, slot.sequence = calendar_id, before.sequence + 1 if before else 0
    if before is not None:
        _free(before)
    slot.booked_by, slot.booked_at, slot.reminded_at = application, now, None
    slot.save()
    if before is not None and before.interviewer_id != slot.interviewer_id:
        tell_freed(before, calendar_id, slot.sequence, now)
    _wait_for_team(application, slot.ends_at, now)
    send_booked(slot, application, is_moved=before is not None, now=now)
    _free_who_waits_in_vain(slot.job, now)
    append_log(
        kind="jobs.interview_moved" if before else "jobs.interview_booked",
        target=application.public_id,
        by=by.public_id,
        now=now,
        details={"slot": str(slot.public_id), "before": str(before.public_id) if before else ""},
    )
    return slot


@transaction.atomic
def call_off(
    *, application: Application, by: User | None, now: datetime, is_erasing: bool = False
) -> bool:
    """Give a booked time back, for the person or because the application ended; False without one.

    The time is free for others again. Both sides' calendars drop it; a person who is being erased
    is written to no more.
    """
    application = fresh_application(application)
    slot = booked_slot(application, now=now)
    if slot is None or slot.starts_at <= now:
        return False
    send_called_off(slot, application, by=by, now=now, is_person_told=not is_erasing)
    _free(slot)
    if application.state == State.SENT:
        _wait_for_team(application, now, now)
    append_log(
        kind="jobs.interview_called_off",
        target=application.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"slot": str(slot.public_id)},
    )
    return True


@transaction.atomic
def cancel_slot(*, slot: Slot, by: User, now: datetime) -> bool:
    """Take a time back; whoever booked it is told and chooses another, where one is open.

    False where it was cancelled already or has begun.
    """
    lock_log()
    slot = _fresh_slot(slot)
    booked = slot.booked_by
    if slot.cancelled_at is not None or slot.starts_at <= now:
        return False
    if booked is not None:
        send_called_off(slot, booked, by=by, now=now)
    _free(slot, cancelled_at=now)
    if booked is not None and booked.state == State.SENT:
        last = slots_for(booked, now=now).last()
        if last is None:
            _wait_for_team(booked, now, now)
        else:
            until = min(now + timedelta(days=CHOOSE_DAYS), last.starts_at)
            set_clock(application=booked, side=Side.PERSON, until=until, now=now)
    _free_who_waits_in_vain(slot.job, now)
    append_log(
        kind="jobs.interview_time_cancelled",
        target=slot.public_id,
        by=by.public_id,
        now=now,
        details={"booked": str(booked.public_id) if booked else ""},
    )
    return True


@transaction.atomic
def remind_interview(*, slot: Slot, now: datetime) -> bool:
    """Remind both sides of an interview of tomorrow, once; False where it was done or is over."""
    lock_log()
    slot = _fresh_slot(slot)
    if slot.booked_by is None or slot.reminded_at is not None or slot.starts_at <= now:
        return False
    slot.reminded_at = now
    slot.save(update_fields=["reminded_at"])
    is_fresh = slot.booked_at is not None and now - slot.booked_at < BOOKED_JUST_NOW
    if not is_fresh:
        tell_soon(slot, slot.booked_by, now=now)
    append_log(kind="jobs.interview_reminded", target=slot.booked_by.public_id, now=now)
    return True


@transaction.atomic
def make_feed(*, user: User, now: datetime) -> CalendarFeed:
    """Make a user's secret calendar address; one they had before reads nothing from now on."""
    CalendarFeed.objects.filter(user=user).delete()
    feed = CalendarFeed.objects.create(user=user, made_at=now)
    append_log(kind="jobs.calendar_feed_made", target=user.public_id, by=user.public_id, now=now)
    return feed


@transaction.atomic
def drop_feed(*, user: User, now: datetime) -> bool:
    """Close a user's calendar address; False where there was none."""
    dropped, _ = CalendarFeed.objects.filter(user=user).delete()
    if dropped:
        append_log(
            kind="jobs.calendar_feed_dropped", target=user.public_id, by=user.public_id, now=now
        )
    return bool(dropped)


def _refuse_clashes(interviewer: User, starts: Sequence[datetime], length: timedelta) -> None:
    for one, next_one in pairwise(starts):
        if next_one < one + length:
            raise SlotClash("Two of these times overlap. Shorten the interviews or leave one out.")
    for start in starts:
        taken = Slot.objects.filter(
            interviewer=interviewer,
            cancelled_at__isnull=True,
            starts_at__lt=start + length,
            ends_at__gt=start,
        )
        if taken.exists():
            raise SlotClash("The interviewer already has another interview at one of these times.")


def _fresh_slot(slot: Slot) -> Slot:
    """Return a time as it stands; call it once the others have written."""
    slots = Slot.objects.select_related("job__organization", "interviewer")
    with_who = slots.select_related("booked_by__job__organization", "booked_by__person__user")
    return with_who.get(pk=slot.pk)


def _open_application(application: Application) -> Application:
    locked = fresh_application(application)
    if locked.state != State.SENT:
        raise CannotInterview("This application has ended; nobody can be interviewed for it.")
    return locked


def _free_who_waits_in_vain(job: Job, now: datetime) -> None:
    """Turn the clock of who was to choose and has no time left: the team must offer another.

    Otherwise their application would be closed for a silence that is not theirs.
    """
    for application in without_a_time(job, now=now):
        _wait_for_team(application, now, now)
        tell_none_left(application, now=now)


def _wait_for_team(application: Application, since: datetime, now: datetime) -> None:
    organization = application.job.organization
    days = organization.reply_days if organization else 10
    set_clock(
        application=application,
        side=Side.ORGANIZATION,
        until=since + timedelta(days=days),
        now=now,
    )


def _free(slot: Slot, cancelled_at: datetime | None = None) -> None:
    slot.booked_by = slot.booked_at = slot.calendar_id = slot.reminded_at = None
    slot.sequence, slot.cancelled_at = 0, cancelled_at
    slot.save()
