"""One line of a job, written or changed: what it asks and how much it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from preceptor.competencies.catalogue import find_competencies
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.translate.drafts import MUST_WEIGHT, NICE_WEIGHT
from preceptor.engine.translate.history_lines import DOMAIN_NAMES, LEVEL_NAMES
from preceptor.engine.vocabulary import Competency, Kind
from preceptor.jobs.models import Line
from preceptor.jobs.services.lines import GATE_KINDS

KINDS = {
    Line.Kind.COMPETENCY: "What somebody can do",
    Line.Kind.CREDENTIAL: "A certificate",
    Line.Kind.LICENCE: "A license as a gate",
    Line.Kind.YEARS: "Years of experience",
    Line.Kind.EDUCATION: "Education",
    Line.Kind.RIGHT_TO_WORK: "Right to work as a gate",
}
LEVELS = (
    (1, "1 baseline"),
    (2, "2 basic"),
    (3, "3 intermediate"),
    (4, "4 advanced"),
    (5, "5 expert"),
)
GRADES = (
    (0, "Any: a claim is enough"),
    (1, "Documented in a job, course or project"),
    (2, "Signed by a supervisor"),
    (3, "Shown in an exam"),
    (4, "A credential that can be verified"),
)
MOST_WAYS = 12
MOST_FOUND = 12
_NAMED_KINDS = (Line.Kind.COMPETENCY, Line.Kind.CREDENTIAL, Line.Kind.LICENCE)
_MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class Way:
    """One alternative of a line: chosen or merely offered; ``written`` is how it was found."""

    competency: Competency
    level: int
    is_chosen: bool
    written: str = ""


@dataclass(frozen=True, slots=True)
class Schooling:
    """One way in by education, with the years of work beside it."""

    level: int
    name: str
    years: str
    is_chosen: bool


class LineForm(forms.Form):
    """A line of one kind. ``find`` in the data only searches; everything typed stays."""

    necessity = forms.ChoiceField(
        label="How much it counts",
        choices=[
            ("must", "Must: who lacks it is not in reach"),
            ("nice", "Nice: it orders people"),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    weight = forms.IntegerField(
        label="Weight among the lines, 1 to 100",
        help_text=f"{MUST_WEIGHT} is usual for a must, {NICE_WEIGHT} for a nice.",
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    q = forms.CharField(
        label="Search for what the line asks",
        help_text="A competency, system, standard or certificate by any of its names.",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    minimum_grade = forms.TypedChoiceField(
        label="Proof it takes at least", choices=GRADES, coerce=int, required=False
    )
    domain = forms.ChoiceField(
        label="Years of",
        choices=[(key, f"{name[:1].upper()}{name[1:]}") for key, name in DOMAIN_NAMES.items()],
        required=False,
    )
    years = forms.DecimalField(
        label="How many years",
        help_text="Quarters count: 0.25, 0.5, 1.5.",
        required=False,
        min_value=0.25,
        max_value=_MOST_YEARS,
        max_digits=4,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.25"}),
        error_messages={"min_value": "Give at least a quarter of a year, 0.25."},
    )

    def __init__(self, data: Any, *, kind: str, line: Line | None = None) -> None:
        self.kind = kind
        self.line = line
        self._spec: Mapping[str, Any] = line.spec if line else {}
        initial: dict[str, Any] = {"necessity": "must", "minimum_grade": 0, "domain": "it"}
        if line is not None:
            initial = {"necessity": line.necessity, "weight": line.weight}
            initial["minimum_grade"] = self._spec.get("minimum_grade", 0)
            if kind == Line.Kind.YEARS:
                initial["domain"] = self._spec["domain"]
                initial["years"] = f"{self._spec['quarters'] / 4:g}"
        super().__init__(data, initial=initial)
        for name in self._unused():
            del self.fields[name]

    def _unused(self) -> list[str]:
        unused = []
        if self.is_gate:
            unused += ["necessity", "weight"]
        if self.kind not in _NAMED_KINDS:
            unused += ["q"]
        if self.kind != Line.Kind.COMPETENCY:
            unused += ["minimum_grade"]
        if self.kind != Line.Kind.YEARS:
            unused += ["domain", "years"]
        return unused

    @property
    def is_gate(self) -> bool:
        """Whether the line decides whether, not how well."""
        return self.kind in GATE_KINDS

    @property
    def is_search(self) -> bool:
        """Whether it was only asked to search."""
        return "find" in self.data

    def ways(self) -> list[Way]:
        """Return the alternatives: the chosen, then what the search found beside them."""
        chosen = self._chosen()
        by_id = load_vocabulary().by_id
        rows = [Way(by_id[slug], level, is_chosen=True) for slug, level in chosen.items()]
        return rows + self._found(chosen)

    def _chosen(self) -> dict[str, int]:
        known = load_vocabulary().by_id
        if not self.is_bound:
            ways = self._spec.get("any_of", ())
            if self.kind == Line.Kind.COMPETENCY:
                return {w["competency"]: w["level"] or 1 for w in ways if w["competency"] in known}
            return {slug: 1 for slug in ways if slug in known}
        return {
            slug: _level(self.data.get(f"level-{slug}", ""))
            for slug in self._ticked("way")
            if self._may(slug)
        }

    def _ticked(self, name: str) -> list[str]:
        """Return every value of a name that comes several times."""
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    def _may(self, slug: str) -> bool:
        entry = load_vocabulary().by_id.get(slug)
        if entry is None:
            return False
        if self.kind == Line.Kind.LICENCE:
            return entry.is_licence
        return (entry.kind is Kind.CREDENTIAL) == (self.kind == Line.Kind.CREDENTIAL)

    def _found(self, chosen: Mapping[str, int]) -> list[Way]:
        wanted = str(self.data.get("q", "")).strip() if self.is_bound else ""
        if not wanted:
            return []
        hits = [
            hit
            for hit in find_competencies(load_vocabulary(), wanted)
            if hit.competency.id not in chosen and self._may(hit.competency.id)
        ]
        return [
            Way(hit.competency, 1, is_chosen=False, written=hit.written)
            for hit in hits[:MOST_FOUND]
        ]

    def schoolings(self) -> list[Schooling]:
        """Return the ways in by education, lowest first."""
        stored = {way["level"]: way["quarters"] for way in self._spec.get("any_of", ())}
        rows = []
        for level, name in sorted(LEVEL_NAMES.items()):
            if self.is_bound:
                is_chosen = str(level) in self._ticked("schooling")
                years = str(self.data.get(f"beside-{level}", ""))
            else:
                is_chosen = level in stored
                quarters = stored.get(level, 0)
                years = f"{quarters / 4:g}" if quarters else ""
            rows.append(Schooling(level, name, years, is_chosen))
        return rows

    def clean(self) -> None:
        if not self.is_gate and not self.cleaned_data.get("necessity"):
            self.cleaned_data["necessity"] = "must"
        try:
            self.cleaned_data["spec"] = self._asked()
        except forms.ValidationError as error:
            self.add_error(None, error)

    def _asked(self) -> dict[str, Any]:
        if self.kind in _NAMED_KINDS:
            return self._named()
        if self.kind == Line.Kind.EDUCATION:
            return self._education()
        if self.kind == Line.Kind.YEARS:
            years = self.cleaned_data.get("years")
            if years is None:
                if "years" not in self.errors:
                    self.add_error("years", "Say how many years.")
                return {}
            return {"domain": self.cleaned_data["domain"] or "it", "quarters": round(years * 4)}
        return {}

    def _named(self) -> dict[str, Any]:
        chosen = self._chosen()
        if not chosen:
            raise forms.ValidationError("Tick at least one, or search for what you mean.")
        if len(chosen) > MOST_WAYS:
            raise forms.ValidationError(f"At most {MOST_WAYS} can stand in one line.")
        if self.kind != Line.Kind.COMPETENCY:
            return {"any_of": list(chosen)}
        return {
            "any_of": [{"competency": slug, "level": level} for slug, level in chosen.items()],
            "minimum_grade": self.cleaned_data.get("minimum_grade") or 0,
        }

    def _education(self) -> dict[str, Any]:
        ways = [
            {"level": row.level, "quarters": _quarters(row.years)}
            for row in self.schoolings()
            if row.is_chosen
        ]
        if not ways:
            raise forms.ValidationError("Tick at least one way in.")
        if ways == [{"level": 0, "quarters": 0}]:
            raise forms.ValidationError("Say how many years of experience stand for a degree.")
        return {"any_of": ways}


def _level(text: str) -> int:
    return int(text) if text in ("1", "2", "3", "4", "5") else 1


def _quarters(text: str) -> int:
    try:
        years = float(text) if text.strip() else 0.0
    except ValueError:
        raise forms.ValidationError(f"{text} is no number of years.") from None
    if not 0 <= years <= _MOST_YEARS:
        raise forms.ValidationError(f"Give from 0 to {_MOST_YEARS} years.")
    return round(years * 4)
