"""``preceptor recompute``: a stamp in; the answer computed again, and whether it is the same."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from preceptor.cli.database import ready_database
from preceptor.cli.ending import ANSWERED, PROBLEMS, UNREADABLE, CommandError
from preceptor.cli.tables import counted, heading
from preceptor.matches.recompute import DIFFERENT, EQUAL, NotRecomputable, Recomputed, recompute

EXAMPLES = """\
  preceptor recompute 3f9c2a71b0de
  preceptor recompute 3f9c2a71b0de --json | jq .outcome"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("stamp", metavar="STAMP", help="what stands beneath an answer")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Compute again from the kept snapshot; differing without a reason is a problem."""
    ready_database(fill=False)
    try:
        found = recompute(options.stamp.strip().lower())
    except NotRecomputable as why:
        raise CommandError(str(why), UNREADABLE) from None
    if options.json:
        print(json.dumps(asdict(found), default=str, ensure_ascii=False))
    else:
        print(described(found))
    return PROBLEMS if found.outcome == DIFFERENT and not found.erased else ANSWERED


def described(found: Recomputed) -> str:
    """Return the comparison as a person reads it."""
    stamp, price = found.stamp, found.price
    people = counted(found.people, "person", "people")
    lines = [
        heading(f"Stamp {stamp.digest}"),
        f"{people} as of {stamp.as_of}, change {stamp.last_change:,}.",
        f"Vocabulary {stamp.vocabulary_version}, engine {stamp.engine_version}.",
    ]
    if price is not None:
        lines.append(
            f"{price.title}: {price.meet_all:,} of {price.pool:,} meet all of it; "
            f"{price.if_confirmed:,} would if what is not stated were confirmed."
        )
    lines.append(_comparison(found))
    since = [
        f"{counted(found.withdrawn, 'person', 'people')} withdrew" if found.withdrawn else "",
        f"{counted(found.edited, 'record')} changed" if found.edited else "",
    ]
    if any(since):
        lines.append(f"Since then {' and '.join(filter(None, since))}: here as they stood.")
    return "\n".join(lines)


def _comparison(found: Recomputed) -> str:
    gone = counted(found.erased, "person was", "people were")
    erased = f"{gone} erased since, from every kept file too" if found.erased else ""
    if found.outcome == EQUAL:
        return f"Equal: the same numbers (digest {found.digest[:12]})."
    if found.outcome == DIFFERENT and erased:
        return f"Different, as it must be: {erased}. These are the numbers of the others."
    if found.outcome == DIFFERENT:
        return (
            f"Different: the answer's numbers had digest {found.kept_digest[:12]}, "
            f"these have {found.digest[:12]}, and nobody was erased. Please report this."
        )
    if found.price is not None:
        said = "Computed again; the answer's own numbers were not kept with this stamp"
    else:
        said = "The answer was about no single job; its pool is there"
    return f"{said}, and {erased}." if erased else f"{said}."
