"""The matching engine at full size: the answers of ``preceptor.engine.match``, for millions.

The way through::

    tiles = index_pool(pool, competency_count=codebook.count)   # or a snapshot file's
    live = live_pool(tiles, changed=newer, gone=numbers, scopes=1)
    job = tiled_job(compile_job(Job(...), codebook))

    open_top(live, job, 20)             # Ranked: numbers, rows, scores, gates_met in order
    strict_top(live, job, 20)           # nobody who misses a must or a gate
    near_top(live, job, 20, most=1)     # who misses one requirement
    standings(live, job)                # Ranks: the rank of any score in both lists
    prices(live, job)                   # match.Prices: counts, states, shares, pairs
    relaxation(found_prices, 25)        # the cheapest change that reaches 25 people

    few = live.people(rows)             # a plain pool of some rows, for
    match.explain(match.score_pool(few, job.compiled), 0)

Every answer equals the plain engine's, bit for bit. The loops are in ``engine.kernels``; what
distinct homes, terms and hours are worth is asked of the plain engine once per combination.
"""

from preceptor.engine.tiles.asked import TiledJob, tiled_job
from preceptor.engine.tiles.index import index_pool, index_stage
from preceptor.engine.tiles.layout import TILE, LayoutDamaged, TiledPool
from preceptor.engine.tiles.lists import Ranked, Ranks, open_top, standings, strict_top
from preceptor.engine.tiles.live import LivePool, Part, live_pool
from preceptor.engine.tiles.merge import merged
from preceptor.engine.tiles.near import (
    Everyone,
    everyone,
    near_top,
    people_moved,
    people_with_hours,
)
from preceptor.engine.tiles.prices import prices
from preceptor.engine.tiles.relax import relaxation
from preceptor.engine.tiles.stage import Homes, Stage, StageBuilder, Standings, Terms

__all__ = [
    "TILE",
    "Everyone",
    "Homes",
    "LayoutDamaged",
    "LivePool",
    "Part",
    "Ranked",
    "Ranks",
    "Stage",
    "StageBuilder",
    "Standings",
    "Terms",
    "TiledJob",
    "TiledPool",
    "everyone",
    "index_pool",
    "index_stage",
    "live_pool",
    "merged",
    "near_top",
    "open_top",
    "people_moved",
    "people_with_hours",
    "prices",
    "relaxation",
    "standings",
    "strict_top",
    "tiled_job",
]
