"""Remove a step of a pipeline: who stands in it goes to another one, as if somebody moved them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import User
from preceptor.common.services import lock_log
from preceptor.jobs.models import Application, Stage
from preceptor.jobs.services.pipeline import CannotMove, move
from preceptor.jobs.services.stages import FIXED, StageRefused, log_stage, renumber


@transaction.atomic
def remove_stage(*, stage: Stage, by: User | None, now: datetime, into: Stage | None = None) -> int:
    """Remove a step; its people go to ``into``. Return how many there were.

    Where that means something else to the people, they are told and their clock is set, as by any
    move. Raises StageRefused for a step that must stay, or one with people and nowhere for them to
    go.
    """
    if stage.kind in FIXED:
        raise StageRefused("New, hired and not now each stay one step; their names are free.")
    lock_log()
    people = Application.objects.filter(stage=stage)
    count = people.count()
    if count:
        # An end is reached by hiring or refusing each person, never by the way.
        is_open = into is not None and into.kind not in (Stage.Kind.HIRED, Stage.Kind.NOT_NOW)
        is_other = into is not None and into != stage and into.organization == stage.organization
        if into is None or not (is_open and is_other):
            raise StageRefused("People stand in this step: say to which other one they go.")
        open_ones = list(people.filter(state=Application.State.SENT).order_by("pk"))
        if open_ones and into.kind != stage.kind:
            try:
                move(applications=open_ones, to=into, by=by, now=now)
            except CannotMove as refused:
                raise StageRefused(str(refused)) from refused
        people.update(stage=into)
    log_stage("jobs.stage_removed", stage, by, now, people=count)
    organization = stage.organization
    stage.delete()
    renumber(list(Stage.objects.filter(organization=organization).order_by("order", "pk")))
    return count
