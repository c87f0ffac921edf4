"""A feed or page with jobs, as a file, pasted, or at an address where that is allowed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from preceptor.common.forms import BroughtForm, document_file, document_text


class IntakeForm(BroughtForm):
    """What another site says of its jobs."""

    asks_again = ("file", "Choose a file, or paste what is in it.")

    file = document_file(
        label="A feed or page with jobs",
        kinds="Job-feed XML, Atom, JSON Feed, or a page with JobPosting data",
        endings=".xml,.atom,.json,.jsonld,.html,.htm",
    )
    text = document_text(label="Or what is in it, pasted", rows=6)
    address = forms.URLField(
        label="Or its address",
        help_text="It must begin with https.",
        required=False,
        max_length=500,
        assume_scheme="https",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not settings.FETCH_FEEDS:
            del self.fields["address"]

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"])
        if address and not address.startswith("https://"):
            raise forms.ValidationError("Only addresses that begin with https are fetched.")
        return address

    def clean(self) -> None:
        if not self.cleaned_data.get("address"):
            super().clean()
