"""Finds the competencies of the closed vocabulary in a text, by their aliases.

One Aho-Corasick automaton over the folded aliases reads the folded text once. A match counts
between word boundaries, in its exact capitals where the alias asks for them, and beside one of
its ``near`` words where it has some. Of overlapping matches the longest wins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

import ahocorasick

from preceptor.engine.extract.facts import Words
from preceptor.engine.extract.text import FoldedText, fold, fold_phrases, fold_words
from preceptor.engine.vocabulary import Alias, Competency, Kind, Vocabulary


class Mention(NamedTuple):
    """A competency named in a text, where, and the folded alias that found it."""

    competency: str
    words: Words
    alias: str


class _Entry(NamedTuple):
    """One alias ready to match; ``cased`` is empty where any capitals will do."""

    competency: str
    alias: str
    cased: str
    near: tuple[str, ...]


class _Match(NamedTuple):
    """A match at ``[start, end)`` of the folded text."""

    start: int
    end: int
    entry: _Entry


# Marks that belong to a name, so that C is not found in C++, nor R in R&D or R.N.
_SINGLE = re.compile(
    r"[A-Z](?<![\w&+#.'’\-/].)(?![\w&+#'’\-]|\.\w)(?!\s&)|[A-Z](?<=[\s,]/.)(?=[\s,/])"
)
_LETTER_DIGIT = re.compile(r"(?<=[a-z]) (?=\d)")
_LONGEST_TOPIC = 200
_LONGEST_JOINED = 60
# "near" words are sought in the line (a sentence never goes beyond its paragraph), up to this
# many characters around.
_NEAR_REACH = 200
_CLOSE_REACH = 60
# From this length on a near word counts as a stem: "manage" in "management", not "PA" in "patient".
_STEM = 5
# Beside these any short form of a certificate counts, unless it is a state as well ("MD", "PA").
_CERTIFYING = ("certif", "credential", "licens")
_SHORTEST_CERTIFIED = 3
# Most words end at one of these; asking for them first saves the longer question.
_OUTSIDE = "\n"
_BREAKS = frozenset(" .,;:()\n")
# A line up to this long is taken for an item of a list.
_ITEM = 30


class Lexicon:
    """The compiled aliases of one vocabulary; build once, use for many texts."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        automaton: ahocorasick.Automaton | None,
        single: dict[str, tuple[_Entry, ...]],
    ) -> None:
        """Keep the compiled parts; use :meth:`build`."""
        self.vocabulary = vocabulary
        self._automaton = automaton
        self._single = single

    @classmethod
    def build(cls, vocabulary: Vocabulary) -> Lexicon:
        """Compile the names and aliases of all competencies of a vocabulary."""
        table: dict[str, tuple[_Entry, ...]] = {}
        shared: set[str] = set()
        for key, entry in _all_entries(vocabulary):
            known = table.get(key)
            if known is None:
                table[key] = (entry,)
            else:
                table[key] = (*known, entry)
                shared.add(key)
        for key in shared:
            if len({entry.competency for entry in table[key]}) > 1:
                # "Certified CNA" may be a nurse aide or a Novell administrator.
                table[key] = tuple(map(_without_certifying, table[key]))
        single = {key: found for key, found in table.items() if len(key) == 1}
        automaton = ahocorasick.Automaton()
        for key, found in table.items():
            only = found[0]
            is_free = not only.cased and not only.near and key not in shared
            if len(key) > 1:
                automaton.add_word(key, (len(key), found, only if is_free else None))
        if len(automaton) == 0:
            return cls(vocabulary, None, single)
        automaton.make_automaton()
        return cls(vocabulary, automaton, single)

    def find(self, text: str | FoldedText, *, topic: str = "") -> list[Mention]:
        """Return the competencies named in a text, in the order of their place.

        ``topic`` (a title) stands near every word: "CPC" in an advert for a coder needs no more.

        Of overlapping matches the longest wins, of equally long ones the earlier; a shorter
        one that stands by itself elsewhere stays. A text that names none gives an empty list.
        """
        folding = text if isinstance(text, FoldedText) else fold(text)
        about = _Topic(fold(topic[:_LONGEST_TOPIC]).folded if topic else "")
        matches = self._find_long(folding, about)
        matches += self._find_single(folding, about)
        return [
            Mention(
                match.entry.competency, folding.words(match.start, match.end), match.entry.alias
            )
            for match in _longest(matches)
        ]

    def find_item(self, item: str) -> tuple[str, str] | None:
        """Return (competency, folded alias) that a whole item of a list of skills names.

        Such a list is context enough for an everyday word ("Excel" between commas), so no near
        words are asked, only a capital. None where no competency or several have that alias.
        """
        if self._automaton is None or not item[:1].isupper():
            return None
        key = " ".join(item.lower().replace("-", " ").replace("/", " ").split())
        found = self._automaton.get(key, None)
        if found is None or len({entry.competency for entry in found[1]}) > 1:
            return None
        cased = fold_words(item)
        for entry in found[1]:
            # Short forms stay ambiguous in a list: SAM, CAD, APM. Exact forms stay exact: VistA.
            is_short = bool(entry.near) and entry.cased.isupper()
            is_other = bool(entry.cased) and not entry.near and entry.cased != cased
            if not is_short and not is_other:
                return entry.competency, key
        return None

    def _find_long(self, folding: FoldedText, about: _Topic) -> list[_Match]:
        matches: list[_Match] = []
        if self._automaton is None:
            return matches
        # The mark at the end stands for what is after the text, and at -1 for what is before it.
        folded = folding.folded + _OUTSIDE
        for last, (size, entries, free) in self._automaton.iter(folding.folded):
            end = last + 1
            after = folded[end]
            if after not in _BREAKS and (after.isalnum() or after in "+#"):
                # "System i" has no plural: "the system is" would be one.
                if after != "s" or folded[end + 1].isalnum():
                    continue
                if not folded[last].isalpha() or folded[last - 1] == " ":
                    continue
                end += 1
            start = last + 1 - size
            before = folded[start - 1]
            if before not in _BREAKS and before.isalnum() and folded[start].isalnum():
                continue
            entry = free or _choose(folding, start, end, entries, about)
            if entry is not None:
                matches.append(_Match(start, end, entry))
        return matches

    def _find_single(self, folding: FoldedText, about: _Topic) -> Iterator[_Match]:
        if not self._single:
            return
        for found in _SINGLE.finditer(folding.text):
            entries = self._single.get(found.group().lower())
            if entries:
                start = folding.fold_index(found.start())
                entry = _choose(folding, start, start + 1, entries, about)
                if entry is not None:
                    yield _Match(start, start + 1, entry)


