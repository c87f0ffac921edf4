"""For whom one applies: oneself, or a client who agreed that one's house acts for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from preceptor.accounts.models import Case, Look, Person
from preceptor.accounts.policies.access import SignedRequest, organization_or_404
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.privacy import note_looks
from preceptor.jobs.models import Application, Job
from preceptor.matches.queries.caseload import case_of

# By which doors an address may say that somebody came; of the others the application itself knows.
DOORS = (Application.Source.ALERT, Application.Source.FEED, Application.Source.DESK)


def door_of(request: HttpRequest) -> str:
    """Return by which door somebody came to a job, as the address says; "" for none it may say."""
    said = request.GET.get("from", "")
    return said if said in DOORS else ""


@dataclass(frozen=True, slots=True)
class Whom:
    """A person who applies for a job, and where each step of it leads.

    ``case`` is the one by which a counselor applies for them, None where one applies oneself.
    """

    person: Person
    job: Job
    case: Case | None = None
    # What of the address goes along from step to step.
    kept: str = ""

    @property
    def whose(self) -> str:
        """Whose application it is, as its pages say it."""
        return "your" if self.case is None else "the client’s"

    @property
    def found_again(self) -> str:
        """Where one finds a draft again, in words."""
        if self.case is None:
            return "You find it among your applications."
        return "Apply for the client again to go on with it."

    @property
    def first(self) -> str:
        """The address of the first step: what goes along."""
        return self._step("apply")

    @property
    def check(self) -> str:
        """The address of the second step: check and send."""
        return self._step("check")

    @property
    def home(self) -> str:
        """Where the applications of this person stand."""
        if self.case is None:
            return reverse("jobs:tracker")
        return reverse("matches:client", args=[self.case.organization.slug, self.case.public_id])

    def application(self, public_id: UUID | str) -> str:
        """Return where one follows an application that was sent."""
        if self.case is None:
            return reverse("jobs:application", args=[public_id])
        return f"{self.home}#applications"

    def _step(self, step: str) -> str:
        if self.case is None:
            route = {"apply": "matches:apply", "check": "matches:apply_check"}[step]
            return reverse(route, args=[self.job.slug]) + self.kept
        route = {"apply": "matches:apply_for_client", "check": "matches:check_for_client"}[step]
        case = self.case
        return reverse(route, args=[case.organization.slug, case.public_id, self.job.slug])


def oneself(request: SignedRequest, job: Job, *, now: datetime) -> Whom:
    """Return whom a page is about that somebody opened for themselves."""
    door = request.GET.get("from", "")
    kept = f"?{urlencode({'from': door})}" if door else ""
    return Whom(person_for(user=request.user, now=now), job, kept=kept)


def client_of(request: SignedRequest, case: Case, job: Job, *, now: datetime) -> Whom:
    """Return whom a counselor's page is about; the client can read that it was opened."""
    look(request, case, now=now)
    return Whom(case.person, job, case)


def case_or_404(request: HttpRequest, slug: str, case_id: UUID) -> Case:
    """Return an open case of a client who agrees, for a counselor of its house."""
    organization = organization_or_404(request.user, slug, "counsels")
    return get_object_or_404(case_of(organization), public_id=case_id)


def look(request: SignedRequest, case: Case, *, now: datetime) -> None:
    """Note for a client to read that their counselor saw the record."""
    note_looks(
        people=[case.person],
        viewer=request.user,
        organization=case.organization,
        kind=Look.Kind.NAMED,
        about=case.public_id,
        now=now,
    )
