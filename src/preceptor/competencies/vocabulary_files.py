"""Loads the shipped vocabulary from its YAML files.

Django-free, so that the engine's tests and the command line can use it without settings.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from preceptor.common.kept_files import keep, read_kept
from preceptor.competencies import vocabulary_parts
from preceptor.competencies.vocabulary_parts import (
    VocabularyError,
    build_vocabulary,
    merge_documents,
)
from preceptor.engine.vocabulary import Vocabulary

__all__ = ["VocabularyError", "load_vocabulary", "parse_files"]

# Parsing a megabyte of YAML takes over a second even with the C loader, a command must start
# at once: the merged document is kept as JSON.
CACHE_NAME = "vocabulary-{digest}.json"

try:
    _Loader: type[Any] = yaml.CSafeLoader
except AttributeError:  # PyYAML built without libyaml
    _Loader = yaml.SafeLoader


class _StrictLoader(_Loader):  # type: ignore[misc]
    """Refuses a key stated twice, which YAML would silently let the last one win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if len(keys) != len(set(keys)):
            twice = sorted({key for key in keys if keys.count(key) > 1})
            line = node.start_mark.line + 1
            raise VocabularyError(f"Line {line}: {', '.join(twice)} stated twice.")
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


@functools.cache
def load_vocabulary() -> Vocabulary:
    """Return the shipped vocabulary, read once per process.

    Its version is the date in VERSION.yaml and the start of the digest of all the files, so
    two installations with the same version read and match alike.
    Raises VocabularyError where a file does not have the format's shape.
    """
    files = _shipped_files()
    digest = _digest(files)
    merged = _read_cache(digest)
    if merged is None:
        merged = merge_documents(parse_files(files))
        _write_cache(digest, merged)
    return build_vocabulary(merged, version=f"{merged['version']}+{digest[:8]}")


def parse_files(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Parse YAML files, name -> content, into name -> document."""
    documents = {}
    for name, content in files.items():
        try:
            documents[name] = yaml.load(content, Loader=_StrictLoader)  # noqa: S506 (it is safe)
        except (VocabularyError, yaml.YAMLError) as error:
            raise VocabularyError(f"{name}: {error}") from error
    return documents


def _shipped_files() -> dict[str, bytes]:
    folder = resources.files("preceptor.competencies").joinpath("vocabulary")
    files = [file for file in folder.iterdir() if file.name.endswith(".yaml")]
    return {file.name: file.read_bytes() for file in sorted(files, key=lambda file: file.name)}


def _digest(files: Mapping[str, bytes]) -> str:
    """Return a digest of names and contents; line ends do not count, since git may change them."""
    digest = hashlib.sha256()
    for name in sorted(files):
        content = files[name].replace(b"\r\n", b"\n")
        digest.update(f"{name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def _cache_name(digest: str) -> str:
    # The merged form is made by these two sources: another version of them must not read it.
    sources = Path(__file__).read_bytes() + Path(vocabulary_parts.__file__).read_bytes()
    code = hashlib.sha256(sources).hexdigest()
    return CACHE_NAME.format(digest=f"{digest[:16]}-{code[:8]}")


def _read_cache(digest: str) -> dict[str, Any] | None:
    try:
        kept = json.loads(read_kept(_cache_name(digest)) or "null")
    except ValueError:
        return None
    # A half-written or foreign file: read the YAML again.
    if not isinstance(kept, dict) or kept.get("digest") != digest:
        return None
    merged: dict[str, Any] = kept["merged"]
    return merged


def _write_cache(digest: str, merged: Mapping[str, Any]) -> None:
    document = json.dumps({"digest": digest, "merged": merged})
    keep(_cache_name(digest), document, replaces=CACHE_NAME.format(digest="*"))
