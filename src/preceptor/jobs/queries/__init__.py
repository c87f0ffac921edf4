"""Find jobs and their lines."""

from preceptor.jobs.queries.jobs import (
    addressed_jobs,
    is_shown,
    open_jobs,
    shown_jobs,
    with_lines,
    with_places,
)

__all__ = ["addressed_jobs", "is_shown", "open_jobs", "shown_jobs", "with_lines", "with_places"]
