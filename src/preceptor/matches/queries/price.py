"""What an employer leaves with: the role it really is, the price of each line, a shortlist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from preceptor.accounts.models import Person
from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import (
    Prices,
    RequirementPrice,
    Scored,
    StateCounts,
    cheapest_relaxation,
    compile_job,
    explain,
    open_ranks,
    score_pool,
    top,
)
from preceptor.engine.match import price as price_of_requirements
from preceptor.engine.match.scales import lower_quarters
from preceptor.engine.translate.history_lines import years_text
from preceptor.engine.translate.jobs import GATES, Built
from preceptor.engine.translate.lines import DOMAIN_NAMES, MUST_WEIGHT, NICE_WEIGHT
from preceptor.jobs.models import Job, Line
from preceptor.matches.answers import (
    OTHER_WORK,
    LinePrice,
    Marked,
    PairPrice,
    Price,
    Relaxation,
    Shortlisted,
    StampView,
)
from preceptor.matches.line_states import line_states
from preceptor.matches.queries.pool import CurrentPool, built_from
from preceptor.matches.queries.proof import proof_terms
from preceptor.matches.queries.shown import roles_near, said_warnings, shown_pieces

GOAL = 25
SHORTLIST = 10
PAIRS_SHOWN = 5
MOST_CREDIT = 255
DECISIONS = ("must", "nice", "drop", "lower")


@dataclass(frozen=True, slots=True)
class Asked:
    """A stored line with the employer's switch applied; has what the engine asks of a line."""

    line: Line
    decision: str
    kind: str
    necessity: str
    weight: int
    label: str
    spec: Mapping[str, Any]


def asked_line(line: Line, decision: str | None) -> Asked:
    """Apply one switch: must, nice, drop, lower, or None for as read."""
    decision = decision if decision in DECISIONS else line.necessity
    if line.kind in GATES and decision not in ("must", "drop"):
        decision = "must"
    asked = Asked(
        line, decision, line.kind, line.necessity, line.weight, line.label, dict(line.spec)
    )
    if decision == "lower":
        lower = lower_step(line)
        if lower is None:
            return replace(asked, decision=line.necessity)
        return replace(asked, spec=lower[0], label=lower[1])
    if decision in ("must", "nice") and decision != line.necessity:
        # A weight that nobody edited follows the switch.
        unedited = MUST_WEIGHT if line.necessity == "must" else NICE_WEIGHT
        weight = MUST_WEIGHT if decision == "must" else NICE_WEIGHT
        return replace(
            asked, necessity=decision, weight=weight if line.weight == unedited else line.weight
        )
    return asked


def lower_step(line: Line) -> tuple[dict[str, Any], str] | None:
    """Return the line's next lower step as spec and label, None if it has none."""
    spec = dict(line.spec)
    if line.kind == "years":
        quarters = lower_quarters(spec["quarters"])
        if quarters is None:
            return None
        label = f"{years_text(quarters)} of {DOMAIN_NAMES[spec['domain']]}"
        return {**spec, "quarters": quarters}, label
    if line.kind == "competency":
        ways = [{**way, "level": max(1, (way["level"] or 1) - 1)} for way in spec["any_of"]]
        if ways == spec["any_of"]:
            return None
        highest = max(way["level"] for way in ways)
        return {**spec, "any_of": ways}, f"{line.label} at level {highest}"
    return None


def price_for(
    job: Job,
    current: CurrentPool,
    stamp: StampView,
    *,
    decisions: Mapping[int, str] | None = None,
    goal: int = GOAL,
    shortlist: int = SHORTLIST,
    proof_weight: int | None = None,
    hours_per_year: int | None = None,
) -> Price:
    """Return everything on the page *Price of a posting*.

    ``decisions``: order of a line -> must, nice, drop or lower. ``proof_weight`` (0, 25, 50, 75,
    100) and ``hours_per_year`` (at least 1) stand in for the job's own. The job's lines must be
    loaded.
    """
    chosen = [asked_line(line, (decisions or {}).get(line.order)) for line in job.lines.all()]
    kept = [asked for asked in chosen if asked.decision != "drop"]
    built = built_from(job, kept, proof_weight=proof_weight, hours_per_year=hours_per_year)
    compiled = compile_job(built.job, codebook())
    scored = score_pool(current.pool, compiled)
    prices = price_of_requirements(scored)
    lines = _line_prices(chosen, kept, built, prices, current)
    costs = {line.position: line.cost for line in lines}
    roles = roles_near(job.roles)
    return Price(
        job=job.public_id,
        title=job.title,
        roles=roles,
        is_health_it=roles[0].id != OTHER_WORK,
        text=marked_text(job, costs),
        pool=prices.pool_size,
        meet_all=prices.passing,
        if_confirmed=prices.passing_confirmed,
        lines=lines,
        pairs=_pairs(prices, built, kept),
        relaxation=_relaxation(prices, built, kept, goal),
        proof=proof_terms(job, scored, kept, first=shortlist),
        shortlist=_shortlist(scored, built, kept, shortlist),
        asked_closed=closed_answers(job),
        warnings=said_warnings(job.warnings),
        notes=_notes(built, kept),
        stamp=stamp,
    )


