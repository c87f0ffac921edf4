"""Who may be found, who a visitor is."""

from preceptor.accounts.queries.people import (
    VISITOR_KEY,
    changed_people,
    findable_people,
    last_change,
    visitor_of,
)

__all__ = ["VISITOR_KEY", "changed_people", "findable_people", "last_change", "visitor_of"]
