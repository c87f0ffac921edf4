"""The short-lived process in which foreign files are taken apart.

It reads one file on standard input, limits itself, and writes one JSON object:
``{"text", "pages", "warnings"}`` or ``{"refused": reason}``. It imports neither Django nor
the rest of the product, so that it starts in a tenth of a second and holds no secrets.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time

from preceptor.common.document_limits import MAX_TEXT, Refused

_CPU_SECONDS = 2
_EXTRA_ADDRESS_SPACE = 96 * 2**20
_MAX_OUTPUT_BYTES = 4 * 2**20


def main() -> None:
    """Read the file of the kind named by the last argument and print what it says."""
    kind = sys.argv[-1]
    # Imported before the limits fall, since no file can be opened afterwards.
    if kind == "pdf":
        from preceptor.common import document_pdf  # noqa: PLC0415 (each parser costs start time)

        read = document_pdf.read_pdf
    else:
        from preceptor.common import document_docx  # noqa: PLC0415 (each parser costs start time)

        read = document_docx.read_docx
    data = sys.stdin.buffer.read()
    _limit()
    started = time.monotonic()
    try:
        text, pages, warnings = read(data, deadline=started + 0.9)
        answer: dict[str, object] = {"text": text, "pages": pages, "warnings": warnings}
        if len(text) > MAX_TEXT:
            answer = {"refused": "too_long"}
        elif not any(letter.isalnum() for letter in text):
            answer = {"refused": "no_text"}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "too_heavy"}
    except Exception:
        # Whatever a broken file does to a parser, the file is broken.
        answer = {"refused": "damaged"}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    # Nothing is left to do; tearing the parser down could only fail.
    os._exit(0)


def _limit() -> None:
    """Give up the right to grow, run long, start processes, open files or write much."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        now = int(statm.read().split()[0]) * resource.getpagesize()
    _set(resource.RLIMIT_AS, now + _EXTRA_ADDRESS_SPACE)
    _set(resource.RLIMIT_CPU, _CPU_SECONDS)
    _set(resource.RLIMIT_FSIZE, _MAX_OUTPUT_BYTES)
    _set(resource.RLIMIT_NPROC, 0)
    _set(resource.RLIMIT_CORE, 0)
    # Standard input, output and error stay; there is no number left for another.
    _set(resource.RLIMIT_NOFILE, 3)


def _set(what: int, value: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, value))


if __name__ == "__main__":
    main()
