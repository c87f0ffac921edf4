"""How well jobs fit one person: asked of the app above that runs the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from preceptor.accounts.models import Person


@dataclass(frozen=True, slots=True)
class Fit:
    """A job for a person: thousandths of what it asks, and whether every gate is met."""

    fit: int
    gates_met: bool


Fits = Mapping[int, Fit]
Provider = Callable[[Person, datetime], Fits | None]

_providers: list[Provider] = []


def register_fits(provider: Provider) -> None:
    """Name who knows how well the open jobs fit a person; None is answered without a resume."""
    if provider not in _providers:
        _providers.append(provider)


def fits_for(person: Person | None, *, now: datetime) -> Fits | None:
    """Return by job number how well each open job fits; None for nobody or without a resume."""
    if person is None:
        return None
    return next((fits for ask in _providers if (fits := ask(person, now)) is not None), None)
