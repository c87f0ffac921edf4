"""The matching model read literally: slow plain Python, nothing shared with the engine's code.

Only the records and jobs (what goes in) are the engine's dataclasses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import combinations, product

from preceptor.engine.match import (
    AnyOf,
    Availability,
    Credential,
    Domain,
    Evidence,
    Job,
    Licence,
    Line,
    PersonRecord,
    Place,
    RightToWork,
    Schooling,
    Standing,
    Tie,
    Years,
)
from preceptor.engine.vocabulary import Kind

BASES = {0: 70, 1: 80, 2: 90, 3: 95, 4: 100}


@dataclass(frozen=True)
class Words:
    """A vocabulary: the kind of each competency, the level credentials hold, the relations."""

    kinds: tuple[Kind, ...]
    credential_levels: tuple[int, ...]
    relations: tuple[tuple[int, int, Tie, int], ...]

    def table(self) -> dict[tuple[int, int], int]:
        return similarity(len(self.kinds), self.relations)


def similarity(count, relations):
    """Percentages by (held, asked), those below 30 left out."""
    full = {number: set() for number in range(count)}
    weight = {}
    for held, asked, tie, stated in relations:
        if tie is Tie.IMPLIES:
            full[held].add(asked)
            continue
        ends = [(held, asked)] if tie is Tie.PART_OF else [(held, asked), (asked, held)]
        if tie is Tie.PART_OF:
            full[asked].add(held)
        for pair in ends:
            weight[pair] = max(stated, weight.get(pair, 0))
    table = {}
    for held in range(count):
        for start in _reached(full, held):
            for asked in range(count):
                paths = [100] if start == asked else []
                paths.append(100 * weight.get((start, asked), 0) // 100)
                paths += [
                    weight.get((start, middle), 0) * weight.get((middle, asked), 0) // 100
                    for middle in range(count)
                ]
                table[held, asked] = max(*paths, table.get((held, asked), 0))
    return {pair: percent for pair, percent in table.items() if percent >= 30}


def _reached(full, start):
    seen, waiting = {start}, [start]
    while waiting:
        for following in full[waiting.pop()] - seen:
            seen.add(following)
            waiting.append(following)
    return seen


def held_level(piece: Evidence, words: Words, as_of: date) -> int:
    if words.kinds[piece.competency] is Kind.CREDENTIAL:
        if piece.standing is not Standing.IN_FORCE:
            return 1
        if piece.expires_on is not None and as_of > piece.expires_on:
            return 1
        if piece.issued_on is not None and as_of < piece.issued_on:
            return 1
        return words.credential_levels[piece.competency]
    level = piece.level or 2
    if piece.last_used is not None:
        used = piece.last_used
        is_old = as_of.year - used.year > 5 or (
            as_of.year - used.year == 5 and (as_of.month, as_of.day) > (used.month, used.day)
        )
        if is_old and level > 1:
            level -= 1
    return level


def alternatives(line_asks, words: Words):
    """(competency, asked level, least grade, may be lowered) of each alternative."""
    if isinstance(line_asks, Credential | Licence):
        grade = line_asks.minimum_grade if isinstance(line_asks, Credential) else 0
        return [(number, 2, grade, False) for number in line_asks.credentials]
    if not isinstance(line_asks, AnyOf):
        return []
    out = []
    for choice in line_asks.alternatives:
        if words.kinds[choice.competency] is Kind.CREDENTIAL:
            out.append((choice.competency, 2, line_asks.minimum_grade, False))
        else:
            level = choice.level or 1
            out.append((choice.competency, level, line_asks.minimum_grade, level > 1))
    return out


@dataclass(frozen=True)
class LineAnswer:
    credit: int
    met: bool
    state: str


@dataclass(frozen=True)
class Answer:
    lines: tuple[LineAnswer, ...]
    gates: tuple[str, ...]
    score: int
    unmet: frozenset[int]
    not_stated: frozenset[int]
    gates_met: bool


class Oracle:
    """Answers about people and jobs under one vocabulary and as-of date."""

    def __init__(self, words: Words, as_of: date) -> None:
        self.words = words
        self.as_of = as_of
        self.table = words.table()

    def line(self, person: PersonRecord, job: Job, line: Line) -> LineAnswer:
        asks = line.asks
        if isinstance(asks, Years):
            credit, met, stated = self._years(person, job, asks)
        elif isinstance(asks, Schooling):
            met = any(
                person.education >= each.level
                and quarters(person, each.domain, job) >= each.quarters
                for each in asks.alternatives
            )
            credit = 255 if met else 0
            if all(each.level == 0 for each in asks.alternatives):
                stated = any(states_work(person, each.domain) for each in asks.alternatives)
            else:
                stated = person.education != 0
        else:
            credit, met, stated = self._evidence(person, job, alternatives(asks, self.words))
        if met:
            return LineAnswer(credit, True, "met")
        if credit > 0:
            return LineAnswer(credit, False, "partly")
        return LineAnswer(credit, False, "not met" if stated else "not stated")

    def _years(self, person, job, asks):
        held = quarters(person, asks.domain, job)
        credit = min(255, 255 * held // asks.quarters)
        return credit, held >= asks.quarters, states_work(person, asks.domain)

    def _evidence(self, person, job, asked):
        credit, met = 0, False
        for piece in person.evidence:
            level = held_level(piece, self.words, self.as_of)
            base = BASES[piece.grade]
            proof = 100 - job.proof_weight * (100 - base) // 100
            for competency, asked_level, least_grade, _ in asked:
                s = self.table.get((piece.competency, competency), 0)
                has = 100 if level >= asked_level else 100 * level // asked_level
                credit = max(credit, 255 * s * has * proof // 1_000_000)
                if s == 100 and level >= asked_level and piece.grade >= least_grade:
                    met = True
        kinds = {self.words.kinds[competency] for competency, *_ in asked}
        return credit, met, kinds <= person.complete_kinds

    def gate(self, person: PersonRecord, job: Job, gate) -> str:
        if isinstance(gate, Licence):
            asked = alternatives(gate, self.words)
            _, met, complete = self._evidence(person, job, asked)
            if met:
                return "met"
            has_another = any(
                self.words.kinds[piece.competency] is Kind.CREDENTIAL
                and (piece.competency, competency) in self.table
                for piece in person.evidence
                for competency, *_ in asked
            )
            return "not met" if has_another or complete else "not stated"
        if isinstance(gate, RightToWork):
            return {None: "not stated", True: "met", False: "not met"}[person.right_to_work]
        if isinstance(gate, Place):
            if place_met(person, gate):
                return "met"
            return "not stated" if person.home is None or not person.state else "not met"
        return availability(person, gate)

    def answer(self, person: PersonRecord, job: Job) -> Answer:
        lines = tuple(self.line(person, job, line) for line in job.lines)
        gates = tuple(self.gate(person, job, gate) for gate in job.gates)
        weights = weights_used([line.edited_weight for line in job.lines])
        required = [
            (answer.met, answer.state)
            for answer, line in zip(lines, job.lines, strict=True)
            if line.is_must
        ] + [(state == "met", state) for state in gates]
        return Answer(
            lines=lines,
            gates=gates,
            score=sum(w * answer.credit for w, answer in zip(weights, lines, strict=True)),
            unmet=frozenset(i for i, (met, _) in enumerate(required) if not met),
            not_stated=frozenset(
                i for i, (_, state) in enumerate(required) if state == "not stated"
            ),
            gates_met=all(state == "met" for state in gates),
        )

    def lower_step(self, line: Line) -> Line | None:
        """The line one lower step, None where it has none."""
        asks = line.asks
        if isinstance(asks, Years):
            below = [4 * y for y in (1, 2, 3, 5, 7, 10) if 4 * y < asks.quarters]
            return replace(line, asks=replace(asks, quarters=max(below))) if below else None
        if isinstance(asks, AnyOf):
            lowered = [may for *_, may in alternatives(asks, self.words)]
            if any(lowered):
                choices = tuple(
                    replace(choice, level=choice.level - 1) if may else choice
                    for choice, may in zip(asks.alternatives, lowered, strict=True)
                )
                return replace(line, asks=replace(asks, alternatives=choices))
        return None

    def passing(self, people, job: Job, dropped=frozenset(), lowered=frozenset()) -> int:
        """How many miss nothing of the job with requirements really dropped or lowered."""
        changed = self.relaxed(job, dropped, lowered)
        return sum(not self.answer(person, changed).unmet for person in people)

    def relaxed(self, job: Job, dropped, lowered) -> Job:
        lines, position = [], 0
        for line in job.lines:
            if not line.is_must:
                continue
            if position not in dropped:
                lines.append(self.lower_step(line) if position in lowered else line)
            position += 1
        gates = tuple(g for i, g in enumerate(job.gates, start=position) if i not in dropped)
        return replace(job, lines=tuple(lines), gates=gates)

    def open_list(self, people, job: Job) -> list[int]:
        def key(person):
            answer = self.answer(person, job)
            return not answer.gates_met, -answer.score, person.number

        return [person.number for person in sorted(people, key=key)]

    def open_rank(self, people, job: Job, person: PersonRecord) -> int:
        own = self.answer(person, job)
        others = [self.answer(p, job) for p in people if p.number != person.number]
        return 1 + sum((o.gates_met, o.score) > (own.gates_met, own.score) for o in others)

    def strict_rank(self, people, job: Job, person: PersonRecord) -> int | None:
        own = self.answer(person, job)
        if own.unmet:
            return None
        others = [self.answer(p, job) for p in people if p.number != person.number]
        return 1 + sum(not o.unmet and o.score > own.score for o in others)

    def shares(self, people, job: Job) -> list[Fraction]:
        count = sum(line.is_must for line in job.lines) + len(job.gates)
        out = [Fraction(0)] * count
        for person in people:
            unmet = self.answer(person, job).unmet
            for position in unmet:
                out[position] += Fraction(1, len(unmet))
        return out

    def cheapest(self, people, job: Job, reach: int):
        """(cost, changes as (position, is drop), passing) by trying everything."""
        musts = [line for line in job.lines if line.is_must]
        choices = []
        for position, line in enumerate(musts):
            steps = [(position, True, 2 * line.edited_weight)]
            if self.lower_step(line) is not None:
                steps.insert(0, (position, False, line.edited_weight))
            choices.append(steps)
        for position, gate in enumerate(job.gates, start=len(musts)):
            if isinstance(gate, Place | Availability):
                choices.append([(position, True, 20)])
        found = []
        for size in range(5):
            for some in combinations(choices, size):
                for steps in product(*some):
                    dropped = {p for p, is_drop, _ in steps if is_drop}
                    lowered = {p for p, is_drop, _ in steps if not is_drop}
                    people_in = self.passing(people, job, dropped, lowered)
                    found.append((sum(cost for *_, cost in steps), steps, people_in))
        reachable = min(reach, max(each[2] for each in found))
        enough = [each for each in found if each[2] >= reachable]
        cost, steps, people_in = min(
            enough,
            key=lambda e: (
                (e[0], len(e[1]), -e[2]),
                [step[0] for step in e[1]],
                [step[1] for step in e[1]],
            ),
        )
        return cost, tuple((p, is_drop) for p, is_drop, _ in steps), people_in


def weights_used(weights):
    s, n = sum(weights), len(weights)
    if s > 257:
        return [1 + (w - 1) * (257 - n) // (s - n) for w in weights]
    return list(weights)


def quarters(person: PersonRecord, domain: Domain, job: Job) -> int:
    dated = {each: min(255, number) for each, number in person.quarters.items()}
    hours = {each: min(65_535, number) for each, number in person.signed_hours.items()}
    if domain is Domain.ANY:
        return max(dated.values(), default=0) + 4 * sum(hours.values()) // job.hours_per_year
    return dated.get(domain, 0) + 4 * hours.get(domain, 0) // job.hours_per_year


def states_work(person: PersonRecord, domain: Domain) -> bool:
    if domain is Domain.ANY:
        return bool(person.quarters) or any(person.signed_hours.values())
    return domain in person.quarters or person.signed_hours.get(domain, 0) > 0


def place_met(person: PersonRecord, place: Place) -> bool:
    if place.is_remote and (not place.states or person.state in place.states):
        return True
    if place.is_on_site:
        return person.willing_to_move or any(
            person.home is not None and miles(person.home, site) <= place.radius_miles
            for site in place.sites
        )
    return False


def miles(one, other) -> float:
    (lat, lon), (to_lat, to_lon) = (tuple(map(math.radians, place)) for place in (one, other))
    chord = (
        math.sin((to_lat - lat) / 2) ** 2
        + math.cos(lat) * math.cos(to_lat) * math.sin((to_lon - lon) / 2) ** 2
    )
    return 2 * 3958.76 * math.asin(math.sqrt(chord))


def availability(person: PersonRecord, gate: Availability) -> str:
    says_no = bool(gate.asked & person.cannot_work)
    says_yes = gate.asked & person.can_work == gate.asked
    in_time = gate.start_by is None
    if gate.start_by is not None and person.available_from is not None:
        in_time = person.available_from <= gate.start_by
        says_no = says_no or not in_time
    if says_yes and in_time and not says_no:
        return "met"
    return "not met" if says_no else "not stated"
