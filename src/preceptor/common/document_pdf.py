"""Text of a PDF in reading order."""

from __future__ import annotations

import codecs
import ctypes
import re
import time
import zlib
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from preceptor.common.document_layout import Glyph, lines_of, pieces_of
from preceptor.common.document_limits import MAX_PAGES, MAX_TEXT, Refused

# pdfium's own text comes in it; its table must be loaded before files are out of reach.
codecs.lookup("utf-16-le")

# What a file does by itself when it is opened or clicked.
_ACTIVE = re.compile(rb"/S\s*/(?:JavaScript|Launch|ImportData)(?![A-Za-z])")
_HTML_HEAD = re.compile(rb"(?i)<\s*/?(?:script|html|svg|body|iframe|img|\?php|!doctype)")
_ESCAPED_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b[^>]{0,400}>>\s*stream\r?\n", re.DOTALL)
_MAX_OBJECT_STREAM = 2 * 2**20
_MAX_OBJECT_STREAMS = 64
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)
# Bullets of the symbol fonts arrive as private characters.
_PRIVATE = re.compile("[\ue000-\uf8ff\u25cf\u25aa\u25a0\uffed]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SOFT_HYPHENS = ("\x02", "\ufffe", "\u00ad")
# Beginnings that keep their hyphen when a line breaks after it ("self-" + "motivated").
_KEEPS_HYPHEN = re.compile(
    "self|non|pre|post|co|re|well|follow|multi|cross|high|low|long|short|full|part|on|off|in|out"
    "|up|anti|inter|intra|sub|semi|mid|ex|all|third|first|second|real|evidence|patient|team|data"
    "|web|user|end|go|month|year|day|hands"
)
_BROKEN_WORD = re.compile(r"([^\W\d_]+)-\n([^\W\d_]+)([,.;:)]*) ?")


def read_pdf(data: bytes, *, deadline: float) -> tuple[str, int, list[str]]:
    """Return (text, number of pages, warnings); ``deadline`` on the monotonic clock."""
    _refuse_active(data)
    document = _open(data)
    count = len(document)
    if count == 0:
        raise Refused("no_text")
    if count > MAX_PAGES:
        raise Refused("too_many_pages")
    pages: list[str] = []
    size = 0
    for number in range(count):
        page = _read_page(document, number, deadline)
        size += len(page)
        if size > MAX_TEXT:
            raise Refused("too_long")
        pages.append(page)
    text = "\n".join(page for page in pages if page)
    warnings = [] if all(pages) else ["empty_page"]
    return _join_broken_words(text), count, warnings if text else []


def _refuse_active(data: bytes) -> None:
    head = data[: max(0, data.find(b" obj"))][:4096]
    if _HTML_HEAD.search(head):
        raise Refused("suspicious")
    for part in (data, *_object_streams(data)):
        if _ACTIVE.search(part):
            raise Refused("active")
        if b"#" in part and _ACTIVE.search(
            _ESCAPED_NAME.sub(lambda found: bytes([int(found[1], 16)]), part)
        ):
            raise Refused("active")


def _object_streams(data: bytes) -> Iterator[bytes]:
    """Unpack the streams in which newer files hide their objects, within bounds."""
    for number, found in enumerate(_OBJECT_STREAM.finditer(data)):
        if number >= _MAX_OBJECT_STREAMS:
            return
        try:
            unpacked = zlib.decompressobj().decompress(data[found.end() :], _MAX_OBJECT_STREAM)
        except zlib.error:
            continue
        yield unpacked


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise Refused("password" if is_locked else "damaged") from error
    return document


def _read_page(document: pypdfium2.PdfDocument, number: int, deadline: float) -> str:
    try:
        page = document[number]
        text_page = page.get_textpage()
        width = page.get_width()
    except pypdfium2.PdfiumError:
        return ""
    if time.monotonic() > deadline:
        # Late pages of long files are read in the order of their content, which is quick.
        return _clean(str(text_page.get_text_range()).replace("\r\n", "\n"))
    glyphs = list(_glyphs(text_page))
    if _runs_sideways(glyphs):
        return _clean(str(text_page.get_text_range()).replace("\r\n", "\n"))
    lines = lines_of(pieces_of(glyphs), width)
    return _clean("\n".join(lines))


def _runs_sideways(glyphs: list[Glyph]) -> bool:
    """Whether most letters follow each other up or down the page, as on turned pages."""
    steps = [
        abs(two.bottom - one.bottom) > abs(two.left - one.left)
        for one, two in pairwise(glyphs[:400])
    ]
    return sum(steps) > 0.5 * len(steps)


def _glyphs(text_page: pypdfium2.PdfTextPage) -> Iterator[Glyph]:
    box = raw.FS_RECTF()
    at = ctypes.byref(box)
    for index in range(min(text_page.count_chars(), MAX_TEXT)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        # pdfium adds blanks and line ends of its own making; ours come from the boxes.
        if code in (0, 10, 13) or raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        char = "-" if chr(code) in _SOFT_HYPHENS else chr(code)
        if raw.FPDFText_GetLooseCharBox(text_page, index, at):
            yield Glyph(char, box.left, box.bottom, box.right, box.top)


def _clean(text: str) -> str:
    text = _CONTROL.sub("", _PRIVATE.sub("\u2022", text.translate(_LIGATURES)))
    text = re.sub(r"[ \u00a0]+\n", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _join_broken_words(text: str) -> str:
    """Undo hyphens at line ends: "informa-" + "tion" is one word, "self-" + "care" is not.

    What the document writes elsewhere decides; else a list of beginnings that keep it. The
    word moves up to the first line, so that the other words stay where they were.
    """
    lowered = text.lower()

    def join(found: re.Match[str]) -> str:
        before, after = found[1], found[2]
        if not after[0].islower():
            return found[0]
        whole = (before + after).lower()
        compound = f"{before}-{after}".lower()
        keeps = len(before) < 3 or _KEEPS_HYPHEN.fullmatch(before.lower()) is not None
        if compound in lowered or (keeps and whole not in lowered):
            return f"{before}-{after}{found[3]}\n"
        return f"{before}{after}{found[3]}\n"

    return _BROKEN_WORD.sub(join, text).replace("\n\n\n", "\n\n").strip()
