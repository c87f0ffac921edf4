from __future__ import annotations

from django import forms

from preceptor.engine.match.job import PROOF_WEIGHTS

MOST_PEOPLE = 100_000
MOST_HOURS = 10_000
DOOR_MILES = (10, 25, 50, 100, 250)
PROOF_NAMES = {
    0: "0: not at all, a claim is enough",
    25: "25: a little",
    50: "50: half",
    75: "75: much",
    100: "100: fully",
}


class ProofForm(forms.Form):
    """How much proof counts, and how many signed hours stand for a year of experience."""

    proof = forms.TypedChoiceField(
        label="How much proof counts",
        help_text="A line earns less where it is only claimed.",
        choices=[(weight, PROOF_NAMES[weight]) for weight in reversed(PROOF_WEIGHTS)],
        coerce=int,
        error_messages={"invalid_choice": "Proof counts 0, 25, 50, 75 or 100."},
    )
    hours = forms.IntegerField(
        label="Signed hours that stand for a year",
        help_text="Hours of supervised work that a preceptor signed.",
        min_value=1,
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "invalid": "Give a whole number of hours.",
            "min_value": "Give at least one hour.",
            "max_value": f"Give at most {MOST_HOURS:,} hours.",
        },
    )


class DoorForm(forms.Form):
    """How far around a home doors are looked for."""

    miles = forms.TypedChoiceField(
        label="Within",
        choices=[(miles, f"{miles} miles") for miles in DOOR_MILES],
        coerce=int,
    )


class GoalForm(forms.Form):
    """How many people the cheapest change should bring into reach."""

    goal = forms.IntegerField(
        label="People to reach",
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "invalid": "Give a whole number of people.",
            "min_value": "Give at least one person.",
            "max_value": f"Give at most {MOST_PEOPLE:,} people.",
        },
    )
