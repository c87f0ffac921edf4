"""Values as other sites write them: words in HTML, amounts, days, addresses."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser
from typing import Any

MOST_FIELD = 2_000
MOST_CENTS = 1_000_000_000


class _PlainText(HTMLParser):
    """Turns HTML into lines: a paragraph each, items with a bullet; scripts are left out."""

    BREAKS = frozenset(
        {"p", "div", "br", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "tr", "section"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hidden += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif tag in self.BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden = max(0, self._hidden - 1)
        elif tag in self.BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """Return the words of HTML as lines; text without tags as it is.

    >>> plain_text("<p>You will</p><ul><li>Train &amp; help</li></ul>")
    'You will\\n- Train & help'
    """
    if not re.search(r"<[a-zA-Z/!]|&[a-z#]", html):
        return html.replace("\r\n", "\n").strip()
    parser = _PlainText()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


_AMOUNT = re.compile(r"\$?\s?(\d[\d,]*(?:\.\d{1,2})?)\s*(k\b)?", re.IGNORECASE)


def pay_of(text: str) -> tuple[int | None, int | None, str]:
    """Return least and most in cents and the period of a pay in words.

    >>> pay_of("$62,000 - $71,500 per year")
    (6200000, 7150000, 'year')
    >>> pay_of("up to 31.50 an hour")
    (None, 3150, 'hour')
    """
    found = [_scaled(*pair) for pair in _AMOUNT.findall(text)[:2]]
    amounts = [each for each in found if each is not None]
    period = "hour" if re.search(r"hour|hr\b|/h", text, re.IGNORECASE) else "year"
    if not amounts:
        return None, None, period
    if len(amounts) == 2:
        return amounts[0], amounts[1], period
    if re.search(r"up to|most|max", text, re.IGNORECASE):
        return None, amounts[0], period
    is_least = re.search(r"from|least|min|\+", text, re.IGNORECASE)
    return amounts[0], None if is_least else amounts[0], period


def _scaled(number: str, thousands: str) -> int | None:
    cents = cents_of(number.replace(",", ""))
    return cents * 1000 if cents is not None and thousands and cents < 1_000_000 else cents


def cents_of(value: Any) -> int | None:
    """Return an amount of dollars in cents, None for what is none or out of all bounds."""
    if value is None or isinstance(value, bool):
        return None
    try:
        amount = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 < amount * 100 <= MOST_CENTS:
        return None
    return int(amount * 100)


def whole_of(value: Any, most: int) -> int | None:
    """Return a whole number from 1 to ``most``, None for anything else."""
    return value if type(value) is int and 0 < value <= most else None


def string_of(value: Any, most: int = MOST_FIELD) -> str:
    """Return a text or number as text of at most so many characters, "" for anything else."""
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value)[:most].strip()
    return ""


def one_line(text: str) -> str:
    """Return words without tags and line breaks, at most 300 characters."""
    return " ".join(plain_text(text).split())[:300]


def web_address(text: str) -> str:
    """Return an address of the web as it is, "" for anything else."""
    return text if re.fullmatch(r"https?://[^\s<>\"]{1,480}", text) else ""


def day_of(text: str) -> date | None:
    """Return the day that a date or moment names, None where it names none."""
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        pass
    for form in ("%a, %d %b %Y %H:%M:%S %Z", "%a, %d %b %Y %H:%M:%S %z", "%m/%d/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (only its day is kept)
        except ValueError:
            continue
    return None
