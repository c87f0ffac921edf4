from __future__ import annotations

from django import forms
from django.http import QueryDict

from preceptor.accounts.models import Organization
from preceptor.common.places import STATE_NAMES
from preceptor.jobs.queries.organizations import SORTS, states_of_organizations


class OrganizationSearchForm(forms.Form):
    """Which organizations to show; everything may be left out."""

    q = forms.CharField(
        label="Name",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={
            "max_length": "Search for at most 100 characters.",
            "null_characters_not_allowed": "Leave out what is no letter.",
        },
    )
    kind = forms.ChoiceField(
        label="Kind",
        required=False,
        choices=[("", "Any"), *Organization.Kind.choices],
        error_messages={"invalid_choice": "Choose one of the kinds in the list."},
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        error_messages={"invalid_choice": "Choose a state in which an organization works."},
    )
    sort = forms.ChoiceField(
        label="Sorted by",
        required=False,
        choices=list(SORTS.items()),
        error_messages={"invalid_choice": "Choose one of the orders in the list."},
    )

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        states = [(state, STATE_NAMES[state]) for state in states_of_organizations()]
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)  # declared above  # noqa: S101
        field.choices = [("", "Any"), *states]
