"""The simple ways that reading and ranking must beat, computed in the same run.

Literal aliases: every alias that stands in the text, whole words, any case, each a "must"; the
role is the one whose titles stand there. TF-IDF: the role whose text in the role guide is
nearest. BM25: the resume nearest to the posting's words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from preceptor.engine.vocabulary import Kind, Vocabulary

_WORD = re.compile(r"[a-z0-9][a-z0-9+#]*")
# Robertson's usual constants of BM25.
_BM25_K1 = 1.5
_BM25_B = 0.75
# Share of the mean weight that words of most documents keep, as in common implementations.
_BM25_FLOOR = 0.25
# Without these BM25 loses on the sample pairs; the baseline should be as good as it gets.
_EMPTY_WORDS = frozenset(
    _WORD.findall(
        "a an and are as at be by can for from has have he in is it its not of on or our that the"
        " their they this to was we were who will with you your all"
    )
)
_TITLE_REACH = 200

Array = NDArray[np.float64]


def telling_words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, those left out that every text has."""
    return [word for word in words_of(text) if word not in _EMPTY_WORDS]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.lower())


class LiteralAliases:
    """Marks every alias that stands in a text, word for word."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Index names and aliases by their words."""
        self._entries: dict[tuple[str, ...], tuple[str, bool]] = {}
        self._longest = 1
        for competency in vocabulary.competencies:
            is_credential = competency.kind is Kind.CREDENTIAL
            for spelling in (competency.name, *(alias.text for alias in competency.aliases)):
                key = tuple(words_of(spelling))
                if key:
                    self._entries.setdefault(key, (competency.id, is_credential))
                    self._longest = max(self._longest, len(key))
        self._titles = [
            (role.id, tuple(words_of(title)))
            for role in vocabulary.roles
            for title in (role.name, *role.titles)
        ]

    def answer(self, text: str) -> dict[str, Any]:
        """Return an answer in the form of a posting that was read, all lines "must"."""
        requirements: list[dict[str, Any]] = []
        credentials: list[dict[str, Any]] = []
        for competency, is_credential, start, end in self._find(text):
            key = "credential" if is_credential else "competency"
            fact = {key: competency, "necessity": "must", "span": [start, end]}
            (credentials if is_credential else requirements).append(
                {**fact, "text": text[start:end]}
            )
        return {
            "roles": self._roles(text),
            "requirements": requirements,
            "credentials": credentials,
        }

    def _find(self, text: str) -> list[tuple[str, bool, int, int]]:
        """Return the longest alias at each word, from left to right, without overlaps."""
        tokens = [(found.group(), *found.span()) for found in _WORD.finditer(text.lower())]
        found, at = [], 0
        while at < len(tokens):
            for length in range(min(self._longest, len(tokens) - at), 0, -1):
                entry = self._entries.get(tuple(word for word, _, _ in tokens[at : at + length]))
                if entry:
                    found.append((*entry, tokens[at][1], tokens[at + length - 1][2]))
                    at += length
                    break
            else:
                at += 1
        return found

    def _roles(self, text: str) -> list[dict[str, Any]]:
        """Count the role titles in the text's first lines; none there is "not health IT"."""
        head = f" {' '.join(words_of(text[:_TITLE_REACH]))} "
        counts: Counter[str] = Counter()
        for role, title in self._titles:
            counts[role] += f" {' '.join(title)} " in head
        ranked = [{"role": role, "p": float(n)} for role, n in counts.items()]
        return [*ranked, {"role": "not_health_it", "p": 0.5}]


@dataclass(frozen=True)
class TermWeights:
    """Words numbered, and their inverse document frequency over a collection."""

    number: dict[str, int]
    idf: Array

    @classmethod
    def fit(cls, documents: Sequence[Sequence[str]]) -> TermWeights:
        """Learn the weights: ln((1 + documents) / (1 + documents with the word)) + 1."""
        number: dict[str, int] = {}
        counts: Counter[str] = Counter()
        for document in documents:
            for word in set(document):
                number.setdefault(word, len(number))
                counts[word] += 1
        frequencies = np.array([counts[word] for word in number], dtype=np.float64)
        return cls(number, np.log((1 + len(documents)) / (1 + frequencies)) + 1)

    def counts(self, document: Sequence[str]) -> Array:
        """Return how often each known word stands in a document, shape (words,)."""
        found = np.zeros(len(self.number))
        for word, count in Counter(document).items():
            if word in self.number:
                found[self.number[word]] = count
        return found

    def vector(self, document: Sequence[str]) -> Array:
        """Return the document's TF-IDF direction, of length 1, or 0 without a known word."""
        weighted = self.counts(document) * self.idf
        length = float(np.linalg.norm(weighted))
        return weighted / length if length else weighted


class NearestRoleText:
    """Takes the role whose text (summary, week, competencies) is nearest by TF-IDF cosine."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Turn every role of the vocabulary into a vector."""
        texts = [
            words_of(
                " ".join(
                    (
                        role.name,
                        role.summary,
                        *role.week,
                        *(vocabulary.by_id[ask.competency].name for ask in role.asks),
                    )
                )
            )
            for role in vocabulary.roles
        ]
        self._roles = [role.id for role in vocabulary.roles]
        self._weights = TermWeights.fit(texts)
        vectors = [self._weights.vector(text) for text in texts]
        self._matrix = np.array(vectors).reshape(len(texts), len(self._weights.number))

    def roles(self, text: str) -> list[dict[str, Any]]:
        """Return each role with its cosine as support, in the vocabulary's order."""
        nearness = self._matrix @ self._weights.vector(words_of(text))
        return [
            {"role": role, "p": float(p)} for role, p in zip(self._roles, nearness, strict=True)
        ]


class BM25:
    """Ranks documents against a query by Okapi BM25."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """Count the words of the documents; the collection gives frequencies and mean length."""
        self._weights = TermWeights.fit(documents)
        self._counts = np.array([self._weights.counts(document) for document in documents])
        lengths = self._counts.sum(axis=1, keepdims=True)
        mean = float(lengths.mean()) or 1.0
        self._norm = _BM25_K1 * (1 - _BM25_B + _BM25_B * lengths / mean)
        containing = (self._counts > 0).sum(axis=0)
        idf = np.log((len(documents) - containing + 0.5) / (containing + 0.5))
        # A word in more than half of the documents would count against them: it counts little.
        self._idf = np.where(idf < 0, _BM25_FLOOR * max(0.0, float(idf.mean())), idf)

    def scores(self, query: Sequence[str]) -> Array:
        """Return each document's score for the words of a query, shape (documents,)."""
        repeats = self._weights.counts(query)
        saturated = self._counts * (_BM25_K1 + 1) / (self._counts + self._norm)
        scores: Array = saturated @ (self._idf * repeats)
        return scores
