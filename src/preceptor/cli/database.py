"""Make the database ready for a command: tables, vocabulary, demo world."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from preceptor.accounts.models import Organization
from preceptor.cli.demo.build import PEOPLE, build_demo_world
from preceptor.cli.ending import CommandError
from preceptor.competencies.services import store_vocabulary
from preceptor.competencies.vocabulary_files import load_vocabulary


def ready_database(*, fill: bool = True) -> None:
    """Bring tables and vocabulary up to date, and fill an empty database with the demo world."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise CommandError(
            f"The database does not answer: {error}. Check DATABASE_URL, or unset it to use SQLite."
        ) from None
    store_vocabulary(vocabulary=load_vocabulary(), now=now())
    if fill and not Organization.objects.exists():
        print(
            f"The database is empty: building the demo world of {PEOPLE} people.", file=sys.stderr
        )
        build_demo_world(now=now())


def now() -> datetime:
    """Return this moment: the command is where time comes in."""
    return datetime.now(UTC)
