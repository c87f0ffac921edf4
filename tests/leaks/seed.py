"""Fill the database that the settings name with the world of leaks, for a crawl from outside.

    python -m tests.leaks.seed leaks.toml

writes the crawler's users with their canaries. For a throwaway database only; start the server
with PRECEPTOR_COMPEL_SECOND_FACTOR=false, as a crawler carries no authenticator.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path

import django


def main(target: str) -> None:
    """Build the world and write the configuration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preceptor.settings")
    django.setup()
    from django.utils import timezone

    from preceptor.matches.services import build_snapshot
    from tests.leaks.world import PASSWORD, build_world

    world = build_world(now=timezone.now() - timedelta(hours=1))
    build_snapshot(now=timezone.now())
    users = "\n".join(
        "[[users]]\n"
        f'name = "{player.name}@example.org"\n'
        f'password = "{PASSWORD}"\n'
        f'role = "{player.role}"\n'
        f'canaries = ["{player.canary}"]\n'
        for player in world.players.values()
    )
    Path(target).write_text(users, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
