"""What a public id is about, in words: apps above say it of their own tables."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from preceptor.accounts.models import NOTHING


@dataclass(frozen=True, slots=True)
class Subject:
    """A job or application that something is about: its title, and its page if it has one."""

    title: str
    address: str = ""


Finder = Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Subject]]

_finders: dict[str, Finder] = {}


def register_subjects(finder: Finder) -> Finder:
    """Declare how to find what public ids of an app are about; declaring again changes nothing.

    The title is shown to both sides of a conversation and names nobody.
    """
    _finders[f"{finder.__module__}.{finder.__qualname__}"] = finder
    return finder


def subjects_of(ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID, Subject]:
    """Return what these public ids are about; what is not known any more is absent."""
    wanted = {one for one in ids if one is not None and one != NOTHING}
    found: dict[uuid.UUID, Subject] = {}
    for finder in _finders.values():
        if wanted:
            found.update(finder(wanted))
    return found
