from __future__ import annotations

from typing import cast

from django import forms
from django.conf import settings


class PostingForm(forms.Form):
    """A posting or a need as somebody wrote it."""

    text = forms.CharField(
        label="The posting, as it is",
        help_text="Title, duties and what you ask for; the whole text reads best.",
        max_length=settings.PASTE_MAX_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": "Paste the text of a posting first.",
            "max_length": f"This text is longer than {settings.PASTE_MAX_CHARACTERS:,} characters.",
        },
    )

    def clean_text(self) -> str:
        # A browser sends line ends as CRLF: spans count what is kept.
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if not text.strip():
            raise forms.ValidationError("Paste the text of a posting first.")
        return text


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
