"""What an employer leaves with: the role it really is, the price of each line, a shortlist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from preceptor.competencies.queries import codebook
from preceptor.engine.match import (
    Prices,
    RequirementPrice,
    StateCounts,
    compile_job,
)
from preceptor.engine.match.scales import lower_quarters
from preceptor.engine.tiles import relaxation
from preceptor.engine.translate.history_lines import years_text
from preceptor.engine.translate.jobs import GATES, Built
from preceptor.engine.translate.lines import DOMAIN_NAMES, MUST_WEIGHT, NICE_WEIGHT
from preceptor.jobs.models import Job, Line
from preceptor.matches.answers import (
    OTHER_WORK,
    LinePrice,
    Nearly,
    PairPrice,
    Price,
    Relaxation,
    StampView,
)
from preceptor.matches.queries.counted import counted_near, counted_prices, counted_shortlist
from preceptor.matches.queries.pool import CurrentPool, built_from
from preceptor.matches.queries.posting import closed_answers, marked_text
from preceptor.matches.queries.proof import proof_terms
from preceptor.matches.queries.shortlisted import Listed, near_missed, shortlisted
from preceptor.matches.queries.shown import roles_near, said_warnings, shown_people

GOAL = 25
SHORTLIST = 10
PAIRS_SHOWN = 5
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
    loaded. It takes three passes over the pool: prices, shortlist, who is nearly there; three
    more where other terms than the posting's are asked; none for what was asked a moment ago.
    """
    chosen = [asked_line(line, (decisions or {}).get(line.order)) for line in job.lines.all()]
    kept = [asked for asked in chosen if asked.decision != "drop"]
    built = built_from(job, kept, proof_weight=proof_weight, hours_per_year=hours_per_year)
    compiled = compile_job(built.job, codebook())
    others = _not_matched(chosen, kept, built)
    aside = built_from(job, others, hours_per_year=hours_per_year)
    counted = counted_prices(current, compiled, aside.job)
    prices = counted.prices
    states = _states(built, kept, prices.lines, prices.gates)
    states |= _states(aside, others, counted.lines, counted.gates)
    lines = _line_prices(chosen, kept, built, prices, states)
    costs = {line.position: line.cost for line in lines}
    roles = roles_near(job.roles)
    first = counted_shortlist(current, compiled, shortlist)
    nearly = counted_near(current, compiled, shortlist) if prices.lost else ()
    people = shown_people([person.number for person in (*first, *nearly)])
    listed = Listed(kept, built, compiled, people)
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
        proof=proof_terms(job, current, compiled, kept, first=[person.number for person in first]),
        shortlist=shortlisted(listed, first),
        nearly=Nearly(
            people=sum(each.lost_alone for each in prices.requirements),
            shown=near_missed(listed, nearly),
        ),
        asked_closed=closed_answers(job),
        warnings=said_warnings(job.warnings),
        notes=_notes(built, kept),
        stamp=stamp,
    )


def _not_matched(chosen: Sequence[Asked], kept: Sequence[Asked], built: Built) -> list[Asked]:
    """Return the lines that are dropped or beyond what is matched: counted all the same."""
    matched = {kept[at].line.order for at in (*built.lines, *built.gates)}
    return [asked for asked in chosen if asked.line.order not in matched]


def _states(
    built: Built,
    asked: Sequence[Asked],
    lines: Sequence[StateCounts],
    gates: Sequence[StateCounts],
) -> dict[int, StateCounts]:
    states = {asked[at].line.order: lines[i] for i, at in enumerate(built.lines)}
    return states | {asked[at].line.order: gates[i] for i, at in enumerate(built.gates)}


def _line_prices(
    chosen: Sequence[Asked],
    kept: Sequence[Asked],
    built: Built,
    prices: Prices,
    states: Mapping[int, StateCounts],
) -> tuple[LinePrice, ...]:
    requirement = {
        kept[at].line.order: prices.requirements[bit] for bit, at in enumerate(built.requirements)
    }
    made_nice = {kept[at].line.order for at in built.made_nice}
    unread = StateCounts(0, 0, 0, prices.pool_size)
    found = []
    for asked in chosen:
        order = asked.line.order
        count = states.get(order, unread)
        found.append(_line_price(asked, count, requirement.get(order), order in made_nice, prices))
    return tuple(found)


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
    found = relaxation(prices, goal)
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
