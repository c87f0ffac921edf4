"""Who may see what is under the site. Knows accounts only by one word on whoever signed in."""

from __future__ import annotations

from typing import Any

from rules.predicates import Predicate


def _runs_it(user: Any) -> bool:
    return bool(user.is_authenticated and getattr(user, "is_steward", False))


# Whether somebody runs the installation.
is_steward = Predicate(_runs_it, name="is_steward")
