from __future__ import annotations

from typing import cast

from django import forms


class JobSearchForm(forms.Form):
    """What to look for among open jobs; everything may be left out."""

    q = forms.CharField(
        label="Words",
        help_text="Of the title, the organization or the place.",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": "Search for at most 100 characters."},
    )
    role = forms.ChoiceField(
        label="Role",
        required=False,
        error_messages={"invalid_choice": "Choose one of the roles in the list."},
    )
    work_mode = forms.ChoiceField(
        label="Where",
        required=False,
        choices=[
            ("", "Anywhere"),
            ("remote", "Remote"),
            ("hybrid", "Hybrid"),
            ("onsite", "On site"),
            ("flexible", "Flexible"),
        ],
        error_messages={"invalid_choice": "Choose one of the places in the list."},
    )

    def __init__(self, *args: object, roles: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        field = cast("forms.ChoiceField", self.fields["role"])
        field.choices = [("", "Every role"), *roles]
