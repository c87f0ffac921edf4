"""Give a scorecard: what one interviewer found, line by line, before reading the others'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from preceptor.accounts.models import User
from preceptor.common.services import append_log, lock_log
from preceptor.jobs.models import Application, Line, Mark, Scorecard


class AlreadyGiven(Exception):
    """The card was given: it stays as it was before the others' were read."""


class NothingJudged(Exception):
    """A card without an overall answer cannot be given."""


@dataclass(frozen=True, slots=True)
class MarkGiven:
    """What an interviewer says of a line: 1 to 4, None for not asked, and why."""

    line: Line
    mark: int | None
    note: str = ""


@transaction.atomic
def save_scorecard(
    *,
    application: Application,
    marks: Sequence[MarkGiven],
    summary: str,
    overall: int | None,
    is_given: bool,
    by: User,
    now: datetime,
) -> Scorecard:
    """Keep an interviewer's card as a draft, or give it.

    A given card is read by colleagues who gave theirs, and cannot be changed: it says what was
    found before reading the others'. Raises AlreadyGiven, and NothingJudged where it is to be
    given without an overall answer.
    """
    if is_given and overall is None:
        raise NothingJudged("Say what you would do, all in all.")
    # One card of one author: two tabs of the same person take turns here.
    lock_log()
    card = Scorecard.objects.filter(application=application, author=by).first()
    if card is not None and card.given_at is not None:
        raise AlreadyGiven("You have given this card. It stays as it was before you read others'.")
    card = card or Scorecard(application=application, author=by)
    card.summary, card.overall, card.changed_at = summary, overall, now
    card.given_at = now if is_given else None
    card.save()
    Mark.objects.filter(scorecard=card).delete()
    Mark.objects.bulk_create(
        Mark(
            scorecard=card,
            line=each.line,
            label=each.line.label,
            mark=each.mark,
            note=each.note[:500],
        )
        for each in marks
    )
    append_log(
        kind="jobs.scorecard_given" if is_given else "jobs.scorecard_kept",
        target=application.public_id,
        by=by.public_id,
        now=now,
        details={"marks": sum(1 for each in marks if each.mark is not None)},
    )
    return card
