"""Take files and dates from the command line, with errors that say what to do."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from preceptor.cli.ending import UNREADABLE, CommandError
from preceptor.common.documents import DocumentRefused, ExtractedText, extract_text
from preceptor.jobs.reading import ReadPosting, read_posting_document
from preceptor.resumes.reading import ReadResume, read_extracted


def add_as_of(parser: argparse.ArgumentParser) -> None:
    """Add --as-of: the day that "present" means."""
    parser.add_argument(
        "--as-of",
        type=as_date,
        default=None,
        metavar="DATE",
        help="day at which open-ended jobs and ages are read, as 2026-11-20 (default: today)",
    )


def as_date(text: str) -> date:
    """Parse an ISO date for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a date; write it as 2026-11-20"
        ) from None


def day_of(options: argparse.Namespace) -> date:
    """Return the --as-of day, else today."""
    return options.as_of or date.today()  # noqa: DTZ011 - the reader's own calendar day is meant


def load(path: str) -> bytes:
    """Return a file's bytes. Raises CommandError where there is none."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}.", UNREADABLE) from None


def extract(path: str) -> ExtractedText:
    """Return a file's text. Raises CommandError where it is refused."""
    try:
        return extract_text(load(path), filename=Path(path).name)
    except DocumentRefused as refused:
        raise CommandError(f"{path}: {refused}", UNREADABLE) from None


def read_resume_at(path: str, as_of: date) -> ReadResume:
    """Read a resume file."""
    return read_extracted(extract(path), as_of=as_of)


def read_posting_at(path: str) -> ReadPosting:
    """Read a posting file."""
    return read_posting_document(extract(path))
