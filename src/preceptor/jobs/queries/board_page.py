"""Everything on the jobs board for who is looking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from preceptor.accounts.models import Person
from preceptor.jobs.queries.board import Found, find_jobs, sort_of
from preceptor.jobs.queries.board_rows import JobRow, board_rows
from preceptor.jobs.queries.columns import board_columns
from preceptor.jobs.queries.facets import SORTS, JobSearch
from preceptor.jobs.queries.fits import Fits, fits_for
from preceptor.jobs.queries.preferred import (
    Place,
    Preferred,
    places_in_order,
    preferences_of,
    preferred,
)

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Sort:
    """An order to choose, with the query of its address."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True, eq=False)
class BoardPage:
    """The answer to a search, and the order of the person who asks, where that is asked for."""

    found: Found
    sorts: tuple[Sort, ...]
    has_resume: bool
    now: datetime
    fits: Fits | None = None
    places: dict[int, Place] | None = None
    preferences: Preferred | None = None

    @property
    def is_search(self) -> bool:
        """Tell whether anything was asked."""
        return bool(self.found.search)

    @property
    def query(self) -> str:
        """Return the search as the query of its address."""
        return self.found.search.query()

    def rows(self, numbers: Sequence[int]) -> list[JobRow]:
        """Return some of the jobs as the list shows them."""
        return board_rows(
            self.found,
            numbers,
            fits=self.fits,
            places=self.places,
            preferences=self.preferences,
        )


def board_page(search: JobSearch, *, person: Person | None, now: datetime) -> BoardPage:
    """Return the jobs that fit a search; the engine is asked only for a person's own order."""
    has_resume = person is not None and person.resumes.exists()
    fits = places = preferences = None
    if search.sort == "fit" and person is not None and has_resume:
        fits = fits_for(person, now=now)
        if fits is not None:
            columns = board_columns()
            wanted = preferences_of(person)
            preferences = preferred(columns, person, wanted) if wanted is not None else None
            places = places_in_order(columns, fits, preferences)
    order = {number: place.after for number, place in places.items()} if places else None
    found = find_jobs(search, now=now, fit_order=order)
    return BoardPage(
        found=found,
        sorts=_sorts(search, has_resume=has_resume, has_order=order is not None),
        has_resume=has_resume,
        now=now,
        fits=fits,
        places=places,
        preferences=preferences,
    )


def _sorts(search: JobSearch, *, has_resume: bool, has_order: bool) -> tuple[Sort, ...]:
    inforce = sort_of(search, has_fits=has_order)
    can = ["newest", "pay"]
    if search.words:
        can.insert(0, "best")
    if search.place:
        can.append("distance")
    if has_resume:
        can.append("fit")
    return tuple(Sort(SORTS[name], search.sorted_by(name).query(), name == inforce) for name in can)
