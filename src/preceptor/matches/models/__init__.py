"""What matches stores: snapshots, runs and alerts; searches, shortlists; the desk."""

from preceptor.matches.models.desk import Affected, Likeness, Reduction
from preceptor.matches.models.runs import Alert, Run
from preceptor.matches.models.searches import Found, Listing, SavedSearch, Shortlist
from preceptor.matches.models.snapshots import Snapshot, Stamp

__all__ = [
    "Affected",
    "Alert",
    "Found",
    "Likeness",
    "Listing",
    "Reduction",
    "Run",
    "SavedSearch",
    "Shortlist",
    "Snapshot",
    "Stamp",
]
