"""What a person leaves with: nearest roles, ranked jobs with reasons, the gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from preceptor.accounts.models import Person
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import (
    Piece,
    Pool,
    Scored,
    State,
    Way,
    compile_job,
    explain,
    fit_of,
    jobs_for_person,
    open_rank,
    score_pool,
    ways_in,
    with_changes,
)
from preceptor.engine.translate import KINDS_OF_WORK, LineDraft, job_from
from preceptor.engine.vocabulary import Kind, Role
from preceptor.jobs.models import Job
from preceptor.jobs.queries import open_jobs
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
from preceptor.matches.queries.pool import CurrentPool, ReadyJob, ready_job, records_pool
from preceptor.matches.queries.shown import (
    organization_of,
    place_of,
    role_name,
    roles_near,
    said_warnings,
    shown_pieces,
)
from preceptor.matches.ways import way_label
from preceptor.resumes.models import Resume

JOBS_SHOWN = 10
GAP_SHOWN = 12
WAYS_SHOWN = 3
MOST_CREDIT = 255
DOMAIN_NAMES = {"clinical": "Clinical work", "it": "IT work", "records": "Records and billing work"}


def advice_for(
    resume: Resume, current: CurrentPool, stamp: StampView, *, limit: int = JOBS_SHOWN
) -> Advice:
    """Return everything on the page *Your advice* for a person's current record."""
    person = resume.person
    alone = records_pool([person], as_of=current.pool.as_of)
    among = with_changes(current.pool, alone, ())
    jobs = [ready_job(job) for job in open_jobs()]
    pieces = shown_pieces(person)
    ready = {each.compiled.number: each for each in jobs}
    fits = jobs_for_person(alone, 0, [each.compiled for each in jobs])
    near = tuple(job_near(ready[fit.job.number], among, person, pieces) for fit in fits[:limit])
    roles = roles_near(resume.roles)
    nearest = next((role.id for role in roles if role.id != OTHER_WORK), roles[0].id)
    held = {piece.competency for piece in pieces}
    by_id = load_vocabulary().by_id
    credentials = {slug for slug in held if by_id[slug].kind is Kind.CREDENTIAL}
    record = getattr(person, "record", None)
    return Advice(
        resume=resume.public_id,
        headline=resume.headline,
        as_of=resume.as_of,
        roles=roles,
        is_health_it=roles[0].id != OTHER_WORK,
        jobs=near,
        job_count=len(jobs),
        gap=gap_to(load_vocabulary().role_by_id[nearest], alone, pieces, [e.job for e in jobs]),
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


def job_near(ready: ReadyJob, among: Pool, person: Person, pieces: Sequence[ShownPiece]) -> JobNear:
    """Return how one job fits a person and where they stand among everyone, themselves in."""
    job, compiled = ready.job, ready.compiled
    scored = score_pool(among, compiled)
    row = among.row_of(person.pk)
    states = line_states(
        list(job.lines.all()),
        ready.built,
        compiled,
        explain(scored, row),
        pieces,
        load_vocabulary(),
    )
    score = int(scored.scores[row])
    return JobNear(
        public_id=job.public_id,
        slug=job.slug,
        title=job.title,
        organization=organization_of(job),
        place=place_of(job),
        work_mode=job.get_work_mode_display(),
        role=job.role,
        role_name=role_name(job.role),
        fit=fit_of(score, compiled),
        score=score,
        out_of=MOST_CREDIT * sum(compiled.weights),
        rank=open_rank(scored, row),
        rank_of=len(among),
        gates_unmet=tuple(s.label for s in states if s.is_gate and s.state != "met"),
        lines=states,
        ways_in=_ways(scored, row),
    )


def _ways(scored: Scored, row: int) -> tuple[WayIn, ...]:
    """Return the single promises that move the person most, then all that is missing at once."""
    found = ways_in(scored, row)
    better = [way for way in found.single if way.open_rank < found.now.open_rank]
    chosen = [way for way in better if not _is_a_past(way)][:WAYS_SHOWN]
    if found.together is not None and len(found.together.promises) > 1:
        chosen.append(found.together)
    vocabulary = load_vocabulary()
    return tuple(
        WayIn(
            label="; ".join(way_label(promise, vocabulary) for promise in way.promises),
            rank=way.open_rank,
            passes=way.strict_rank is not None,
        )
        for way in chosen
    )


def _is_a_past(way: Way) -> bool:
    """Tell whether a way in is another working life, which nobody can add."""
    entries = load_vocabulary().competencies
    return any(
        isinstance(added, Piece) and entries[added.competency].block == KINDS_OF_WORK
        for promise in way.promises
        for added in promise.adds
    )


def gap_to(
    role: Role, alone: Pool, pieces: Sequence[ShownPiece], jobs: Sequence[Job]
) -> tuple[GapRow, ...]:
    """Return what the role asks and the record does not meet, by weight and demand."""
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
    demand = demand_of(jobs)
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
                job_count=demand[ask.competency],
            )
        )
    rows.sort(key=lambda gap: (-gap.role_weight, -gap.job_count, gap.name))
    return tuple(rows[:GAP_SHOWN])


def demand_of(jobs: Sequence[Job]) -> Counter[str]:
    """Return how many of the jobs name each competency in a line."""
    demand: Counter[str] = Counter()
    for job in jobs:
        named: set[str] = set()
        for line in job.lines.all():
            for way in line.spec.get("any_of", ()):
                slug = way.get("competency") if isinstance(way, dict) else way
                if slug:
                    named.add(slug)
        demand.update(named)
    return demand
