"""Where data about persons is held: every app says so, export and erasure read it here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import models
from django.db.models import QuerySet

from preceptor.accounts.models import (
    Case,
    Consent,
    Conversation,
    Export,
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
    """A table with data about persons, and the look-up from a row to the person.

    ``without``: columns that leave neither by export nor otherwise: secrets, and what somebody
    else wrote for their own colleagues.
    """

    model: type[models.Model]
    person: str
    without: frozenset[str] = frozenset()

    def rows_of(self, person: Person) -> QuerySet[Any]:
        """Return the rows about a person, in the order they were made."""
        rows = self.model._default_manager.filter(**{self.person: person.pk})
        return rows.distinct().order_by("pk")


_holdings: dict[str, Holding] = {}


def hold(model: type[models.Model], *, person: str, without: Iterable[str] = ()) -> None:
    """Declare a table; declaring it again changes nothing. Digests of secrets never leave."""
    secrets = {field.name for field in model._meta.fields if field.name.endswith("_digest")}
    _holdings[f"{model._meta.label} {person}"] = Holding(
        model, person, frozenset(without) | secrets
    )


def holdings() -> tuple[Holding, ...]:
    """Return every declared table by name."""
    return tuple(_holdings[label] for label in sorted(_holdings))


def export_person(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return everything held about a person: table -> rows, in the order they were made.

    A row that two ways lead to comes once.
    """
    found: dict[str, dict[Any, dict[str, Any]]] = {}
    for holding in holdings():
        table = found.setdefault(holding.model._meta.label, {})
        for row in holding.rows_of(person).values():
            key = row[holding.model._meta.pk.attname]
            table[key] = {
                name: value
                for name, value in row.items()
                if name.removesuffix("_id") not in holding.without
            }
    return {label: list(rows.values()) for label, rows in found.items()}


def public_ids_of(person: Person) -> set[uuid.UUID]:
    """Return the public ids of everything held about a person."""
    found: set[uuid.UUID] = set()
    for holding in holdings():
        if any(field.name == "public_id" for field in holding.model._meta.fields):
            found.update(holding.rows_of(person).values_list("public_id", flat=True))
    return found


hold(Person, person="pk")
hold(User, person="person", without=["password"])
hold(Consent, person="person")
hold(Preferences, person="person")
hold(Schooling, person="person")
hold(Case, person="person")
hold(Look, person="person", without=["viewer"])
hold(Conversation, person="person")
hold(Message, person="conversation__person")
hold(ToDo, person="person")
hold(Export, person="person", without=["stored"])
hold(Notice, person="user__person")
hold(Membership, person="user__person")
hold(Invitation, person="invited_by__person")
# Tables of the sign-in library.
hold(EmailAddress, person="user__person")
hold(Authenticator, person="user__person", without=["data"])
hold(SocialAccount, person="user__person")
hold(UserSession, person="user__person", without=["session_key"])
