"""What a person leaves with: nearest roles, ranked jobs with reasons, the gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import (
    Pool,
    State,
    WaysIn,
    compile_job,
    explain,
    fit_of,
    jobs_for_person,
    score_pool,
)
from preceptor.engine.match.scales import MOST_CREDIT
from preceptor.engine.translate import LineDraft, job_from
from preceptor.engine.vocabulary import Kind, Role
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.matches.answers import (
    OTHER_WORK,
    Advice,
    GapRow,
    JobNear,
    StampView,
    WayIn,
    YearsHeld,
)
from preceptor.matches.line_states import EDUCATION_NAMES, STATES, ShownPiece, line_states
from preceptor.matches.queries.alone import alone_of
from preceptor.matches.queries.board import open_board
from preceptor.matches.queries.doors import MILES, doors_near
from preceptor.matches.queries.explained import Explained, explained
from preceptor.matches.queries.fits import in_preferred_order
from preceptor.matches.queries.pool import CurrentPool, ready_job
from preceptor.matches.queries.shown import (
    organization_of,
    place_of,
    role_name,
    roles_near,
    said_warnings,
)
from preceptor.matches.ways import is_a_past, way_label
from preceptor.resumes.models import Resume

JOBS_SHOWN = 10
GAP_SHOWN = 12
WAYS_SHOWN = 3
DOMAIN_NAMES = {"clinical": "Clinical work", "it": "IT work", "records": "Records and billing work"}


def advice_for(
    resume: Resume,
    current: CurrentPool,
    stamp: StampView,
    *,
    limit: int = JOBS_SHOWN,
    miles: int = MILES,
) -> Advice:
    """Return everything on the page *Your advice* for a person's current record.

    One pass over the pool for each of the ``limit`` jobs shown, or none where somebody asked
    for the job a moment ago; ``miles`` around the person's home are searched for doors.
    """
    person = resume.person
    mine = alone_of(person, current)
    alone, pieces = mine.pool, mine.pieces
    board = open_board()
    fits = jobs_for_person(alone, 0, [posted.compiled for posted in board])
    order, moved = in_preferred_order(person, fits)
    near = order[:limit]
    jobs = with_lines(Job.objects.all()).in_bulk(near)
    roles = roles_near(resume.roles)
    nearest = next((role.id for role in roles if role.id != OTHER_WORK), roles[0].id)
    held = {piece.competency for piece in pieces}
    by_id = load_vocabulary().by_id
    credentials = {slug for slug in held if by_id[slug].kind is Kind.CREDENTIAL}
    record = getattr(person, "record", None)
    demand = Counter(slug for posted in board for slug in posted.named)
    return Advice(
        resume=resume.public_id,
        headline=resume.headline,
        as_of=resume.as_of,
        roles=roles,
        is_health_it=roles[0].id != OTHER_WORK,
        jobs=tuple(
            replace(
                job_near(explained(ready_job(jobs[number]), current, mine)),
                moved=moved.get(number),
            )
            for number in near
            if number in jobs
        ),
        job_count=len(board),
        doors=doors_near(alone, fits, board, miles=miles),
        gap=gap_to(load_vocabulary().role_by_id[nearest], alone, pieces, demand),
        gap_role=role_name(nearest),
        years=years_held(record),
        education=EDUCATION_NAMES[record.education] if record else EDUCATION_NAMES[0],
        home=f"{person.city}, {person.state}" if person.city else "",
        is_willing_to_move=person.is_willing_to_move,
        competency_count=len(held) - len(credentials),
        credential_count=len(credentials),
        warnings=said_warnings(resume.warnings),
        stamp=stamp,
    )


def years_held(record: Any) -> tuple[YearsHeld, ...]:
    """Return the years per domain of a record, None where nothing is stated."""
    return tuple(
        YearsHeld(domain, name, None if quarters is None else quarters / 4)
        for domain, name in DOMAIN_NAMES.items()
        for quarters in [getattr(record, f"quarters_{domain}", None)]
    )


def job_near(found: Explained) -> JobNear:
    """Return how one job fits a person and where they stand among everyone, themselves in."""
    job, compiled = found.ready.job, found.ready.compiled
    ways = found.ways
    states = line_states(
        list(job.lines.all()),
        found.ready.built,
        compiled,
        explain(found.scored, 0),
        found.alone.pieces,
        load_vocabulary(),
    )
    return JobNear(
        public_id=job.public_id,
        slug=job.slug,
        title=job.title,
        organization=organization_of(job),
        place=place_of(job),
        work_mode=job.get_work_mode_display(),
        role=job.role,
        role_name=role_name(job.role),
        fit=fit_of(ways.now.score, compiled),
        score=ways.now.score,
        out_of=MOST_CREDIT * sum(compiled.weights),
        rank=ways.now.open_rank,
        rank_of=found.others.size + 1,
        gates_unmet=tuple(s.label for s in states if s.is_gate and s.state != "met"),
        lines=states,
        ways_in=_ways(ways),
    )


def _ways(found: WaysIn) -> tuple[WayIn, ...]:
    """Return the single promises that move the person most, then all that is missing at once."""
    vocabulary = load_vocabulary()
    better = [way for way in found.single if way.open_rank < found.now.open_rank]
    chosen = [way for way in better if not is_a_past(way.promises, vocabulary)][:WAYS_SHOWN]
    if found.together is not None and len(found.together.promises) > 1:
        chosen.append(found.together)
    return tuple(
        WayIn(
            label="; ".join(way_label(promise, vocabulary) for promise in way.promises),
            rank=way.open_rank,
            passes=way.strict_rank is not None,
        )
        for way in chosen
    )


def gap_to(
    role: Role, alone: Pool, pieces: Sequence[ShownPiece], demand: Mapping[str, int]
) -> tuple[GapRow, ...]:
    """Return what the role asks and the record does not meet, by weight and demand.

    ``demand``: how many open jobs name each competency.
    """
    vocabulary = load_vocabulary()
    drafts = [
        LineDraft(
            kind="competency",
            necessity="nice",
            weight=ask.weight,
            label=vocabulary.by_id[ask.competency].name,
            spec={"any_of": [{"competency": ask.competency, "level": ask.level}]},
            rule="role",
        )
        for ask in role.asks
    ]
    built = job_from(drafts, vocabulary, number=0)
    scored = score_pool(alone, compile_job(built.job, codebook()))
    rows = []
    for explanation in explain(scored, 0):
        if explanation.state is State.MET:
            continue
        ask = role.asks[built.lines[explanation.line or 0]]
        best = explanation.best
        is_same = best is not None and best.similarity == 100
        rows.append(
            GapRow(
                competency=ask.competency,
                name=vocabulary.by_id[ask.competency].name,
                asked=ask.level,
                held=best.held_level if best is not None and is_same else None,
                state=STATES[explanation.state],
                role_weight=ask.weight,
                job_count=demand.get(ask.competency, 0),
            )
        )
    rows.sort(key=lambda gap: (-gap.role_weight, -gap.job_count, gap.name))
    return tuple(rows[:GAP_SHOWN])
