"""What the parts of the document reader agree on."""

from __future__ import annotations

MAX_BYTES = 5 * 2**20
"""Of a file that is taken in; resumes with pictures seldom pass one."""

MAX_PAGES = 50

MAX_TEXT = 200_000
"""Characters; a dense resume of fifty pages has fewer."""


class Refused(Exception):
    """The file is not read; the argument is the reason's key in ``documents.REASONS``."""
