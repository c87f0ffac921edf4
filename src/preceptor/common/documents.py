"""Read uploaded documents: decide the kind by content, take it apart in a guarded process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from preceptor.common.document_limits import MAX_BYTES, MAX_PAGES, MAX_TEXT
from preceptor.engine.extract.json_resume import is_json_resume, render_json_resume

DocumentKind = Literal["pdf", "docx", "text", "json_resume"]

MAX_SECONDS = 1.4
"""Wall time of one reading; with the rest of the request it stays below two seconds."""

_AT_ONCE = threading.BoundedSemaphore(4)
_CHILD = "import sys; sys.path.append(sys.argv[1]); {}".format(
    "from preceptor.common.document_child import main; main()"
)
_EXTENSIONS: dict[str, DocumentKind] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".json": "json_resume",
}
_TAKEN = "Send a PDF, a Word document (.docx), plain text (.txt, .md) or JSON Resume (.json)."
_SAVE_PDF = "Open it, save it as PDF or .docx, and send that file."

# reason -> (what is wrong, what to do)
REASONS: dict[str, tuple[str, str]] = {
    "empty": ("This file is empty.", "Check that the right file was chosen and send it again."),
    "too_big": (
        f"This file is larger than {MAX_BYTES // 2**20} MB.",
        "Save a copy without pictures, or send the text as .txt.",
    ),
    "bad_name": (
        "The name of this file holds characters that hide what it is.",
        "Rename it, for example to resume.pdf, and send it again.",
    ),
    "unknown_kind": ("This kind of file cannot be read.", _TAKEN),
    "no_extension": (
        "The name of this file does not say what it is.",
        "Give it an ending such as .pdf, .docx or .txt and send it again.",
    ),
    "mismatch": (
        "What is in this file is not what its name says.",
        "Open it in the program it comes from, save it again, and send that file.",
    ),
    "binary": ("This file says it is text, but it holds something else.", _TAKEN),
    "encoding": (
        "The letters in this text file cannot be made out.",
        "Save it with the encoding UTF-8 and send it again.",
    ),
    "old_word": ("This is an older Word document (.doc).", _SAVE_PDF),
    "rtf": ("This is a rich text document (.rtf).", _SAVE_PDF),
    "odt": ("This is an OpenDocument text (.odt).", _SAVE_PDF),
    "pages_app": ("This is a Pages document.", "Export it as PDF or Word and send that file."),
    "picture": (
        "This is a picture, and words in pictures cannot be read.",
        "Send the document the picture was made from, or type the text into a .txt file.",
    ),
    "html": ("This is a web page.", "Print it to PDF, or copy its text into a .txt file."),
    "not_word": ("This file is packed like a Word document but holds none.", _TAKEN),
    "not_json_resume": (
        "This JSON file is not a JSON Resume.",
        "Check it against jsonresume.org, or send a PDF, .docx or .txt file.",
    ),
    "damaged": (
        "This file is damaged or incomplete.",
        "Open it in the program it comes from, save it again, and send that file.",
    ),
    "password": (
        "This file is protected by a password.",
        "Save a copy without it and try again.",
    ),
    "macro": (
        "This Word document carries macros (small programs).",
        "Save it as .docx without macros, or as PDF, and try again.",
    ),
    "active": (
        "This PDF carries a program that starts by itself.",
        "Print it to a new PDF and send that file.",
    ),
    "remote": (
        "This document loads parts from another computer.",
        "Save it as PDF and send that file.",
    ),
    "suspicious": (
        "This file is built in a way that such documents are not, so it is not opened.",
        "Save it as PDF from the program it comes from and send that file.",
    ),
    "bomb": (
        "This file unpacks to far more than such a document can hold, so it is not opened.",
        "Save it as PDF from the program it comes from and send that file.",
    ),
    "too_heavy": (
        "This file takes too long or too much memory to read.",
        "Save a simpler copy (fewer pictures and pages), or send the text as .txt.",
    ),
    "too_many_pages": (
        f"This document has more than {MAX_PAGES} pages.",
        "Send only the pages that matter.",
    ),
    "too_long": (
        f"This document has more than {MAX_TEXT:,} characters.",
        "Send only the text that matters.",
    ),
    "no_text": (
        "No text was found in this file: it may be a scan or hold only pictures.",
        "Send the document the scan was made from, or type the text into a .txt file.",
    ),
    "busy": ("Many documents are being read just now.", "Wait a few seconds and send it again."),
}


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of a document. Spans of facts count in code points of ``text``.

    ``data`` is the parsed object of a JSON Resume, else None.
    """

    text: str
    pages: int
    kind: DocumentKind
    warnings: tuple[str, ...] = ()
    data: dict[str, Any] | None = None


class DocumentRefused(Exception):
    """A document that is not taken in: why, and what its sender can do about it."""

    def __init__(self, reason_code: str) -> None:
        self.reason_code = reason_code
        self.message, self.what_to_do = REASONS[reason_code]
        super().__init__(f"{self.message} {self.what_to_do}")


