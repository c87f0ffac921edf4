"""A text as readers need it: folded for finding words, cut into lines and sentences.

Folding makes different spellings of the same words equal (case, dashes, slashes, blanks,
quotes, artifacts of PDF readers) and keeps, for every folded character, where it stood.
All offsets given out are code points of the original text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from preceptor.engine.extract.facts import Words

BULLETS = "•·▪▫◦‣⁃∙●○■□◆◇►▶➢➤✓✔☑❖–—*-"
_BLANKS = "\t\r\v\x1c\x1d\x1e\x1f\x85\xa0\u1680\u202f\u205f\u3000/*_`\\"
_DASHES = "-\xad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = "\u2018\u2019\u201b\u02bc\u00b4\u2032"
_ONE_TO_ONE = (
    dict.fromkeys(_BLANKS + _DASHES + "".join(map(chr, range(8192, 8203))), " ")
    | dict.fromkeys("\x0c\u2028\u2029", "\n")
    | dict.fromkeys(_QUOTES, "'")
)

_ASCII_ONE_TO_ONE = str.maketrans({key: to for key, to in _ONE_TO_ONE.items() if key.isascii()})

# What does not fold one to one. Mojibake: a full-width comma or dash and curly marks of UTF-8
# text that was read as a Western single-byte page.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
# The first class says where such a run can begin, so that a search leaps from one to the next.
_UNEVEN = re.compile(
    "[ \n&'ïâÂ\u200b-\u200f\u2060\ufeff\ufb00-\ufb04]"
    "(?:(?<=[ \n&])[ \n&]+|(?<=[\n&'])|(?<=ï)¼.|(?<=â)€.|(?<=Â)(?=[ ·•])"
    "|(?<=[\u200b-\u200f\u2060\ufeff\ufb00-\ufb04]))"
)
_MOJIBAKE = {"â€™": "", "â€˜": "", "â€œ": '"', "â€\x9d": '"'}

# A line shorter than this was ended by its writer, not by the width of the page.
_SHORT_LINE = 40
_ITEM_MARKS = frozenset("-*–—")


def _uneven_fold(found: re.Match[str], original: str, line_start: int) -> str:
    """Return what one run folds to; a line break that parts items folds to a line break."""
    run = found.group()
    if "&" in run:
        return " and "
    if "\n" in run:
        after = run.rfind("\n")
        is_item = not _ITEM_MARKS.isdisjoint(original[found.start() + after : found.end()])
        if run.count("\n") > 1 or is_item:
            return "\n"
        following = original[found.end() : found.end() + 1]
        is_short = found.start() - line_start < _SHORT_LINE
        is_parted = following in BULLETS or (is_short and not following.islower())
        return "\n" if is_parted else " "
    if run[0] == " ":
        return " "
    if run in _LIGATURES:
        return _LIGATURES[run]
    if run[0] in "ïâ":
        return _MOJIBAKE.get(run, ",")
    return ""


def _lower(text: str) -> str:
    """Lower the case of every character that stays one character."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := mark.lower()) == 1 else mark for mark in text)


