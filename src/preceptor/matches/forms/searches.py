"""What somebody keeps of a search, and how each kind of search is asked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.http import QueryDict

from preceptor.jobs.forms.search import search_of
from preceptor.jobs.queries.board import chips_of, job_numbers
from preceptor.matches.forms.pool_search import PeopleForm
from preceptor.matches.models import SavedSearch
from preceptor.matches.queries.pool_columns import pool_columns
from preceptor.matches.queries.pool_search import search_pool
from preceptor.matches.services import ready_pool

NAME_LENGTH = 120
QUERY_LENGTH = 2_000


class SaveForm(forms.Form):
    """A search to keep: its address's query, and for people the team it is for."""

    kind = forms.ChoiceField(choices=SavedSearch.Kind)
    query = forms.CharField(max_length=QUERY_LENGTH, required=False)
    organization = forms.SlugField(max_length=80, required=False)
    name = forms.CharField(max_length=NAME_LENGTH, required=False)


class SearchForm(forms.Form):
    """What its owner may change of a saved search."""

    name = forms.CharField(
        label="Name",
        max_length=NAME_LENGTH,
        error_messages={
            "required": "Give it a name.",
            "max_length": f"Give a name of at most {NAME_LENGTH} characters.",
        },
    )
    wants_mail = forms.BooleanField(label="Mail me when it finds something new", required=False)


def ask_jobs(query: str, *, now: datetime) -> list[int] | None:
    """Return the numbers of the jobs a search finds, None where it can no longer be asked."""
    search = search_of(query)
    return None if search is None else job_numbers(search, now=now)


def ask_people(query: str, *, now: datetime) -> list[int] | None:
    """Return the numbers of the people a search finds, None where it can no longer be asked."""
    form = PeopleForm(QueryDict(query))
    if not form.is_valid():
        return None
    columns = pool_columns(ready_pool(now=now))
    return search_pool(columns, form.query(QueryDict(query)), today=now.date(), sort="").numbers()


Ask = Callable[..., "list[int] | None"]
ASKS: dict[str, Ask] = {SavedSearch.Kind.JOBS: ask_jobs, SavedSearch.Kind.PEOPLE: ask_people}


def plain_query(kind: str, query: str) -> str | None:
    """Return a search's query as it is kept, so that the same search is one; None for none.

    Written out it may grow beyond what is kept of one: then there is none, too.
    """
    if kind == SavedSearch.Kind.PEOPLE:
        values = QueryDict(query, mutable=True)
        for name in ("page", "format"):
            values.pop(name, None)
        plain = values.urlencode()
    else:
        search = search_of(query)
        if search is None:
            return None
        plain = search.sorted_by("").query()
    return plain if len(plain) <= QUERY_LENGTH else None


def name_of(kind: str, query: str) -> str:
    """Return a name for a search that was given none: what it asks, in words."""
    if kind == SavedSearch.Kind.PEOPLE:
        words = QueryDict(query).get("q", "")
        return f"People: {words}"[:NAME_LENGTH] if words else "People"
    search = search_of(query)
    chips = chips_of(search) if search is not None else []
    return (", ".join(chip.label for chip in chips) or "Every open job")[:NAME_LENGTH]
