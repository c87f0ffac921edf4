from __future__ import annotations

from typing import Any

from django import forms

from preceptor.jobs.forms.funnel import JobField
from preceptor.jobs.models import Job
from preceptor.matches.models import Shortlist


class ShortlistForm(forms.Form):
    """A shortlist's name and the job it is for."""

    name = forms.CharField(
        label="Name of the list",
        max_length=120,
        error_messages={"required": "Give the list a name, such as Trainers for spring."},
    )
    job = JobField(
        Job.objects.none(),
        label="For which job",
        required=False,
        to_field_name="public_id",
        empty_label="Any job",
        error_messages={"invalid_choice": "Choose one of your jobs."},
    )

    def __init__(self, *args: Any, jobs: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["job"].queryset = jobs  # type: ignore[attr-defined]


class ListingForm(forms.Form):
    """Which list a person is put on, and why; a new one where it has a name."""

    shortlist = forms.ModelChoiceField(
        Shortlist.objects.none(),
        label="Shortlist",
        required=False,
        to_field_name="public_id",
        empty_label="A new list",
        error_messages={"invalid_choice": "Choose one of your lists."},
    )
    name = forms.CharField(label="Name of the new list", max_length=120, required=False)
    note = forms.CharField(
        label="Why, for your colleagues",
        help_text="The person never sees it, but may ask for a copy of what is kept about them.",
        max_length=500,
        required=False,
        widget=forms.TextInput(),
    )

    def __init__(self, *args: Any, lists: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["shortlist"].queryset = lists  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return a list to put the person on, or the name of a new one."""
        cleaned = super().clean() or {}
        if not cleaned.get("shortlist") and not cleaned.get("name") and not self.errors:
            self.add_error("name", "Choose a list, or name a new one.")
        return cleaned


class NoteForm(forms.Form):
    """Why somebody stands on a shortlist."""

    note = forms.CharField(
        label="Note",
        max_length=500,
        required=False,
        error_messages={"max_length": "A note has at most 500 characters."},
    )
