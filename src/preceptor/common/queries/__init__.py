"""Read what is under the site: the log, background work."""

from preceptor.common.queries.log import Verdict, first_broken_log_entry, log_entries, verify_log

__all__ = ["Verdict", "first_broken_log_entry", "log_entries", "verify_log"]
