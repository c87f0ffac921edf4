"""What a counselor sees of a client who agreed."""

from __future__ import annotations

from dataclasses import dataclass

from preceptor.accounts.models import Person, ToDo
from preceptor.jobs.models import Application, Invite
from preceptor.matches.queries.desk_page import DeskPage, desk_page_for
from preceptor.matches.queries.pool import CurrentPool


@dataclass(frozen=True, slots=True)
class ClientPage:
    """A client: credit and openings as on their own desk, applications, and next steps.

    ``invites`` are those that wait for the client's answer.
    """

    desk: DeskPage
    invites: tuple[Invite, ...]
    applications: tuple[Application, ...]
    applied_to: frozenset[str]
    steps: tuple[ToDo, ...]


def client_page_for(person: Person, current: CurrentPool) -> ClientPage:
    """Return everything on a client's page, what waits first."""
    applications = tuple(
        Application.objects.filter(person=person)
        .exclude(state=Application.State.DRAFT)
        .select_related("job__organization", "stage")
        .order_by("closed_at", "reply_by", "-sent_at", "pk")
    )
    return ClientPage(
        desk=desk_page_for(person, current),
        invites=tuple(
            Invite.objects.filter(person=person, answer=Invite.Answer.NONE)
            .select_related("job__organization")
            .order_by("reply_by", "pk")
        ),
        applications=applications,
        applied_to=frozenset(
            each.job.slug or "" for each in applications if each.closed_at is None
        ),
        steps=tuple(
            ToDo.objects.filter(person=person, dropped_at__isnull=True).order_by(
                "done_at", "due_on", "pk"
            )
        ),
    )