def extract_text(
    data: bytes, *, filename: str = "", max_seconds: float = MAX_SECONDS
) -> ExtractedText:
    """Return the text of a document.

    The kind is decided by what is in the file; where a ``filename`` is given, its ending
    must agree. PDF and Word files are read in a process of their own under limits of
    memory, time and files; ``max_seconds`` is its wall time.

    Raises DocumentRefused for whatever is not a readable resume document.
    """
    named = _kind_by_name(filename) if filename else None
    if not data:
        raise DocumentRefused("empty")
    if len(data) > MAX_BYTES:
        raise DocumentRefused("too_big")
    kind = _kind_by_content(data)
    if kind == "text" and named == "json_resume":
        kind = "json_resume"
    if named is not None and named != kind:
        raise DocumentRefused("mismatch")
    if kind == "text":
        return ExtractedText(decode_text(data), 1, "text")
    if kind == "json_resume":
        return _read_json(data)
    return _read_in_child(data, kind, max_seconds)


def _kind_by_name(filename: str) -> DocumentKind:
    if any(ord(char) < 32 or char in _HIDING for char in filename):
        raise DocumentRefused("bad_name")
    suffix = Path(filename.replace("\\", "/")).suffix.lower()
    if not suffix:
        raise DocumentRefused("no_extension")
    if suffix in _EXTENSIONS:
        return _EXTENSIONS[suffix]
    raise DocumentRefused(_REFUSED_EXTENSIONS.get(suffix, "unknown_kind"))


# Marks that turn the direction of writing: "resume<mark>txt.exe" shows as "resumeexe.txt".
_HIDING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_REFUSED_EXTENSIONS = {
    ".doc": "old_word",
    ".rtf": "rtf",
    ".odt": "odt",
    ".pages": "pages_app",
    ".docm": "macro",
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".svg"),
        "picture",
    ),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "old_word"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"\x7fELF", "binary"),
    (b"MZ\x90", "binary"),
)


def _kind_by_content(data: bytes) -> DocumentKind:
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:200]:
            raise DocumentRefused("odt")
        return "docx"
    for magic, reason in _MAGIC:
        if head.startswith(magic):
            raise DocumentRefused(reason)
    return "text"


def decode_text(data: bytes) -> str:
    """Decode plain text: UTF-8, UTF-16 with its mark, else Windows western letters.

    Line ends become newlines. Raises DocumentRefused for anything that is not text.
    """
    text = _decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if any(_is_control(char) for char in set(text)):
        raise DocumentRefused("binary")
    if len(text) > MAX_TEXT:
        raise DocumentRefused("too_long")
    if not any(char.isalnum() for char in text):
        raise DocumentRefused("no_text")
    return text


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DocumentRefused("encoding") from error
    try:
        # A byte order mark stays: offsets into the text are those of the file as it is opened.
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_western(data)


def _decode_western(data: bytes) -> str:
    """Decode letters of western Windows programs, where the bytes look like such a text."""
    accented = sum(byte >= 0x80 for byte in data)
    if accented > 0.25 * len(data) or b"\0" in data:
        raise DocumentRefused("encoding")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise DocumentRefused("encoding") from error


def _read_json(data: bytes) -> ExtractedText:
    try:
        parsed = json.loads(_decode(data).lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise DocumentRefused("not_json_resume") from error
    if not is_json_resume(parsed):
        raise DocumentRefused("not_json_resume")
    text = render_json_resume(parsed)
    # Written with escapes, characters come in that no text holds and no database keeps.
    if any(_is_control(char) or _is_half(char) for char in set(text)):
        raise DocumentRefused("binary")
    if len(text) > MAX_TEXT:
        raise DocumentRefused("too_long")
    if not any(char.isalnum() for char in text):
        raise DocumentRefused("no_text")
    return ExtractedText(text, 1, "json_resume", data=parsed)


def _is_control(char: str) -> bool:
    return char < " " and char not in "\r\n\t\f\v"


def _is_half(char: str) -> bool:
    """Tell whether it is half of a pair of UTF-16, which stands for nothing by itself."""
    return "\ud800" <= char <= "\udfff"


def _read_in_child(data: bytes, kind: DocumentKind, max_seconds: float) -> ExtractedText:
    if not _AT_ONCE.acquire(timeout=max_seconds / 2):
        raise DocumentRefused("busy")
    try:
        answer = _ask_child(data, kind, max_seconds)
    finally:
        _AT_ONCE.release()
    if "refused" in answer:
        reason = str(answer["refused"])
        raise DocumentRefused(reason if reason in REASONS else "damaged")
    warnings = tuple(str(warning) for warning in answer["warnings"])
    return ExtractedText(str(answer["text"]), int(answer["pages"]), kind, warnings)


def _ask_child(data: bytes, kind: DocumentKind, max_seconds: float) -> dict[str, Any]:
    # Files instead of pipes: the kernel holds the child to its output limit, and neither
    # side can block the other.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(data)
        given.seek(0)
        if not _run(given, said, kind, max_seconds):
            return {"refused": "too_heavy"}
        said.seek(0)
        try:
            answer = json.loads(said.read())
        except ValueError:
            return {"refused": "damaged"}
    return answer if isinstance(answer, dict) else {"refused": "damaged"}


def _run(given: IO[bytes], said: IO[bytes], kind: DocumentKind, max_seconds: float) -> bool:
    """Run the child to its end; False if it broke a limit."""
    source = str(Path(__file__).resolve().parents[2])
    child = subprocess.Popen(
        [sys.executable, "-I", "-c", _CHILD, source, kind],
        stdin=given,
        stdout=said,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,
    )
    try:
        return child.wait(timeout=max_seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
