"""Who waits for whom, what is due, and how often an employer answers in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigAutoField, Count, DateTimeField, F, Q, QuerySet

from preceptor.accounts.models import Organization
from preceptor.common.models import Waiting
from preceptor.common.ready_queries import Given, ReadyQuery
from preceptor.jobs.models import Application, Invite

Side = Waiting.Side
State = Application.State

# Days in which a person is asked to answer an invitation or an offer.
INVITE_DAYS = 14
OFFER_DAYS = 7
# A rate of fewer answers due says nothing, and could be read back to single people.
FEWEST = 5
# A rate is of the last twelve months.
RATE_OVER = timedelta(days=365)
_SILENT = Q(state=State.LAPSED, silent_side=Side.ORGANIZATION)


@dataclass(frozen=True, slots=True)
class AnswerRate:
    """How often an employer answered in time, of the answers that fell due or were given.

    An application that the employer let lapse later counts as not answered, whatever it said
    first; one that the person took back before its day counts nowhere.
    """

    answered: int
    due: int
    since: datetime
    as_of: datetime

    @property
    def is_few(self) -> bool:
        """Whether too few answers fell due to say a rate."""
        return self.due < FEWEST

    @property
    def percent(self) -> int | None:
        """The share answered in time in whole percent; None for too few."""
        return None if self.is_few else round(100 * self.answered / self.due)


@dataclass(frozen=True, slots=True)
class ClockShown:
    """A reply clock as pages show it: a cell for each day, those gone filled."""

    is_mine: bool
    reply_by: datetime
    days: int
    gone: int
    left: int
    reminded_at: datetime | None
    consequence: str

    @property
    def cells(self) -> tuple[tuple[str, str, bool], ...]:
        """Each day's place and width in percent, and whether it is gone."""
        step = 100 / self.days
        return tuple(
            (f"{at * step:.2f}%", f"{step * 0.83:.2f}%", at < self.gone) for at in range(self.days)
        )


def answer_rate(organization: Organization, *, now: datetime) -> AnswerRate:
    """Return how often an organization answered in time over the last twelve months."""
    since = now - RATE_OVER
    (_, answered, due), *_ = _RATE_OF_ONE.rows(organization.pk, since, now) or [(0, 0, 0)]
    return AnswerRate(answered, due, since=since, as_of=now)


def answer_rates(organizations: Iterable[int], *, now: datetime) -> dict[int, AnswerRate]:
    """Return the answer rates of organizations by number, in one question."""
    numbers = list(organizations)
    rows = settled_applications(now=now).filter(job__organization__in=numbers)
    found = {
        number: (answered, due) for number, answered, due in counted_answers(rows).order_by("house")
    }
    since = now - RATE_OVER
    return {
        number: AnswerRate(*found.get(number, (0, 0)), since=since, as_of=now) for number in numbers
    }


def settled_applications(*, now: datetime) -> QuerySet[Application]:
    """Return the applications of twelve months whose answer was given or fell due."""
    return _settled(now - RATE_OVER, now)


def _settled(since: Any, now: Any) -> QuerySet[Application]:
    settled = Q(first_answer_at__isnull=False) | _SILENT | Q(state=State.SENT, promised_by__lte=now)
    return Application.objects.filter(settled, promised_by__isnull=False, sent_at__gte=since)


def counted_answers(settled: QuerySet[Application]) -> Any:
    """Return rows of organization number, answers in time and answers due, in no order."""
    in_time = Q(first_answer_at__isnull=False, first_answer_at__lte=F("promised_by")) & ~_SILENT
    return (
        settled.order_by()
        .values(house=F("job__organization"))
        .annotate(answered=Count("pk", filter=in_time), due=Count("pk"))
        .values_list("house", "answered", "due")
    )


def _rate_of_one() -> QuerySet[Application, tuple[Any, ...]]:
    settled = _settled(Given(1, DateTimeField()), Given(2, DateTimeField()))
    of_one = settled.filter(job__organization=Given(0, BigAutoField()))
    rows: QuerySet[Application, tuple[Any, ...]] = counted_answers(of_one)
    return rows


# Every job's page asks it.
_RATE_OF_ONE = ReadyQuery(_rate_of_one)


def clock_of(
    waiting: Waiting, side: str, *, now: datetime, consequence: str = ""
) -> ClockShown | None:
    """Return the clock as one side sees it; None where nobody is to answer."""
    if not waiting.waits_for or waiting.reply_by is None:
        return None
    days = days_given(waiting)
    left = max(0, (waiting.reply_by.date() - now.date()).days)
    return ClockShown(
        is_mine=waiting.waits_for == side,
        reply_by=waiting.reply_by,
        days=max(days, left, 1),
        gone=max(0, days - left),
        left=left,
        reminded_at=waiting.reminded_at,
        consequence=consequence,
    )


def days_given(waiting: Waiting) -> int:
    """Return how many days the silent side had from the start."""
    if isinstance(waiting, Invite):
        return INVITE_DAYS
    if isinstance(waiting, Application):
        if waiting.waits_for == Side.PERSON:
            return OFFER_DAYS
        organization = waiting.job.organization
        return organization.reply_days if organization else 10
    return 10


def is_time_to_remind(waiting: Waiting, *, now: datetime) -> bool:
    """Tell whether two thirds of the time are over and nobody was reminded yet."""
    if waiting.reply_by is None:
        return False
    asked_at = waiting.reply_by - timedelta(days=days_given(waiting))
    return waiting.is_to_be_reminded(asked_at=asked_at, now=now)


def due(model: type[Application] | type[Invite], *, now: datetime) -> list[int]:
    """Return the numbers of open rows whose answer is overdue, the longest first."""
    rows = _open(model).filter(reply_by__lte=now)
    return list(rows.order_by("reply_by", "pk").values_list("pk", flat=True))


def to_remind(model: type[Application] | type[Invite], *, now: datetime) -> list[int]:
    """Return the numbers of open rows of which the silent side is to be reminded now."""
    rows = _open(model).filter(_in_last_third(model, now), reminded_at__isnull=True)
    return list(rows.order_by("reply_by", "pk").values_list("pk", flat=True))


def _in_last_third(model: type[Application] | type[Invite], now: datetime) -> Q:
    """Return the condition for rows of which two thirds of the time are over, as days_given."""

    def within(days: int) -> Q:
        return Q(reply_by__gt=now, reply_by__lte=now + timedelta(days=days) / 3)

    if model is Invite:
        return within(INVITE_DAYS)
    condition = Q(waits_for=Side.PERSON) & within(OFFER_DAYS)
    # Organizations differ in a handful of lengths.
    lengths = Organization.objects.order_by("reply_days").values_list("reply_days", flat=True)
    for days in lengths.distinct():
        theirs = Q(waits_for=Side.ORGANIZATION, job__organization__reply_days=days)
        condition |= theirs & within(days)
    return condition


def _open(model: type[Application] | type[Invite]) -> Any:
    if model is Application:
        return Application.objects.filter(state=State.SENT)
    return Invite.objects.filter(answer="")
