"""Random people and several jobs of one vocabulary, for Hypothesis."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from tests.engine.match.worlds import TODAY, codebook_of, gates, lines, records, vocabularies

from preceptor.engine.match import CompiledJob, Job, Pool, build_pool, compile_job


@st.composite
def towns(draw: st.DrawFn) -> tuple[Pool, list[CompiledJob]]:
    """People and several jobs of one vocabulary; job numbers are not in order."""
    words = draw(vocabularies())
    count = len(words.kinds)
    codebook = codebook_of(words)
    numbers = draw(st.lists(st.integers(1, 30), unique=True, max_size=8))
    jobs = [
        Job(
            number=number,
            lines=tuple(draw(st.lists(lines(count), max_size=6))),
            gates=draw(gates(count)),
            proof_weight=draw(st.sampled_from([0, 25, 50, 75, 100])),
            hours_per_year=draw(st.sampled_from([1, 160, 2080])),
        )
        for number in numbers
    ]
    people = [
        replace(draw(records(count, 10 + 3 * n)), scopes=draw(st.sampled_from([1, 1, 2, 3])))
        for n in range(draw(st.integers(0, 12)))
    ]
    pool = build_pool(people, as_of=TODAY, codebook=codebook)
    return pool, [compile_job(job, codebook) for job in jobs]
