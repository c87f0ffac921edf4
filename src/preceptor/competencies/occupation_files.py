"""Loads which kinds of work job titles name from the shipped cues, Django-free."""

from __future__ import annotations

import functools
from importlib import resources

from preceptor.competencies.vocabulary_files import parse_files
from preceptor.engine.translate.occupations import Occupations

__all__ = ["load_occupations"]

_GROUPS, _TITLES = "_groups.yaml", "_occupations.yaml"


@functools.cache
def load_occupations() -> Occupations:
    """Return the reader of job titles, built once per process. Raises CueError."""
    folder = resources.files("preceptor.competencies") / "cues"
    files = parse_files({name: (folder / name).read_bytes() for name in (_GROUPS, _TITLES)})
    groups = {name: tuple(map(str, terms)) for name, terms in files[_GROUPS]["groups"].items()}
    document = files[_TITLES]
    return Occupations.build(
        document["occupations"],
        groups,
        near_role={role: tuple(kinds) for role, kinds in document["roles"].items()},
        domains={kind: domain for domain, kinds in document["domains"].items() for kind in kinds},
    )
