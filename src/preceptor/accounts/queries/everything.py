"""Everything held about a person, with names in place of numbers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from preceptor.accounts.models import Person, User
from preceptor.accounts.personal_data import Holding, holdings


@dataclass(frozen=True, slots=True)
class HeldTable:
    """The rows of one table about a person, each as names and values."""

    table: str
    about: str
    rows: list[dict[str, Any]]
    left_out: tuple[str, ...]


def everything_about(person: Person) -> Iterator[HeldTable]:
    """Yield every table that holds something about a person, by name.

    Numbers of rows are left out; where a row leads to another one, that one's title stands.
    Other users stay unnamed: what they wrote is theirs, and so is their address.
    """
    by_table: dict[str, list[Holding]] = {}
    for holding in holdings():
        by_table.setdefault(holding.model._meta.label, []).append(holding)
    for label, ways in by_table.items():
        rows: dict[Any, dict[str, Any]] = {}
        for holding in ways:
            related = [field.name for field in _fields(holding) if field.is_relation]
            for row in holding.rows_of(person).select_related(*related).iterator(2_000):
                rows.setdefault(row.pk, _readable(row, holding, person))
        if rows:
            yield HeldTable(
                table=label,
                about=str(ways[0].model._meta.verbose_name_plural),
                rows=list(rows.values()),
                left_out=tuple(sorted(ways[0].without)),
            )


def _fields(holding: Holding) -> list[models.Field[Any, Any]]:
    return [
        field
        for field in holding.model._meta.concrete_fields
        if field.name not in holding.without and (field.is_relation or not field.primary_key)
    ]


def _readable(row: models.Model, holding: Holding, person: Person) -> dict[str, Any]:
    return {field.name: _value(row, field, person) for field in _fields(holding)}


def _value(row: models.Model, field: models.Field[Any, Any], person: Person) -> Any:
    value = getattr(row, field.name)
    if value is None:
        return None
    if isinstance(value, Person):
        return "you" if value.pk == person.pk else "somebody else"
    if isinstance(value, User):
        return "you" if value.pk == person.user_id else "a user of this site"
    if isinstance(value, models.Model):
        return _title(value)
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")()) or None
    return str(value) if isinstance(value, uuid.UUID) else value


def _title(row: models.Model) -> str:
    """What a row is called; one that is only held together with others, by its random id."""
    for name in ("name", "title", "slug", "label", "words", "subject"):
        title = getattr(row, name, "")
        if isinstance(title, str) and title:
            return title
    return str(getattr(row, "public_id", row._meta.verbose_name))
