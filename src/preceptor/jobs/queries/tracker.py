"""A person's own search: what they sent, what waits for whom, what came of it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from preceptor.accounts.models import Person, ToDo
from preceptor.jobs.models import Application, Invite, Refusal, Slot

State = Application.State


def own_applications(person: Person) -> QuerySet[Application]:
    """Return a person's applications, the newest first."""
    return (
        Application.objects.filter(person=person)
        .select_related("job__organization", "stage")
        .order_by("-begun_at", "-pk")
    )


def own_invites(person: Person) -> QuerySet[Invite]:
    """Return a person's invitations, the newest first."""
    return (
        Invite.objects.filter(person=person)
        .select_related("job__organization")
        .order_by("-sent_at", "-pk")
    )


def open_others(hired: Application) -> QuerySet[Application]:
    """Return what a hired person still has open elsewhere, drafts too."""
    return (
        Application.objects.filter(person=hired.person_id, state__in=(State.DRAFT, State.SENT))
        .exclude(pk=hired.pk)
        .order_by("pk")
    )


def has_interview_times(application: Application) -> bool:
    """Tell whether interview times are offered to a person, or one is booked."""
    times = Slot.objects.filter(Q(offered_to=application) | Q(booked_by=application))
    return times.filter(cancelled_at__isnull=True).exists()


def unsettled_hires(person: Person) -> QuerySet[Application]:
    """Return the hires after which the person was not asked yet about the rest, newest first."""
    return (
        Application.objects.filter(person=person, state=State.HIRED, others_settled_at__isnull=True)
        .select_related("job__organization")
        .order_by("-closed_at", "-pk")
    )


def reasons_of(application: Application) -> QuerySet[Refusal]:
    """Return why it is not now, each with its to-do, in the order given."""
    return (
        Refusal.objects.filter(application=application)
        .select_related("todo", "line")
        .order_by("made_at", "pk")
    )


def todos_from(application: Application) -> QuerySet[ToDo]:
    """Return the steps that an application left its person, open ones first."""
    return ToDo.objects.filter(person=application.person_id, source=application.public_id).order_by(
        "done_at", "pk"
    )


def sent_between(person: Person, first: date | None, last: date | None) -> QuerySet[Application]:
    """Return what a person sent from one day to another, in order: the record of their search."""
    found = (
        Application.objects.filter(person=person, sent_at__isnull=False)
        .select_related("job__organization", "stage")
        .order_by("sent_at", "pk")
    )
    if first is not None:
        found = found.filter(sent_at__date__gte=first)
    if last is not None:
        found = found.filter(sent_at__date__lte=last)
    return found
