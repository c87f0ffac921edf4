"""``preceptor price``: a posting in; role mix, priced lines, cheapest change, people out."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from django.db import transaction

from preceptor.cli.database import now, ready_database
from preceptor.cli.ending import ANSWERED
from preceptor.cli.files import read_posting_at
from preceptor.cli.tables import counted, heading
from preceptor.common.sentences import within
from preceptor.engine.match.job import PROOF_WEIGHTS
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.jobs.services import store_posting
from preceptor.matches.answers import LinePrice, Price
from preceptor.matches.queries.price import price_for
from preceptor.matches.services import ready_pool, stamp_answer

EXAMPLES = """\
  preceptor price posting.txt
  preceptor price posting.txt --set 3=drop --set 5=nice
  preceptor price posting.txt --proof 50 --hours 80
  preceptor price posting.txt --goal 50 --json"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="text, Markdown, PDF or DOCX")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--goal", type=int, default=25, metavar="N", help="people to reach (default: 25)"
    )
    parser.add_argument(
        "--proof",
        type=int,
        choices=PROOF_WEIGHTS,
        default=None,
        metavar="N",
        help="how much proof counts: 0, 25, 50, 75 or 100 (default: 100)",
    )
    parser.add_argument(
        "--hours",
        type=as_hours,
        default=None,
        metavar="N",
        help="signed hours that stand for a year of experience (default: 160)",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        type=as_switch,
        metavar="LINE=must|nice|drop|lower",
        help="switch a line by its number; may be repeated",
    )


def as_switch(text: str) -> tuple[int, str]:
    """Parse one switch for argparse."""
    number, _, decision = text.partition("=")
    if not number.isdigit() or decision not in ("must", "nice", "drop", "lower"):
        raise argparse.ArgumentTypeError(f"{text!r}: write it as 3=drop")
    return int(number), decision


def as_hours(text: str) -> int:
    """Parse a whole number of hours, at least one, for argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of hours; write it as 160")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Read, price, and leave nothing of the posting in the database."""
    read = read_posting_at(options.file)
    ready_database()

    moment = now()
    current = ready_pool(now=moment)
    with transaction.atomic():
        stored = store_posting(read=read, now=moment)
        job = with_lines(Job.objects.filter(pk=stored.pk)).get()
        stamp = stamp_answer(current=current, now=moment, job=job)
        price = price_for(
            job,
            current,
            stamp,
            decisions=dict(options.set),
            goal=options.goal,
            proof_weight=options.proof,
            hours_per_year=options.hours,
        )
        # The command answers from the same tables as the page, and keeps nothing.
        transaction.set_rollback(True)
    if options.json:
        print(json.dumps(asdict(price), default=str, ensure_ascii=False))
    else:
        print(described(price))
    return ANSWERED


def described(price: Price) -> str:
    """Return the price as a person reads it."""
    lines = [heading(price.title)]
    for role in price.roles:
        words = f"  “{role.because[0].words[:80]}”" if role.because else ""
        lines.append(f"  {role.percent:>3} %  {role.name}{words}")
    if not price.is_health_it:
        lines.append(
            "Note: it reads like other work than health IT; of health IT roles it is nearest to "
            f"{within(price.nearest.name)}. Its lines are priced all the same."
        )
    lines += [f"Note: {warning}" for warning in (*price.warnings, *price.notes)]
    lines.append(
        f"\nOf {price.pool:,} people who can be asked, {price.meet_all:,} meet all of it; "
        f"{price.if_confirmed:,} would if what is not stated were confirmed.\n"
    )
    lines.append(
        f"{'':<5}{'line':<46}{'met':>7}{'not met':>9}{'not stated':>12}{'alone':>7}{'share':>7}"
    )
    lines += [_line(line) for line in price.lines]
    lines += [
        f"  {pair.people:,} people miss both {pair.first} and {pair.second}, and nothing else"
        for pair in price.pairs
    ]
    lines += _cheapest(price)
    lines.append(f"\n{heading('Shortlist')}")
    lines.append(_proof(price))
    for person in price.shortlist:
        met = sum(line.state == "met" for line in person.lines)
        lines.append(
            f"{person.rank:>3}. {person.headline or 'No headline'} ({person.place or 'no place'}), "
            f"{person.score:,} of {person.out_of:,}, {met} of {len(person.lines)} lines met"
        )
    lines += _nearly(price)
    stamp = price.stamp
    lines.append(f"\nStamp {stamp.digest}: {stamp.people:,} people as of {stamp.as_of}.")
    return "\n".join(lines)


def _cheapest(price: Price) -> list[str]:
    """Return the cheapest change, a step a line; nothing where none is needed."""
    found = price.relaxation
    if found is None or price.meet_all >= found.goal:
        return []
    if not found.changes:
        return ["\nNo change of up to four lines brings anybody more."]
    people = counted(found.people, "person", "people")
    lead = "Cheapest change" if found.reaches else f"{found.goal:,} are out of reach; the most"
    return [f"\n{lead} ({people}):", *(f"  {clause}" for clause in found.clauses)]


def _nearly(price: Price) -> list[str]:
    """Return who misses one required line, and which; nothing where nobody does."""
    if not price.nearly.people:
        return []
    people = counted(price.nearly.people, "person misses", "people miss")
    return [f"\n{heading('Nearly there')}", f"{people} exactly one required line."] + [
        f"  {person.headline or 'No headline'} ({person.place or 'no place'}), "
        f"{person.score:,} of {person.out_of:,}, lacks {person.lacks.label}"
        f"{' (not stated)' if person.lacks.state == 'not_stated' else ''}"
        for person in price.nearly.shown
    ]


def _proof(price: Price) -> str:
    """Return how much proof counts, and whom that moves."""
    terms = price.proof
    said = (
        f"Proof counts {terms.weight} of 100; "
        f"{terms.hours_per_year:,} signed hours stand for a year"
    )
    if terms.is_as_posted:
        return f"{said}."
    return (
        f"{said}: {terms.moved:,} of {price.pool:,} people stand at another rank than as posted, "
        f"{terms.entered} of this list {'is' if terms.entered == 1 else 'are'} new."
    )


def _line(line: LinePrice) -> str:
    alone = "" if line.lost_alone is None else f"{line.lost_alone:,}"
    share = "" if line.share is None else f"{line.share:,}"
    label = f"{line.decision}: {line.label}"
    return (
        f"{line.position:>3}  {label[:45]:<46}{line.met:>7,}{line.not_met:>9,}"
        f"{line.not_stated:>12,}{alone:>7}{share:>7}"
    )
