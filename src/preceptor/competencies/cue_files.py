"""Loads the shipped cues of the role classifier from their YAML files, Django-free."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from preceptor.competencies.vocabulary_files import load_vocabulary, parse_files
from preceptor.engine.classify.cues import FAMILIES, NOT_HEALTH_IT, AuthoredCue, CueBook, CueError
from preceptor.engine.classify.model import RoleModel

__all__ = ["CueError", "build_cue_book", "load_cue_book", "load_role_model"]

_LARGEST_POINTS = 10


@functools.cache
def load_role_model() -> RoleModel:
    """Return the classifier over the shipped cues and vocabulary, built once per process."""
    return RoleModel.build(load_cue_book(), load_vocabulary())


@functools.cache
def load_cue_book() -> CueBook:
    """Return the shipped cues, read once per process.

    Raises CueError where a file does not have the shape docs/reference/classification.md tells.
    """
    folder = resources.files("preceptor.competencies") / "cues"
    files = {
        entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.endswith(".yaml")
    }
    return build_cue_book(parse_files(dict(sorted(files.items()))))


def build_cue_book(documents: Mapping[str, Any]) -> CueBook:
    """Build a cue book from parsed files: ``_groups.yaml``, ``_zones.yaml``, one file a role."""
    groups = documents["_groups.yaml"]["groups"]
    zones = documents["_zones.yaml"]
    roles = [document for name, document in documents.items() if not name.startswith("_")]
    names = sorted((document["role"] for document in roles), key=lambda role: role == NOT_HEALTH_IT)
    return CueBook(
        roles=tuple(names),
        cues=tuple(cue for document in roles for cue in _cues(document)),
        groups=_phrases(groups),
        headings=_phrases(zones["headings"]),
        sentences=_phrases(zones["sentences"]),
    )


def _phrases(lists: Mapping[str, list[Any]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(str, phrases)) for name, phrases in lists.items()}


def _cues(document: Mapping[str, Any]) -> Iterator[AuthoredCue]:
    role = document["role"]
    for family in FAMILIES:
        for points, expressions in (document.get(family) or {}).items():
            if not 0 < points <= _LARGEST_POINTS:
                raise CueError(f"{role}: {points} points, from 1 to {_LARGEST_POINTS} are allowed.")
            for expression in expressions:
                yield AuthoredCue(role, family, float(points), str(expression))
