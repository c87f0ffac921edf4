"""To what a person may be invited, and to what they were."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, QuerySet

from preceptor.accounts.models import Consent, Organization, Person
from preceptor.accounts.queries.consent import has_consent
from preceptor.jobs.models import Application, Invite, Job
from preceptor.jobs.queries.jobs import shown_jobs


def may_be_invited(person: Person) -> bool:
    """Tell whether a person whom employers find agreed to be contacted."""
    return has_consent(person, Consent.Purpose.CONTACTED)


def jobs_to_invite_to(organization: Organization, person: Person, *, on: date) -> list[Job]:
    """Return an organization's open jobs to which a person may be invited, newest first.

    Neither those to which they were invited before, nor those for which they applied.
    """
    invited = Invite.objects.filter(person=person, job__organization=organization).values("job")
    sent = Application.objects.filter(person=person, state=Application.State.SENT).values("job")
    return list(
        shown_jobs(on=on)
        .filter(organization=organization)
        .exclude(pk__in=invited)
        .exclude(pk__in=sent)
        .select_related("organization")
        .order_by("-opened_at", "pk")
    )


def invites_to(organization: Organization, person: Person) -> QuerySet[Invite]:
    """Return an organization's invitations to a person, the newest first."""
    return (
        Invite.objects.filter(job__organization=organization, person=person)
        .select_related("job")
        .order_by("-sent_at", "-pk")
    )


def invite_counts(job: Job) -> dict[str, int]:
    """Return how many were invited to a job, by answer: wait, yes, no, lapsed; names stay away."""
    rows = Invite.objects.filter(job=job).values_list("answer").annotate(count=Count("pk"))
    found = dict(rows.order_by("answer"))
    return {answer or "wait": found.get(answer, 0) for answer in Invite.Answer.values}
