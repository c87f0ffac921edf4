"""What sign-in pages show that a template cannot say by itself."""

from __future__ import annotations

import json
import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(?:Firefox|FxiOS)/"),
    ("Chrome", r"(?:Chrome|CriOS)/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Mac OS X|Macintosh"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux"),
)


@register.simple_tag
def onload(function: str, **ids: str) -> SafeString:
    """Return what tells a script file of allauth's which elements it serves: data, no script."""
    words = json.dumps({"ids": ids}).replace("<", "\\u003c")
    # JSON without "<" is safe between these tags, and is not run.
    return format_html(
        '<script data-allauth-onload="{}" type="application/json">{}</script>',
        function,
        mark_safe(words),  # noqa: S308
    )


@register.filter
def browser_name(user_agent: str) -> str:
    """Return a browser in the words its owner uses, such as "Firefox on Windows"."""
    browser = _first(BROWSERS, user_agent) or "A browser"
    system = _first(SYSTEMS, user_agent)
    return f"{browser} on {system}" if system else browser


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, text)), "")
