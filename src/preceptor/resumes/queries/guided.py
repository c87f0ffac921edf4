"""The form in place of a resume: its questions, and which one comes next."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from typing import Any

import yaml

from preceptor.competencies.queries import codebook, lexicon, occupations, role_model
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.classify import classify_resume
from preceptor.engine.extract import read_resume
from preceptor.engine.extract.facts import HeldCompetency, RoleSupport, Words
from preceptor.engine.match.scales import FULL
from preceptor.engine.questions.guided import (
    NO_JOBS,
    Demand,
    Option,
    Question,
    Worth,
    belief,
    next_question,
    worths,
)

FILE = "guided.yaml"
TICKS, WORK = "ticks", "work"
DOMAINS = ("clinical", "it", "records")


@dataclass(frozen=True, slots=True)
class ShownOption:
    """A box to tick: the competency it stands for, in plain words."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question as the page asks it."""

    key: str
    title: str
    hint: str
    kind: str
    options: tuple[ShownOption, ...]
    asked: Question


@dataclass(frozen=True)
class Form:
    """All questions, and how many of them are asked at most."""

    most: int
    questions: tuple[ShownQuestion, ...]

    @functools.cached_property
    def by_key(self) -> Mapping[str, ShownQuestion]:
        """Return the questions by their keys."""
        return {question.key: question for question in self.questions}

    @functools.cached_property
    def asked(self) -> tuple[Question, ...]:
        """Return the questions as the engine takes them."""
        return tuple(question.asked for question in self.questions)


@functools.cache
def load_form() -> Form:
    """Return the form as it is written beside this app. Raises KeyError for a wrong file."""
    text = (resources.files("preceptor.resumes") / FILE).read_text(encoding="utf-8")
    content = yaml.safe_load(text)
    return Form(content["most"], tuple(_question(entry) for entry in content["questions"]))


def _question(entry: Mapping[str, Any]) -> ShownQuestion:
    kind = entry.get("kind", TICKS)
    options = entry.get("options", ())
    return ShownQuestion(
        key=entry["key"],
        title=entry["title"],
        hint=entry.get("hint", ""),
        kind=kind,
        options=tuple(ShownOption(option["key"], option["label"]) for option in options),
        asked=Question(
            key=entry["key"],
            options=tuple(
                Option(option["key"], _answered_by(option["key"], *option.get("like", ())))
                for option in options
            ),
            is_many=kind != WORK,
            decides=tuple(entry.get("decides", ())),
            is_first=entry.get("is_first", False),
            is_last=entry.get("is_last", False),
        ),
    )


def _answered_by(*held: str) -> tuple[str, ...]:
    """Return some competencies with everything that they answer for in full."""
    vocabulary = load_vocabulary()
    found: dict[str, None] = {}
    for slug in held:
        asked, percent = codebook().similarity.answered_by(vocabulary.number[slug])
        for number in asked[percent == FULL].tolist():
            found[vocabulary.competencies[number].id] = None
    return tuple(found)


# What the open jobs ask is known to an app above, which says so when it is loaded.
_demand: list[Callable[[Sequence[Question]], Demand]] = []


def register_demand(source: Callable[[Sequence[Question]], Demand]) -> None:
    """Declare who knows what the open jobs ask; the last one declared counts."""
    _demand[:] = [source]


def current_demand() -> Demand:
    """Return what the open jobs ask now; nothing where nobody knows."""
    return _demand[0](load_form().asked) if _demand else NO_JOBS


