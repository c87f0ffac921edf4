"""The questions people bring, each one function with its explanation.

Lists and counts come from ``preceptor.engine.tiles``, the few people shown are explained by
``preceptor.engine.match``; both give the same numbers.
"""

from preceptor.engine.questions.doors import (
    Door,
    WideDoor,
    door_openers,
    near_jobs,
    wide_doors,
)

__all__ = ["Door", "WideDoor", "door_openers", "near_jobs", "wide_doors"]
