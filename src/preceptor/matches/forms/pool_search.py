"""What an employer looks for among people, read out of an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from preceptor.common.forms import place_typed
from preceptor.common.places import find_zip
from preceptor.competencies.catalogue import find_competencies
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match.scales import GRADES, LEVELS
from preceptor.matches.queries.pool_filters import FACETS, USUAL_MILES, Asked, PeopleQuery
from preceptor.matches.queries.pool_words import found_by_words

MOST_COMPETENCIES = 8
MOST_LETTERS = 200
FIELDS = tuple(facet.field for facet in FACETS)
LEVEL_NAMES = (
    ("1", "Any"),
    ("2", "Basic"),
    ("3", "Intermediate"),
    ("4", "Advanced"),
    ("5", "Expert"),
)
PROOF_NAMES = (
    ("0", "Any"),
    ("1", "Documented"),
    ("2", "Signed off"),
    ("3", "Exam passed"),
    ("4", "Credential"),
)


class PeopleForm(forms.Form):
    """Words, place, and one more competency; the facets are links beside it."""

    q = forms.CharField(
        label="Words",
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": f"Search for at most {MOST_LETTERS} characters."},
    )
    zip = forms.CharField(
        label="Near ZIP code",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    movers = forms.ChoiceField(
        label="From farther away",
        choices=(("1", "Who would move"), ("0", "Nobody")),
        required=False,
    )
    skill = forms.CharField(
        label="Can do",
        max_length=100,
        required=False,
    )
    level = forms.ChoiceField(label="Least level", choices=LEVEL_NAMES, required=False)
    grade = forms.ChoiceField(label="Least proof", choices=PROOF_NAMES, required=False)

    def clean_zip(self) -> str:
        """Return the five digits of a ZIP code that exists, "" for none given."""
        place = place_typed(self.cleaned_data["zip"])
        return place.zip_code if place else ""

    def clean_skill(self) -> str:
        """Return the slug of the competency meant, "" for none given."""
        given: str = self.cleaned_data["skill"].strip()
        if not given:
            return ""
        if given in load_vocabulary().by_id:
            return given
        found = find_competencies(load_vocabulary(), given)
        if not found:
            raise forms.ValidationError(
                f"We know no competency called “{given}”. Try another word, or search for it above."
            )
        return found[0].competency.id

    def added(self) -> Asked | None:
        """Return the competency to add to what is asked, None for none."""
        said = self.cleaned_data
        if not said.get("skill"):
            return None
        return Asked(said["skill"], int(said.get("level") or 1), int(said.get("grade") or 0))

    def query(self, address: QueryDict) -> PeopleQuery:
        """Return the search of an address; what cannot be read in it asks nothing."""
        said: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        text, zip_code = said.get("q", ""), said.get("zip", "")
        facets = {field: address.get(field, "")[:MOST_LETTERS] for field in FIELDS}
        place = find_zip(zip_code) if zip_code else None
        if place is None:
            facets["miles"] = ""
        elif not facets["miles"]:
            facets["miles"] = str(USUAL_MILES)
        return PeopleQuery(
            text=text,
            found=found_by_words(text) if text else None,
            competencies=asked_of(address),
            place=place,
            zip_code=zip_code,
            is_with_movers=said.get("movers") != "0",
            **facets,
        )


def asked_of(address: QueryDict) -> tuple[Asked, ...]:
    """Return the competencies an address asks, each once; what cannot be read is passed over.

    An address writes competency:level:grade, such as hl7-v2:3:1.
    """
    found: dict[str, Asked] = {}
    for text in address.getlist("c")[:MOST_COMPETENCIES]:
        slug, _, more = text.partition(":")
        level, _, grade = more.partition(":")
        is_known = slug in load_vocabulary().by_id
        if is_known and level in _digits(1, LEVELS) and grade in _digits(0, GRADES - 1):
            found[slug] = Asked(slug, int(level), int(grade))
    return tuple(found.values())


def _digits(first: int, last: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(first, last + 1))


def address_with(address: QueryDict, added: Asked) -> str:
    """Return the query of an address with one more competency asked, without the fields for it."""
    values = address.copy()
    for name in ("skill", "level", "grade", "page"):
        values.pop(name, None)
    kept = [text for text in values.getlist("c") if text.partition(":")[0] != added.competency]
    values.setlist("c", [*kept, added.key])
    for name in [name for name in values if not any(values.getlist(name))]:
        values.pop(name)
    return values.urlencode()