def ticked(answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what was ticked, by question; answers that tick nothing are left with nothing."""
    return {
        key: list(answer.get("ticked", ())) if isinstance(answer, Mapping) else []
        for key, answer in answers.items()
        if key in load_form().by_key and answer is not None
    }


def passed(answers: Mapping[str, Any]) -> list[str]:
    """Return the questions that were skipped."""
    return [key for key, answer in answers.items() if answer is None]


def next_key(answers: Mapping[str, Any], *, more: int = 0) -> str | None:
    """Return the question to ask next, None when the dozen (and ``more``) is full."""
    form = load_form()
    return next_question(
        ticked(answers),
        form.asked,
        load_vocabulary().roles,
        most=form.most + more,
        passed=passed(answers),
        demand=current_demand(),
    )


def open_worths(answers: Mapping[str, Any]) -> list[Worth]:
    """Return what each open question is worth, best first."""
    return worths(
        ticked(answers),
        load_form().asked,
        load_vocabulary().roles,
        passed=passed(answers),
        demand=current_demand(),
    )


def likely_roles(answers: Mapping[str, Any]) -> list[tuple[str, float]]:
    """Return the roles by how likely they are after these answers, best first."""
    roles = load_vocabulary().roles
    share = belief(ticked(answers), load_form().asked, roles)
    order = sorted(range(len(roles)), key=lambda at: -share[at])
    return [(roles[at].id, float(share[at])) for at in order]


@dataclass(frozen=True, slots=True)
class Said:
    """What the answers come to; "", None and nothing are not stated.

    ``held``: competency -> level 1-5 or None; ``years``: clinical, it, records -> years.
    """

    title: str
    held: Mapping[str, int | None]
    years: Mapping[str, float]
    education: str
    zip_code: str
    is_willing_to_move: bool | None
    right_to_work: str
    available_on: date | None
    languages: tuple[str, ...] | None
    displaced_from: str


def said_of(answers: Mapping[str, Any]) -> Said:
    """Return what the answers come to."""
    of = {key: answer for key, answer in answers.items() if isinstance(answer, Mapping)}
    held: dict[str, int | None] = {}
    for key, options in ticked(of).items():
        level = of[key].get("level")
        for slug in options:
            held[slug] = max(held.get(slug) or 0, level or 0) or None
    title = of.get(WORK, {}).get("title", "")
    for kind in occupations().of_title(title):
        held.setdefault(kind, None)
    home, available = of.get("home", {}), of.get("available", {})
    spoken = of.get("languages", {}).get("codes")
    on = available.get("on", "")
    return Said(
        title=title,
        held=held,
        years={name: of["years"][name] for name in DOMAINS if name in of.get("years", {})},
        education=of.get("education", {}).get("level", ""),
        zip_code=home.get("zip", ""),
        is_willing_to_move=home.get("is_willing_to_move"),
        right_to_work=of.get("permit", {}).get("right_to_work", ""),
        available_on=date.fromisoformat(on) if on else None,
        languages=None if spoken is None else tuple(spoken),
        displaced_from=available.get("displaced_from", ""),
    )


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """The answers as a text, its headline, and the roles it supports, best first."""

    text: str
    headline: str
    roles: tuple[RoleSupport, ...]


def written_out(answers: Mapping[str, Any], *, as_of: date) -> WrittenOut:
    """Write the answers out in words, and tell the roles by the reader's own rules.

    The same scorer that reads resumes reads this text, with what was ticked as its
    competencies, so that a form and a resume are told apart by nothing but what they say.
    """
    said = said_of(answers)
    form = load_form()
    done = ticked(answers)
    work = [o.label for o in form.by_key[WORK].options if o.key in done.get(WORK, ())]
    headline = said.title or (work[0] if work else "")
    lines = [headline, ""] if headline else []
    if work:
        lines += ["SUMMARY", f"I have mostly worked in this: {work[0].lower()}.", ""]
    lines.append("SKILLS")
    for question in form.questions:
        if question.kind == TICKS:
            lines += [
                f"- {o.label}" for o in question.options if o.key in done.get(question.key, ())
            ]
    text = "\n".join(lines) + "\n"
    read = read_resume(text, lexicon(), as_of=as_of)
    words = Words(0, 0, "")
    claims = tuple(
        HeldCompetency(slug, level, "claimed", None, words, "form")
        for slug, level in said.held.items()
    )
    roles = classify_resume(text, replace(read, competencies=claims), role_model())
    return WrittenOut(text, headline, roles)
