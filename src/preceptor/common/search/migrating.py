"""The step of a migration that makes the table of an index."""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.base import Operation

from preceptor.common.search import fts5, postgres


class MakeIndex(Operation):
    """Make the table in which one kind of thing is found by words."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are: the table is nobody's model."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Make the table as this database does it."""
        self._run(schema_editor, "MAKE")

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the table."""
        self._run(schema_editor, "DROP")

    def describe(self) -> str:
        """Say what is done."""
        return f"Make the search index of {self.kind}"

    def _run(self, schema_editor: Any, name: str) -> None:
        is_postgres = schema_editor.connection.vendor == "postgresql"
        for statement in getattr(postgres if is_postgres else fts5, name):
            schema_editor.execute(statement.format(table=f"search_{self.kind}"), params=None)
