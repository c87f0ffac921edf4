"""Where data about persons is held: every app says so, export and erasure read it here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from preceptor.accounts.models import (
    Case,
    Consent,
    Conversation,
    Invitation,
    Look,
    Membership,
    Message,
    Notice,
    Person,
    Preferences,
    Schooling,
    ToDo,
    User,
)


@dataclass(frozen=True, slots=True)
class Holding:
    """A table with data about persons, and the look-up from a row to the person."""

    model: type[models.Model]
    person: str


_holdings: dict[str, Holding] = {}


def hold(model: type[models.Model], *, person: str) -> None:
    """Declare a table; declaring it again changes nothing."""
    _holdings[f"{model._meta.label} {person}"] = Holding(model, person)


def holdings() -> tuple[Holding, ...]:
    """Return every declared table by name."""
    return tuple(_holdings[label] for label in sorted(_holdings))


def export_person(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return everything held about a person: table -> rows, in the order they were made."""
    found: dict[str, list[dict[str, Any]]] = {}
    for holding in holdings():
        rows = holding.model._default_manager.filter(**{holding.person: person.pk})
        found.setdefault(holding.model._meta.label, []).extend(
            rows.distinct().order_by("pk").values()
        )
    return found


hold(Person, person="pk")
hold(User, person="person")
hold(Consent, person="person")
hold(Preferences, person="person")
hold(Schooling, person="person")
hold(Case, person="person")
hold(Look, person="person")
hold(Conversation, person="person")
hold(Message, person="conversation__person")
hold(ToDo, person="person")
hold(Notice, person="user__person")
hold(Membership, person="user__person")
hold(Invitation, person="invited_by__person")
