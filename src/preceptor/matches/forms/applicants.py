"""How a list of applicants is asked, and why it is not now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from preceptor.jobs.models import Application, Job, Refusal
from preceptor.jobs.services.refusals import ADVICE_LENGTH, Because
from preceptor.matches.queries.applicants import Explained, Field, Suggested, suggested

Reason = Refusal.Reason
VIEWS = ("list", "board")
SHOWS = ("open", "ended", "all")
SORTS = ("sent", "-sent", "fit", "-fit", "proof", "-proof", "due", "-due")


class ListForm(forms.Form):
    """How a list of applicants is asked; whatever does not fit is as by default."""

    show = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[("open", "Open"), ("ended", "Ended"), ("all", "All")],
    )
    meets = forms.BooleanField(label="Meets every required line", required=False)

    def wanted(self) -> dict[str, Any]:
        """Return view, show, sort, stage and whether every required line must be met."""
        self.is_valid()
        said: Mapping[str, str] = self.data
        return {
            "view": said.get("view") if said.get("view") in VIEWS else "list",
            "show": said.get("show") if said.get("show") in SHOWS else "open",
            "sort": said.get("sort") if said.get("sort") in SORTS else "-fit",
            "stage": said.get("stage", ""),
            "meets": bool(said.get("meets")),
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """One reason as a checkbox."""

    value: str
    suggested: Suggested
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """One person to whom *not now* is said: the reasons to choose from, and advice."""

    application: Application
    found: Explained
    choices: list[Choice]
    nice: list[Choice]
    others: list[Choice]
    advice: str
    problem: str = ""
    chosen: list[Suggested] = field(default_factory=list)

    def because(self) -> list[Because]:
        """Return the chosen reasons; the advice stands with the first of them."""
        return [
            Because(
                reason=each.reason,
                line=each.line,
                advice=self.advice if at == 0 else "",
                needed=each.needed,
                competency=each.competency,
            )
            for at, each in enumerate(self.chosen)
        ]


def refusal_rows(
    job: Job, applications: Sequence[Application], scored: Field, data: QueryDict | None
) -> list[RefusalRow]:
    """Return the form of a refusal for some people, as suggested or as it was filled in."""
    found = scored.explain([each.person_id for each in applications])
    return [
        _refusal_row(job, each, found[each.person_id], data)
        for each in applications
        if each.person_id in found
    ]


def _refusal_row(
    job: Job, application: Application, found: Explained, data: QueryDict | None
) -> RefusalRow:
    reasons = suggested(job, found)
    met = _met_reasons(job, found)
    name = f"r-{application.public_id}"
    said = set(data.getlist(name)) if data is not None else None
    advice = " ".join(data.get(f"advice-{application.public_id}", "").split()) if data else ""
    chosen = [
        each
        for each in (*reasons, *met)
        if (each.is_likely if said is None else _value(each) in said)
    ]
    problem = ""
    if data is not None and not chosen:
        problem = "Choose at least one reason."
    elif len(advice) > ADVICE_LENGTH:
        problem = f"Keep the advice below {ADVICE_LENGTH} characters."
    return RefusalRow(
        application=application,
        found=found,
        choices=[_choice(each, chosen) for each in reasons if not each.is_nice],
        nice=[_choice(each, chosen) for each in reasons if each.is_nice],
        others=[_choice(each, chosen) for each in met],
        advice=advice,
        problem=problem,
        chosen=chosen,
    )


def _met_reasons(job: Job, found: Explained) -> list[Suggested]:
    """Return reasons about lines that the record meets: somebody may have found it otherwise."""
    lines = list(job.lines.all())
    return [
        Suggested(
            line=lines[state.position],
            reason=Reason.NOT_YET,
            label=state.label,
            needed=state.needed or state.label,
            competency="",
            is_likely=False,
        )
        for state in found.lines
        if state.state == "met" and not state.is_gate
    ]


def _choice(each: Suggested, chosen: Sequence[Suggested]) -> Choice:
    return Choice(_value(each), each, str(Reason(each.reason).label), each in chosen)


def _value(each: Suggested) -> str:
    return f"{each.line.order if each.line else ''}:{each.reason}"
