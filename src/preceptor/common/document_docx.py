"""Text of a Word document, read as a stream: no tree, no entities, nothing fetched."""

from __future__ import annotations

import codecs
import io
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from xml.parsers import expat

from preceptor.common.document_limits import MAX_TEXT, Refused

# Names in archives use it; its table must be loaded before files are out of reach.
codecs.lookup("cp437")

_MAX_ENTRIES = 2_000
_MAX_UNPACKED = 64 * 2**20
_MAX_PART = 12 * 2**20
# Word's own XML packs to about a tenth; a bomb to a thousandth.
_MAX_RATIO = 150
_MAX_DEPTH = 400
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main "
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006 "
_REMOTE = re.compile(r"(?i)^(?:https?|ftp|ftps|smb|file:/*\\\\|\\\\|//|file://[^/])")
_HARMLESS_LINKS = ("/hyperlink", "/image")
_BODY = "word/document.xml"
_OnStart = Callable[[str, dict[str, str]], object]


def read_docx(data: bytes, *, deadline: float) -> tuple[str, int, list[str]]:
    """Return (text, number of pages: always 1, warnings) of a Word document."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Refused("damaged") from error
    members = _check_members(archive, len(data))
    _check_types(archive, members)
    lines: list[str] = []
    for name in _parts(members):
        lines.extend(_PartReader(deadline).read(archive, members[name]))
    return "\n".join(_squeeze(lines)), 1, []


def _check_members(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > _MAX_ENTRIES:
        raise Refused("bomb")
    if sum(info.file_size for info in infos) > min(_MAX_UNPACKED, max(2**20, size * _MAX_RATIO)):
        raise Refused("bomb")
    for info in infos:
        name = info.filename
        if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name:
            raise Refused("suspicious")
        # Packing never makes a part much longer, so a long packed part that claims to be
        # short lies about its size.
        if info.compress_size > info.file_size * 1.1 + 1024:
            raise Refused("bomb")
        if info.flag_bits & 1:
            raise Refused("password")
        if "vbaproject" in name.lower():
            raise Refused("macro")
    members = {info.filename: info for info in infos}
    if _BODY not in members:
        raise Refused("not_word")
    return members


def _check_types(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> None:
    for name, info in members.items():
        if name == "[Content_Types].xml":
            _parse(archive, info, _check_type)
        elif name.endswith(".rels"):
            _parse(archive, info, _check_relationship)


def _check_type(_tag: str, attributes: dict[str, str]) -> None:
    if any("macroenabled" in value.lower() for value in attributes.values()):
        raise Refused("macro")


def _check_relationship(_tag: str, attributes: dict[str, str]) -> None:
    """Refuse parts that Word would fetch from elsewhere; web links and pictures stay unread."""
    if attributes.get("TargetMode") != "External":
        return
    if attributes.get("Type", "").endswith(_HARMLESS_LINKS):
        return
    # The template a document was made from is often named by a path on the writer's disk:
    # that is no danger, and refusing it would refuse half of all resumes.
    if _REMOTE.match(attributes.get("Target", "")):
        raise Refused("remote")


def _parse(archive: zipfile.ZipFile, info: zipfile.ZipInfo, on_start: _OnStart) -> None:
    parser = _parser()
    parser.StartElementHandler = on_start
    for chunk in _chunks(archive, info):
        _feed(parser, chunk)


def _parser(separator: str | None = None) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    # Word writes none; entities are how XML reads other files and explodes.
    raise Refused("suspicious")


def _feed(parser: expat.XMLParserType, chunk: bytes) -> None:
    try:
        parser.Parse(chunk, False)
    except expat.ExpatError as error:
        raise Refused("damaged") from error


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    read = 0
    try:
        with archive.open(info) as part:
            while chunk := part.read(2**16):
                read += len(chunk)
                if read > _MAX_PART:
                    raise Refused("bomb")
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Refused("damaged") from error
    except NotImplementedError as error:
        raise Refused("damaged") from error


def _parts(members: dict[str, zipfile.ZipInfo]) -> list[str]:
    """Headers first (they hold the name and address), then the body, then footers."""

    def named(kind: str) -> list[str]:
        return sorted(name for name in members if re.fullmatch(rf"word/{kind}\d*\.xml", name))

    return [*named("header"), _BODY, *named("footer")]


class _PartReader:
    """Collects the lines of one part; a paragraph inside a text box is a line of its own."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.lines: list[str] = []
        self.size = 0
        self.depth = 0
        self.paragraphs: list[list[str]] = []
        self.is_bullet: list[bool] = []
        self.in_text = 0
        self.in_tab_stops = False
        self.skipped_at: int | None = None
        # A table row is one line, its cells parted by tabs, unless a cell has several lines.
        self.rows: list[list[list[str]]] = []

    def read(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> list[str]:
        parser = _parser(" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        for chunk in _chunks(archive, info):
            if time.monotonic() > self.deadline:
                raise Refused("too_heavy")
            _feed(parser, chunk)
        try:
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused("damaged") from error
        return self.lines

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise Refused("suspicious")
        if self.skipped_at is not None:
            return
        if tag == _MC + "Fallback":
            # The same text box again, for older programs.
            self.skipped_at = self.depth
            return
        self._start_word(_word(tag), attributes)

    def _start_word(self, name: str, attributes: dict[str, str]) -> None:
        if name == "p":
            self.paragraphs.append([])
            self.is_bullet.append(False)
        elif name == "numPr" and self.is_bullet:
            self.is_bullet[-1] = True
        elif name == "pStyle" and self.is_bullet:
            style = next((v for k, v in attributes.items() if k.endswith(" val")), "")
            self.is_bullet[-1] |= style.startswith(("ListBullet", "List Bullet"))
        elif name == "t":
            self.in_text += 1
        elif name == "tabs":
            self.in_tab_stops = True
        elif name == "tab" and self.paragraphs and not self.in_tab_stops:
            self.paragraphs[-1].append("\t")
        elif name in ("br", "cr") and self.paragraphs:
            self.paragraphs[-1].append("\n")
        elif name == "noBreakHyphen" and self.paragraphs:
            self.paragraphs[-1].append("-")
        elif name == "tr":
            self.rows.append([])
        elif name == "tc" and self.rows:
            self.rows[-1].append([])

    def _end(self, tag: str) -> None:
        if self.skipped_at is not None:
            if self.depth == self.skipped_at:
                self.skipped_at = None
        else:
            name = _word(tag)
            if name == "t":
                self.in_text = max(0, self.in_text - 1)
            elif name == "tabs":
                self.in_tab_stops = False
            elif name == "p" and self.paragraphs:
                self._end_paragraph()
            elif name == "tr" and self.rows:
                self._end_row()
        self.depth -= 1

    def _end_paragraph(self) -> None:
        text = "".join(self.paragraphs.pop()).strip()
        if self.is_bullet.pop() and text:
            text = f"\u2022 {text}"
        self._emit(text.split("\n"))

    def _end_row(self) -> None:
        cells = self.rows.pop()
        if all(len([line for line in cell if line]) <= 1 for cell in cells):
            self._emit(["\t".join(line for cell in cells for line in cell if line)])
        else:
            self._emit([line for cell in cells for line in cell])

    def _emit(self, lines: list[str]) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1].extend(lines)
        else:
            self.lines.extend(lines)

    def _characters(self, text: str) -> None:
        if not self.in_text or self.skipped_at is not None or not self.paragraphs:
            return
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise Refused("too_long")
        self.paragraphs[-1].append(text)


def _word(tag: str) -> str:
    for namespace in (_W, _STRICT_W):
        if tag.startswith(namespace):
            return tag[len(namespace) :]
    return ""


def _squeeze(lines: list[str]) -> Iterator[str]:
    """Drop trailing blanks and all but one of several empty lines."""
    was_empty = True
    for line in map(str.rstrip, lines):
        if line or not was_empty:
            yield line
        was_empty = not line
