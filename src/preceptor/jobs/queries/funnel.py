"""The way of applications: whence they came, how far, how long it took, why they ended."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import QuerySet

from preceptor.accounts.models import Organization
from preceptor.common.models import Waiting
from preceptor.engine.estimate import Interval, wilson
from preceptor.jobs.models import Application, Job, Move, Refusal, Stage

State = Application.State
Kind = Stage.Kind
DAY = 86_400
# A row of the database by column.
Row = Mapping[str, Any]
STEPS = (Kind.NEW, Kind.READING, Kind.TALK, Kind.INTERVIEW, Kind.OFFER, Kind.HIRED)
STEP_WORDS = {
    Kind.NEW: "Applied",
    Kind.READING: "Read",
    Kind.TALK: "Talk",
    Kind.INTERVIEW: "Interview",
    Kind.OFFER: "Offer",
    Kind.HIRED: "Hired",
}
STAY_WORDS = {
    Kind.NEW: "New",
    Kind.READING: "Reading",
    Kind.TALK: "Talk",
    Kind.INTERVIEW: "Interview",
    Kind.OFFER: "Offer",
}
ENDS = {
    State.REFUSED: "Not now",
    State.WITHDRAWN: "Taken back by the person",
    State.LAPSED: "Closed without an answer",
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, and in words what."""

    word: str
    count: int
    of: int

    @property
    def share(self) -> float:
        """The share as a fraction, 0 of nobody."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> Interval:
        """From where to where the share may lie, with 95 % confidence."""
        return wilson(self.count, self.of)


@dataclass(frozen=True, slots=True)
class Stay:
    """How long applications stood in a step: those that left it, and who still stands there."""

    word: str
    median_days: float | None
    left: int
    still: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where applications came from, and how many of them came to an interview and were hired."""

    word: str
    sent: int
    interviewed: int
    hired: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """After which step applications ended, and how."""

    word: str
    ends: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many ended here."""
        return sum(self.ends)


@dataclass(frozen=True, slots=True)
class Answering:
    """How soon the first answer came: of those due, how many in time."""

    median_days: float | None
    answered: int
    in_time: Share
    waiting: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """What became of the applications of a time."""

    sent: int
    open: int
    steps: tuple[Share, ...]
    stays: tuple[Stay, ...]
    sources: tuple[Source, ...]
    leavings: tuple[Leaving, ...]
    reasons: tuple[Share, ...]
    refused: int
    answering: Answering

    @property
    def hired(self) -> int:
        """How many were hired."""
        return self.steps[-1].count

    @property
    def end_words(self) -> tuple[str, ...]:
        """How applications end, in the order of ``leavings``."""
        return tuple(ENDS.values())


def funnel_of(
    organization: Organization,
    *,
    now: datetime,
    since: datetime | None = None,
    job: Job | None = None,
) -> Funnel:
    """Return the funnel of an organization's applications sent since a time, in three questions.

    An application counts at every step up to the furthest it came to, whatever it skipped.
    """
    wanted = _sent(organization, since, job)
    rows = list(
        wanted.values(
            "pk",
            "state",
            "source",
            "sent_at",
            "stage__kind",
            "stage_since",
            "first_answer_at",
            "promised_by",
            "closed_at",
            "silent_side",
        ).order_by("pk")
    )
    moves: dict[int, list[Row]] = defaultdict(list)
    entered = Move.objects.filter(application__in=wanted, undone_at__isnull=True)
    for move in entered.order_by("application", "at", "pk").values(
        "application", "at", "from_stage__kind", "to_stage__kind"
    ):
        moves[move["application"]].append(move)
    reached = {row["pk"]: _furthest(row, moves[row["pk"]]) for row in rows}
    return Funnel(
        sent=len(rows),
        open=sum(row["state"] == State.SENT for row in rows),
        steps=tuple(
            Share(STEP_WORDS[kind], sum(far >= at for far in reached.values()), len(rows))
            for at, kind in enumerate(STEPS)
        ),
        stays=_stays(rows, moves),
        sources=_sources(rows, reached),
        leavings=_leavings(rows, reached),
        reasons=_reasons(wanted, rows),
        refused=sum(row["state"] == State.REFUSED for row in rows),
        answering=_answering(rows, now),
    )


def funnel_jobs(organization: Organization) -> QuerySet[Job]:
    """Return the jobs of an organization that had applications, by title."""
    sent = Application.objects.exclude(state=State.DRAFT).values("job")
    return Job.objects.filter(organization=organization, pk__in=sent).order_by("title", "pk")


def _sent(
    organization: Organization, since: datetime | None, job: Job | None
) -> QuerySet[Application]:
    found = Application.objects.filter(
        job__organization=organization, sent_at__isnull=False
    ).exclude(state=State.DRAFT)
    if since is not None:
        found = found.filter(sent_at__gte=since)
    return found.filter(job=job) if job is not None else found


def _furthest(row: Row, moves: Iterable[Row]) -> int:
    if row["state"] == State.HIRED:
        return STEPS.index(Kind.HIRED)
    kinds = {row["stage__kind"], *(move["to_stage__kind"] for move in moves)}
    # Who was hired and then taken back stood at the offer.
    most = STEPS.index(Kind.OFFER)
    return min(most, max((at for at, kind in enumerate(STEPS) if kind in kinds), default=0))


def _stays(rows: Iterable[Row], moves: Mapping[int, list[Row]]) -> tuple[Stay, ...]:
    days: dict[str, list[float]] = defaultdict(list)
    still: Counter[str] = Counter()
    for row in rows:
        since, kind = row["sent_at"], Kind.NEW.value
        for move in moves[row["pk"]]:
            # Made on sending: it is where an application begins.
            if move["from_stage__kind"] is None:
                since, kind = move["at"], str(move["to_stage__kind"])
                continue
            days[kind].append((move["at"] - since).total_seconds() / DAY)
            since, kind = move["at"], str(move["to_stage__kind"])
        if row["state"] == State.SENT:
            still[kind] += 1
        elif row["closed_at"] is not None and kind in STAY_WORDS:
            days[kind].append((row["closed_at"] - since).total_seconds() / DAY)
    return tuple(
        Stay(word, median(days[kind]) if days[kind] else None, len(days[kind]), still[kind])
        for kind, word in STAY_WORDS.items()
    )


def _sources(rows: Iterable[Row], reached: Mapping[int, int]) -> tuple[Source, ...]:
    interview, hired = STEPS.index(Kind.INTERVIEW), STEPS.index(Kind.HIRED)
    found: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        found[str(row["source"])].append(reached[row["pk"]])
    return tuple(
        Source(
            word=str(source.label),
            sent=len(found[source.value]),
            interviewed=sum(far >= interview for far in found[source.value]),
            hired=sum(far >= hired for far in found[source.value]),
        )
        for source in Application.Source
        if found[source.value]
    )


def _leavings(rows: Iterable[Row], reached: Mapping[int, int]) -> tuple[Leaving, ...]:
    ended = Counter((reached[row["pk"]], row["state"]) for row in rows)
    return tuple(
        Leaving(STEP_WORDS[kind], tuple(ended[at, state] for state in ENDS))
        for at, kind in enumerate(STEPS[:-1])
    )


def _reasons(wanted: QuerySet[Application], rows: Iterable[Row]) -> tuple[Share, ...]:
    """Return how many refusals name which reason; one refusal may name several."""
    refused = sum(row["state"] == State.REFUSED for row in rows)
    named: dict[str, set[int]] = defaultdict(set)
    for reason, number in (
        Refusal.objects.filter(application__in=wanted, application__state=State.REFUSED)
        .order_by("pk")
        .values_list("reason", "application")
    ):
        named[reason].add(number)
    shares = [
        Share(str(reason.label), len(named[reason.value]), refused)
        for reason in Refusal.Reason
        if named[reason.value]
    ]
    return tuple(sorted(shares, key=lambda each: -each.count))


def _answering(rows: Iterable[Row], now: datetime) -> Answering:
    days, in_time, due, waiting = [], 0, 0, 0
    for row in rows:
        first, promised = row["first_answer_at"], row["promised_by"]
        is_silent = row["state"] == State.LAPSED and row["silent_side"] == Waiting.Side.ORGANIZATION
        if first is not None:
            days.append((first - row["sent_at"]).total_seconds() / DAY)
        elif row["state"] == State.SENT:
            waiting += 1
        if promised is None or (first is None and not is_silent and promised > now):
            continue
        if first is None and not is_silent and row["state"] != State.SENT:
            # The person took it back, or the job's last day came: no answer was due any more.
            continue
        due += 1
        in_time += first is not None and first <= promised and not is_silent
    return Answering(
        median_days=median(days) if days else None,
        answered=len(days),
        in_time=Share("Answered in time", in_time, due),
        waiting=waiting,
    )