def _line_prices(
    chosen: Sequence[Asked],
    kept: Sequence[Asked],
    built: Built,
    prices: Prices,
    current: CurrentPool,
) -> tuple[LinePrice, ...]:
    counts = _counts(built, kept, prices)
    requirement = {
        kept[at].line.order: prices.requirements[bit] for bit, at in enumerate(built.requirements)
    }
    made_nice = {kept[at].line.order for at in built.made_nice}
    found = []
    for asked in chosen:
        order = asked.line.order
        count = counts.get(order) or _counts_alone(asked, current, built.job.hours_per_year)
        found.append(_line_price(asked, count, requirement.get(order), order in made_nice, prices))
    return tuple(found)


def _counts(built: Built, kept: Sequence[Asked], prices: Prices) -> dict[int, StateCounts]:
    counts = {kept[at].line.order: prices.lines[i] for i, at in enumerate(built.lines)}
    return counts | {kept[at].line.order: prices.gates[i] for i, at in enumerate(built.gates)}


def _counts_alone(asked: Asked, current: CurrentPool, hours_per_year: int) -> StateCounts:
    """Count a dropped line by itself, so that its row still says what it would ask."""
    built = built_from(asked.line.job, [asked], hours_per_year=hours_per_year)
    prices = price_of_requirements(score_pool(current.pool, compile_job(built.job, codebook())))
    states = [*prices.lines, *prices.gates]
    return states[0] if states else StateCounts(0, 0, 0, prices.pool_size)


def _line_price(
    asked: Asked,
    count: StateCounts,
    price: RequirementPrice | None,
    is_made_nice: bool,
    prices: Prices,
) -> LinePrice:
    line = asked.line
    lower = lower_step(line) if asked.decision != "lower" else None
    lost = price.lost_alone if price else 0
    return LinePrice(
        position=line.order,
        label=asked.label,
        kind=line.kind,
        is_gate=line.kind in GATES,
        decision="nice" if is_made_nice else asked.decision,
        was=line.necessity,
        weight=asked.weight,
        met=count.met,
        not_met=count.partly + count.not_met,
        not_stated=count.not_stated,
        lost_alone=price.lost_alone if price else None,
        share=price.shown_share if price else None,
        share_exact=str(price.share) if price else "",
        if_dropped=price.if_dropped if price else None,
        lower_to=lower[1] if lower else "",
        if_lowered=price.if_lowered if price else None,
        span=(line.start, line.end) if line.start is not None and line.end is not None else None,
        words=line.words,
        rule=line.rule,
        cost=_cost(lost, price.shown_share if price else 0, prices.lost),
    )


def _cost(lost_alone: int, share: int, lost: int) -> int:
    """Return how strongly a line is marked in the text, 0-3, by its share of all who are lost."""
    if not lost or not share:
        return 0
    portion = share / lost
    return 3 if portion >= 0.2 or lost_alone * 10 >= lost else 2 if portion >= 0.08 else 1


def _pairs(prices: Prices, built: Built, kept: Sequence[Asked]) -> tuple[PairPrice, ...]:
    def label(bit: int) -> str:
        return kept[built.requirements[bit]].label

    return tuple(
        PairPrice(label(pair.first), label(pair.second), pair.people)
        for pair in prices.pairs[:PAIRS_SHOWN]
    )