def _ways_to_write(competency: Competency) -> tuple[Alias, ...]:
    """Return the aliases and the name, unless the name is stated with a condition."""
    name = competency.name.lower()
    if any(
        alias.text.lower() == name
        and (alias.near or alias.is_exact or alias.text == competency.name)
        for alias in competency.aliases
    ):
        return competency.aliases
    return (Alias(competency.name), *competency.aliases)


def _all_entries(vocabulary: Vocabulary) -> Iterator[tuple[str, _Entry]]:
    """Give all spellings of all aliases; they are folded at once, which is ten times as fast."""
    ways = [
        (competency, alias)
        for competency in vocabulary.competencies
        for alias in _ways_to_write(competency)
    ]
    words = {word for _, alias in ways for word in alias.near}
    near = dict(zip(words, map(str.lower, fold_phrases([*words])), strict=True))
    texts = fold_phrases([alias.text for _, alias in ways])
    for (competency, alias), cased in zip(ways, texts, strict=True):
        key = cased.lower()
        if key:
            entry = _entry(competency, alias, cased, near)
            yield key, entry
            if " " in key and not key.replace(" ", "").isalpha():
                yield from _joined(key, cased, entry)


def _entry(competency: Competency, alias: Alias, cased: str, near: Mapping[str, str]) -> _Entry:
    key = cased.lower()
    if not alias.near:
        # A single letter counts in its capital only, or every list "a) b) c)" would match.
        is_cased = alias.is_exact or len(key) == 1
        return _Entry(competency.id, key, cased if is_cased else "", ())
    is_cased = alias.is_exact or len(key) == 1 or cased.isupper()
    words = tuple(near[word] for word in alias.near)
    if competency.kind is Kind.CREDENTIAL and len(key) >= _SHORTEST_CERTIFIED:
        words += _CERTIFYING
    return _Entry(competency.id, key, cased if is_cased else "", words)


def _joined(key: str, cased: str, entry: _Entry) -> Iterator[tuple[str, _Entry]]:
    """Give "ICD10" beside "ICD 10"."""
    joined = _LETTER_DIGIT.sub("", key)
    if joined != key:
        # The same blanks go from the cased form, which is as long as the key.
        kept = {found.start() for found in _LETTER_DIGIT.finditer(key)}
        short = "".join(mark for at, mark in enumerate(cased) if at not in kept)
        yield joined, entry._replace(cased=short if entry.cased else "")


def _without_certifying(entry: _Entry) -> _Entry:
    own = len(entry.near) - len(_CERTIFYING)
    is_added = own > 0 and entry.near[own:] == _CERTIFYING
    return entry._replace(near=entry.near[:own]) if is_added else entry


