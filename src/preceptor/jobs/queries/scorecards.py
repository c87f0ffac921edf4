"""Scorecards: what each interviewer found, line by line; others' only beside one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from preceptor.accounts.models import User
from preceptor.jobs.models import Application, Job, Line, Mark, Scorecard

# Gates are looked up, not asked: a licence, the place, the right to work.
ASKED = (
    Line.Kind.COMPETENCY,
    Line.Kind.CREDENTIAL,
    Line.Kind.YEARS,
    Line.Kind.EDUCATION,
)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One line with every interviewer's mark, in the order of the cards; None is not asked."""

    label: str
    marks: tuple[Mark | None, ...]
    cards: tuple[Scorecard, ...]

    @property
    def beside(self) -> tuple[tuple[Mark | None, Scorecard], ...]:
        """Each mark with the card it stands on."""
        return tuple(zip(self.marks, self.cards, strict=True))

    @property
    def asked(self) -> int:
        """How many interviewers asked about it."""
        return sum(1 for mark in self.marks if mark is not None and mark.mark is not None)


@dataclass(frozen=True, slots=True)
class CardTable:
    """Every card that was given for an application, line by line."""

    cards: tuple[Scorecard, ...]
    rows: tuple[MarkRow, ...]


def asked_lines(job: Job) -> QuerySet[Line]:
    """Return the lines of a job that an interview can find out about, musts first, in order."""
    return Line.objects.filter(job=job, kind__in=ASKED).order_by("necessity", "order")


def card_of(application: Application, user: User) -> Scorecard | None:
    """Return the user's own card, given or not."""
    return (
        Scorecard.objects.filter(application=application, author=user)
        .prefetch_related(Prefetch("marks", queryset=Mark.objects.order_by("pk")))
        .first()
    )


def given_count(application: Application) -> int:
    """Return how many cards were given; how they judge stays closed until one's own is given."""
    return Scorecard.objects.filter(application=application, given_at__isnull=False).count()


def card_table(application: Application, user: User) -> CardTable | None:
    """Return every given card line by line; None until the user has given their own.

    Lines stand in the order of the job; what was asked of a line that is gone since, at the end.
    """
    cards = tuple(
        Scorecard.objects.for_user(user)
        .filter(application=application, given_at__isnull=False)
        .select_related("author")
        .prefetch_related(Prefetch("marks", queryset=Mark.objects.order_by("pk")))
        .order_by("given_at", "pk")
    )
    if not any(card.author_id == user.pk for card in cards):
        return None
    labels = [line.label for line in asked_lines(application.job)]
    return CardTable(cards, tuple(_rows(cards, labels)))


def _rows(cards: Sequence[Scorecard], labels: Sequence[str]) -> list[MarkRow]:
    by_label = [{mark.label: mark for mark in card.marks.all()} for card in cards]
    gone = [label for marks in by_label for label in marks if label not in labels]
    return [
        MarkRow(label, tuple(marks.get(label) for marks in by_label), tuple(cards))
        for label in dict.fromkeys([*labels, *gone])
    ]
