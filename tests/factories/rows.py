"""A row of any table, filled with words: for tests that must reach every table there is."""

from __future__ import annotations

import hashlib
import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import models

from preceptor.accounts.models import Organization, Person
from preceptor.accounts.personal_data import Holding, holdings

MOMENT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
_numbers = itertools.count(1)

# Columns whose rules words and numbers alone do not keep.
FITTING: dict[str, dict[str, Any]] = {
    "accounts.Export": {"stored": ""},
    # It stays when who sent it is erased: the address is somebody else's.
    "accounts.Invitation": {"email": "new@example.org", "withdrawn_at": MOMENT},
    "jobs.Job": {"source_id": ""},
    "matches.Found": {"job": None},
    "matches.Run": {"state": "superseded"},
    # It stays, free again, when who booked it is erased: where it is says nothing of them.
    "jobs.Slot": {
        "where": "Room 2",
        "zone": "UTC",
        "ends_at": MOMENT + timedelta(hours=1),
        "booked_at": MOMENT,
        "calendar_id": uuid.UUID(int=2),
    },
    "resumes.Fact": {"start": 0, "end": 5},
    "usersessions.UserSession": {"ip": "127.0.0.1"},
}


def fill_every_table(person: Person, organization: Organization, *, words: str) -> None:
    """Let every table that is declared hold at least one row about a person with an account."""
    given: dict[str, Any] = {
        "accounts.Person": person,
        "accounts.User": person.user,
        "accounts.Organization": organization,
    }
    for holding in sorted(holdings(), key=lambda each: each.person.count("__")):
        label = holding.model._meta.label
        row = holding.rows_of(person).first() or make_row(
            holding.model,
            words=words,
            through=holding.person,
            **given,
            **_pair(person, holding) if label == "matches.Likeness" else {},
        )
        given.setdefault(label, row)
        _tie(row, holding, given)


def _tie(row: Any, holding: Holding, given: dict[str, Any]) -> None:
    """Tie a row to what is given where no column of its own does: a document to an application."""
    first = holding.person.partition("__")[0]
    relation = None if first == "pk" else holding.model._meta.get_field(first)
    if relation is not None and relation.many_to_many:
        getattr(row, first).add(given[relation.related_model._meta.label])


def _pair(person: Person, holding: Holding) -> dict[str, Any]:
    """Two people as a likeness has them: the smaller number first."""
    sign = 1 if holding.person == "first" else -1
    other, _ = Person.objects.get_or_create(
        pk=sign * (person.pk + 1_000), defaults={"created_at": MOMENT}
    )
    first, second = sorted([person, other], key=lambda each: each.pk)
    return {"first": first, "second": second}


def make_row(model: type[models.Model], *, words: str, through: str = "", **given: Any) -> Any:
    """Make a row whose every text, list and JSON column holds ``words``, as far as they fit.

    What it must lead to is made first, unless ``given`` by its model's label or the field's name.
    ``through``: the look-up by which it is to lead to what is given, such as job__owner.
    """
    values: dict[str, Any] = {}
    first, _, rest = through.partition("__")
    for field in model._meta.concrete_fields:
        name = field.name
        if name in (fitting := FITTING.get(model._meta.label, {})):
            values[name] = fitting[name]
        elif name in given:
            values[name] = given[name]
        elif field.is_relation:
            label = field.related_model._meta.label
            if label in given:
                values[name] = given[label]
            elif name == first:
                values[name] = make_row(field.related_model, words=words, through=rest, **given)
            elif not field.null:
                # It leads to nobody: an employer's job, a run of the night.
                values[name] = make_row(field.related_model, words="elsewhere", **given)
        elif not isinstance(field, models.AutoField | models.BigAutoField):
            values[name] = _value(field, words)
    return model._default_manager.create(**values)


def _value(field: models.Field[Any, Any], words: str) -> Any:
    number = next(_numbers)
    is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
    if is_text and (field.unique or "digest" in field.name):
        return hashlib.sha256(f"{words}{number}".encode()).hexdigest()[: field.max_length]
    if isinstance(field, models.EmailField):
        return f"{words}{number}@example.org"
    if is_text:
        return words[: field.max_length or None]
    if isinstance(field, models.JSONField):
        return [words] if field.default is list else {"words": words}
    if field.null or field.has_default():
        return field.get_default()
    if field.choices:
        return next(value for value, _ in field.flatchoices if value)
    if isinstance(field, models.UUIDField):
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{words}{number}")
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.DateTimeField):
        return MOMENT
    if isinstance(field, models.DateField):
        return date(2026, 11, 16)
    return number % 5 + 1
