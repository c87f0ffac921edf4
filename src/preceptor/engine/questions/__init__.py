"""The questions people bring, each one function with its explanation.

Lists and counts come from ``preceptor.engine.tiles``, the few people shown are explained by
``preceptor.engine.match``; both give the same numbers::

    shortlist(live, job, 20)                    # the first people, each line explained
    near_missers(live, job, 20)                 # who misses one requirement, and which
    line_prices(live, job, dropped)             # what each line costs, and what was dropped
    own = standing_of(number, live)             # the record they stand with, None for nobody
    others = others_than(score_pool(own, job), standings(live, tiled_job(job)))  # one pass for all
    why_not_me(others, score_pool(person, job))     # each promise with its exact rank
    kept_promises(others, score_pool(person, job), chosen)      # several at once
    door_openers(fits)                          # which competency opens most of the jobs near
    wide_doors(prices of the jobs around)       # the same for everybody, for a program
"""

from preceptor.engine.questions.doors import (
    Door,
    WideDoor,
    door_openers,
    near_jobs,
    wide_doors,
)
from preceptor.engine.questions.line_prices import LinePrices, line_prices
from preceptor.engine.questions.shortlist import Placed, near_missers, placed, shortlist
from preceptor.engine.questions.why_not_me import (
    kept_promises,
    others_than,
    standing_of,
    why_not_me,
)

__all__ = [
    "Door",
    "LinePrices",
    "Placed",
    "WideDoor",
    "door_openers",
    "kept_promises",
    "line_prices",
    "near_jobs",
    "near_missers",
    "others_than",
    "placed",
    "shortlist",
    "standing_of",
    "why_not_me",
    "wide_doors",
]
