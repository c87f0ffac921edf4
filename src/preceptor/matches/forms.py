from __future__ import annotations

from django import forms

MOST_PEOPLE = 100_000


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
