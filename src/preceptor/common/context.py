"""What every page knows: the site's name, menu and mode."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

import preceptor
from preceptor.common.menu import Link, links


@dataclass(frozen=True, slots=True)
class Site:
    """The frame of a page: where it stands and what it links to."""

    is_demo: bool
    version: str
    menu: list[Link]
    foot: list[Link]


def site(request: HttpRequest) -> dict[str, Site]:
    """Return the frame for a request; asks nothing of the database, so error pages can use it."""
    return {
        "site": Site(
            is_demo=settings.DEMO,
            version=preceptor.__version__,
            menu=links("menu", request.path),
            foot=links("foot", request.path),
        )
    }
