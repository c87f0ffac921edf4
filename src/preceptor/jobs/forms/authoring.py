"""What an employer writes: a posting by its parts, its text, its facts, how it is published."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from django import forms
from django.conf import settings

from preceptor.accounts.models import Organization, Site, User
from preceptor.common.places import STATES, find_place, find_zip
from preceptor.jobs.models import Job
from preceptor.jobs.services.places import PlaceGiven
from preceptor.jobs.services.publishing import DAYS_OPEN, MOST_DAYS_OPEN

MOST_DOLLARS = 10_000_000
MOST_HOURS_A_WEEK = 168
RADII = (10, 25, 50, 100, 250)
# Rows for places that are shown beyond those filled in.
SPARE_PLACES = 2
YES_NO = [("", "Not stated"), ("yes", "Yes"), ("no", "No")]
_MONEY = re.compile(r"\$?\s*(\d[\d,]*(?:\.\d{1,2})?)\s*(k)?", re.IGNORECASE)


class MoneyField(forms.CharField):
    """An amount of dollars as people write it, cleaned to cents; None where left empty."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"class": "short", "inputmode": "decimal"})
        super().__init__(required=False, max_length=20, widget=widget, **more)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value).removesuffix("USD").strip()
        return cents_of(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return dollars_of(value) if isinstance(value, int) else value


class ColleaguesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some of those who hire, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name or obj.email)


def cents_of(text: str) -> int:
    """Return an amount in cents. Raises ValidationError for what is none.

    >>> cents_of("$31.50"), cents_of("62,000"), cents_of("62k")
    (3150, 6200000, 6200000)
    """
    found = _MONEY.fullmatch(text)
    try:
        amount = Decimal(found[1].replace(",", "")) if found else None
    except InvalidOperation:
        amount = None
    if found is None or amount is None:
        raise forms.ValidationError("Give an amount such as 62,000 or 31.50.")
    amount *= 1000 if found[2] else 1
    if not 0 < amount <= MOST_DOLLARS:
        raise forms.ValidationError(f"Give an amount above 0 and up to {MOST_DOLLARS:,}.")
    return int(amount * 100)


def dollars_of(cents: int) -> str:
    """Return cents as dollars, whole where they are.

    >>> dollars_of(6200000), dollars_of(3150)
    ('62,000', '31.50')
    """
    return f"{cents // 100:,}" if cents % 100 == 0 else f"{cents / 100:,.2f}"


