"""``preceptor lists``: what the last night found for a job or a person, as it holds now."""

from __future__ import annotations

import argparse
import json
import uuid
from collections.abc import Mapping
from typing import Any

from preceptor.accounts.models import Person
from preceptor.cli.database import ready_database
from preceptor.cli.ending import ANSWERED, CommandError
from preceptor.jobs.models import Job
from preceptor.matches.models import Alert
from preceptor.matches.nightly.stored import (
    StoredList,
    alerts_about,
    alerts_for,
    stored_jobs,
    stored_shortlist,
)

EXAMPLES = """\
  preceptor lists --job ehr-implementation-specialist
  preceptor lists --job ehr-implementation-specialist --strict --json
  preceptor lists --person 01a1f91b-820e-7d5f-ba4e-653810d0fc45"""

NOTHING = (
    "No night has matched {} as it stands now. Run preceptor match-all; what has changed since "
    "is answered by preceptor price and preceptor advise."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--job", metavar="SLUG", help="the people for this open job")
    whose.add_argument("--person", metavar="ID", type=uuid.UUID, help="the jobs for this person")
    parser.add_argument(
        "--strict", action="store_true", help="only people who miss no must and no gate"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: argparse.Namespace) -> int:
    """Print the list, and what is new on it."""
    ready_database()
    answer = _for_job(options) if options.job else _for_person(options)
    print(json.dumps(answer) if options.json else _as_text(answer))
    return ANSWERED


def _for_job(options: argparse.Namespace) -> dict[str, Any]:
    job = Job.objects.filter(slug=options.job).first()
    if job is None:
        raise CommandError(f"There is no job {options.job}.")
    found = stored_shortlist(job, strict=options.strict)
    if found is None:
        raise CommandError(NOTHING.format("this job"))
    people = Person.objects.in_bulk([entry.number for entry in found.entries])
    names = {number: str(person.public_id) for number, person in people.items()}
    new = {alert.person_id: alert for alert in alerts_about(job)}
    return _answer(job.title, found, names, new)


def _for_person(options: argparse.Namespace) -> dict[str, Any]:
    person = Person.objects.filter(public_id=options.person).first()
    if person is None:
        raise CommandError(f"There is no person {options.person}.")
    found = stored_jobs(person)
    if found is None:
        raise CommandError(NOTHING.format("this person"))
    jobs = Job.objects.in_bulk([entry.number for entry in found.entries])
    names = {number: job.slug or "" for number, job in jobs.items()}
    new = {alert.job_id: alert for alert in alerts_for(person)}
    return _answer(str(person.public_id), found, names, new)


def _answer(
    whose: str, found: StoredList, names: Mapping[int, str], new: Mapping[int, Alert]
) -> dict[str, Any]:
    return {
        "whose": whose,
        "as_of": found.as_of.isoformat(),
        "run": str(found.run.public_id),
        "is_whole": found.is_whole,
        "entries": [
            {
                "id": names[entry.number],
                "fit": entry.fit,
                "gates_met": entry.gates_met,
                "new_since": new[entry.number].made_at.isoformat() if entry.number in new else None,
            }
            # Whoever was erased this very moment has no name any more.
            for entry in found.entries
            if entry.number in names
        ],
    }


def _as_text(answer: Mapping[str, Any]) -> str:
    lines = [f"{answer['whose']}, as of {answer['as_of']}"]
    for place, entry in enumerate(answer["entries"], start=1):
        gates = "" if entry["gates_met"] else "  a gate is not met"
        new = "  new" if entry["new_since"] else ""
        lines.append(f"{place:>4}. {entry['fit'] / 10:5.1f} %  {entry['id']}{gates}{new}")
    if not answer["entries"]:
        lines.append("      nobody" if answer["is_whole"] else "      not known any more")
    return "\n".join(lines)
