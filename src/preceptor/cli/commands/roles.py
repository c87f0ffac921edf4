"""``preceptor roles``: the twelve roles, one role, or two side by side."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from preceptor.cli.ending import ANSWERED, USAGE, CommandError
from preceptor.cli.tables import heading
from preceptor.competencies.comparison import compare_roles
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.vocabulary import Role, Vocabulary

EXAMPLES = """\
  preceptor roles
  preceptor roles trainer
  preceptor roles impl_support workflow --json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("roles", nargs="*", metavar="ROLE", help="one role, or two to compare")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print all roles, one, or the difference of two."""
    vocabulary = load_vocabulary()
    unknown = [name for name in options.roles if name not in vocabulary.role_by_id]
    if unknown or len(options.roles) > 2:
        known = ", ".join(vocabulary.role_by_id)
        raise CommandError(f"Name at most two of: {known}.", USAGE)
    if len(options.roles) == 2:
        comparison = compare_roles(vocabulary, *options.roles)
        if options.json:
            print(json.dumps(asdict(comparison), default=dict, ensure_ascii=False))
        else:
            _print_comparison(vocabulary, *options.roles)
        return ANSWERED
    chosen = [vocabulary.role_by_id[name] for name in options.roles] or list(vocabulary.roles)
    if options.json:
        print(json.dumps({"roles": [asdict(role) for role in chosen]}, default=dict))
    else:
        for role in chosen:
            print(_described(role, vocabulary, is_long=bool(options.roles)))
    return ANSWERED


def _described(role: Role, vocabulary: Vocabulary, *, is_long: bool) -> str:
    if not is_long:
        return f"{role.id:<21}{role.name}\n{'':<21}{role.summary}"
    asks = "\n".join(
        f"  level {ask.level}  weight {ask.weight:>3}  {vocabulary.by_id[ask.competency].name}"
        for ask in role.asks
    )
    week = "\n".join(f"  - {line}" for line in role.week)
    return (
        f"{heading(role.name)}\n{role.summary}\n\nIn a week:\n{week}\n\n"
        f"Background: {role.background}\n\nAsks:\n{asks}"
    )


def _print_comparison(vocabulary: Vocabulary, first: str, second: str) -> None:
    one, other = vocabulary.role_by_id[first], vocabulary.role_by_id[second]
    print(heading(f"{one.name} beside {other.name}"))
    print(one.unlike.get(second) or other.unlike.get(first, ""))
    mine = {ask.competency: ask.level for ask in one.asks}
    theirs = {ask.competency: ask.level for ask in other.asks}
    print(f"\n{'':<46}{first:>20}{second:>22}")
    for slug in [*mine, *(slug for slug in theirs if slug not in mine)]:
        levels = [str(side.get(slug, "-")) for side in (mine, theirs)]
        print(f"{vocabulary.by_id[slug].name[:45]:<46}{levels[0]:>20}{levels[1]:>22}")
