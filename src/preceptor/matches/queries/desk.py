"""What the desk shows: to who lost work, to the house that announced it, to counselors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from preceptor.accounts.models import Organization, Person, User
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import (
    Pool,
    State,
    compile_job,
    explain,
    fit_of,
    jobs_for_person,
    score_pool,
)
from preceptor.engine.translate import LineDraft, job_from
from preceptor.engine.vocabulary import Role
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.jobs.queries.jobs import shown_jobs
from preceptor.matches.answers import OTHER_WORK, Quote
from preceptor.matches.line_states import GRADE_NAMES, ShownPiece
from preceptor.matches.models import Affected, Reduction
from preceptor.matches.queries.caseload import case_of
from preceptor.matches.queries.pool import ReadyJob, ready_job, records_pool
from preceptor.matches.queries.shown import role_name, roles_near, shown_pieces
from preceptor.resumes.queries import current_resume

# Fewer are not counted out: in a small office everybody would know who came.
FEWEST_SHOWN = 5
ROLES_SHOWN = 3
OPENINGS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Credit:
    """Something a role asks that a person's record shows already, with the words that show it."""

    name: str
    asked: int
    grade: int
    quote: Quote | None

    @property
    def word(self) -> str:
        """The grade of proof in a word."""
        return GRADE_NAMES[self.grade]


@dataclass(frozen=True, slots=True)
class RoleCredit:
    """A role near a person: what of it they know already, of how much it asks.

    ``percent`` is the share of the role's points that the record earns, as the engine scores it;
    ``missing`` is what it does not meet in full.
    """

    role: str
    name: str
    percent: int
    credits: tuple[Credit, ...]
    asked: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening and how well one person fits it: fit in thousandths, what required is missing."""

    job: Job
    fit: int
    missing: tuple[str, ...]
    passes: bool


@dataclass(frozen=True, slots=True)
class Redeployable:
    """One of the house's own people who agreed to be seen, and its openings, best first."""

    affected: Affected
    credit: RoleCredit | None
    openings: tuple[Opening, ...]


def reductions_of(organization: Organization) -> QuerySet[Any]:
    """Return what an organization announced, newest first, with how many came and settled."""
    return (
        Reduction.objects.filter(organization=organization)
        .select_related("site", "desk")
        .annotate(
            came=Count("affected"),
            settled=Count("affected", filter=Q(affected__settled_at__isnull=False)),
            # As the list of them counts: who has work again is not looked at any more.
            to_redeploy=Count(
                "affected",
                filter=Q(affected__wants_redeployment=True, affected__settled_at__isnull=True),
            ),
        )
        .order_by("-made_at", "-pk")
    )


def desks_of(organization: Organization) -> QuerySet[Any]:
    """Return the reductions whose people an organization counsels, newest first.

    ``came``: its clients of each whose consent stands, as in its caseload.
    """
    clients = case_of(organization).values("person")
    return (
        Reduction.objects.filter(desk=organization)
        .select_related("organization", "site")
        .annotate(
            came=Count(
                "affected",
                filter=Q(affected__person__in=clients),
                distinct=True,
            )
        )
        .order_by("-made_at", "-pk")
    )


def affected_for(user: User) -> QuerySet[Affected]:
    """Return where a user came to a desk, newest first."""
    return (
        Affected.objects.filter(person__user=user)
        .select_related("reduction__organization", "reduction__desk", "person")
        .order_by("-joined_at", "-pk")
    )


def may_redeploy(reduction: Reduction) -> QuerySet[Affected]:
    """Return who agreed that the own house sees them first and looks still, by when they came."""
    return (
        Affected.objects.filter(
            reduction=reduction, wants_redeployment=True, settled_at__isnull=True
        )
        .select_related("person")
        .order_by("joined_at", "pk")
    )


def counted(number: int) -> str:
    """Return a count as it may be shown: small ones are not counted out."""
    if number == 0:
        return "nobody yet"
    return str(number) if number >= FEWEST_SHOWN else f"fewer than {FEWEST_SHOWN}"


