"""What people say of themselves besides their record."""

from __future__ import annotations

from typing import Any

from django import forms

from preceptor.accounts.models import Person
from preceptor.accounts.services.about import About
from preceptor.common.forms import place_typed
from preceptor.common.places import PlaceFound
from preceptor.resumes.queries.languages import NAMES, language_name

RIGHT_TO_WORK = (
    ("", "Not stated"),
    (Person.RightToWork.YES, "Yes, for any employer"),
    (Person.RightToWork.NO, "No, an employer would have to sponsor me"),
)


class AboutForm(forms.Form):
    """Name, home, from when, and what else a posting may ask for."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        required=False,
        help_text="Employers see it only once you apply or say that they may.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label="Telephone",
        max_length=40,
        required=False,
        help_text="Shown with your name, never before.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    zip_code = forms.CharField(
        label="ZIP code of your home",
        max_length=5,
        required=False,
        help_text="We keep the town, not your street. Without it no search by distance finds you.",
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "numeric", "autocomplete": "postal-code"}
        ),
        error_messages={"max_length": "A ZIP code has five digits."},
    )
    is_willing_to_move = forms.BooleanField(label="I would move for a job", required=False)
    available_on = forms.DateField(
        label="I can start on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": "Give a day, such as 2027-01-15."},
    )
    right_to_work = forms.ChoiceField(
        label="May you work in the United States?", choices=RIGHT_TO_WORK, required=False
    )
    displaced_from = forms.CharField(
        label="Who let you go, or whose new system took your work over",
        max_length=200,
        required=False,
        help_text="Employers who find you see it and can search by it. Empty it to take it back.",
    )
    displaced_on = forms.DateField(
        label="On which day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": "Give a day, such as 2026-10-30."},
    )
    languages = forms.MultipleChoiceField(
        label="Languages you can work in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, person: Person | None, **more: Any) -> None:
        initial: dict[str, Any] = {}
        if person is not None:
            initial = {name: getattr(person, name) for name in self.base_fields}
        super().__init__(*args, **{**more, "initial": initial})
        held = (person.languages or []) if person is not None else []
        named = {**NAMES, **{code: language_name(code) for code in held}}
        self.fields["languages"].choices = sorted(  # type: ignore[attr-defined]
            named.items(), key=lambda pair: pair[1]
        )
        self.home: PlaceFound | None = None

    def clean_zip_code(self) -> str:
        self.home = place_typed(self.cleaned_data["zip_code"])
        return self.home.zip_code if self.home else ""

    def about(self) -> About:
        """Return what was said; nobody who marks no language has said that there is none."""
        said = self.cleaned_data
        return About(
            name=said["name"],
            phone=said["phone"],
            home=self.home,
            is_willing_to_move=said["is_willing_to_move"],
            right_to_work=said["right_to_work"],
            available_on=said["available_on"],
            languages=said["languages"] or None,
            displaced_from=said["displaced_from"],
            displaced_on=said["displaced_on"],
        )
