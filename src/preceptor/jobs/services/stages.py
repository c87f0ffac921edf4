"""The steps of an organization's pipeline: the usual ones, and what it makes of them."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from preceptor.accounts.models import Organization, User
from preceptor.common.services import append_log, lock_log
from preceptor.jobs.models import Application, Stage

Kind = Stage.Kind

USUAL = (
    ("New", Kind.NEW),
    ("Reading", Kind.READING),
    ("Talk", Kind.TALK),
    ("Interview", Kind.INTERVIEW),
    ("Offer", Kind.OFFER),
    ("Hired", Kind.HIRED),
    ("Not now", Kind.NOT_NOW),
)
# An application begins and ends somewhere: of each of these there is exactly one.
FIXED = frozenset({Kind.NEW, Kind.HIRED, Kind.NOT_NOW})
MOST_STAGES = 20


class StageRefused(Exception):
    """A step cannot be changed so; the message says why and what to do."""


@transaction.atomic
def default_stages(*, organization: Organization, now: datetime) -> list[Stage]:
    """Return the organization's steps in order, made on first need."""
    stages = list(Stage.objects.filter(organization=organization).order_by("order", "pk"))
    if stages:
        return stages
    # Two first applications at once: one of them waits here, then finds the steps made.
    lock_log()
    stages = list(Stage.objects.filter(organization=organization).order_by("order", "pk"))
    if stages:
        return stages
    stages = Stage.objects.bulk_create(
        Stage(organization=organization, order=order, name=name, kind=kind)
        for order, (name, kind) in enumerate(USUAL, start=1)
    )
    append_log(
        kind="jobs.stages_made",
        target=organization.public_id,
        now=now,
        details={"stages": len(stages)},
    )
    return stages


def stage_of_kind(*, organization: Organization, kind: str, now: datetime) -> Stage:
    """Return the organization's first step of a kind that it always has."""
    stages = default_stages(organization=organization, now=now)
    return next(stage for stage in stages if stage.kind == kind)


@transaction.atomic
def add_stage(
    *, organization: Organization, name: str, kind: str, by: User | None, now: datetime
) -> Stage:
    """Add a step after the last one of its kind, or before the end where there is none.

    Raises StageRefused for a second beginning or end, a name that is taken, or too many steps.
    """
    stages = default_stages(organization=organization, now=now)
    if kind in FIXED:
        raise StageRefused("There is one step of this kind already, and it needs no second.")
    if len(stages) >= MOST_STAGES:
        raise StageRefused(f"More than {MOST_STAGES} steps are hard to follow: remove one first.")
    stage = Stage(organization=organization, order=len(stages) + 1, name=_clean(name), kind=kind)
    _save_named(stage)
    kinds = list(Kind)
    at = sum(kinds.index(Kind(each.kind)) <= kinds.index(Kind(kind)) for each in stages)
    renumber([*stages[:at], stage, *stages[at:]])
    log_stage("jobs.stage_added", stage, by, now)
    return stage


@transaction.atomic
def rename_stage(*, stage: Stage, name: str, kind: str, by: User | None, now: datetime) -> None:
    """Change a step's name, and its kind while nobody stands in it.

    Raises StageRefused where the name is taken, the kind is one that must stay, or somebody would
    read another meaning of where they stand, without anybody having told them.
    """
    lock_log()
    if kind != stage.kind:
        if kind in FIXED or stage.kind in FIXED:
            raise StageRefused("New, hired and not now each stay one step; their names are free.")
        if Application.objects.filter(stage=stage, state=Application.State.SENT).exists():
            raise StageRefused("People stand in this step: move them first, then change its kind.")
    stage.name, stage.kind = _clean(name), kind
    _save_named(stage)
    log_stage("jobs.stage_changed", stage, by, now)


@transaction.atomic
def shift_stage(*, stage: Stage, up: bool, by: User | None, now: datetime) -> None:
    """Move a step one place up or down; the beginning and the ends stay where they are."""
    stages = list(Stage.objects.filter(organization=stage.organization).order_by("order", "pk"))
    at = stages.index(stage)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(stages) or {stage.kind, stages[to].kind} & FIXED:
        return
    stages[at], stages[to] = stages[to], stages[at]
    renumber(stages)
    log_stage("jobs.stage_shifted", stage, by, now)


def _clean(name: str) -> str:
    cleaned = " ".join(name.split())[:60]
    if not cleaned:
        raise StageRefused("Give the step a name.")
    return cleaned


def _save_named(stage: Stage) -> None:
    try:
        with transaction.atomic():
            stage.save()
    except IntegrityError:
        raise StageRefused(f"There is a step named {stage.name} already.") from None


def renumber(stages: list[Stage]) -> None:
    """Number steps in this order. Part of the caller's event."""
    for order, stage in enumerate(stages, start=1):
        stage.order = order
    Stage.objects.bulk_update(stages, ["order"])


def log_stage(kind: str, stage: Stage, by: User | None, now: datetime, **details: int) -> None:
    """Append the event of a step that was changed."""
    append_log(
        kind=kind,
        target=stage.public_id,
        by=by.public_id if by else None,
        now=now,
        details={"kind": str(stage.kind), **details},
    )
