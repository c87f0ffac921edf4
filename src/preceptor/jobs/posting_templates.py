"""Postings to start from, one for each role, and the text that a form's answers make."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import yaml


@dataclass(frozen=True, slots=True)
class PostingTemplate:
    """A posting to start from: what the work is and what it asks, an item each."""

    role: str
    title: str
    duties: tuple[str, ...]
    musts: tuple[str, ...]
    nices: tuple[str, ...]


@functools.cache
def posting_templates() -> dict[str, PostingTemplate]:
    """Return the shipped templates by role, in the file's order."""
    text = resources.files("preceptor.jobs").joinpath("posting_templates.yaml").read_text("utf-8")
    return {
        role: PostingTemplate(
            role=role,
            title=entry["title"],
            duties=tuple(entry["duties"]),
            musts=tuple(entry["musts"]),
            nices=tuple(entry["nices"]),
        )
        for role, entry in yaml.safe_load(text).items()
    }


def posting_text(
    *,
    title: str,
    employer: str,
    duties: Sequence[str],
    musts: Sequence[str],
    nices: Sequence[str] = (),
    about: str = "",
) -> str:
    """Return the text of a posting from its parts, in the order in which people read one."""
    parts = [f"{title}\n{employer}"]
    if about:
        parts.append(about)
    for heading, items in (
        ("What you will do", duties),
        ("Requirements", musts),
        ("Preferred", nices),
    ):
        if items:
            parts.append("\n".join([heading, *(f"- {item}" for item in items)]))
    return "\n\n".join(parts) + "\n"


def items_of(text: str) -> list[str]:
    """Return the lines of a field as items, without the bullets people type.

    >>> items_of("- HL7 v2\\n\\n* SQL \\n")
    ['HL7 v2', 'SQL']
    """
    found = (line.strip().lstrip("-*•·").strip() for line in text.splitlines())
    return [item for item in found if item]
