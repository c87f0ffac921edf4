"""One question of the form in place of a resume."""

from __future__ import annotations

from typing import Any

from django import forms

from preceptor.common.forms import place_typed
from preceptor.resumes.queries.guided import DOMAINS, TICKS, WORK, ShownQuestion
from preceptor.resumes.queries.languages import NAMES
from preceptor.resumes.record_rows import DOMAIN_NAMES, EDUCATION_NAMES

MOST_YEARS = 63
LEVELS = (
    ("", "I would rather not say"),
    ("2", "I did it with help"),
    ("3", "I do it on my own"),
    ("4", "I am the one others ask"),
)
# Languages offered, those most spoken first; the rest by name.
USUAL = ("en", "es", "zh", "vi", "ar", "fr", "ht", "ko", "ru", "pt", "tl", "ase")


class Radios(forms.RadioSelect):
    """Options of which one holds; what is wrong leads to the first of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of an option, the first one for all of them."""
        return super().id_for_label(id_, index or "0")


class Boxes(forms.CheckboxSelectMultiple):
    """Options of which any may hold; what is wrong leads to the first of them."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of an option, the first one for all of them."""
        return super().id_for_label(id_, index or "0")


class QuestionForm(forms.Form):
    """The fields of one question; ``said`` is what goes into the answers."""

    def __init__(self, *args: Any, question: ShownQuestion, **more: Any) -> None:
        super().__init__(*args, **more)
        self.question = question
        for name, field in _fields(question).items():
            self.fields[name] = field

    @property
    def said(self) -> dict[str, Any]:
        """Return the answer as it is kept. The form must be valid."""
        read = _READ.get(self.question.kind, _read_ticks)
        return read(self.cleaned_data)

    def clean_zip(self) -> str:
        """Return the five digits of a ZIP code that exists, "" for none given."""
        place = place_typed(self.cleaned_data["zip"])
        return place.zip_code if place else ""


def initial_of(question: ShownQuestion, answer: Any) -> dict[str, Any]:
    """Return what a form shows of an answer given before."""
    if not answer:
        return {}
    said = dict(answer)
    if question.kind == WORK:
        said["work"] = next(iter(said.get("ticked", ())), "")
    if "is_willing_to_move" in said:
        said["moves"] = "yes" if said["is_willing_to_move"] else "no"
    if "level" in said and question.kind == TICKS:
        said["level"] = str(said["level"] or "")
    return said


def _fields(question: ShownQuestion) -> dict[str, forms.Field]:
    options = [(option.key, option.label) for option in question.options]
    if question.kind == WORK:
        return {
            "work": _radio("Work", options, needs="Choose one, or skip the question."),
            "title": forms.CharField(
                label="Your last title there",
                help_text="As it stood in your contract, such as Medical receptionist.",
                max_length=120,
                required=False,
            ),
        }
    if question.kind == TICKS:
        return {
            "ticked": forms.MultipleChoiceField(
                label=question.title,
                choices=options,
                required=False,
                widget=Boxes,
            ),
            "level": _radio("How well do you know what you ticked?", LEVELS, needs=""),
        }
    return _OTHER[question.kind]()


def _radio(label: str, choices: Any, *, needs: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=bool(needs),
        widget=Radios,
        error_messages={"required": needs} if needs else {},
    )


def _home() -> dict[str, forms.Field]:
    return {
        "zip": forms.CharField(
            label="ZIP code",
            max_length=10,
            required=False,
            widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
        ),
        "moves": _radio("Would you move for work?", (("yes", "Yes"), ("no", "No")), needs=""),
    }


def _permit() -> dict[str, forms.Field]:
    choices = (("yes", "Yes"), ("no", "No"))
    return {"right_to_work": _radio("Answer", choices, needs="Choose one, or skip the question.")}


def _education() -> dict[str, forms.Field]:
    choices = tuple(EDUCATION_NAMES.items())
    return {"level": _radio("Education", choices, needs="Choose one, or skip the question.")}


def _years() -> dict[str, forms.Field]:
    return {
        name: forms.FloatField(
            label=DOMAIN_NAMES[name],
            required=False,
            min_value=0,
            max_value=MOST_YEARS,
            widget=forms.NumberInput(attrs={"class": "short", "step": "0.5"}),
            error_messages={
                "invalid": "Give the years as a number, such as 2.5.",
                "min_value": "Years cannot be less than 0.",
                "max_value": f"Give at most {MOST_YEARS} years.",
            },
        )
        for name in DOMAINS
    }


def _available() -> dict[str, forms.Field]:
    return {
        "on": forms.DateField(
            label="First day you could work",
            required=False,
            widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
            error_messages={"invalid": "Give a date, such as 2027-01-15."},
        ),
        "displaced_from": forms.CharField(
            label="If your job ended or will end because of a layoff or a new system: where?",
            help_text="Employers can look for people of a house that let staff go.",
            max_length=200,
            required=False,
        ),
    }


def _languages() -> dict[str, forms.Field]:
    rest = sorted(set(NAMES) - set(USUAL), key=lambda code: NAMES[code])
    return {
        "codes": forms.MultipleChoiceField(
            label="Languages",
            choices=[(code, NAMES[code]) for code in (*USUAL, *rest)],
            required=False,
            widget=Boxes,
        )
    }


_OTHER = {
    "home": _home,
    "permit": _permit,
    "education": _education,
    "years": _years,
    "available": _available,
    "languages": _languages,
}


def _read_ticks(said: dict[str, Any]) -> dict[str, Any]:
    return {"ticked": said["ticked"], "level": int(said["level"]) if said["level"] else None}


def _read_work(said: dict[str, Any]) -> dict[str, Any]:
    return {"ticked": [said["work"]], "title": said["title"].strip()}


def _read_home(said: dict[str, Any]) -> dict[str, Any]:
    moves = {"yes": True, "no": False}.get(said["moves"])
    return {"zip": said["zip"], "is_willing_to_move": moves}


def _read_years(said: dict[str, Any]) -> dict[str, Any]:
    return {name: years for name, years in said.items() if years is not None}


def _read_available(said: dict[str, Any]) -> dict[str, Any]:
    on = said["on"]
    return {
        "on": on.isoformat() if on else "",
        "displaced_from": said["displaced_from"].strip(),
    }


def _read_plain(said: dict[str, Any]) -> dict[str, Any]:
    return dict(said)


_READ = {
    TICKS: _read_ticks,
    WORK: _read_work,
    "home": _read_home,
    "years": _read_years,
    "available": _read_available,
    "permit": _read_plain,
    "education": _read_plain,
    "languages": _read_plain,
}
