"""What counts say, and how surely: shares, differences between groups, and what may be shown."""

from preceptor.engine.estimate.answers_told import Told, tells_an_answer
from preceptor.engine.estimate.closed_cells import (
    LEAST_SHOWN,
    ShownRow,
    ShownTable,
    is_safe_rest,
    may_part,
    shown_table,
)
from preceptor.engine.estimate.impact import (
    SIGNIFICANT,
    SMALL_SHARE_PERCENT,
    Group,
    Impact,
    Verdict,
    impacts,
)
from preceptor.engine.estimate.intervals import Interval, clopper_pearson, wilson
from preceptor.engine.estimate.scoring import ScoringRate, above_median, scoring_rates
from preceptor.engine.estimate.significance import fisher_exact, two_proportion_z, two_sided

__all__ = [
    "LEAST_SHOWN",
    "SIGNIFICANT",
    "SMALL_SHARE_PERCENT",
    "Group",
    "Impact",
    "Interval",
    "ScoringRate",
    "ShownRow",
    "ShownTable",
    "Told",
    "Verdict",
    "above_median",
    "clopper_pearson",
    "fisher_exact",
    "impacts",
    "is_safe_rest",
    "may_part",
    "scoring_rates",
    "shown_table",
    "tells_an_answer",
    "two_proportion_z",
    "two_sided",
    "wilson",
]
