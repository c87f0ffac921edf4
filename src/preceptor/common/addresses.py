"""Addresses of pages that an app above shows.

An app names the pages it offers to those beneath it in its ``AppConfig`` as ``pages``: a word and
a route. A page below asks by the word, so that it needs to know no app above it.
"""

from __future__ import annotations

import functools
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse


def address_of(page: str, *arguments: Any) -> str:
    """Return the address of a page by its word. Raises KeyError for a word nobody offers."""
    return reverse(_routes()[page], args=arguments)


def site_address(path: str) -> str:
    """Return the whole address of a path, for mails and feeds: they are read elsewhere."""
    return f"{settings.SITE_ADDRESS}{path}"


@functools.cache
def _routes() -> dict[str, str]:
    routes: dict[str, str] = {}
    for config in apps.get_app_configs():
        routes |= getattr(config, "pages", {})
    return routes
