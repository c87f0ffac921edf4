from __future__ import annotations

from typing import Any

from django import forms


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": "Give a day, such as 2026-11-30."},
    )


class PeriodForm(forms.Form):
    """From which day to which."""

    first = _day("From")
    last = _day("To")

    def clean(self) -> None:
        said: dict[str, Any] = self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first is not None and last is not None and last < first:
            self.add_error("last", "The last day lies before the first one.")
