"""Who may see what is under the site. Knows accounts only by one word on whoever signed in."""

from __future__ import annotations

from typing import Any

import rules


@rules.predicate
def is_steward(user: Any) -> bool:
    """Tell whether somebody runs the installation."""
    return bool(user.is_authenticated and getattr(user, "is_steward", False))
