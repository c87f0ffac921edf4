"""Run every benchmark and print one table: ``python -m bench [--json]``."""

from __future__ import annotations

import argparse
import json

from bench import engine, matching, reading


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--texts", type=int, default=300, metavar="N")
    parser.add_argument("--people", type=int, default=20_000, metavar="N")
    parser.add_argument("--engine-people", type=int, default=200_000, metavar="N")
    options = parser.parse_args()
    figures = {
        "reading": reading.measure(texts=options.texts),
        "matching": matching.measure(people=options.people),
        "engine": engine.quick(people=options.engine_people),
    }
    if options.json:
        print(json.dumps(figures))
        return
    for name, part in figures.items():
        print(f"\n{name}")
        for key, value in part.items():
            print(f"  {key:<46}{value:>14,.2f}")


if __name__ == "__main__":
    main()
