from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone

from preceptor.accounts.models import Organization, Site
from preceptor.common.places import PlaceFound, find_place, find_zip
from preceptor.jobs.services.consultants import FreeWeeks

CENTS = 100
MOST_RATE = 1_000
MOST_STRETCHES = 12
MILES = (10, 25, 50, 100, 250)
# Nobody plans further, and calendars end somewhere.
FURTHEST = timedelta(days=5 * 366)


class OfferForm(forms.Form):
    """What a consultant offers."""

    headline = forms.CharField(
        label="What you do, in one line",
        help_text="Such as: go-live support and template builds for small practices.",
        max_length=200,
    )
    summary = forms.CharField(
        label="What a practice should know",
        help_text="What you did, for whom, and what they had afterwards.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    rate_least = forms.DecimalField(
        label="Rate from, dollars an hour",
        min_value=1,
        max_value=MOST_RATE,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
        error_messages={"invalid": "Give dollars an hour, such as 85 or 92.50."},
    )
    rate_most = forms.DecimalField(
        label="Rate to",
        min_value=1,
        max_value=MOST_RATE,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
        error_messages={"invalid": "Give dollars an hour, such as 85 or 92.50."},
    )
    hours_week = forms.IntegerField(
        label="Hours a week you can give",
        min_value=1,
        max_value=60,
        initial=20,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    radius_miles = forms.IntegerField(
        label="Miles you go from home",
        min_value=0,
        max_value=500,
        initial=60,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    is_remote = forms.BooleanField(label="I also work remotely", required=False)

    def clean(self) -> dict[str, Any]:
        """Return the rates in cents, the range in order."""
        said = super().clean() or {}
        for name in ("rate_least", "rate_most"):
            if said.get(name) is not None:
                said[name] = int(said[name] * CENTS)
        least, most = said.get("rate_least"), said.get("rate_most")
        if least is not None and most is not None and most < least:
            self.add_error("rate_most", "The higher rate is below the lower one.")
        return said


class WeeksForm(forms.Form):
    """When a consultant has time: a line a stretch, as 2027-01-04 to 2027-03-26, 60 %."""

    weeks = forms.CharField(
        label="When you have time",
        help_text="One stretch a line, such as: 2027-01-04 to 2027-03-26, 60 %",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_weeks(self) -> list[FreeWeeks]:
        """Return the stretches in order of their first day."""
        lines = [line.strip() for line in self.cleaned_data["weeks"].splitlines() if line.strip()]
        if len(lines) > MOST_STRETCHES:
            raise forms.ValidationError(f"Give at most {MOST_STRETCHES} stretches.")
        return sorted(
            (_stretch(number, line) for number, line in enumerate(lines, start=1)),
            key=lambda stretch: stretch.starts_on,
        )


STRETCH = re.compile(
    r"(\d{4}-\d{2}-\d{2})\s*(?:to|-|until|through)\s*(\d{4}-\d{2}-\d{2})\s*[,;:]?\s*(\d{1,3})\s*%?"
)


def _stretch(number: int, line: str) -> FreeWeeks:
    found = STRETCH.fullmatch(line)
    days = forms.DateField()
    if found is None:
        raise forms.ValidationError(f"Line {number}: write it as 2027-01-04 to 2027-03-26, 60 %.")
    try:
        starts_on, ends_on = days.to_python(found[1]), days.to_python(found[2])
    except forms.ValidationError:
        raise forms.ValidationError(f"Line {number}: one of these days does not exist.") from None
    percent = int(found[3])
    if starts_on is None or ends_on is None or ends_on < starts_on:
        raise forms.ValidationError(f"Line {number}: the last day is before the first.")
    if not _is_near(ends_on):
        raise forms.ValidationError(f"Line {number}: plan at most five years ahead.")
    if not 1 <= percent <= 100:
        raise forms.ValidationError(f"Line {number}: give a share from 1 to 100 %.")
    return FreeWeeks(starts_on, ends_on, percent)


def _is_near(day: date) -> bool:
    return day <= timezone.now().date() + FURTHEST


class ReferenceForm(forms.Form):
    """Whom to ask for a reference."""

    organization_name = forms.CharField(label="Practice or organization", max_length=200)
    email = forms.EmailField(label="E-mail address of who knows your work there")
    work = forms.CharField(
        label="What you did for them",
        help_text="One line; they are asked to confirm these words.",
        max_length=300,
    )


class ReferenceAnswerForm(forms.Form):
    """What somebody says who was asked for a reference."""

    answer = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")])
    words = forms.CharField(
        label="A sentence, if you like",
        help_text="Shown on the consultant’s profile beside the name of your organization.",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FindForm(forms.Form):
    """Whom a practice looks for, near where, when and how much of the week."""

    q = forms.CharField(
        label="Words",
        help_text="Of what they do.",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    near = forms.CharField(
        label="Near",
        help_text="ZIP code, or town and state.",
        max_length=80,
        required=False,
    )
    miles = forms.TypedChoiceField(
        label="Within",
        choices=[("", "as far as they come"), *((miles, f"{miles} miles") for miles in MILES)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    percent = forms.IntegerField(
        label="Share of a week, percent",
        min_value=1,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    starts_on = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    weeks = forms.IntegerField(
        label="For how many weeks",
        min_value=1,
        max_value=104,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    rate_most = forms.IntegerField(
        label="At most, dollars an hour",
        min_value=1,
        max_value=MOST_RATE,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def clean_near(self) -> PlaceFound | None:
        """Return the place, None for none given."""
        given: str = self.cleaned_data["near"].strip()
        if not given:
            return None
        found = find_zip(given[:5]) if given[:5].isdigit() else find_place(given)
        if found is None:
            raise forms.ValidationError(
                "We know no such place. Give a ZIP code, or a town as in Augusta, ME."
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Return the stretch asked: the next four weeks where nothing is said."""
        said = super().clean() or {}
        if said.get("starts_on") and not _is_near(said["starts_on"]):
            self.add_error("starts_on", "Look at most five years ahead.")
        said["starts_on"] = said.get("starts_on") or timezone.now().date()
        said["ends_on"] = said["starts_on"] + timedelta(weeks=said.get("weeks") or 4, days=-1)
        return said


class ShareForm(forms.Form):
    """The share of a consultant's week that a practice asks for."""

    percent = forms.IntegerField(
        label="Share of a week, percent",
        help_text="20 % is a day a week.",
        min_value=1,
        max_value=100,
        initial=20,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    starts_on = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label="Through", widget=forms.DateInput(attrs={"type": "date"}))
    site = forms.ModelChoiceField(
        label="For which site",
        queryset=Site.objects.none(),
        required=False,
        empty_label="No one site",
    )
    text = forms.CharField(
        label="What it is about",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_open_to_others = forms.BooleanField(
        label="Other practices may see that we share this consultant, and join",
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, organization: Organization, **more: Any) -> None:
        super().__init__(*args, **more)
        site = cast("forms.ModelChoiceField[Site]", self.fields["site"])
        site.queryset = organization.sites.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        """Refuse a stretch that ends before it begins, or lies in the past."""
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first.")
        if last and last < timezone.now().date():
            self.add_error("ends_on", "These weeks are over already.")
        if last and not _is_near(last):
            self.add_error("ends_on", "Ask for at most five years ahead.")
        return said
