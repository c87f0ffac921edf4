"""Queries whose SQL is written once, for what every page asks.

Django writes the SQL of a query anew each time it is asked, which takes several times as long as
the database's answer to a short one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """Stands in a query for the value that is given in a place when the query is asked."""

    def __init__(self, place: int, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.place = place

    def as_sql(self, *_: Any) -> tuple[str, tuple[Any, ...]]:
        """Return a mark, and this expression as what is to be put there."""
        return "%s", (self,)

    def value(self, given: tuple[Any, ...]) -> Any:
        """Return the value given for this place as the database takes it."""
        return self.output_field.get_db_prep_value(given[self.place], connection)


@dataclass(frozen=True, slots=True)
class _Written:
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]


class ReadyQuery:
    """A query of values that is written once for each kind of database, and then asked often.

    ``build`` returns it with ``values_list``, with ``Given`` wherever a value is to come.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, tuple[Any, ...]]]) -> None:
        self._build = build
        self._written: dict[str, _Written] = {}

    def rows(self, *given: Any) -> list[tuple[Any, ...]]:
        """Return the rows for the values given, in their places; as ``values_list`` does."""
        written = self._written.get(connection.vendor)
        if written is None:
            written = self._written[connection.vendor] = self._write()
        params = [each.value(given) if isinstance(each, Given) else each for each in written.params]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            rows = cursor.fetchall()
        if written.converters:
            return [tuple(row) for row in self._converted(written, rows)]
        return [tuple(row) for row in rows]

    def _write(self) -> _Written:
        compiler = self._build().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select])
        return _Written(sql, tuple(params), converters)

    def _converted(self, written: _Written, rows: Any) -> Any:
        # A converter is told the connection; that of this thread is not the one that wrote.
        for row in map(list, rows):
            for place, (converts, expression) in written.converters.items():
                for convert in converts:
                    row[place] = convert(row[place], expression, connection)
            yield row
