from __future__ import annotations

import re
from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from preceptor.common.places import PlaceFound, find_place, find_zip
from preceptor.jobs.queries.facets import (
    FACETS,
    MILES,
    REMOTE,
    SORTS,
    UNSTATED,
    USUAL_MILES,
    JobSearch,
    labels_of,
)

MOST_VALUES = 60
_FREE = {"pay": re.compile(r"[1-9]\d{2,6}"), "posted": re.compile(r"[1-9]\d{0,2}")}


def _field_error(title: str) -> str:
    return f"Choose what is listed under “{title}”."


class JobSearchForm(forms.Form):
    """What to look for among open jobs; everything may be left out."""

    q = forms.CharField(
        label="Words",
        help_text="“go live” stands together, -epic is left out.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={
            "max_length": "Search for at most 200 characters.",
            "null_characters_not_allowed": "Leave out what is no letter.",
        },
    )
    near = forms.CharField(
        label="Near",
        help_text="A ZIP code, or a town such as Augusta, ME.",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        error_messages={"max_length": "Give a ZIP code, such as 04330."},
    )
    sort = forms.ChoiceField(
        label="Sorted by",
        required=False,
        choices=[("", "What makes sense"), *SORTS.items()],
        error_messages={"invalid_choice": "Choose one of the orders in the list."},
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.address = data
        self.place: PlaceFound | None = None

    def clean_near(self) -> str:
        near = " ".join(str(self.cleaned_data["near"]).split())
        if near:
            self.place = find_zip(near) or find_place(_town(near))
            if self.place is None:
                raise forms.ValidationError(
                    "We know no place of this name. Give a ZIP code, such as 04330.",
                    code="unknown",
                )
        return near

    def clean(self) -> None:
        self.chosen: dict[str, tuple[str, ...]] = {}
        for name, facet in FACETS.items():
            values = tuple(dict.fromkeys(value for value in self._given(name) if value))
            if len(values) > MOST_VALUES or not all(_is_of(name, value) for value in values):
                self.add_error(None, _field_error(facet.title))
            elif values:
                self.chosen[name] = values
        if not self.cleaned_data.get("near"):
            # The field for miles is always sent; without a place nothing is near.
            around = self.chosen.get("miles", ())
            self.chosen["miles"] = tuple(value for value in around if not value.isdecimal())
            if not self.chosen["miles"]:
                del self.chosen["miles"]

    @property
    def distances(self) -> list[tuple[str, str]]:
        """Return the radiuses to choose."""
        return [(str(miles), f"{miles} miles") for miles in MILES]

    @property
    def miles_chosen(self) -> str:
        """Return the radius in force, the usual one where none was chosen."""
        given = [value for value in self._given("miles") if value.isdecimal()]
        return given[-1] if given else str(USUAL_MILES)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return what was chosen beside the fields, to be sent along with them."""
        pairs = [(name, value) for name in FACETS for value in self._given(name)]
        kept = [pair for pair in pairs if pair[0] != "miles" or not pair[1].isdecimal()]
        sort = self.data.get("sort", "")
        return [*kept, ("sort", sort)] if sort else kept

    def _given(self, name: str) -> Iterable[str]:
        return self.address.getlist(name)

    def search(self) -> JobSearch:
        """Return what is looked for; the form must be valid."""
        return JobSearch(
            words=" ".join(self.cleaned_data["q"].split()),
            near=self.cleaned_data["near"],
            place=self.place,
            chosen=self.chosen,
            sort=self.cleaned_data["sort"],
        )


def _town(text: str) -> str:
    """Write a town as the table does: "augusta me" is Augusta, ME."""
    city, _, state = text.replace(",", " ").rpartition(" ")
    return f"{city.strip().title()}, {state.upper()}"


def _is_of(name: str, value: str) -> bool:
    if name == "miles":
        return value in {str(miles) for miles in MILES} | {REMOTE, UNSTATED}
    free = _FREE.get(name)
    return value in labels_of(name) or bool(free and free.fullmatch(value))


def search_of(query: str) -> JobSearch | None:
    """Return the search that an address's query asks, None for one that cannot be asked."""
    form = JobSearchForm(QueryDict(query))
    return form.search() if form.is_valid() else None
