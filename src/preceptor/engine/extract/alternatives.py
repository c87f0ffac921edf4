"""Lists of which one is enough: "RHIA or RHIT", "one of the following", "such as A, B or C"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from preceptor.engine.extract.facts import Words
from preceptor.engine.extract.sections import Passage
from preceptor.engine.extract.text import FoldedText

# What may stand between two members of one list: its marks, a few words that repeat the head
# ("RHIA certification or RHIT"), a short note in brackets.
_BETWEEN = re.compile(
    r"(?:s?\b)?[ \t]*(?:\([^()]{0,30}\)?|[a-z]{0,3}\))?[ \t]*(?:certifi\w+|licen\w+|credentials?"
    r"|degrees?|skills|programming"
    r"|experience|database|systems?|software|servers?|registration|technology|tools?"
    r"|module)?[ \t]*(?P<mark>,? ?and or|,? ?or|,? ?and|,|/|\|)"
    r"[ \t]*(?:an?|the|other|also|a current|current|even|similar|in|with|of|\()?[ \t]*",
)
_ONE_OF = re.compile(
    r"\b(?:one (?:or more |of these |or two )*(?:of )?(?:the )?(?:following|these|below)"
    r"|one (?:or more )?of|any (?:one )?of|either|at least one"
    r"|one (?:or more )(?:of )?(?:the )?following|one or more)\b[^.;]{0,60}$"
)
_EXAMPLES = re.compile(
    r"\b(?:such as|e\.g\.?|eg\b|like|for example|for instance|ie\b),?[^.;]{0,30}$"
)
_OR_LIKE = re.compile(
    r"[ \t]*,?[ \t]*(?:(?:and )?or (?:\w+ )?(?:similar|equivalent|other|another|comparable"
    r"|related|like|the like|any)|etc\b|and similar)"
)
_MOST_ITEMS = 40
_OPENS_LIST = re.compile(
    r"(?:one (?:or more )?of (?:the )?(?:following|these)|any (?:one )?of (?:the )?(?:following"
    r"|these)|(?:one|either) of)"
    r"[^.]{0,60}:?\s*$"
)


def number_groups(
    folding: FoldedText, passages: Sequence[Passage], found: Sequence[tuple[int, Words]]
) -> list[int | None]:
    """Return for each mention, given as (passage number, words) in order, its group or None.

    Mentions share a group number when the text asks for one of them. Numbers count from 1.
    """
    groups: list[int | None] = [None] * len(found)
    number = 0
    at = 0
    while at < len(found):
        stop = at + 1
        marks: list[str] = []
        while stop < len(found) and found[stop][0] == found[at][0]:
            mark = _mark(folding, found[stop - 1][1], found[stop][1])
            if mark is None:
                break
            marks.append(mark)
            stop += 1
        if stop - at > 1 and _is_choice(folding, passages, found[at], found[stop - 1], marks):
            number += 1
            groups[at:stop] = [number] * (stop - at)
        at = stop
    return _with_open_lists(folding, passages, found, groups, number)


def _mark(folding: FoldedText, one: Words, two: Words) -> str | None:
    """Return the mark that joins two neighbors of a list, None if they are not neighbors."""
    if two.start - one.end > 60:
        return None
    if folding.text[one.end : two.start].strip() == "/":
        return "/"
    between = folding.folded[folding.fold_index(one.end) : folding.fold_index(two.start)]
    found = _BETWEEN.fullmatch(between)
    return " ".join(found["mark"].replace(",", " , ").split()) if found else None


def _is_choice(
    folding: FoldedText,
    passages: Sequence[Passage],
    first: tuple[int, Words],
    last: tuple[int, Words],
    marks: list[str],
) -> bool:
    if any(mark.endswith("or") for mark in marks):
        return True
    start = folding.fold_index(passages[first[0]].start) if first[0] >= 0 else 0
    before = folding.folded[max(start, folding.fold_index(first[1].start) - 120) :][
        : min(120, folding.fold_index(first[1].start) - start)
    ]
    if _ONE_OF.search(before):
        return True
    after = _OR_LIKE.match(folding.folded, folding.fold_index(last[1].end))
    is_and = any(mark.endswith("and") for mark in marks)
    return not is_and and (after is not None or _EXAMPLES.search(before) is not None)


def _with_open_lists(
    folding: FoldedText,
    passages: Sequence[Passage],
    found: Sequence[tuple[int, Words]],
    groups: list[int | None],
    number: int,
) -> list[int | None]:
    """Add the lists whose head ("one of the following:") stands in the line before the items."""
    by_passage: dict[int, list[int]] = {}
    for index, (place, _) in enumerate(found):
        by_passage.setdefault(place, []).append(index)
    for head, passage in enumerate(passages):
        text = folding.part(max(passage.start, passage.end - 90), passage.end)
        if ":" not in text[-3:] or not _OPENS_LIST.search(text.rstrip(" :") + ":"):
            continue
        number += 1
        for item in range(head + 1, min(len(passages), head + _MOST_ITEMS)):
            if not passages[item].is_item or passages[item].part is not passage.part:
                break
            for index in by_passage.get(item, ()):
                groups[index] = number
    return groups
