"""Which question tells most: a form of a dozen questions in place of a resume.

What is not known is which of the twelve roles somebody is nearest to, and which open jobs can be
decided for them. Before each question both are counted exactly, over every answer that could be
given:

- in bits, how much less uncertain the nearest role is expected to be afterwards (the mutual
  information of answer and role, from what each role asks and how much it weighs there);
- which share of the lines of an open job it answers that no question before it did, on average
  over the open jobs.

A question is worth the sum, where to answer every line of every open job is worth as much as to
know the role for certain. The one that is worth most is asked next; of equals the one that stands
first.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.vocabulary import Role

Shares = NDArray[np.float64]

# How often somebody of a role has done what the role does not ask, and what it asks most. The
# values are reasoned, not fitted: nobody has done everything, and many have done other work too.
LEAST_CHANCE, MOST_CHANCE = 0.06, 0.80


@dataclass(frozen=True, slots=True)
class Option:
    """Something to tick, and the competencies that whoever ticks it says to hold."""

    key: str
    competencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form; ``is_many``: any number of options may be ticked, else one.

    ``decides``: kinds of lines that its answer decides beside those of its competencies, such as
    "place". ``is_first`` and ``is_last``: asked at the beginning or the end, whatever it tells.
    """

    key: str
    options: tuple[Option, ...] = ()
    is_many: bool = True
    decides: tuple[str, ...] = ()
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Worth:
    """What a question is worth now: bits of the role, and the share of open jobs' lines.

    ``value`` is the sum in bits by which questions are ordered.
    """

    question: str
    bits: float
    lines: float
    value: float


@dataclass(frozen=True, eq=False)
class Demand:
    """The lines of the open jobs, and which of them each question answers.

    ``weight`` float (lines): every job has the same weight, shared evenly by its lines; all add
    up to 1. ``answers``: question -> bool (lines).
    """

    weight: Shares
    answers: Mapping[str, NDArray[np.bool_]]


NO_JOBS = Demand(np.zeros(0), {})


def demand_of(jobs: Sequence[Sequence[Collection[str]]], questions: Sequence[Question]) -> Demand:
    """Return what the questions answer of open jobs; a job is its lines.

    A line is given by what would answer it: competencies, or a kind of line such as "place".
    """
    asked = [job for job in jobs if job]
    lines = [set(line) for job in asked for line in job]
    weight = np.array([1 / (len(asked) * len(job)) for job in asked for _ in job])
    answers = {
        question.key: np.array(
            [not _subjects(question).isdisjoint(line) for line in lines], dtype=np.bool_
        )
        for question in questions
    }
    return Demand(weight, answers)


def chances(question: Question, roles: Sequence[Role]) -> Shares:
    """Return how likely each option is for somebody of each role; float (options, roles).

    Of options that may be ticked together each stands by itself: between ``LEAST_CHANCE`` and
    ``MOST_CHANCE``, by the heaviest weight that the role gives to a competency of the option, as
    a share of the heaviest it gives to any. Of options that shut each other out the chances of a
    role add up to 1.
    """
    strength = np.array(
        [[_strength(option, role) for role in roles] for option in question.options],
        dtype=np.float64,
    ).reshape(len(question.options), len(roles))
    found: Shares = LEAST_CHANCE + (MOST_CHANCE - LEAST_CHANCE) * strength
    if not question.is_many and len(question.options):
        found = found / found.sum(axis=0)
    return found


def _strength(option: Option, role: Role) -> float:
    weights = {ask.competency: ask.weight for ask in role.asks}
    heaviest = max(weights.values(), default=1)
    return max((weights.get(each, 0) for each in option.competencies), default=0) / heaviest


def belief(
    answers: Mapping[str, Collection[str]], questions: Sequence[Question], roles: Sequence[Role]
) -> Shares:
    """Return how likely each role is after some answers; float (roles), adding up to 1.

    ``answers``: question -> keys of the options ticked. A question that was skipped is not among
    them and says nothing; an empty answer to tick boxes says that none holds. Before the first
    answer every role is as likely as any other.

    >>> from preceptor.engine.vocabulary import RoleCompetency
    >>> roles = [
    ...     Role(name, "", "", "", "", (), "", "", "", (RoleCompetency(name, 3, 60),), (), ())
    ...     for name in ("teach", "code")
    ... ]
    >>> asked = Question("q", (Option("teach", ("teach",)), Option("code", ("code",))))
    >>> [round(float(share), 3) for share in belief({"q": {"teach"}}, [asked], roles)]
    [0.984, 0.016]
    """
    log = np.zeros(len(roles))
    for question in questions:
        if question.key in answers and question.options:
            log += _log_chance(question, answers[question.key], chances(question, roles))
    share: Shares = np.exp(log - log.max())
    share /= share.sum()
    return share


