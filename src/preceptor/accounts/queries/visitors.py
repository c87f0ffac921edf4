"""What a visitor has brought, as the apps tell that hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from preceptor.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Brought:
    """Things of one kind that a visitor brought: in words, and what happens if they come along.

    ``is_choice`` where the account has its own, so that its owner says which is to count.
    """

    kind: str
    words: str
    then: str
    is_choice: bool = False


Tells = Callable[[Person, Person], list[Brought]]
_tellers: dict[str, Tells] = {}


def register_brought(tell: Tells) -> Tells:
    """Declare what an app holds of a visitor, next to a person with an account, in its apps.py."""
    _tellers[f"{tell.__module__}.{tell.__qualname__}"] = tell
    return tell


def brought_by(visitor: Person, person: Person) -> list[Brought]:
    """Return what a visitor brought that could come along into a person's account."""
    return [thing for name in sorted(_tellers) for thing in _tellers[name](visitor, person)]
