"""``preceptor audit``: whether the log is as it was written, and what it says about something."""

from __future__ import annotations

import argparse
import json
import uuid
from dataclasses import asdict

from preceptor.cli.arguments import as_count
from preceptor.cli.database import ready_database
from preceptor.cli.ending import ANSWERED, PROBLEMS, Progress
from preceptor.cli.tables import counted
from preceptor.common.models import LogEntry
from preceptor.common.queries.log import Verdict, log_count, log_entries, verify_log

EXAMPLES = """\
  preceptor audit verify
  preceptor audit verify --json
  preceptor audit verify --anchor 18231:5f0c1d2e3a4b...    (a head that was noted elsewhere)
  preceptor audit show --target 0192f3c4-7b1a-7c3e-9d52-1f0a8c6b2e11
  preceptor audit show --kind jobs. --last 20"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    verify = actions.add_parser("verify", help="check every entry against those before it")
    verify.add_argument(
        "--anchor", type=_anchor, metavar="NUMBER:DIGEST", help="an entry as it was noted elsewhere"
    )
    verify.add_argument("--json", action="store_true", help="one JSON object")
    show = actions.add_parser("show", help="print entries, oldest first")
    show.add_argument("--target", type=uuid.UUID, metavar="ID", help="only about this public id")
    show.add_argument("--kind", default="", help="only kinds that begin so")
    show.add_argument(
        "--last", type=as_count, default=100, metavar="N", help="at most (default: 100)"
    )
    show.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: argparse.Namespace) -> int:
    """Check or print the log."""
    ready_database(fill=False)
    if options.action == "show":
        return _show(options)
    verdict = verify_log(anchor=options.anchor, progress=Progress("Checked", log_count()))
    print(json.dumps(asdict(verdict)) if options.json else described(verdict))
    return ANSWERED if verdict.is_whole else PROBLEMS


def described(verdict: Verdict) -> str:
    """Return the verdict as a person reads it."""
    entries = counted(verdict.entries, "entry", "entries")
    if verdict.is_whole:
        return (
            f"Whole: {entries}, each as it was written.\n"
            f"Head {verdict.entries}:{verdict.head}\n"
            "Note the head elsewhere; --anchor checks later that nothing up to it was rewritten."
        )
    return f"Broken at entry {verdict.broken:,}: {verdict.why}. {entries} before it fit."


def _show(options: argparse.Namespace) -> int:
    newest = log_entries(kind=options.kind, target=options.target)[: options.last]
    for entry in reversed(newest):
        print(json.dumps(_plain(entry)) if options.json else _line(entry))
    return ANSWERED


def _plain(entry: LogEntry) -> dict[str, object]:
    return {
        "number": entry.number,
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "actor": str(entry.actor) if entry.actor else None,
        "target": str(entry.target) if entry.target else None,
        "details": entry.details,
        "digest": entry.digest,
    }


def _line(entry: LogEntry) -> str:
    details = " ".join(f"{key}={value}" for key, value in sorted(entry.details.items()))
    return " ".join(
        filter(
            None,
            [
                f"{entry.number:>8,}",
                f"{entry.at:%Y-%m-%d %H:%M:%S}",
                entry.kind,
                str(entry.target) if entry.target else "",
                f"by {entry.actor}" if entry.actor else "by the site",
                details,
            ],
        )
    )


def _anchor(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise argparse.ArgumentTypeError("write NUMBER:DIGEST as audit verify prints it")
    return int(number), digest
