from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from preceptor.accounts.models import User
from preceptor.jobs.models import Application, Slot
from preceptor.jobs.services.interviews import MOST_AT_ONCE

ZONES = (
    ("America/New_York", "Eastern"),
    ("America/Chicago", "Central"),
    ("America/Denver", "Mountain"),
    ("America/Phoenix", "Mountain, Arizona"),
    ("America/Los_Angeles", "Pacific"),
    ("America/Anchorage", "Alaska"),
    ("Pacific/Honolulu", "Hawaii"),
    ("America/Puerto_Rico", "Atlantic, Puerto Rico"),
    ("Pacific/Guam", "Chamorro, Guam"),
)
LENGTHS = tuple((minutes, f"{minutes} minutes") for minutes in (15, 20, 30, 45, 60, 90, 120))
FURTHEST = timedelta(days=365)
TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.I)
NOON = 12


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not subscriptable
    """People to choose from, shown by name with their step."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the person's name and the step they stand in."""
        return f"{obj.person.name}, {obj.stage.name}" if obj.stage else str(obj.person.name)


class OfferForm(forms.Form):
    """To whom the open times are offered."""

    people = PeopleField(
        label="Offer the open times to",
        queryset=Application.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one person."},
    )

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        cast("PeopleField", self.fields["people"]).queryset = people


class SlotsForm(forms.Form):
    """Several times of one day at once."""

    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": "Give a day, such as 2026-12-04."},
    )
    times = forms.CharField(
        label="Times",
        help_text="One after another, such as 9:00, 9:45, 1:30 pm.",
        max_length=400,
    )
    minutes = forms.TypedChoiceField(label="Length", choices=LENGTHS, coerce=int, initial=45)
    zone = forms.ChoiceField(label="Time zone", choices=ZONES)
    where = forms.CharField(
        label="Where",
        help_text="A room, a phone number or a link to a call. The person sees it.",
        max_length=300,
    )
    interviewer = forms.ModelChoiceField(
        label="Who interviews",
        queryset=User.objects.none(),
        empty_label=None,
    )
    offer_to = PeopleField(
        label="Offer them at once to",
        queryset=Application.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, interviewers: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        interviewer = cast("forms.ModelChoiceField[User]", self.fields["interviewer"])
        interviewer.queryset = interviewers
        interviewer.label_from_instance = _member  # type: ignore[assignment,method-assign]
        cast("PeopleField", self.fields["offer_to"]).queryset = people

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        today = timezone.now().date()
        if day < today - timedelta(days=1):
            raise forms.ValidationError("This day is over.")
        if day > today + FURTHEST:
            raise forms.ValidationError("This day is more than a year away.")
        return day

    def clean_times(self) -> list[time]:
        parts = [
            part
            for part in re.split(r"[,;\n]+|\band\b", self.cleaned_data["times"])
            if part.strip()
        ]
        found = sorted({read_time(part.strip()) for part in parts})
        if not found:
            raise forms.ValidationError("Give at least one time, such as 9:00.")
        if len(found) > MOST_AT_ONCE:
            raise forms.ValidationError(f"At most {MOST_AT_ONCE} times at once.")
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"day", "times", "zone"} <= set(said):
            zone = ZoneInfo(said["zone"])
            starts = [moment_of(said["day"], each, zone) for each in said["times"]]
            if None in starts:
                self.add_error("times", "On this day the clocks skip one of these times.")
            elif any(start <= timezone.now() for start in starts if start):
                self.add_error("times", "One of these times is over.")
            else:
                said["starts"] = starts
        return said


class BookForm(forms.Form):
    """The time that a person chooses."""

    slot = forms.ModelChoiceField(
        label="Time",
        queryset=Slot.objects.none(),
        to_field_name="public_id",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose one of the times.",
            "invalid_choice": "This time is not free any more. Choose another one.",
        },
    )

    def __init__(self, *args: Any, slots: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        cast("forms.ModelChoiceField[Slot]", self.fields["slot"]).queryset = slots


def read_time(text: str) -> time:
    """Return a time of day from what people write. Raises ValidationError.

    >>> [read_time(text).isoformat("minutes") for text in ("9", "9:45", "1:30 pm", "12am", "13.30")]
    ['09:00', '09:45', '13:30', '00:00', '13:30']
    """
    found = TIME.fullmatch(text)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = (found[3] or "").lower() if found else ""
    if half and 1 <= hour <= NOON:
        hour = hour % NOON + (NOON if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise forms.ValidationError(f"“{text[:20]}” is no time. Write 9:00 or 1:30 pm.") from None


def moment_of(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """Return a day's time in a zone as a moment; None where the clocks skip it.

    A time that comes twice is the first of the two.
    """
    local = datetime.combine(day, at, tzinfo=zone)
    moment = local.astimezone(UTC)
    return moment if moment.astimezone(zone).time() == at else None


def _member(user: User) -> str:
    return user.name or user.email
