"""Exact matching of people and jobs, in plain NumPy: the reference for every faster version.

Everything is integers; the same question gives the same answer on every machine. The way
through, from a vocabulary to answers::

    codebook = from_vocabulary(vocabulary)            # once per vocabulary version
    pool = build_pool(records, as_of=today, codebook=codebook)
    job = compile_job(Job(number=7, lines=(...), gates=(...)), codebook)
    scored = score_pool(pool, job)

    top(scored, 20)                     # rows, open list:   .number[rows] are person numbers
    top(scored, 20, strict=True)        # rows, strict list: nobody who misses a must or a gate
    open_ranks(scored), strict_ranks(scored)
    explain(scored, row)                # one Explanation per line and gate
    prices = price(scored)              # counts and states, fair shares, pairs
    relaxation = cheapest_relaxation(prices, reach=25)
    relaxed(job, relaxation.changes)    # the Job with the changes made
    ways_in(scored, row)                # single promises and their ranks; the strict set
    jobs_for_person(pool, row, jobs)    # the other side: jobs in order with their fit

**Records** (what an app fills in; competencies are vocabulary numbers)::

    Evidence(competency, level=None, grade=Grade.CLAIMED, last_used=None,
             issued_on=None, expires_on=None, standing=Standing.IN_FORCE)
    PersonRecord(number, evidence=(), quarters={Domain: int},    # absent: not stated
                 signed_hours={Domain: int}, complete_kinds=frozenset(),
                 education=Education.NOT_STATED, right_to_work=None, state="",
                 home=None, willing_to_move=False, can_work=Schedule(0),
                 cannot_work=Schedule(0), available_from=None, scopes=1)

**Jobs**::

    Line(asks, is_must=True, weight=None)       # weight None: 10 for a must, 4 for a nice
        asks = AnyOf((Alternative(competency, level=None), ...), minimum_grade=Grade.CLAIMED)
             | Credential((competency, ...), minimum_grade=Grade.CLAIMED)
             | Years(domain, quarters=1)
             | Schooling((SchoolingAlternative(level, quarters=0, domain=Domain.ANY), ...))
    gates = Licence((competency, ...)) | RightToWork() | Availability(asked, start_by=None)
          | Place(is_remote, states=(), is_on_site=False, sites=((lat, lon), ...), radius_miles=50)
    Job(number, lines, gates=(), proof_weight=100, hours_per_year=2080)
    keep_as_read(job) -> AsRead(job, made_nice, left_out)   # when a posting asks too much

Rows are positions in the pool (0, 1, ...; ``pool.row_of(person_number)``); a line's position is
its index in ``job.lines``; a requirement is a must line or a gate, and its position is its bit in
every mask (musts in line order, then gates in their order): ``job.requirements``.
A piece of evidence keeps its position: ``Explanation.piece`` indexes ``PersonRecord.evidence``.
"""

from preceptor.engine.match.additions import (
    Addition,
    Answer,
    Degree,
    Piece,
    Promise,
    Work,
    piece_for,
    promises_for_gate,
    promises_for_line,
)
from preceptor.engine.match.compile import Asked, CompiledJob, Requirement, compile_job
from preceptor.engine.match.counterfactuals import (
    Histogram,
    Pair,
    Prices,
    RequirementPrice,
    StateCounts,
    price,
)
from preceptor.engine.match.explain import Backing, Explanation, explain
from preceptor.engine.match.job import (
    Alternative,
    AnyOf,
    AsRead,
    Availability,
    Credential,
    Job,
    Licence,
    Line,
    Place,
    RightToWork,
    Schooling,
    SchoolingAlternative,
    TooMuchAsked,
    Years,
    keep_as_read,
)
from preceptor.engine.match.jobs_side import JobFit, fit_of, jobs_for_person
from preceptor.engine.match.order import open_rank, open_ranks, standing, strict_ranks, top
from preceptor.engine.match.people import POOL_COLUMNS, Pool, build_pool, level_held, with_changes
from preceptor.engine.match.promises import (
    Others,
    Way,
    WaysIn,
    ways_among,
    ways_in,
    ways_with,
)
from preceptor.engine.match.records import Evidence, PersonRecord, Standing
from preceptor.engine.match.relaxation import Change, Relaxation, cheapest_relaxation, relaxed
from preceptor.engine.match.scales import (
    Domain,
    Education,
    Grade,
    Schedule,
    State,
    decode,
    encode,
    level_from_years,
)
from preceptor.engine.match.score import Scored, score_pool
from preceptor.engine.match.similarity import (
    Codebook,
    Relation,
    Similarity,
    Tie,
    from_vocabulary,
    similarity_table,
)
from preceptor.engine.match.stamp import Stamp, digest_policy

__all__ = [
    "POOL_COLUMNS",
    "Addition",
    "Alternative",
    "Answer",
    "AnyOf",
    "AsRead",
    "Asked",
    "Availability",
    "Backing",
    "Change",
    "Codebook",
    "CompiledJob",
    "Credential",
    "Degree",
    "Domain",
    "Education",
    "Evidence",
    "Explanation",
    "Grade",
    "Histogram",
    "Job",
    "JobFit",
    "Licence",
    "Line",
    "Others",
    "Pair",
    "PersonRecord",
    "Piece",
    "Place",
    "Pool",
    "Prices",
    "Promise",
    "Relation",
    "Relaxation",
    "Requirement",
    "RequirementPrice",
    "RightToWork",
    "Schedule",
    "Schooling",
    "SchoolingAlternative",
    "Scored",
    "Similarity",
    "Stamp",
    "Standing",
    "State",
    "StateCounts",
    "Tie",
    "TooMuchAsked",
    "Way",
    "WaysIn",
    "Work",
    "Years",
    "build_pool",
    "cheapest_relaxation",
    "compile_job",
    "decode",
    "digest_policy",
    "encode",
    "explain",
    "fit_of",
    "from_vocabulary",
    "jobs_for_person",
    "keep_as_read",
    "level_from_years",
    "level_held",
    "open_rank",
    "open_ranks",
    "piece_for",
    "price",
    "promises_for_gate",
    "promises_for_line",
    "relaxed",
    "score_pool",
    "similarity_table",
    "standing",
    "strict_ranks",
    "top",
    "ways_among",
    "ways_in",
    "ways_with",
    "with_changes",
]
