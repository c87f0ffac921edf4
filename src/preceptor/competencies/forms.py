from __future__ import annotations

from typing import ClassVar, cast

from django import forms

from preceptor.competencies.hr_guide import statements
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.vocabulary import Kind

SORTS = ("name", "-name", "kind", "-kind", "roles", "-roles")


class SearchForm(forms.Form):
    """What to look for in the vocabulary; everything may be left out."""

    q = forms.CharField(
        label="Words",
        help_text="A name, an abbreviation, or how a posting writes it, such as HL7 or order sets.",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"max_length": "Search for at most 100 characters."},
    )
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("", "Every kind"), *((kind.value, kind.value.title()) for kind in Kind)],
        required=False,
        error_messages={"invalid_choice": "Choose one of the kinds in the list."},
    )


class CompareForm(forms.Form):
    """Two roles to lay side by side."""

    a = forms.ChoiceField(
        label="One role",
        error_messages={
            "required": "Choose the first role.",
            "invalid_choice": "The first role is not one of the list.",
        },
    )
    b = forms.ChoiceField(
        label="The other role",
        error_messages={
            "required": "Choose the second role.",
            "invalid_choice": "The second role is not one of the list.",
        },
    )

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        choices = [
            ("", "Choose a role"),
            *((role.id, role.name) for role in load_vocabulary().roles),
        ]
        for name in ("a", "b"):
            cast("forms.ChoiceField", self.fields[name]).choices = choices

    def clean(self) -> None:
        if self.cleaned_data.get("a") and self.cleaned_data.get("a") == self.cleaned_data.get("b"):
            self.add_error("b", "Choose two different roles.")


class FinderForm(forms.Form):
    """Ten statements about the work; each may be left unanswered."""

    CHOICES: ClassVar = [
        ("2", "Most weeks"),
        ("1", "Sometimes"),
        ("0", "Hardly ever"),
    ]

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        for number, statement in enumerate(statements(), start=1):
            self.fields[statement.id] = forms.ChoiceField(
                label=f"{number}. {statement.asks}",
                choices=self.CHOICES,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose one of the three answers."},
            )

    def answers(self) -> dict[str, int]:
        """Return what was answered, by statement."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {name: int(value) for name, value in said.items() if value}
