"""Find jobs and their lines."""

from preceptor.jobs.queries.jobs import open_jobs, with_lines

__all__ = ["open_jobs", "with_lines"]
