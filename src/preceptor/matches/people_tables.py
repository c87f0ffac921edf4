"""Lists of people as CSV files, blind like the pages."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse

from preceptor.common.csv_answer import csv_answer
from preceptor.matches.queries.need import NeedList
from preceptor.matches.queries.people import Card

HEADER = (
    "person",
    "headline",
    "place",
    "would_move",
    "nearest_role",
    "clinical_years",
    "it_years",
    "records_years",
    "education",
    "available_on",
    "displaced_from",
    "best_shown",
)


def people_csv(cards: Sequence[Card]) -> HttpResponse:
    """Return people as rows; what is not stated is an empty cell."""
    return csv_answer("people", HEADER, (_row(card) for card in cards))


def need_csv(listed: NeedList) -> HttpResponse:
    """Return the people of a need in its order, with rank and points."""
    return csv_answer(
        "people-for-a-need",
        ("rank", "points", "out_of", "meets_all", *HEADER),
        (
            (each.rank, each.score, each.out_of, "yes" if each.passes else "no", *_row(each.card))
            for each in listed.people
        ),
    )


def _row(card: Card) -> tuple[str, ...]:
    years = {each.domain: each.years for each in card.years}
    return (
        str(card.seen_id),
        card.headline,
        card.place,
        "yes" if card.is_willing_to_move else "",
        card.role,
        *(
            "" if years[name] is None else f"{years[name]:g}"
            for name in ("clinical", "it", "records")
        ),
        "" if card.education == "not stated" else card.education,
        card.available_on.isoformat() if card.available_on else "",
        card.displaced_from,
        "; ".join(skill.name for skill in card.skills),
    )