def _choose(
    folding: FoldedText, start: int, end: int, entries: tuple[_Entry, ...], about: _Topic
) -> _Entry | None:
    """Return the entry that counts here: exact before any case, near words before none."""
    best: _Entry | None = None
    best_distance = -1
    for entry in entries:
        stop = start + len(entry.cased)
        if entry.cased and folding.cased[start:stop] != entry.cased:
            continue
        # A capital S is part of another short form: HCPCS is not the plural of HCPC.
        if entry.cased and folding.cased[stop:end] == "S":
            continue
        # Names have no plural: "Excels" and "Words" are not the products.
        if entry.cased and stop < end and entry.cased[-1].islower():
            continue
        if not entry.near:
            if best is None:
                best = entry
            continue
        distance = _near_distance(folding.folded, start, end, entry)
        # A topic tells what a short form stands for; everyday words ask their own context.
        if distance is None and entry.cased and about.is_near(entry):
            distance = len(folding.folded)
        if distance is not None and (best_distance < 0 or distance < best_distance):
            best, best_distance = entry, distance
    return best


def _near_distance(folded: str, start: int, end: int, entry: _Entry) -> int | None:
    """Return how far the nearest near word stands in the line around, None if none does.

    Around an item of a list ("* Maven") the neighboring items count as well. An everyday word
    asks its near words closer by than a short form in capitals does.
    """
    reach = _NEAR_REACH if entry.cased else _CLOSE_REACH
    left, right = max(0, start - reach), min(len(folded), end + reach)
    first = max(left, folded.rfind("\n", left, start) + 1)
    stop = folded.find("\n", end, right)
    last = stop if stop >= 0 else right
    if last - first > _ITEM:
        left, right = first, last
    best: int | None = None
    for word in entry.near:
        at = folded.find(word, left, right)
        while at >= 0:
            is_apart = at >= end or at + len(word) <= start
            if is_apart and _is_word(folded, at, word):
                distance = start - at if at < start else at - end
                best = distance if best is None else min(best, distance)
            at = folded.find(word, at + 1, right)
    return best


class _Topic:
    """What a text is about, and which entries it stands near; each is looked up once a text."""

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._known: dict[int, bool] = {}

    def is_near(self, entry: _Entry) -> bool:
        """Whether the topic holds a near word of an entry."""
        known = self._known.get(id(entry))
        if known is None:
            known = False
            for word in entry.near:
                if word in self._folded and _stands_in(word, self._folded):
                    known = True
                    break
            self._known[id(entry)] = known
        return known


def _stands_in(word: str, folded: str) -> bool:
    at = folded.find(word)
    while at >= 0:
        if _is_word(folded, at, word):
            return True
        at = folded.find(word, at + 1)
    return False


def _is_word(folded: str, at: int, word: str) -> bool:
    """Whether ``word`` at ``at`` is a word, its plural or, if it is long, the stem of one."""
    if at and folded[at - 1].isalnum():
        return False
    end = at + len(word)
    if len(word) >= _STEM or end == len(folded) or not folded[end].isalnum():
        return True
    return folded[end] == "s" and not folded[end + 1 : end + 2].isalnum()


def _longest(matches: list[_Match]) -> list[_Match]:
    """Keep the longest of overlapping matches, in the order of their place.

    A shorter one of the same competency that juts out lengthens the one that is kept:
    "Experience of project" and "project management" give one match.
    """
    matches.sort(key=itemgetter(0))
    kept: list[_Match] = []
    run: list[_Match] = []
    reach = 0
    for match in matches:
        if match.start >= reach and run:
            kept += _longest_of(run) if len(run) > 1 else run
            run = []
        run.append(match)
        reach = max(reach, match.end)
    return kept + _longest_of(run)


def _longest_of(matches: list[_Match]) -> list[_Match]:
    """Keep the longest of a run of matches, each of which overlaps another."""
    if len(matches) <= 1:
        return matches
    starts: list[int] = []
    kept: list[_Match] = []
    for match in sorted(matches, key=lambda match: (match.start - match.end, match.start)):
        at = bisect_left(starts, match.start)
        is_before_next = at == len(kept) or kept[at].start >= match.end
        is_after_last = at == 0 or kept[at - 1].end <= match.start
        if is_before_next and is_after_last:
            starts.insert(at, match.start)
            kept.insert(at, match)
        elif is_before_next and _may_join(kept[at - 1], match):
            kept[at - 1] = kept[at - 1]._replace(end=max(kept[at - 1].end, match.end))
        elif is_after_last and _may_join(kept[at], match):
            kept[at] = kept[at]._replace(start=match.start)
            starts[at] = match.start
    return kept


def _may_join(one: _Match, two: _Match) -> bool:
    return (
        one.entry.competency == two.entry.competency
        and max(one.end, two.end) - min(one.start, two.start) <= _LONGEST_JOINED
    )
