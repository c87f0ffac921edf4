"""``preceptor read``: the facts of texts, each with its span."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from preceptor.cli.ending import ANSWERED, UNREADABLE, CommandError, Progress
from preceptor.cli.facts import facts_of
from preceptor.cli.files import add_as_of, day_of, extract
from preceptor.cli.tables import heading, row

EXAMPLES = """\
  preceptor read resume.pdf
  preceptor read --kind posting --json posting.txt
  preceptor read --kind resume --as-of 2018-02-01 --json *.txt > facts.jsonl
  preceptor read --text resume.docx"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="PDF, DOCX, text, Markdown, JSON Resume"
    )
    parser.add_argument(
        "--kind",
        choices=("resume", "posting"),
        default="resume",
        help="what the files are (default: resume)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, a line a file")
    parser.add_argument("--text", action="store_true", help="print the text that spans count in")
    add_as_of(parser)


def run(options: argparse.Namespace) -> int:
    """Read every file; a refused one is said and the others still answer."""
    progress = Progress("Read", len(options.files)) if len(options.files) > 20 else None
    refused = 0
    for done, path in enumerate(options.files, start=1):
        try:
            document = extract(path)
        except CommandError as error:
            if len(options.files) == 1:
                raise
            refused += 1
            print(
                json.dumps({"file": Path(path).name, "error": str(error)})
                if options.json
                else error
            )
            continue
        if options.text:
            print(document.text)
        else:
            facts = facts_of(path, document, kind=options.kind, as_of=day_of(options))
            print(json.dumps(facts, ensure_ascii=False) if options.json else described(facts))
        if progress:
            progress(done)
    return UNREADABLE if refused else ANSWERED


def described(facts: dict[str, Any]) -> str:
    """Return the facts as a person reads them."""
    lines = [heading(facts["file"])]
    best = facts["roles"][0]
    lines.append(f"Nearest role: {best['role']} ({best['p']:.0%})")
    found = facts.get("requirements") or facts.get("competencies") or []
    for item in [*found, *facts["credentials"]]:
        kind = item.get("necessity") or item.get("status") or item["grade"]
        level = f"level {item['level']}" if item.get("level") else ""
        start, end = item["span"]
        lines.append(row(item["label"], kind, level, f"{start}-{end}", f"“{item['text']}”"))
    lines += [f"Note: {warning}" for warning in facts["warnings"]]
    return "\n".join(lines) + "\n"
