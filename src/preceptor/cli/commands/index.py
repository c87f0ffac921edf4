"""``preceptor index``: whether what is found by words is in step, and building it anew."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.utils import timezone

from preceptor.cli.database import ready_database
from preceptor.cli.ending import ANSWERED, PROBLEMS
from preceptor.cli.tables import counted
from preceptor.common.search import Disagreement
from preceptor.jobs.services.indexing import job_index_disagreement, rebuild_job_index
from preceptor.matches.queries.pool_words import people_disagreement
from preceptor.matches.services.pool_words import build_pool_words

EXAMPLES = """\
  preceptor index check
  preceptor index rebuild
  preceptor index rebuild --kind jobs --json"""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is indexed, how it is called, checked and built anew."""

    one: str
    many: str
    check: Callable[[], Disagreement]
    rebuild: Callable[..., int]


KINDS = {
    "jobs": Kind("open job", "open jobs", job_index_disagreement, rebuild_job_index),
    "people": Kind("person", "people", people_disagreement, build_pool_words),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "action", choices=["check", "rebuild"], help="say what is out of step, or build it anew"
    )
    parser.add_argument("--kind", choices=sorted(KINDS), help="only this kind (default: all)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Check or rebuild; out of step is exit code 4."""
    ready_database(fill=False)
    names = [options.kind] if options.kind else sorted(KINDS)
    if options.action == "rebuild":
        now = timezone.now()
        for name in names:
            count = KINDS[name].rebuild(now=now)
            words = f"Built anew: {counted(count, KINDS[name].one, KINDS[name].many)}"
            print(json.dumps({"kind": name, "rows": count}) if options.json else words)
        return ANSWERED
    is_in_step = True
    for name in names:
        found = KINDS[name].check()
        is_in_step = is_in_step and not found
        print(json.dumps({"kind": name, **_counts(found)}) if options.json else _said(name, found))
    return ANSWERED if is_in_step else PROBLEMS


def _counts(found: Disagreement) -> dict[str, int]:
    return {name: len(keys) for name, keys in asdict(found).items()}


def _said(name: str, found: Disagreement) -> str:
    if not found:
        return f"In step: {KINDS[name].many}"
    counts = ", ".join(
        f"{count:,} {how.replace('_', ' ')}" for how, count in _counts(found).items()
    )
    return f"Out of step: {KINDS[name].many} ({counts}). preceptor index rebuild --kind {name}"
