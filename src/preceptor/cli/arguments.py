"""Arguments that several commands take."""

from __future__ import annotations

import argparse


def as_count(text: str) -> int:
    """Parse a whole number, at least one, for argparse."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