def _relaxation(
    prices: Prices, built: Built, kept: Sequence[Asked], goal: int
) -> Relaxation | None:
    if not prices.pool_size:
        return None
    found = cheapest_relaxation(prices, goal)
    changes = []
    for change in found.changes:
        asked = kept[built.requirements[change.requirement]]
        changes.append((asked.line.order, asked.label, "drop" if change.is_drop else "lower"))
    clauses = _clauses(kept, changes)
    return Relaxation(
        changes=tuple(changes),
        cost=found.cost,
        people=found.passing,
        reaches=found.is_reached,
        goal=goal,
        clauses=clauses,
        sentence=", and ".join(clauses),
    )


def _clauses(kept: Sequence[Asked], changes: Sequence[tuple[int, str, str]]) -> tuple[str, ...]:
    lines = {asked.line.order: asked.line for asked in kept}
    parts = []
    for order, label, how in changes:
        lower = lower_step(lines[order]) if how == "lower" else None
        # "Accept HL7 v2 at level 2" says by itself what it was before; "2 years" does not.
        instead = f" instead of {label}" if lines[order].kind == "years" else ""
        parts.append(f"accept {lower[1]}{instead}" if lower else f"do not ask {label}")
    return tuple(parts)


def _shortlist(
    scored: Scored, built: Built, kept: Sequence[Asked], limit: int
) -> tuple[Shortlisted, ...]:
    rows = top(scored, limit).tolist()
    numbers = scored.pool.number[rows].tolist()
    people = Person.objects.in_bulk(numbers)
    ranks = open_ranks(scored)
    out_of = MOST_CREDIT * sum(scored.job.weights)
    found = []
    for row, number in zip(rows, numbers, strict=True):
        person = people[number]
        resume = person.resumes.order_by("-pk").first()
        states = line_states(
            kept, built, scored.job, explain(scored, row), shown_pieces(person), load_vocabulary()
        )
        found.append(
            Shortlisted(
                key=str(person.public_id)[-6:],
                rank=int(ranks[row]),
                score=int(scored.scores[row]),
                out_of=out_of,
                headline=resume.headline if resume else "",
                place=f"{person.city}, {person.state}" if person.city else "",
                lines=states,
                gates_unmet=tuple(s.label for s in states if s.is_gate and s.state != "met"),
                passes=bool(scored.passes[row]),
            )
        )
    return tuple(found)


def _notes(built: Built, kept: Sequence[Asked]) -> tuple[str, ...]:
    notes = []
    if built.made_nice:
        notes.append(
            f"At most 24 musts can be priced; {len(built.made_nice)} of the least weight "
            "rank people here and shut nobody out."
        )
    if built.left_out:
        notes.append(f"{len(built.left_out)} further lines are not matched.")
    return tuple(notes)


def marked_text(job: Job, costs: Mapping[int, int]) -> tuple[Marked, ...]:
    """Return the posting's text cut where a line's words begin and end."""
    text = job.document.text
    parts: list[Marked] = []
    at = 0
    for line in sorted(job.lines.all(), key=lambda line: line.start or 0):
        if line.start is None or line.end is None or line.start < at:
            continue
        if line.start > at:
            parts.append(Marked(text[at : line.start], None, 0))
        parts.append(Marked(text[line.start : line.end], line.order, costs.get(line.order, 0)))
        at = line.end
    parts.append(Marked(text[at:], None, 0))
    return tuple(parts)


WORK_MODES = dict(Job.WorkMode.choices)
BACKGROUNDS = {"required": "Required", "preferred": "Preferred", "not_required": "Not asked"}


def closed_answers(job: Job) -> tuple[tuple[str, str], ...]:
    """Return the closed questions of a reading with their answers in words."""
    reading = job.reading
    years = reading.get("years_min")
    education = (reading.get("education_min") or "").replace("_", " ")
    if education and reading.get("education_or_experience"):
        education += ", or experience in its place"
    return (
        ("Work mode", WORK_MODES.get(job.work_mode, "Not stated")),
        ("Place", reading.get("location") or "Not stated"),
        ("Least years asked", "Not stated" if years is None else str(years)),
        ("Least education", education.capitalize() or "Not stated"),
        ("Clinical background", BACKGROUNDS[reading.get("clinical_background", "not_required")]),
        ("Open to newcomers", "Yes" if reading.get("entry_friendly") else "No"),
    )
