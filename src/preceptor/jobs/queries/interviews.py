"""Interview times: a job's, those a person may choose from, and what stands in a calendar."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from preceptor.accounts.models import Membership, Organization, User
from preceptor.common.addresses import site_address
from preceptor.common.models import Waiting
from preceptor.common.tokens import is_same_secret, keyed_digest_of
from preceptor.jobs.models import Application, CalendarFeed, Job, Slot, Stage
from preceptor.jobs.queries.calendars import Meeting

# How long a feed shows what was.
FEED_BACK = timedelta(days=60)
SECRET_LENGTH = 32


def slots_of(job: Job, user: User) -> QuerySet[Slot]:
    """Return a job's times that were not cancelled, the earliest first, with who booked."""
    offered = Application.objects.only("pk").order_by("pk")
    return (
        Slot.objects.for_user(user)
        .filter(job=job, cancelled_at__isnull=True)
        .select_related("interviewer", "booked_by__person")
        .prefetch_related(Prefetch("offered_to", queryset=offered))
        .order_by("starts_at", "pk")
    )


def open_slots(job: Job, *, now: datetime) -> QuerySet[Slot]:
    """Return a job's times that somebody may still book, the earliest first."""
    return Slot.objects.filter(
        job=job, booked_by__isnull=True, cancelled_at__isnull=True, starts_at__gt=now
    ).order_by("starts_at", "pk")


def slots_for(application: Application, *, now: datetime) -> QuerySet[Slot]:
    """Return the times that a person may choose from, the earliest first."""
    return (
        Slot.objects.filter(
            offered_to=application,
            booked_by__isnull=True,
            cancelled_at__isnull=True,
            starts_at__gt=now,
        )
        .select_related("job__organization")
        .order_by("starts_at", "pk")
    )


def without_a_time(job: Job, *, now: datetime) -> QuerySet[Application]:
    """Return the open applications of a job that are to choose a time and have none left."""
    offered = Slot.objects.filter(offered_to=OuterRef("pk"))
    left = offered.filter(booked_by__isnull=True, cancelled_at__isnull=True, starts_at__gt=now)
    return (
        Application.objects.filter(Exists(offered), ~Exists(left), job=job)
        .filter(state=Application.State.SENT, waits_for=Waiting.Side.PERSON)
        # An offer waits for its own answer.
        .exclude(stage__kind=Stage.Kind.OFFER)
        .select_related("job__organization", "person__user")
        .order_by("pk")
    )


def booked_slot(application: Application, *, now: datetime) -> Slot | None:
    """Return the interview that is booked and not over; None without one."""
    return (
        Slot.objects.filter(booked_by=application, ends_at__gt=now)
        .select_related("job__organization", "interviewer")
        .order_by("starts_at", "pk")
        .first()
    )


def interviews_of(application: Application) -> QuerySet[Slot]:
    """Return every interview of an application, also those that are over, the earliest first."""
    return (
        Slot.objects.filter(booked_by=application)
        .select_related("interviewer")
        .order_by("starts_at", "pk")
    )


def can_be_interviewed(job: Job, user: User, *, now: datetime) -> QuerySet[Application]:
    """Return the open applications of a job without an interview ahead, longest waiting first."""
    booked = Slot.objects.filter(job=job, booked_by__isnull=False, ends_at__gt=now)
    return (
        Application.objects.for_user(user)
        .filter(job=job, state=Application.State.SENT)
        .exclude(pk__in=booked.values("booked_by"))
        .select_related("person", "stage")
        .order_by("sent_at", "pk")
    )


def interviewers_of(organization: Organization) -> QuerySet[User]:
    """Return who of an organization may interview: its members who hire, by name."""
    hiring = Membership.objects.filter(organization=organization, hires=True).values("user")
    return User.objects.filter(pk__in=hiring, is_active=True).order_by("name", "pk")


def last_zone(organization: Organization) -> str:
    """Return the zone in which an organization last offered a time; empty for none."""
    newest = Slot.objects.filter(job__organization=organization).order_by("-made_at", "-pk")
    return newest.values_list("zone", flat=True).first() or ""


