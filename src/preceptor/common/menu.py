"""What the header and the footer link to.

An app names its own entries in its ``AppConfig`` as ``menu`` and ``foot``; the base page gathers
them, so that ``common`` needs to know no app above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as an app declares it: a route without arguments, and its place in the order."""

    label: str
    route: str
    order: int


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a page shows it."""

    label: str
    address: str
    is_here: bool = False


def links(where: str, path: str) -> list[Link]:
    """Return the entries of ``menu`` or ``foot``, in their order.

    An entry ``is_here`` for its own address and for all below it; the start page only for itself.
    """
    entries = sorted(_declared(where), key=lambda entry: (entry.order, entry.label))
    addresses = [(entry.label, reverse(entry.route)) for entry in entries]
    return [Link(label, address, _is_here(address, path)) for label, address in addresses]


def _declared(where: str) -> Iterator[Entry]:
    for config in apps.get_app_configs():
        yield from getattr(config, where, ())


def _is_here(address: str, path: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))