class WriteForm(forms.Form):
    """A posting written part by part; every line of a field is an item."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        error_messages={"required": "Give the job a title.", "max_length": "Shorten the title."},
    )
    about = forms.CharField(
        label="About the place and the team",
        help_text="Two sentences are enough. You may leave it out.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    duties = forms.CharField(
        label="What the person will do",
        help_text="One duty a line.",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Say what the person will do, one duty a line."},
    )
    musts = forms.CharField(
        label="What you require",
        help_text="One thing a line. Each costs people; you will see how many.",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    nices = forms.CharField(
        label="What would be nice",
        help_text="One thing a line. It orders people and shuts nobody out.",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TextForm(forms.Form):
    """The text of a posting, changed."""

    text = forms.CharField(
        label="The text of the posting",
        help_text="It is read anew. Lines that you wrote or changed stay as they are.",
        max_length=settings.PASTE_MAX_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        error_messages={"required": "A posting has a text."},
    )

    def clean_text(self) -> str:
        # A browser sends line ends as CRLF: spans count what is kept.
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class PublishForm(forms.Form):
    """Until when people may apply."""

    expires_on = forms.DateField(
        label="Last day to apply",
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={
            "required": "Say until when people may apply.",
            "invalid": "Give a date such as 2027-01-31.",
        },
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        self.fields["expires_on"].help_text = f"Today plus {DAYS_OPEN} days unless you change it."

    def clean_expires_on(self) -> date:
        day = cast("date", self.cleaned_data["expires_on"])
        if day < self.today:
            raise forms.ValidationError("This day is past. Choose today or later.")
        if day > self.today + timedelta(days=MOST_DAYS_OPEN):
            raise forms.ValidationError(f"Choose a day within {MOST_DAYS_OPEN} days.")
        return day


class FactsForm(forms.Form):
    """What a job is beside its text and lines. Everything but title and kind may be left open."""

    title = forms.CharField(
        label="Title", max_length=300, error_messages={"required": "Give the job a title."}
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[
            (Job.Kind.JOB, "A job: somebody is employed"),
            (Job.Kind.ENGAGEMENT, "An engagement: somebody is contracted, whole or in part"),
        ],
    )
    openings = forms.IntegerField(
        label="People to hire",
        min_value=1,
        max_value=500,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": "Say how many people you hire, 1 for most jobs."},
    )
    pay_least = MoneyField(label="Pay from", help_text="Dollars, such as 62,000 or 31.50.")
    pay_most = MoneyField(label="Pay up to", help_text="The same again for one fixed pay.")
    pay_period = forms.ChoiceField(label="Pay is", choices=Job.Pay.choices)
    hours_week = forms.IntegerField(
        label="Hours a week",
        help_text="All sites together.",
        required=False,
        min_value=1,
        max_value=MOST_HOURS_A_WEEK,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    starts_on = forms.DateField(
        label="Starts",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )
    ends_on = forms.DateField(
        label="Ends",
        help_text="Empty for work without an end.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )
    expires_on = forms.DateField(
        label="Last day to apply",
        help_text=f"Empty: {DAYS_OPEN} days after it is published.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
    )
    work_mode = forms.ChoiceField(label="Where the work is done", choices=Job.WorkMode.choices)
    states = forms.CharField(
        label="From home in these states only",
        help_text="Two letters each, such as ME, NH, VT. Empty for all of them.",
        required=False,
        max_length=220,
    )
    radius_miles = forms.TypedChoiceField(
        label="How far people may live",
        help_text="A gate: who lives farther and would not move is not asked.",
        choices=[(0, "Do not ask where people live"), *((m, f"{m} miles") for m in RADII)],
        coerce=int,
    )
    is_entry_friendly = forms.ChoiceField(
        label="Open to newcomers",
        help_text="A graduate without a job in the field could apply.",
        choices=YES_NO,
        required=False,
    )
    needs_clinical = forms.ChoiceField(
        label="Needs a clinical background", choices=YES_NO, required=False
    )
    team = ColleaguesField(
        label="Who works on it",
        help_text="Colleagues who are told when somebody applies.",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notes = forms.CharField(
        label="Notes among you",
        help_text="Never shown outside your organization.",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        colleagues: Any,
        rows: int,
        shown_on: date | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.shown_on = shown_on
        sites = Site.objects.filter(organization=organization).order_by("name", "pk")
        cast("forms.ModelMultipleChoiceField[User]", self.fields["team"]).queryset = colleagues
        self.rows = range(rows)
        choices = [("", "Another place"), *((str(s.public_id), str(s)) for s in sites)]
        self.sites = {str(site.public_id): site for site in sites}
        for row in self.rows:
            self._add_place(row, choices)

    def clean_expires_on(self) -> date | None:
        day: date | None = self.cleaned_data["expires_on"]
        if day is not None and self.shown_on is not None and day < self.shown_on:
            raise forms.ValidationError(
                "This day is past, and the job is shown. Close it instead, or choose another day."
            )
        return day

    def _add_place(self, row: int, sites: list[tuple[str, str]]) -> None:
        number = row + 1
        self.fields[f"site_{row}"] = forms.ChoiceField(
            label=f"Place {number}: one of your sites", choices=sites, required=False
        )
        self.fields[f"town_{row}"] = forms.CharField(
            label="Or a town or ZIP code",
            required=False,
            max_length=80,
            widget=forms.TextInput(attrs={"placeholder": "Augusta, ME"}),
        )
        self.fields[f"percent_{row}"] = forms.IntegerField(
            label="Percent of the week",
            required=False,
            min_value=1,
            max_value=100,
            widget=forms.NumberInput(attrs={"class": "short"}),
        )

    @property
    def place_rows(self) -> list[tuple[Any, Any, Any]]:
        """Return the fields of each row of places."""
        return [
            (self[f"site_{row}"], self[f"town_{row}"], self[f"percent_{row}"]) for row in self.rows
        ]

    def clean_states(self) -> list[str]:
        found = re.findall(r"[A-Za-z]+", self.cleaned_data["states"])
        unknown = [word for word in found if word.upper() not in STATES]
        if unknown:
            raise forms.ValidationError(f"{unknown[0]} is no state. Use two letters, such as ME.")
        return sorted({word.upper() for word in found})

    def clean(self) -> None:
        data = self.cleaned_data
        least, most = data.get("pay_least"), data.get("pay_most")
        if least is not None and most is not None and least > most:
            self.add_error("pay_most", "This is less than where the pay begins.")
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "It ends before it starts.")
        for name in ("is_entry_friendly", "needs_clinical"):
            data[name] = {"yes": True, "no": False}.get(data.get(name, ""))
        data["places"] = self._places()
        if sum(place.percent or 0 for place in data["places"]) > 100:
            last = max(row for row in self.rows if data.get(f"percent_{row}"))
            self.add_error(f"percent_{last}", "The places together share more than a whole week.")

    def _places(self) -> list[PlaceGiven]:
        places = []
        for row in self.rows:
            site = self.sites.get(self.cleaned_data.get(f"site_{row}") or "")
            town = (self.cleaned_data.get(f"town_{row}") or "").strip()
            percent = self.cleaned_data.get(f"percent_{row}")
            if site is not None:
                places.append(place_of_site(site, percent))
            elif town:
                found = find_zip(town) or find_place(_titled(town))
                if found is None:
                    self.add_error(
                        f"town_{row}", "This place is not known. Write it as Augusta, ME or 04330."
                    )
                    continue
                places.append(
                    PlaceGiven(
                        found.city,
                        found.state,
                        found.zip_code,
                        found.latitude,
                        found.longitude,
                        percent=percent,
                    )
                )
            elif percent:
                self.add_error(f"site_{row}", "Say which place this share of the week is for.")
        return places


def place_of_site(site: Site, percent: int | None) -> PlaceGiven:
    """Return a site as a place of work."""
    return PlaceGiven(
        site.city,
        site.state,
        site.zip_code,
        site.latitude,
        site.longitude,
        site=site,
        percent=percent,
    )


def _titled(town: str) -> str:
    """Return "augusta, me" as "Augusta, ME"."""
    city, _, state = town.rpartition(",")
    return f"{city.strip().title()}, {state.strip().upper()}" if city else town


def facts_initial(job: Job) -> dict[str, Any]:
    """Return what a job is as the facts form shows it; its places must be loaded in order."""
    yes_no = {True: "yes", False: "no", None: ""}
    initial: dict[str, Any] = {
        name: getattr(job, name)
        for name in (
            "title",
            "kind",
            "openings",
            "pay_least",
            "pay_most",
            "pay_period",
            "hours_week",
            "starts_on",
            "ends_on",
            "expires_on",
            "work_mode",
            "notes",
        )
    }
    initial |= {
        "states": ", ".join(job.states),
        "radius_miles": job.radius_miles,
        "is_entry_friendly": yes_no[job.is_entry_friendly],
        "needs_clinical": yes_no[job.needs_clinical],
        "team": [user.pk for user in job.team.all()],
    }
    for row, place in enumerate(job.places.all()):
        initial[f"site_{row}"] = str(place.site.public_id) if place.site else ""
        initial[f"town_{row}"] = "" if place.site else f"{place.city}, {place.state}"
        initial[f"percent_{row}"] = place.percent
    if (site := _likely_site(job)) is not None:
        initial["site_0"] = str(site.public_id)
    return initial


def _likely_site(job: Job) -> Site | None:
    """Return the only site of a draft's organization where the draft names no place of work.

    It is chosen beforehand in the form, and counts once the form is kept.
    """
    is_remote = job.work_mode in (Job.WorkMode.REMOTE, Job.WorkMode.FLEXIBLE)
    is_draft = job.status in (Job.Status.DRAFT, Job.Status.REVIEW)
    if is_remote or not is_draft or job.places.all() or job.organization is None:
        return None
    sites = list(job.organization.sites.order_by("pk")[:2])
    return sites[0] if len(sites) == 1 else None
