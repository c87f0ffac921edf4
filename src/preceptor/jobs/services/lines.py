"""The lines of a job as its employer corrects them; each change is the job's next revision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from preceptor.accounts.models import User
from preceptor.common.services import append_log, lock_log
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.translate import LineDraft
from preceptor.engine.translate.drafts import unedited_weight
from preceptor.engine.translate.labels import line_label
from preceptor.engine.translate.lines import MAX_LINES
from preceptor.jobs.merging import STATED
from preceptor.jobs.models import Job, Line
from preceptor.jobs.services.publishing import touch

GATE_KINDS = (Line.Kind.LICENCE, Line.Kind.PLACE, Line.Kind.RIGHT_TO_WORK)
# Beyond any order number in use, so that rows can be numbered anew without meeting.
APART = 1000


class TooManyLines(Exception):
    """A job asks no more than 64 lines."""


@transaction.atomic
def add_line(
    *,
    job: Job,
    kind: str,
    necessity: str,
    spec: Mapping[str, Any],
    by: User,
    now: datetime,
    weight: int | None = None,
) -> Line:
    """Add a line at the end. Raises TooManyLines, and KeyError for an unknown competency."""
    lock_log()
    last = Line.objects.filter(job=job).order_by("-order").first()
    if Line.objects.filter(job=job).count() >= MAX_LINES:
        raise TooManyLines(f"A job asks no more than {MAX_LINES} lines. Remove one first.")
    necessity = Line.Necessity.MUST if kind in GATE_KINDS else Line.Necessity(necessity)
    line = Line.objects.create(
        job=job,
        order=last.order + 1 if last else 0,
        kind=kind,
        necessity=necessity,
        weight=weight or unedited_weight(necessity),
        label=line_label(kind, spec, load_vocabulary())[:300],
        spec=dict(spec),
        rule=STATED,
    )
    _note(job, "jobs.line_added", by, now, asks=kind, order=line.order)
    return line


@transaction.atomic
def ask_again(*, job: Job, draft: LineDraft, by: User, now: datetime) -> Line:
    """Put a line back that the reader found in the text and the employer removed.

    Raises TooManyLines.
    """
    line = add_line(
        job=job,
        kind=draft.kind,
        necessity=draft.necessity,
        weight=draft.weight,
        spec=draft.spec,
        by=by,
        now=now,
    )
    line.label, line.rule = draft.label[:300], draft.rule[:80]
    if draft.words is not None:
        line.start, line.end = draft.words.start, draft.words.end
        line.words = draft.words.text[:300]
    line.save(update_fields=["label", "rule", "start", "end", "words"])
    return line


@transaction.atomic
def change_line(
    *,
    line: Line,
    necessity: str,
    weight: int,
    spec: Mapping[str, Any],
    by: User,
    now: datetime,
) -> Line:
    """Change what a line asks and how much it counts; nothing changed is no event.

    Raises KeyError for an unknown competency.
    """
    lock_log()
    if line.kind in GATE_KINDS:
        necessity = Line.Necessity.MUST
    was = (line.necessity, line.weight, line.spec)
    if was == (necessity, weight, dict(spec)):
        return line
    if dict(spec) != line.spec:
        line.label = line_label(line.kind, spec, load_vocabulary())[:300]
        line.rule = STATED
    line.necessity, line.weight, line.spec = necessity, weight, dict(spec)
    line.save(update_fields=["necessity", "weight", "spec", "label", "rule"])
    _note(line.job, "jobs.line_changed", by, now, asks=line.kind, order=line.order)
    return line


@transaction.atomic
def switch_line(*, line: Line, necessity: str, by: User, now: datetime) -> Line:
    """Make a line a must or nice; a weight that nobody edited follows. Gates stay gates."""
    if line.kind in GATE_KINDS or line.necessity == necessity:
        return line
    is_unedited = line.weight == unedited_weight(line.necessity)
    weight = unedited_weight(necessity) if is_unedited else line.weight
    return change_line(
        line=line, necessity=necessity, weight=weight, spec=line.spec, by=by, now=now
    )


@transaction.atomic
def remove_line(*, line: Line, by: User, now: datetime) -> None:
    """Take a line out of its job; the words it was read from stay in the text.

    Without its place gate a job asks nobody where they live.
    """
    lock_log()
    job, kind, order = line.job, line.kind, line.order
    line.delete()
    _number(job, list(Line.objects.filter(job=job).order_by("order")))
    fields: tuple[str, ...] = ()
    if kind == Line.Kind.PLACE:
        job.radius_miles, job.states = 0, []
        fields = ("radius_miles", "states")
    _note(job, "jobs.line_removed", by, now, fields, asks=kind, order=order)


@transaction.atomic
def move_line(*, line: Line, up: bool, by: User, now: datetime) -> None:
    """Change places with the line before, or the one after; at the end nothing changes."""
    lock_log()
    lines = list(Line.objects.filter(job=line.job).order_by("order"))
    at = next(index for index, each in enumerate(lines) if each.pk == line.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(lines):
        return
    lines[at], lines[to] = lines[to], lines[at]
    _number(line.job, lines)
    _note(line.job, "jobs.lines_ordered", by, now, order=to)


def _number(job: Job, lines: list[Line]) -> None:
    """Number lines 0, 1, ... in this order; two rows never hold one number."""
    Line.objects.filter(job=job).update(order=F("order") + APART)
    for order, line in enumerate(lines):
        line.order = order
    Line.objects.bulk_update(lines, ["order"])


def _note(
    job: Job,
    kind: str,
    by: User,
    now: datetime,
    fields: tuple[str, ...] = (),
    **details: str | int,
) -> None:
    job.refresh_from_db(fields=["revision"])
    touch(job=job, now=now, fields=fields)
    append_log(kind=kind, target=job.public_id, by=by.public_id, now=now, details=details)
