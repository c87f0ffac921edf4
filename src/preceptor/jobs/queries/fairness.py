"""Who came how far, and what they chose to say of themselves, for the adverse-impact report.

The one place where voluntary answers of others are read; what it returns goes to
``queries.closed_reports`` and nowhere else, which lets only counts out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from preceptor.accounts.models import Consent, Organization, Person
from preceptor.engine.estimate import above_median
from preceptor.jobs.models import Application, ImpactReport, Job, Move, Stage, VoluntaryAnswers
from preceptor.jobs.queries.scores import scores_of

State = Application.State
Kind = Stage.Kind
# The steps of a report: everybody who applied, then how far each came.
STEPS = ("applied", "talk", "interview", "offer", "hired")
STEP_OF = {Kind.TALK: 1, Kind.INTERVIEW: 2, Kind.OFFER: 3, Kind.HIRED: 4}
OFFERED, HIRED = 3, 4
OVER = (Job.Status.FILLED, Job.Status.CLOSED, Job.Status.EXPIRED)
SIMPLE = ("sex", "race", "age")
_NOTHING: Mapping[str, str] = dict.fromkeys(SIMPLE, "")


@dataclass(frozen=True, slots=True)
class Considered:
    """One person of a report: how far they came, what they said, where their score stands."""

    number: int
    step: int
    said: Mapping[str, str]
    is_above: bool | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """Everybody a report is about, and how many took their application back before an offer."""

    people: tuple[Considered, ...]
    withdrawn: int


def reports_of(organization: Organization, job: Job | None = None) -> QuerySet[ImpactReport]:
    """Return the reports of an organization, or of one of its jobs, the newest first."""
    return ImpactReport.objects.filter(organization=organization, job=job).order_by(
        "-made_at", "-pk"
    )


def jobs_over(organization: Organization | None = None) -> QuerySet[Job]:
    """Return the jobs that are over and had applications, each of which has come to its end."""
    of_job = Application.objects.filter(job=OuterRef("pk"))
    jobs = Job.objects.filter(
        Exists(of_job.exclude(state=State.DRAFT)),
        ~Exists(of_job.filter(state=State.SENT)),
        status__in=OVER,
        organization__isnull=False,
    )
    if organization is not None:
        jobs = jobs.filter(organization=organization)
    return jobs.select_related("organization").order_by("closed_at", "pk")


def jobs_without_report(organization: Organization | None = None) -> QuerySet[Job]:
    """Return the jobs that are over and have no report of their own yet."""
    return jobs_over(organization).filter(impact_report__isnull=True)


def jobs_not_yet_together(organization: Organization) -> QuerySet[Job]:
    """Return the jobs that are over and stand in none of the organization's reports."""
    covered = ImpactReport.objects.filter(organization=organization, job__isnull=True)
    return jobs_over(organization).exclude(pk__in=covered.values("covers"))


def job_reports_of(organization: Organization) -> QuerySet[ImpactReport]:
    """Return the reports of an organization's single jobs, the newest first."""
    return (
        ImpactReport.objects.filter(organization=organization, job__isnull=False)
        .select_related("job")
        .order_by("-made_at", "-pk")
    )


def waiting_count(organization: Organization) -> int:
    """Return how many people of ended jobs wait for the organization's next report."""
    return people_count(jobs_not_yet_together(organization))


def open_count(job: Job) -> int:
    """Return how many applications of a job have not come to their end."""
    return Application.objects.filter(job=job, state=State.SENT).count()


def sent_count(job: Job) -> int:
    """Return how many applications were sent for a job."""
    return Application.objects.filter(job=job).exclude(state=State.DRAFT).count()


def people_count(jobs: Iterable[Job]) -> int:
    """Return how many people a report about these jobs would be about."""
    return len(_steps(list(jobs))[0])


def field_of(jobs: Sequence[Job], *, now: datetime) -> Field:
    """Return who applied for some jobs, how far each came at most, and what they said.

    A person who applied for several of them counts once. Who took the application back before an
    offer is counted apart: nobody decided about them.
    """
    steps, withdrawn = _steps(jobs)
    said = _said(steps)
    above = _above(jobs, steps, now)
    return Field(
        tuple(
            Considered(number, step, said.get(number, _NOTHING), above.get(number))
            for number, step in sorted(steps.items())
        ),
        withdrawn,
    )


def _steps(jobs: Sequence[Job]) -> tuple[dict[int, int], int]:
    applications = list(
        Application.objects.filter(job__in=jobs)
        .exclude(state__in=(State.DRAFT, State.SENT))
        .order_by("pk")
        .values_list("pk", "person_id", "state", "stage__kind")
    )
    reached = Counter(
        {number: STEP_OF.get(Kind(kind), 0) for number, _, _, kind in applications if kind}
    )
    moves = Move.objects.filter(
        application__job__in=jobs, undone_at__isnull=True, to_stage__kind__in=list(STEP_OF)
    )
    for number, kind in moves.order_by("pk").values_list("application_id", "to_stage__kind"):
        reached[number] = max(reached[number], STEP_OF[Kind(kind)])
    steps: dict[int, int] = {}
    withdrawn = 0
    for number, person, state, _ in applications:
        step = HIRED if state == State.HIRED else min(reached[number], OFFERED)
        if state == State.WITHDRAWN and step < OFFERED:
            withdrawn += 1
            continue
        steps[person] = max(steps.get(person, 0), step)
    return steps, withdrawn


def _said(numbers: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return what people said; who has withdrawn from statistics has said nothing."""
    consents = Consent.objects.filter(person=OuterRef("person"), purpose=Consent.Purpose.STATISTICS)
    is_out = Exists(consents.filter(withdrawn_at__isnull=False)) & ~Exists(
        consents.filter(withdrawn_at__isnull=True)
    )
    rows = VoluntaryAnswers.objects.filter(~is_out, person__in=list(numbers)).order_by("pk")
    found = rows.values_list("person_id", *SIMPLE)
    return {number: dict(zip(SIMPLE, said, strict=True)) for number, *said in found}


def _above(jobs: Sequence[Job], steps: Mapping[int, int], now: datetime) -> dict[int, bool]:
    """Tell who scored above the median of all; of several jobs a person's best score counts."""
    best: dict[int, int] = {}
    for job in jobs:
        people = list(
            Person.objects.filter(applications__job=job, pk__in=list(steps))
            .order_by("pk")
            .distinct()
        )
        for number, fit in scores_of(job, people, now).items():
            best[number] = max(best.get(number, 0), fit)
    return dict(zip(best, above_median(list(best.values())), strict=True))
