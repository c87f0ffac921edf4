"""Applicants as the rows of a list and the columns of a board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from preceptor.accounts.queries.seen import id_seen_by
from preceptor.jobs.models import Application, Job, Stage
from preceptor.jobs.queries.clock import ClockShown, Side, clock_of
from preceptor.matches.queries.applicants import Fitted, field_of, headlines_of

State = Application.State


@dataclass(frozen=True, slots=True)
class Row:
    """One applicant in a list; who took it back shows neither name nor fit."""

    application: Application
    fitted: Fitted | None
    headline: str
    place: int
    clock: ClockShown | None

    @property
    def is_open(self) -> bool:
        """Whether it can be moved."""
        return self.application.state == State.SENT

    @property
    def name(self) -> str:
        """What to call them."""
        if self.application.state == State.WITHDRAWN:
            return "Took the application back"
        person, organization = self.application.person, self.application.job.organization
        if person.name or organization is None:
            return person.name
        return f"Person {str(id_seen_by(organization, person.public_id))[-6:]}"


@dataclass(frozen=True, slots=True)
class Columns:
    """One step of the board with who stands there; ``count`` is of every page."""

    stage: Stage
    rows: list[Row]
    count: int


def roster_of(
    job: Job, applications: Sequence[Application], wanted: Mapping[str, Any], *, now: datetime
) -> list[Row]:
    """Return the applicants as asked; their places count among all of them."""
    seen = [each for each in applications if each.state != State.WITHDRAWN]
    scored = field_of(job, [each.person for each in seen], now=now)
    places = {number: at for at, number in enumerate(scored.in_order(), start=1)}
    headlines = headlines_of([each.person_id for each in seen])
    rows = []
    for each in applications:
        fitted = scored.fitted.get(each.person_id) if each.state != State.WITHDRAWN else None
        if _is_wanted(each, fitted, wanted):
            headline = headlines.get(each.person_id, "") if fitted else ""
            place = places[each.person_id] if fitted else 0
            clock = clock_of(each, Side.ORGANIZATION, now=now)
            rows.append(Row(each, fitted, headline, place, clock))
    return _ordered(rows, wanted["sort"])


def _is_wanted(application: Application, fitted: Fitted | None, wanted: Mapping[str, Any]) -> bool:
    if wanted["show"] == "open" and application.state != State.SENT:
        return False
    if wanted["show"] == "ended" and application.state == State.SENT:
        return False
    stage = application.stage
    if wanted["stage"] and (stage is None or str(stage.public_id) != wanted["stage"]):
        return False
    return not wanted["meets"] or (fitted is not None and fitted.passes)


def _ordered(rows: list[Row], sort: str) -> list[Row]:
    """Order rows; of equals the one who was sent first stands first, either way."""
    rows.sort(key=lambda row: row.application.sent_at or row.application.begun_at)
    key = sort.removeprefix("-")
    if key == "fit":
        rows.sort(key=lambda row: row.fitted.score if row.fitted else -1, reverse=sort != "fit")
    elif key == "proof":
        rows.sort(key=lambda row: row.fitted.proved if row.fitted else -1, reverse=sort != "proof")
    elif key == "due":
        far = max((row.application.begun_at for row in rows), default=None)
        rows.sort(
            key=lambda row: (
                row.application.waits_for != Side.ORGANIZATION,
                row.application.reply_by or far,
            ),
            reverse=sort != "due",
        )
    elif sort == "-sent":
        rows.reverse()
    return rows


def columns_of(
    stages: Sequence[Stage], rows: Sequence[Row], roster: Sequence[Row]
) -> list[Columns]:
    """Return the board: the steps in order, with their people in the order of the rows.

    The two ends stand there only with somebody in them: a board is about who is under way.
    """
    counts = Counter(row.application.stage_id for row in roster)
    columns = [
        Columns(
            stage,
            [row for row in rows if row.application.stage_id == stage.pk],
            counts[stage.pk],
        )
        for stage in stages
    ]
    ends = (Stage.Kind.HIRED, Stage.Kind.NOT_NOW)
    return [column for column in columns if column.count or column.stage.kind not in ends]