def _log_chance(question: Question, ticked: Collection[str], table: Shares) -> Shares:
    is_ticked = np.array([option.key in ticked for option in question.options])
    if question.is_many:
        each = np.log(np.where(is_ticked[:, None], table, 1 - table))
        whole: Shares = each.sum(axis=0)
        return whole
    if not is_ticked.any():
        return np.zeros(table.shape[1])
    one: Shares = np.log(table[is_ticked][0])
    return one


def worths(
    answers: Mapping[str, Collection[str]],
    questions: Sequence[Question],
    roles: Sequence[Role],
    *,
    passed: Collection[str] = (),
    demand: Demand = NO_JOBS,
) -> list[Worth]:
    """Return what each question still open is worth, best first.

    ``passed``: questions that were skipped; they are not asked again, and what they would have
    answered is not counted for another.
    """
    asked = {*answers, *passed}
    share = belief(answers, questions, roles)
    left = demand.weight.copy()
    for key in asked:
        if key in demand.answers:
            left[demand.answers[key]] = 0
    found = []
    for question in questions:
        if question.key not in asked:
            bits = gain(question, share, roles)
            lines = float(left[demand.answers[question.key]].sum()) if demand.answers else 0.0
            value = bits + math.log2(len(roles)) * lines
            found.append(Worth(question.key, bits, lines, value))
    # A stable sort: of equals the first stays first.
    return sorted(found, key=lambda worth: -worth.value)


def next_question(
    answers: Mapping[str, Collection[str]],
    questions: Sequence[Question],
    roles: Sequence[Role],
    *,
    most: int,
    passed: Collection[str] = (),
    demand: Demand = NO_JOBS,
) -> str | None:
    """Return the question to ask next, None once ``most`` were answered or skipped.

    Those that come first are asked first, and those that come last when only they have room
    left, in the order they stand.
    """
    asked = {*answers, *passed}
    opening = [each.key for each in questions if each.is_first and each.key not in asked]
    closing = [each.key for each in questions if each.is_last and each.key not in asked]
    room = most - len(asked)
    if room <= 0:
        return None
    if opening:
        return opening[0]
    if room > len(closing):
        last = {each.key for each in questions if each.is_last}
        for worth in worths(answers, questions, roles, passed=passed, demand=demand):
            if worth.question not in last:
                return worth.question
    return closing[0] if closing else None


def gain(question: Question, share: Shares, roles: Sequence[Role]) -> float:
    """Return in bits how much less uncertain the role is expected to be after the answer.

    Exact: the sum over every answer that can be given, which for n boxes are 2^n.
    """
    if not question.options:
        return 0.0
    table = chances(question, roles)
    patterns = table if not question.is_many else _patterns(table)
    # How likely an answer is together with each role, and by itself.
    joint = patterns * share
    alone = joint.sum(axis=1, keepdims=True)
    after = joint / alone
    left = float((alone[:, 0] * _entropy(after)).sum())
    return max(0.0, float(_entropy(share[None, :])[0]) - left)


def _patterns(table: Shares) -> Shares:
    """Return the chance of each set of ticks for each role; float (2^options, roles)."""
    ticks = np.array(list(itertools.product((False, True), repeat=len(table))))
    found: Shares = np.where(ticks[:, :, None], table, 1 - table).prod(axis=1)
    return found


def _entropy(shares: Shares) -> Shares:
    """Return the entropy of each row in bits; an impossible role adds nothing."""
    logs = np.log2(shares, out=np.zeros_like(shares), where=shares > 0)
    entropy: Shares = -(shares * logs).sum(axis=1)
    return entropy


def _subjects(question: Question) -> set[str]:
    return {*question.decides} | {
        competency for option in question.options for competency in option.competencies
    }
