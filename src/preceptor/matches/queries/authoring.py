"""The lines of a job as its employer edits them, beside what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from preceptor.jobs.models import Job, Line
from preceptor.jobs.queries.unasked import Unasked, unasked_lines
from preceptor.matches.answers import Price, StampView
from preceptor.matches.queries.pool import CurrentPool
from preceptor.matches.queries.price import asked_line, lower_step, price_for


@dataclass(frozen=True, slots=True)
class EditedPrice:
    """The price of a job being edited, its stored lines, and what its text asks beyond them."""

    price: Price
    lines: Mapping[int, Line]
    unasked: Sequence[Unasked]


def edited_price(
    job: Job,
    current: CurrentPool,
    stamp: StampView,
    *,
    proof_weight: int | None = None,
    hours_per_year: int | None = None,
) -> EditedPrice:
    """Return what each line of a job costs, for who edits it; the job's lines must be loaded."""
    price = price_for(
        job,
        current,
        stamp,
        proof_weight=proof_weight,
        hours_per_year=hours_per_year,
    )
    return EditedPrice(price, {line.order: line for line in job.lines.all()}, unasked_lines(job))


def lowered(line: Line) -> dict[str, object] | None:
    """Return the spec of a line's next lower step, None if it has none."""
    step = lower_step(line)
    return step[0] if step else None


def decided_lines(
    need: Job, decisions: Mapping[int, str]
) -> dict[int, tuple[str, int, Mapping[str, object], str]]:
    """Return the lines of a need as switched on its price page, without those dropped.

    Order -> necessity, weight, spec, label.
    """
    chosen = [asked_line(line, decisions.get(line.order)) for line in need.lines.all()]
    return {
        asked.line.order: (asked.necessity, asked.weight, asked.spec, asked.label)
        for asked in chosen
        if asked.decision != "drop"
    }
