"""What stewards ask of the log."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms


class LogForm(forms.Form):
    """Which entries of the log to show."""

    kind = forms.CharField(
        label="Kind begins with", help_text="Such as jobs. or accounts.consent", required=False
    )
    target = forms.UUIDField(
        label="About",
        help_text="The id in the address of what it is about.",
        required=False,
        error_messages={"invalid": "An id looks like 0192f3c4-7b1a-7c3e-9d52-1f0a8c6b2e11."},
    )
    since = forms.DateField(
        label="From day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": "Give the day as 2026-11-20."},
    )
    until = forms.DateField(
        label="To day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": "Give the day as 2026-11-20."},
    )

    def asked(self) -> dict[str, Any]:
        """Return what was asked, as the query of the log takes it; whole days, in UTC."""
        given = self.cleaned_data
        return {
            "kind": given["kind"],
            "target": given["target"],
            "since": _midnight(given["since"]),
            "until": _midnight(_day_after(given["until"])),
        }


def _day_after(day: date | None) -> date | None:
    """Return the next day; after the last one that can be written there is none."""
    return day + timedelta(days=1) if day is not None and day < date.max else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=UTC) if day else None