def to_remind(*, now: datetime, ahead: timedelta) -> QuerySet[Slot]:
    """Return the booked interviews that begin soon and of which nobody was reminded."""
    return Slot.objects.filter(
        booked_by__isnull=False,
        reminded_at__isnull=True,
        starts_at__gt=now,
        starts_at__lte=now + ahead,
    ).order_by("starts_at", "pk")


def to_call_off(*, now: datetime) -> QuerySet[Application]:
    """Return the ended applications that still have an interview ahead."""
    ended = (Application.State.WITHDRAWN, Application.State.REFUSED, Application.State.LAPSED)
    return (
        Application.objects.filter(slots__starts_at__gt=now, state__in=ended)
        .distinct()
        .order_by("pk")
    )


def meeting_for_person(slot: Slot, application: Application, *, attendee: str = "") -> Meeting:
    """Return a booked interview as the candidate's calendar holds it."""
    organization = slot.job.organization
    name = organization.name if organization else "the employer"
    return Meeting(
        calendar_id=slot.calendar_id or slot.public_id,
        sequence=slot.sequence,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=slot.zone,
        title=f"Interview: {slot.job.title}, {name}",
        where=slot.where,
        text=f"Your interview for {slot.job.title} at {name}. Change or cancel it here:",
        address=site_address(f"/me/applications/{application.public_id}/interview/"),
        organizer=name,
        attendee=attendee,
    )


def meeting_for_interviewer(slot: Slot, *, attendee: str = "") -> Meeting:
    """Return a booked interview as the interviewer's calendar holds it, without the candidate."""
    organization = slot.job.organization
    name, slug = (organization.name, organization.slug) if organization else ("", "")
    return Meeting(
        calendar_id=slot.calendar_id or slot.public_id,
        sequence=slot.sequence,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=slot.zone,
        title=f"Interview for {slot.job.title}",
        where=slot.where,
        text="Whom you meet, what they showed and the scorecard are here:",
        address=site_address(f"/o/{slug}/jobs/{slot.job.public_id}/interviews/"),
        organizer=name,
        attendee=attendee,
    )


def meetings_of(user: User, *, now: datetime) -> list[Meeting]:
    """Return the booked interviews of a user, as candidate and as interviewer, in order."""
    slots = (
        Slot.objects.filter(
            Q(interviewer=user) | Q(booked_by__person__user=user),
            booked_by__isnull=False,
            ends_at__gt=now - FEED_BACK,
        )
        .select_related("job__organization", "booked_by__person")
        .order_by("starts_at", "pk")
    )
    return [_meeting(slot, user) for slot in slots]


def _meeting(slot: Slot, user: User) -> Meeting:
    application = slot.booked_by
    if application is not None and application.person.user_id == user.pk:
        return meeting_for_person(slot, application)
    return meeting_for_interviewer(slot)


def feed_secret(public_id: uuid.UUID) -> str:
    """Return the secret of a feed's address, worked out from its id and the installation's key."""
    return keyed_digest_of(f"calendar {public_id}")[:SECRET_LENGTH]


def feed_address(feed: CalendarFeed) -> str:
    """Return the whole address that a calendar reads."""
    return site_address(f"/calendar/{feed.public_id}/{feed_secret(feed.public_id)}.ics")


def feed_of(user: User) -> CalendarFeed | None:
    """Return the feed that a user has made."""
    return CalendarFeed.objects.for_user(user).first()


def user_of_feed(public_id: uuid.UUID, secret: str) -> User | None:
    """Return whose calendar is read at an address; None for a wrong or replaced one."""
    if not is_same_secret(secret, feed_secret(public_id)):
        return None
    feed = CalendarFeed.objects.select_related("user").filter(public_id=public_id).first()
    return feed.user if feed is not None and feed.user.is_active else None


def offered_numbers(slots: Iterable[Slot]) -> set[int]:
    """Return the numbers of the applications to which some of these times are offered."""
    return {application.pk for slot in slots for application in slot.offered_to.all()}
