"""Whom a counselor acts for, and what of theirs waits for whom."""

from __future__ import annotations

from typing import Any

from django.db.models import Case as Choice
from django.db.models import (
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce

from preceptor.accounts.models import (
    Case,
    Consent,
    Conversation,
    Organization,
    Schooling,
    ToDo,
)
from preceptor.common.models import Waiting
from preceptor.jobs.models import Application, Invite
from preceptor.resumes.models import Resume

SENT = Application.State.SENT


def cases_of(organization: Organization) -> QuerySet[Any]:
    """Return the open cases of clients whose consent stands; what waits for the client first.

    Each with the newest headline, applications out and due for an answer, what waits for the
    client (offers and times to choose, invitations, messages), open steps, and the first day on
    which something closes. One query.
    """
    out = Application.objects.filter(person=OuterRef("person"), state=SENT)
    talks = Conversation.objects.filter(
        person=OuterRef("person"), closed_at__isnull=True, waits_for=Waiting.Side.PERSON
    )
    for_client = out.filter(waits_for=Waiting.Side.PERSON)
    invites = Invite.objects.filter(
        person=OuterRef("person"), answer=Invite.Answer.NONE, waits_for=Waiting.Side.PERSON
    )
    steps = ToDo.objects.filter(
        person=OuterRef("person"), done_at__isnull=True, dropped_at__isnull=True
    )
    return (
        _standing(Case.objects.filter(organization=organization, closed_at__isnull=True))
        .select_related("person", "counselor")
        .annotate(
            headline=Subquery(
                Resume.objects.filter(person=OuterRef("person"))
                .order_by("-pk")
                .values("headline")[:1]
            ),
            out=_count(out),
            client_waits=_count(for_client) + _count(invites) + _count(talks),
            steps=_count(steps),
            closes_at=Subquery(
                out.filter(reply_by__isnull=False)
                .order_by()
                .values("person")
                .annotate(first=Min("reply_by"))
                .values("first")
            ),
        )
        .order_by("-client_waits", "closes_at", "-opened_at", "pk")
    )


def case_of(organization: Organization) -> QuerySet[Case]:
    """Return the cases that an organization's counselors may open."""
    return _standing(
        Case.objects.filter(organization=organization, closed_at__isnull=True)
    ).select_related("person", "organization", "counselor")


def schooled_at(organization: Organization) -> QuerySet[Any]:
    """Return who says they learned here: those to confirm first, then by cohort and name.

    ``may_see`` tells whether the person lets this program see the outcome; only then are
    ``applied`` and ``hired`` counted, else None.
    """
    applications = Application.objects.filter(person=OuterRef("person"))
    consent = Consent.objects.filter(
        person=OuterRef("person"),
        purpose=Consent.Purpose.OUTCOME,
        organization=organization,
        withdrawn_at__isnull=True,
    )
    return (
        Schooling.objects.filter(organization=organization)
        .select_related("person")
        .annotate(may_see=Exists(consent))
        .annotate(
            applied=_if_seen(_count(applications.exclude(state=Application.State.DRAFT))),
            hired=_if_seen(_count(applications.filter(state=Application.State.HIRED))),
        )
        .order_by("confirmed_at", "cohort", "person__name", "pk")
    )


def outcome_counts(organization: Organization) -> dict[str, int]:
    """Return of the confirmed graduates: all, who lets the program see, hired, not hired yet."""
    rows = schooled_at(organization).filter(confirmed_at__isnull=False)
    # The names differ from the annotations': an aggregate would otherwise count itself.
    counted = rows.order_by().aggregate(
        all=Count("pk"),
        open=Count("pk", filter=Q(may_see=True)),
        taken=Count("pk", filter=Q(may_see=True, hired__gt=0)),
    )
    return {
        "confirmed": counted["all"],
        "seen": counted["open"],
        "hired": counted["taken"],
        "not_hired": counted["open"] - counted["taken"],
        "unknown": counted["all"] - counted["open"],
    }


def _standing(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Leave the cases of clients whose consent stands."""
    consent = Consent.objects.filter(
        person=OuterRef("person"),
        organization=OuterRef("organization"),
        purpose=Consent.Purpose.COUNSELED,
        withdrawn_at__isnull=True,
    )
    return cases.filter(Exists(consent))


def _if_seen(counted: Coalesce) -> Choice:
    return Choice(When(may_see=True, then=counted), default=None)


def _count(rows: QuerySet) -> Coalesce:  # type: ignore[type-arg]
    counted = rows.order_by().values("person").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
