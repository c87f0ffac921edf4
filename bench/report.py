"""Measure everything and write it up: ``python -m bench.report [--only-write]``.

Runs ``bench.engine`` at two sizes, ``bench.peers`` and ``bench.nights`` at the smaller one, each
in a process of its own, keeps what they print in ``docs/reference/performance/results.json``, and
writes ``docs/reference/performance.md`` with its charts from that file.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.machine import machine
from bench.report_pages import charts, page

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "performance.md"
FOLDER = ROOT / "docs" / "reference" / "performance"
SMALL, LARGE = 1_000_000, 10_000_000


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", type=int, default=SMALL, metavar="N", help="people, one core")
    parser.add_argument("--large", type=int, default=LARGE, metavar="N", help="people, two threads")
    parser.add_argument("--peers", default="", metavar="A,B", help="which peers; all if not given")
    parser.add_argument("--only-write", action="store_true", help="from the figures kept")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="for figures and charts")
    parser.add_argument("--page", type=Path, default=PAGE)
    options = parser.parse_args()
    kept = options.folder / "results.json"
    if not options.only_write:
        options.folder.mkdir(parents=True, exist_ok=True)
        results = measure(options.small, options.large, options.peers)
        kept.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    results = json.loads(kept.read_text(encoding="utf-8"))
    for name, drawing in charts(results).items():
        (options.folder / name).write_text(drawing, encoding="utf-8")
    options.page.write_text(page(results, folder=options.folder.name), encoding="utf-8")
    print(f"Written: {options.page}")


def measure(small: int, large: int, peers: str) -> dict[str, Any]:
    """Return the figures of all runs, with the date and the machine."""
    chosen = ["--peers", peers] if peers else []
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "small": _run("bench.engine", "--people", str(small), "--threads", "1", "--details"),
        "large": _run("bench.engine", "--people", str(large), "--threads", "2", "--details"),
        "peers": _run("bench.peers", "--people", str(small), *chosen),
        "peers_people": small,
        "nights": _run("bench.nights", "--people", str(small)),
    }


def _run(module: str, *arguments: str) -> Any:
    command = [sys.executable, "-m", module, *arguments, "--json"]
    print(" ".join(command[1:]), file=sys.stderr, flush=True)
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    # Ray writes notices of its own before what is ours.
    lines = done.stdout.splitlines()
    first = max(at for at, line in enumerate(lines) if line[:1] in (b"{", b"["))
    return json.loads(b"\n".join(lines[first:]))


if __name__ == "__main__":
    main()
