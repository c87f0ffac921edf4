"""``preceptor doors``: a place in; the competency that opens most doors around it out."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from preceptor.cli.arguments import as_count
from preceptor.cli.database import now, ready_database
from preceptor.cli.ending import ANSWERED, USAGE, CommandError
from preceptor.cli.tables import counted, heading
from preceptor.common.places import PlaceFound, find_place, find_zip
from preceptor.matches.answers import WideDoors
from preceptor.matches.queries.board import open_board
from preceptor.matches.queries.doors import DOORS_SHOWN, MILES, doors_around
from preceptor.matches.services import ready_pool, stamp_answer

EXAMPLES = """\
  preceptor doors "Augusta, ME"
  preceptor doors 04330 --miles 100
  preceptor doors 04330 --limit 20 --json | jq .rows[0]"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("place", metavar="PLACE", help='"City, ST" or a ZIP code')
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--miles", type=as_count, default=MILES, metavar="N", help="radius (default: 50)"
    )
    parser.add_argument(
        "--limit", type=as_count, default=DOORS_SHOWN, metavar="N", help="rows (default: 8)"
    )


def run(options: argparse.Namespace) -> int:
    """Count over every open job around the place, for everybody who can be asked."""
    place = _place(options.place)
    ready_database()

    moment = now()
    current = ready_pool(now=moment)
    stamp = stamp_answer(current=current, now=moment)
    doors = doors_around(
        place, current, open_board(), stamp, miles=options.miles, limit=options.limit
    )
    if options.json:
        print(json.dumps(asdict(doors), default=str, ensure_ascii=False))
    else:
        print(described(doors))
    return ANSWERED


def _place(text: str) -> PlaceFound:
    found = find_zip(text.strip()) or find_place(text)
    if found is None:
        raise CommandError(f'We know no place {text!r}; write it as "Augusta, ME" or 04330.', USAGE)
    return found


def described(doors: WideDoors) -> str:
    """Return the doors as a person reads them."""
    jobs = counted(doors.job_count, "open job")
    people = counted(doors.people, "person", "people")
    around = f"within {doors.miles:,} miles, are remote, or do not say where they are"
    lines = [
        heading(f"What would open most doors around {doors.place}"),
        f"{doors.jobs:,} of {jobs} lie {around}.",
        f"{people} can be asked; {doors.ways:,} times one meets all that one of the jobs requires.",
        "",
    ]
    lines += [
        f"  {row.ways:>8,} more in {counted(row.jobs, 'job')}, "
        f"if everybody had {row.label}, {row.shown}"
        for row in doors.rows
    ] or ["  No single competency brings anybody more into these jobs."]
    stamp = doors.stamp
    lines.append(f"\nStamp {stamp.digest}: {stamp.people:,} people as of {stamp.as_of}.")
    return "\n".join(lines)
