"""``preceptor advise``: a resume in; nearest roles, ten jobs with reasons, the gap out."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from preceptor.accounts.services import make_visitor
from preceptor.cli.arguments import as_count
from preceptor.cli.database import now, ready_database
from preceptor.cli.ending import ANSWERED
from preceptor.cli.files import add_as_of, day_of, load, read_resume_at
from preceptor.cli.tables import counted, heading
from preceptor.common.sentences import within
from preceptor.matches.answers import Advice, Doors, JobNear, WayIn
from preceptor.matches.queries.advice import advice_for
from preceptor.matches.queries.doors import MILES
from preceptor.matches.services import ready_pool, stamp_answer
from preceptor.resumes.services import store_resume

EXAMPLES = """\
  preceptor advise resume.docx
  preceptor advise resume.pdf --json | jq .jobs[0]
  preceptor advise resume.txt --as-of 2018-02-01"""
MARKS = {"met": "✓", "partly": "~", "not_stated": "?", "not_met": "–"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="FILE", help="PDF, DOCX, text, Markdown, JSON Resume")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument(
        "--miles",
        type=as_count,
        default=MILES,
        metavar="N",
        help="how far around home doors are looked for (default: 50)",
    )
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Read, advise, and leave nothing of the person in the database."""
    read = read_resume_at(options.file, day_of(options))
    ready_database()

    moment = now()
    current = ready_pool(now=moment)
    stamp = stamp_answer(current=current, now=moment)
    with transaction.atomic():
        resume = store_resume(
            person=make_visitor(now=moment),
            read=read,
            data=load(options.file),
            filename=Path(options.file).name,
            now=moment,
            keep_file=False,
        )
        advice = advice_for(resume, current, stamp, miles=options.miles)
        # The command answers from the same tables as the page, and keeps nothing.
        transaction.set_rollback(True)
    if options.json:
        print(json.dumps(asdict(advice), default=str, ensure_ascii=False))
    else:
        print(described(advice))
    return ANSWERED


def described(advice: Advice) -> str:
    """Return the advice as a person reads it."""
    lines = [heading(_finding(advice))]
    for role in advice.roles:
        words = f"  “{role.because[0].words[:80]}”" if role.because else ""
        lines.append(f"  {role.percent:>3} %  {role.name}{words}")
    years = ", ".join(
        f"{within(held.name)} {'not stated' if held.years is None else f'{held.years:g} years'}"
        for held in advice.years
    )
    lines.append(
        f"\nRead: {counted(advice.competency_count, 'competency', 'competencies')} and "
        f"{counted(advice.credential_count, 'credential')}; {years}; "
        f"education {advice.education}; home {advice.home or 'not stated'}."
    )
    lines.append(f"\n{heading(f'Jobs for you ({advice.job_count} open)')}")
    for number, job in enumerate(advice.jobs, start=1):
        lines += _job(number, job)
    lines += _doors(advice.doors)
    lines.append(f"\n{heading(f'The gap to {advice.gap_role}')}")
    lines += [
        f"  level {row.asked}  {row.name} ({row.state.replace('_', ' ')};"
        f" asked by {row.job_count} open jobs)"
        for row in advice.gap
    ] or ["  Nothing is missing."]
    lines += [f"Note: {warning}" for warning in advice.warnings]
    stamp = advice.stamp
    lines.append(f"\nStamp {stamp.digest}: {stamp.people:,} people as of {stamp.as_of}.")
    return "\n".join(lines)


def _finding(advice: Advice) -> str:
    if advice.is_empty:
        return "We found nothing in this resume to match"
    if advice.is_health_it:
        return f"You are nearest to {within(advice.roles[0].name)}"
    role = within(advice.gap_role)
    return f"Your work so far is outside health IT; its nearest role is {role}"


def _job(number: int, job: JobNear) -> list[str]:
    place = ", ".join(part for part in (job.organization, job.place, job.work_mode) if part)
    lines = [
        f"{number:>2}. {job.title} ({place})",
        f"    fit {job.fit / 10:.1f} %, you are {job.rank:,} of {job.rank_of:,} here",
        f"    {job.musts_met} of {job.must_count} musts met",
    ]
    if job.gates_unmet:
        lines.append(f"    not yet: {', '.join(job.gates_unmet)}")
    for line in job.lines:
        words = f"  “{line.quote.words}”" if line.quote and line.quote.words else ""
        lines.append(f"      {MARKS[line.state]} {line.label}{words}")
    for way in job.ways_in:
        lines += _way(way, job.rank_of)
    return lines


def _doors(doors: Doors) -> list[str]:
    """Return what would open most doors near the person."""
    around = f"within {doors.miles:,} miles, are remote, or do not say where they are"
    lines = [
        f"\n{heading('What would open most doors near you')}",
        f"  {doors.jobs:,} of {counted(doors.job_count, 'open job')} lie {around}.",
        f"  You meet all that {doors.passing:,} of them require.",
    ]
    for row in doors.rows:
        opened = f"opens {counted(row.opens, 'job')}" if row.opens else "opens none alone"
        lines.append(f"  {row.label}, {row.shown}: {opened}, one thing nearer in {row.nearer:,}")
    return lines


def _way(way: WayIn, rank_of: int) -> list[str]:
    """Return a way in; what asks for several things names their number and lists them beneath."""
    said = way.parts[0] if len(way.parts) == 1 else f"all {len(way.parts)} that are missing"
    passes = ", and nothing required is missing" if way.passes else ""
    lines = [f"    → {said}: {way.rank:,} of {rank_of:,}{passes}"]
    if len(way.parts) > 1:
        lines += [f"        {part}" for part in way.parts]
    return lines
