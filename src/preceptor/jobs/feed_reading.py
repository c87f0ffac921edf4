"""Jobs read out of another site's feed or page: job-feed XML, Atom, JSON Feed, JSON-LD.

What is read comes from outside and is trusted in nothing: a document type or entity is refused
before it does anything, the number of items and their sizes are bounded, and an item that cannot
be used is told with its line and the reason, and stops no other.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

from preceptor.common.places import PlaceFound, find_place, find_zip
from preceptor.jobs.feed_values import (
    MOST_FIELD,
    cents_of,
    day_of,
    one_line,
    pay_of,
    plain_text,
    string_of,
    web_address,
    whole_of,
)

MOST_ITEMS = 10_000
MOST_DEPTH = 40
MOST_TEXT = 100_000


class FeedRefused(Exception):
    """Nothing of this can be taken in; the message says why."""


@dataclass(frozen=True, slots=True)
class Item:
    """A job as another site tells it. ``line`` is where it begins, 0 where lines mean nothing.

    ``why`` says why it cannot be taken in; empty for one that can.
    """

    line: int
    source_id: str
    title: str
    text: str
    url: str = ""
    city: str = ""
    state: str = ""
    zip_code: str = ""
    is_remote: bool | None = None
    kind: str = "job"
    pay_least: int | None = None
    pay_most: int | None = None
    pay_period: str = "year"
    hours_week: int | None = None
    expires_on: date | None = None
    why: str = ""

    @property
    def digest(self) -> str:
        """Return a SHA-256 of all it says, in hex: the same again changes nothing."""
        said = replace(self, line=0)
        return hashlib.sha256(repr(said).encode()).hexdigest()


def read_feed(data: bytes) -> list[Item]:
    """Return the jobs of a feed or page in its order, those that cannot be used among them.

    Raises FeedRefused for what is no feed, is hostile, or holds more than 10,000 items.
    """
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:512]
    if not start:
        raise FeedRefused("There is nothing in it.")
    if start[:1] in (b"{", b"["):
        found = _read_json(_text_of(data))
    elif re.match(rb"<(?:!doctype\s+html|html)\b", start, re.IGNORECASE):
        found = _read_page(_text_of(data))
    elif start[:1] == b"<":
        found = _read_xml(data)
    else:
        raise FeedRefused("This is neither XML nor JSON, nor a page with job data in it.")
    items = [_checked(item) for item in found]
    if not items:
        raise FeedRefused("No job is in it. We look for job, entry, items and JobPosting.")
    return _once(items)


def _text_of(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FeedRefused("The letters in it cannot be made out. It should be UTF-8.") from None


def _checked(item: Item) -> Item:
    if item.why:
        return item
    if not item.source_id:
        return replace(item, why="It has no id, so it could not be known again.")
    if len(item.source_id) > 200:
        return replace(item, why="Its id is longer than 200 characters.")
    if not item.title:
        return replace(item, why="It has no title.")
    if not item.text.strip():
        return replace(item, why="It has no description.")
    least, most = item.pay_least, item.pay_most
    if least is not None and most is not None and least > most:
        return replace(item, why="Its pay begins above where it ends.")
    return item


def _once(items: list[Item]) -> list[Item]:
    """Refuse what comes again under an id that was there before."""
    seen: dict[str, int] = {}
    kept = []
    for number, item in enumerate(items, 1):
        if item.why or item.source_id not in seen:
            kept.append(item)
        else:
            first = seen[item.source_id]
            kept.append(replace(item, why=f"Its id is also that of item {first}."))
        if not item.why:
            seen.setdefault(item.source_id, number)
    return kept


# XML: expat itself, so that nothing is expanded or fetched.


def _read_xml(data: bytes) -> list[Item]:
    reader = _XmlReader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        raise FeedRefused(f"It is not well-formed XML: line {error.lineno}, {what}.") from None
    if reader.root not in ("source", "feed", "jobs"):
        raise FeedRefused(f"This XML begins with {reader.root[:60]}, which is no job feed we know.")
    return [_from_fields(line, fields) for line, fields in reader.found]


class _XmlReader:
    """Collects the text of an item's children; attributes of links and categories beside it."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.ExternalEntityRefHandler = self._refuse
        self.parser.SkippedEntityHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.found: list[tuple[int, dict[str, str]]] = []
        self.root = ""
        self._path: list[str] = []
        self._fields: dict[str, str] | None = None
        self._line = 0
        self._inside = 0

    def _refuse(self, *_: Any) -> int:
        raise FeedRefused(
            "It declares a document type or entities. Feeds need none; it is refused."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        plain = name.rpartition(" ")[2].lower()
        self.root = self.root or plain
        self._path.append(plain)
        if len(self._path) > MOST_DEPTH:
            raise FeedRefused(f"It is nested deeper than {MOST_DEPTH} levels.")
        if self._fields is None and plain in ("job", "entry") and len(self._path) > 1:
            if len(self.found) >= MOST_ITEMS:
                raise FeedRefused(f"It holds more than {MOST_ITEMS:,} items. Send it in parts.")
            self._fields, self._line = {}, self.parser.CurrentLineNumber
            self._inside = len(self._path)
        elif self._fields is not None and plain == "link" and _leads_to_page(attributes):
            self._fields.setdefault("url", attributes["href"][:MOST_FIELD])

    def _end(self, name: str) -> None:
        if self._fields is not None and len(self._path) == self._inside:
            self.found.append((self._line, self._fields))
            self._fields = None
        self._path.pop()

    def _data(self, text: str) -> None:
        if self._fields is None or len(self._path) <= self._inside:
            return
        # The name of an author is not that of the job.
        name = ".".join(self._path[self._inside :])
        most = MOST_TEXT if name in ("description", "content", "summary") else MOST_FIELD
        held = self._fields.get(name, "")
        if len(held) < most:
            self._fields[name] = (held + text)[:most]


def _leads_to_page(attributes: Mapping[str, str]) -> bool:
    return "href" in attributes and attributes.get("rel", "alternate") == "alternate"


def _from_fields(line: int, fields: Mapping[str, str]) -> Item:
    def first(*names: str) -> str:
        return next((fields[name].strip() for name in names if fields.get(name, "").strip()), "")

    least, most, period = pay_of(first("salary"))
    kinds = first("jobtype").lower()
    remote = first("remotetype").lower()
    return Item(
        line=line,
        source_id=first("referencenumber", "requisitionid", "id", "url"),
        title=one_line(first("title")),
        text=plain_text(first("description", "content", "summary")),
        url=web_address(first("url")),
        city=one_line(first("city")),
        state=first("state").upper(),
        zip_code=first("postalcode")[:5],
        is_remote=("fully" in remote or remote == "remote") if remote else None,
        kind="engagement" if "contract" in kinds else "job",
        pay_least=least,
        pay_most=most,
        pay_period=period,
        expires_on=day_of(first("expirationdate")),
    )


# JSON: a JSON Feed, a list of JobPostings, or one.


def _read_json(text: str) -> list[Item]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        where = f", line {line}" if line else ""
        raise FeedRefused(f"It is not well-formed JSON{where}.") from None
    if isinstance(data, dict) and "jsonfeed.org" in str(data.get("version", "")):
        entries = data.get("items")
        found = entries if isinstance(entries, list) else []
        return _bounded(found, _from_json_feed)
    return _bounded(list(_postings(data, 0)), _from_posting)


def _bounded(found: list[Any], make: Callable[[Mapping[str, Any]], Item]) -> list[Item]:
    if len(found) > MOST_ITEMS:
        raise FeedRefused(f"It holds more than {MOST_ITEMS:,} items. Send it in parts.")
    items = []
    for entry in found:
        if not isinstance(entry, dict):
            items.append(Item(0, "", "", "", why="It is no object with fields."))
            continue
        items.append(make(entry))
    return items


def _from_json_feed(entry: Mapping[str, Any]) -> Item:
    own = entry.get("_job")
    own = own if isinstance(own, dict) else {}
    places = own.get("places")
    place = places[0] if isinstance(places, list) and places else {}
    place = place if isinstance(place, dict) else {}
    mode = own.get("work_mode")
    return Item(
        line=0,
        source_id=string_of(entry.get("id")) or string_of(entry.get("url")),
        title=one_line(string_of(entry.get("title"))),
        text=plain_text(string_of(entry.get("content_html"), MOST_TEXT))
        or string_of(entry.get("content_text"), MOST_TEXT),
        url=web_address(string_of(entry.get("url"))),
        city=one_line(string_of(place.get("city"))),
        state=string_of(place.get("state")).upper(),
        zip_code=string_of(place.get("zip"))[:5],
        is_remote=mode == "remote" if mode in ("remote", "hybrid", "onsite") else None,
        kind="engagement" if own.get("kind") == "engagement" else "job",
        pay_least=cents_of(own.get("pay_least")),
        pay_most=cents_of(own.get("pay_most")),
        pay_period="hour" if own.get("pay_period") == "hour" else "year",
        hours_week=whole_of(own.get("hours_week"), 168),
        expires_on=day_of(string_of(own.get("valid_through"))),
    )


def _postings(data: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Give every JobPosting of a JSON-LD document, in lists and graphs too."""
    if depth > MOST_DEPTH:
        return
    if isinstance(data, list):
        for each in data:
            yield from _postings(each, depth + 1)
    elif isinstance(data, dict):
        types = data.get("@type")
        named = types if isinstance(types, list) else [types]
        if "JobPosting" in named or "https://schema.org/JobPosting" in named:
            yield data
        for name in ("@graph", "itemListElement", "item", "mainEntity"):
            if name in data:
                yield from _postings(data[name], depth + 1)


def _from_posting(entry: Mapping[str, Any]) -> Item:
    place = _first_of(entry.get("jobLocation"))
    address = _first_of(place.get("address"))
    salary = _first_of(entry.get("baseSalary"))
    value = _first_of(salary.get("value"))
    fixed = value.get("value", salary.get("value") if not value else None)
    types = entry.get("employmentType")
    named = " ".join(map(str, types)) if isinstance(types, list) else str(types or "")
    identifier = entry.get("identifier")
    own_id = _first_of(identifier).get("value", identifier)
    return Item(
        line=0,
        source_id=string_of(own_id) or string_of(entry.get("url")) or string_of(entry.get("@id")),
        title=one_line(string_of(entry.get("title")) or string_of(entry.get("name"))),
        text=plain_text(string_of(entry.get("description"), MOST_TEXT)),
        url=web_address(string_of(entry.get("url"))),
        city=one_line(string_of(address.get("addressLocality"))),
        state=string_of(address.get("addressRegion")).upper(),
        zip_code=string_of(address.get("postalCode"))[:5],
        is_remote=True if entry.get("jobLocationType") == "TELECOMMUTE" else None,
        kind="engagement" if "CONTRACT" in named.upper() else "job",
        pay_least=cents_of(value.get("minValue", fixed)),
        pay_most=cents_of(value.get("maxValue", fixed)),
        pay_period="hour" if str(value.get("unitText", "")).upper() == "HOUR" else "year",
        expires_on=day_of(string_of(entry.get("validThrough"))),
    )


def _first_of(value: Any) -> Mapping[str, Any]:
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


class _DataBlocks(HTMLParser):
    """Collects what stands in a page's ``application/ld+json`` scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").strip().lower()
        if tag == "script" and kind == "application/ld+json":
            self._is_open = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._is_open = False

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.blocks[-1] += data


def _read_page(text: str) -> list[Item]:
    page = _DataBlocks()
    page.feed(text)
    page.close()
    postings: list[Any] = []
    for block in page.blocks:
        try:
            postings += _postings(json.loads(block), 0)
        except (ValueError, RecursionError):
            continue  # another block may be whole
    return _bounded(postings, _from_posting)


def place_named(item: Item) -> PlaceFound | None:
    """Return the place an item names, None where it names none that is known."""
    return find_zip(item.zip_code) or find_place(f"{item.city.title()}, {item.state}")