@dataclass(frozen=True)
class FoldedText:
    """A text and its folding.

    ``cased`` is folded but keeps its capitals, ``folded`` is the same in lower case;
    ``fold_at`` and ``text_at`` are the starts of the pieces that run in step in both.
    """

    text: str
    cased: str
    fold_at: list[int]
    text_at: list[int]

    @cached_property
    def folded(self) -> str:
        """The folded text in lower case, as long as ``cased``."""
        return _lower(self.cased)

    def origin(self, at: int) -> int:
        """Return where in the text the folded character ``at`` stood; its length for the end."""
        piece = bisect_right(self.fold_at, at) - 1
        here = self.text_at[piece] + at - self.fold_at[piece]
        last = self.text_at[piece + 1] - 1
        return here if here < last else last

    def fold_index(self, at: int) -> int:
        """Return the place in the folded text of the character ``at`` of the text."""
        piece = bisect_right(self.text_at, at) - 1
        here = self.fold_at[piece] + at - self.text_at[piece]
        after = self.fold_at[piece + 1] if piece + 1 < len(self.fold_at) else len(self.cased)
        return here if here < after else after

    def words(self, start: int, end: int) -> Words:
        """Return the words of the text that folded to ``[start, end)``, which is not empty."""
        left = self.origin(start)
        right = left + end - start
        # Most words run in step with the text; where they do, one look-up is enough.
        if self.cased[start:end] != self.text[left:right]:
            right = self.origin(end - 1) + 1
        return Words(left, right, self.text[left:right])

    def part(self, start: int, end: int) -> str:
        """Return the folding of ``[start, end)`` of the text."""
        return self.folded[self.fold_index(start) : self.fold_index(end)]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are not blank."""
        return lines_of(self.text)


def fold(text: str) -> FoldedText:
    """Fold a text, see the module; the empty text folds to itself.

    >>> fold("HL7–v2  &\\nC/C++").folded
    'hl7 v2 and c c++'
    """
    even = text
    if text.isascii():
        even = text.translate(_ASCII_ONE_TO_ONE)
    else:
        # Some characters only, each by itself: many times faster than translate beyond ASCII.
        for mark in _ONE_TO_ONE.keys() & set(text):
            even = even.replace(mark, _ONE_TO_ONE[mark])
    pieces: list[str] = []
    fold_at, text_at = [0], [0]
    length = done = line_start = 0
    for found in _UNEVEN.finditer(even):
        start, end = found.span()
        put = _uneven_fold(found, text, line_start)
        if "\n" in found.group():
            line_start = end
        if put and end - start == 1 and len(put) == 1:
            # One for one: the piece goes on.
            pieces += (even[done:start], put)
            length += start - done + 1
            done = end
            continue
        pieces += (even[done:start], put)
        length += start - done
        if put:
            fold_at.append(length)
            text_at.append(start)
        length += len(put)
        fold_at.append(length)
        text_at.append(end)
        done = end
    pieces.append(even[done:])
    # The sentinel lets the last piece end at the end of the text.
    fold_at.append(length + len(even) - done + 1)
    text_at.append(len(text) + 1)
    return FoldedText(text, "".join(pieces), fold_at, text_at)


# The same folding for the many plain phrases of the vocabulary, which need no offsets. Each mark
# folds to one or none, which is what translate does at once; an ampersand folds to a word.
_ASCII_FOLD = str.maketrans(
    dict.fromkeys((mark for mark in _BLANKS + _DASHES + "\x0c" if mark.isascii()), " ")
    | {"'": None}
)


def fold_words(words: str) -> str:
    """Fold a phrase of the vocabulary, keeping its capitals, blanks trimmed."""
    even = _fold_ascii(words) if words.isascii() else fold(" ".join(words.split())).cased
    return " ".join(even.split())


def fold_phrases(phrases: Sequence[str]) -> list[str]:
    """Fold the phrases of a vocabulary, each as ``fold_words`` does; far faster than one by one."""
    joined = "\n".join(phrases)
    if not joined.isascii() or joined.count("\n") != len(phrases) - 1:
        return [fold_words(words) for words in phrases]
    return [" ".join(words.split()) for words in _fold_ascii(joined).split("\n")]


def _fold_ascii(words: str) -> str:
    return words.translate(_ASCII_FOLD).replace("&", " and ")


class Line(NamedTuple):
    """A line without its blanks, bullet and heading marks; ``mark`` is what they were."""

    start: int
    end: int
    mark: str
    is_after_blank: bool

    @property
    def is_bullet(self) -> bool:
        """Whether the line is an item of a list."""
        return bool(self.mark) and not self.is_marked_heading

    @property
    def is_marked_heading(self) -> bool:
        """Whether the line carries the number signs of a heading."""
        return self.mark.startswith("#")


_MARK = re.compile(
    r"(?:#{1,6}(?=[ \t*])|[•·▪▫◦‣⁃∙●○■□◆◇►▶➢➤✓✔☑❖–—*\-](?=[ \t\xa0])|[•·▪◦●■➢✓✔](?=\S)"
    r"|o[ \t\xa0]{1,4}(?=[A-Z])|\(?(?:\d{1,2}|[A-Za-z])[.)](?=[ \t\xa0]))"
)
_TRIMMED = " \t\r\v\f\xa0\u200b\ufeff"


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the lines of a text that are not blank."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    start, is_after_blank = 0, True
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        left, right = _trim(text, start, end, _TRIMMED)
        if left == right:
            is_after_blank = True
        else:
            found = _MARK.match(text, left, right)
            mark = found.group() if found else ""
            if mark:
                inner = _trim(text, left + len(mark), right, _TRIMMED)
                if inner[0] == inner[1]:
                    mark = ""
                else:
                    left, right = inner
            yield Line(left, right, mark, is_after_blank)
            is_after_blank = False
        start = end + 1


def _trim(text: str, start: int, end: int, marks: str) -> tuple[int, int]:
    part = text[start:end].lstrip(marks)
    left = end - len(part)
    return left, left + len(part.rstrip(marks))


# The first class says where an end can begin, so that a search leaps from one to the next.
_SENTENCE_END = re.compile(
    r"[.!? \t](?:(?<=[ \t])[•·●▪](?=[ \t]?\S)"
    r"|(?<=[.!?])[\"'”’)\]*]*[ \t\n\xa0]+(?=[\"'“‘(\[*]*[A-Z0-9£$•])"
    r"|(?<=[a-z][a-z][a-z][.!?])(?=[A-Z][a-z]|\d{1,2}\+? ?(?:year|yr))(?!\.?(?:Net|Js|Com)\b))"
)
_LONGEST_SENTENCE = 2000
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|eg|ie|etc|vs|dr|mr|mrs|ms|st|inc|ltd|corp|co|approx|no|nos|dept|yrs|min"
    r"|max"
    r"|incl|sr|jr|gen|u\.s|u\.k|ph\.d|d\.c|b\.s|b\.a|m\.s|m\.a|a\.s|b\.sc|m\.sc)"
    r"|(?:^|\s)(?:[A-Za-z]|\d{1,2}))\.$",
    re.IGNORECASE,
)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the spans of the sentences in ``[start, end)``, without the blanks between.

    Also parts sentences glued by a lost line break ("experience.Must have") and inline bullets.
    """
    for first_left, right in _sentences(text, start, end):
        left = first_left
        while right - left > _LONGEST_SENTENCE:
            # Nobody writes such a sentence; in pieces, every reader's work stays in step.
            cut = text.rfind(" ", left + 1, left + _LONGEST_SENTENCE)
            cut = cut if cut > 0 else left + _LONGEST_SENTENCE
            first = _trim(text, left, cut, _TRIMMED + "\n")
            if first[0] < first[1]:
                yield first
            left = _trim(text, cut, right, _TRIMMED + "\n")[0]
        if left < right:
            yield left, right


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for found in _SENTENCE_END.finditer(text, start, end):
        stop = found.end()
        before = text[max(at, found.start() - 8) : found.start() + 1]
        if _NO_END.search(before):
            continue
        left, right = _trim(text, at, stop, _TRIMMED + "\n")
        if left < right:
            yield left, right
        at = stop
    left, right = _trim(text, at, end, _TRIMMED + "\n")
    if left < right:
        yield left, right
