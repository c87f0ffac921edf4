"""Take in, publish and close jobs; bring applications to an end."""

from preceptor.jobs.services.postings import (
    DEFAULT_RADIUS,
    TITLE_UNKNOWN,
    drop_jobs,
    reading_json,
    store_posting,
)

__all__ = ["DEFAULT_RADIUS", "TITLE_UNKNOWN", "drop_jobs", "reading_json", "store_posting"]
