"""The best people for a job, and who is nearly there, each with the reason for their place."""

from __future__ import annotations

from dataclasses import dataclass

from preceptor.engine.match import CompiledJob, Explanation, Pool, explain, score_pool
from preceptor.engine.tiles import LivePool, Ranked, near_top, open_top, strict_top, tiled_job


@dataclass(frozen=True, slots=True)
class Placed:
    """One person of a list: person number, rank (ties share it), score, and one explanation
    per line, then per gate.

    ``unmet``: mask of what they miss, over the job's requirements.
    """

    number: int
    rank: int
    score: int
    gates_met: bool
    unmet: int
    explanations: tuple[Explanation, ...]

    @property
    def passes(self) -> bool:
        """Tell whether the person misses no must and no gate."""
        return self.unmet == 0


def shortlist(
    live: LivePool, job: CompiledJob, limit: int = 20, *, strict: bool = False, threads: int = 1
) -> tuple[Placed, ...]:
    """Return the first of the open list of a job, or of the strict list, in order.

    Open: no unmet gate first, then score, then person number; strict: only who misses nothing.
    Empty for an empty pool or a limit of 0. One pass over the pool; those listed are then
    scored and explained by the plain engine.
    """
    if limit <= 0:
        return ()
    find = strict_top if strict else open_top
    return placed(live, job, find(live, tiled_job(job), limit, threads=threads))


def near_missers(
    live: LivePool, job: CompiledJob, limit: int = 20, *, most: int = 1, threads: int = 1
) -> tuple[Placed, ...]:
    """Return the best of those who miss at least one must or gate of a job, and at most ``most``.

    No unmet gate first, then score, then person number; ``rank`` is the place among them, and
    ``unmet`` what each lacks. Empty where nobody is that near. One pass over the pool.
    """
    if limit <= 0 or most <= 0:
        return ()
    ranked = near_top(live, tiled_job(job), limit, most=most, threads=threads)
    return placed(live, job, ranked)


def placed(live: LivePool, job: CompiledJob, ranked: Ranked) -> tuple[Placed, ...]:
    """Return the people found for a job with explanations, in the order given.

    ``ranked`` must begin with the first of its list, so that places are ranks.
    """
    people: Pool = live.people(ranked.rows)
    scored = score_pool(people, job)
    found: list[Placed] = []
    for place, number in enumerate(ranked.numbers.tolist()):
        row = people.row_of(number)
        score, gates_met = int(scored.scores[row]), bool(scored.gates_met[row])
        last = found[-1] if found else None
        is_tied = last is not None and (last.gates_met, last.score) == (gates_met, score)
        found.append(
            Placed(
                number=number,
                rank=last.rank if last is not None and is_tied else place + 1,
                score=score,
                gates_met=gates_met,
                unmet=int(scored.unmet[row]),
                explanations=explain(scored, row),
            )
        )
    return tuple(found)