def credits_of(person: Person, alone: Pool) -> tuple[RoleCredit, ...]:
    """Return the roles nearest to a person, each with what the record shows of it already.

    ``alone``: the record as a pool of its own. Without a resume the roles are ranked by that
    share itself; work outside health IT is no role.
    """
    pieces = shown_pieces(person)
    resume = current_resume(person)
    known = load_vocabulary().role_by_id
    named = [near.id for near in roles_near(resume.roles)] if resume else []
    roles = [role for role in named if role != OTHER_WORK]
    if roles:
        return tuple(role_credit(known[role], alone, pieces) for role in roles[:ROLES_SHOWN])
    found = [role_credit(role, alone, pieces) for role in known.values()]
    found.sort(key=lambda credit: -credit.percent)
    return tuple(found[:ROLES_SHOWN])


def role_credit(role: Role, alone: Pool, pieces: Sequence[ShownPiece]) -> RoleCredit:
    """Return what of a role's asks a record meets, heaviest first, and what is missing."""
    vocabulary = load_vocabulary()
    drafts = [
        LineDraft(
            kind="competency",
            necessity="nice",
            weight=ask.weight,
            label=vocabulary.by_id[ask.competency].name,
            spec={"any_of": [{"competency": ask.competency, "level": ask.level}]},
            rule="role",
        )
        for ask in role.asks
    ]
    built = job_from(drafts, vocabulary, number=0)
    shown, missing, earned = [], [], 0
    compiled = compile_job(built.job, codebook())
    for explanation in explain(score_pool(alone, compiled), 0):
        earned += explanation.points
        ask = role.asks[built.lines[explanation.line or 0]]
        name = vocabulary.by_id[ask.competency].name
        if explanation.meeting is None:
            missing.append((ask.weight, name))
            continue
        piece = pieces[explanation.meeting.piece]
        shown.append((ask.weight, Credit(name, ask.level, piece.grade, piece.quote)))
    shown.sort(key=lambda pair: (-pair[0], pair[1].name))
    missing.sort(key=lambda pair: (-pair[0], pair[1]))
    return RoleCredit(
        role=role.id,
        name=role_name(role.id),
        percent=fit_of(earned, compiled) // 10,
        credits=tuple(credit for _, credit in shown),
        asked=len(role.asks),
        missing=tuple(name for _, name in missing),
    )


def own_openings(organization: Organization) -> list[Job]:
    """Return the jobs of an organization that candidates see, by number, with their lines."""
    return list(with_lines(shown_jobs().filter(organization=organization)).order_by("pk"))


def in_the_house(reduction: Reduction, alone: Pool) -> tuple[Opening, ...]:
    """Return the openings of the own house for one person whose work ends there, best first.

    ``alone``: their record as a pool of its own. Whether the house sees them is theirs to say.
    """
    return openings_for(alone, own_openings(reduction.organization))[:OPENINGS_SHOWN]


def redeployable(reduction: Reduction, *, as_of: date) -> list[Redeployable]:
    """Return the house's own people who agreed, each with its openings by how well they fit.

    Who fits something best is seen first.
    """
    jobs = own_openings(reduction.organization)
    found = []
    for affected in may_redeploy(reduction):
        alone = records_pool([affected.person], as_of=as_of)
        nearest = credits_of(affected.person, alone)[:1]
        openings = openings_for(alone, jobs)[:OPENINGS_SHOWN]
        found.append(Redeployable(affected, nearest[0] if nearest else None, openings))
    return sorted(found, key=lambda each: -max((o.fit for o in each.openings), default=-1))


def openings_for(alone: Pool, jobs: Sequence[Job]) -> tuple[Opening, ...]:
    """Return some jobs for one person, best first by the engine's own order.

    ``alone``: the record as a pool of its own; the jobs' lines must be loaded.
    """
    ready = {job.pk: ready_job(job) for job in jobs}
    fits = jobs_for_person(alone, 0, [each.compiled for each in ready.values()])
    return tuple(
        Opening(
            ready[fit.job.number].job,
            fit.fit,
            _missing(ready[fit.job.number], alone),
            fit.passes,
        )
        for fit in fits
    )


def _missing(ready: ReadyJob, alone: Pool) -> tuple[str, ...]:
    """Return the labels of the musts and gates that are not met, in the job's order."""
    labels = [line.label for line in ready.job.lines.all()]
    return tuple(
        labels[ready.built.requirements[explanation.requirement]]
        for explanation in explain(score_pool(alone, ready.compiled), 0)
        if explanation.requirement is not None and explanation.state is not State.MET
    )
