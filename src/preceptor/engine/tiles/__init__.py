"""The matching engine at full size: the answers of ``preceptor.engine.match``, for millions."""

from preceptor.engine.tiles.index import index_pool, index_stage, merged
from preceptor.engine.tiles.layout import TILE, LayoutDamaged, TiledPool
from preceptor.engine.tiles.stage import Homes, Stage, StageBuilder, Standings, Terms

__all__ = [
    "TILE",
    "Homes",
    "LayoutDamaged",
    "Stage",
    "StageBuilder",
    "Standings",
    "Terms",
    "TiledPool",
    "index_pool",
    "index_stage",
    "merged",
]
