from __future__ import annotations

from typing import Any

from django import forms

from preceptor.accounts.models import Organization, Preferences

MOST_PAY = 1_000_000


class DollarField(forms.DecimalField):
    """An amount as people write it: 55000, 55,000 or $55,000."""

    def to_python(self, value: Any) -> Any:
        """Return the amount, None for none."""
        return super().to_python(str(value).replace(",", "").replace("$", "") if value else value)


class PreferencesForm(forms.Form):
    """What a person would rather have. Everything may be left open."""

    pay = DollarField(
        label="Pay, at least",
        help_text="In dollars; leave it empty if it does not matter.",
        required=False,
        min_value=1,
        max_value=MOST_PAY,
        max_digits=9,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
        error_messages={
            "invalid": "Give the pay as a number, such as 55000.",
            "min_value": "Give the pay as a number above 0.",
            "max_value": f"Give a pay of at most {MOST_PAY:,}.",
        },
    )
    pay_period = forms.ChoiceField(label="For", choices=Preferences.Pay, required=False)
    miles_most = forms.IntegerField(
        label="Miles from home, at most",
        help_text="As the crow flies. Work from home is always near.",
        required=False,
        min_value=1,
        max_value=5_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "invalid": "Give the miles as a whole number.",
            "min_value": "Give at least 1 mile.",
            "max_value": "Give at most 5,000 miles.",
        },
    )
    hours = forms.ChoiceField(
        label="Hours",
        help_text="Full time is 35 hours a week or more.",
        choices=Preferences.Hours,
        required=False,
    )
    travel_percent_most = forms.IntegerField(
        label="Travel, percent of the time at most",
        help_text="0 is none at all.",
        required=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "invalid": "Give the travel as a whole number of percent.",
            "min_value": "Give 0 or more percent.",
            "max_value": "Give at most 100 percent.",
        },
    )
    remote = forms.ChoiceField(
        label="Working from home", choices=Preferences.Remote, required=False
    )
    settings = forms.MultipleChoiceField(
        label="Kinds of employer",
        help_text="Those you would rather work for; none ticked is no preference.",
        choices=Organization.Kind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose among the kinds in the list."},
    )

    @staticmethod
    def initial_of(preferences: Preferences | None) -> dict[str, Any]:
        """Return what the form shows of stored preferences."""
        if preferences is None:
            return {}
        least = preferences.pay_least
        pay = None if least is None else f"{least / 100:.2f}".removesuffix(".00")
        return {
            "pay": pay,
            "pay_period": preferences.pay_period,
            "miles_most": preferences.miles_most,
            "hours": preferences.hours,
            "travel_percent_most": preferences.travel_percent_most,
            "remote": preferences.remote,
            "settings": preferences.settings,
        }

    def wanted(self) -> dict[str, Any]:
        """Return what is preferred, in the fields as they are stored."""
        given = dict(self.cleaned_data)
        pay = given.pop("pay")
        return {
            **given,
            "pay_least": None if pay is None else int(pay * 100),
            "pay_period": given["pay_period"] or Preferences.Pay.YEAR,
        }
