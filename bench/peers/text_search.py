"""Peers that are text search engines: a person is a text, a competency a word."""

from __future__ import annotations

import tempfile
from pathlib import Path

import bm25s
import numpy as np
import tantivy
from numpy.typing import NDArray

from bench.peers.asked import LIMIT, Answer, Asked, Peer, best_rows
from bench.pools import DrawnWorld
from preceptor.engine.match import Pool
from preceptor.engine.match.scales import CODES_EACH

WRITER_BYTES = 1 << 30


class Tantivy(Peer):
    """BM25 over competencies on one thread, from an index on disk of one segment."""

    name = "Tantivy"
    expresses_score = False
    how = "BM25, related competencies as boosted words; no levels, no best-of"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("held", tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("row", stored=True)
        self.schema = builder.build()
        index = tantivy.Index(self.schema, path=self.folder.name)
        writer = index.writer(WRITER_BYTES, 1)
        offsets = pool.offsets.tolist()
        words = [str(word) for word in range(world.vocabulary.codebook.count * CODES_EACH)]
        held = self._words(pool).tolist()
        for row in range(len(pool)):
            text = " ".join([words[each] for each in held[offsets[row] : offsets[row + 1]]])
            document = tantivy.Document()
            document.add_text("held", text)
            document.add_unsigned("row", row)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self.searcher = index.searcher()

    def _words(self, pool: Pool) -> NDArray[np.integer]:  # type: ignore[type-arg]
        return pool.codes // CODES_EACH

    def prepare(self, asked: Asked) -> tantivy.Query:
        boosts: dict[int, float] = {}
        for codes, points in asked.by_line():
            # The most a word can earn stands for all its levels and grades.
            for word, most in _best_by_word(codes, points).items():
                boosts[word] = boosts.get(word, 0) + most
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.boost_query(self._term(word), boost))
                for word, boost in boosts.items()
            ]
        )

    def _term(self, word: int) -> tantivy.Query:
        return tantivy.Query.term_query(self.schema, "held", str(word), index_option="freq")

    def answer(self, prepared: tantivy.Query) -> Answer:
        hits = self.searcher.search(prepared, LIMIT, count=False).hits
        if self.searcher.num_segments == 1:
            # Documents of one segment are numbered as they were added.
            rows = [address.doc for _, address in hits]
        else:
            rows = [self.searcher.doc(address)["row"][0] for _, address in hits]
        return Answer(rows, [score for score, _ in hits])

    def nbytes(self) -> int:
        return sum(path.stat().st_size for path in Path(self.folder.name).rglob("*"))

    def close(self) -> None:
        del self.searcher
        self.folder.cleanup()


class TantivyConstants(Tantivy):
    """The real score: every code a word of constant worth, the best word of a line counts."""

    name = "Tantivy, constants"
    expresses_score = True
    how = "every code a word of constant score, the best of a line, lines added up"

    def _words(self, pool: Pool) -> NDArray[np.integer]:  # type: ignore[type-arg]
        return pool.codes

    def prepare(self, asked: Asked) -> tantivy.Query:
        lines = []
        for codes, points in asked.by_line():
            words = [
                tantivy.Query.const_score_query(self._term(code), float(worth))
                for code, worth in zip(codes.tolist(), points.tolist(), strict=True)
            ]
            lines.append((tantivy.Occur.Should, tantivy.Query.disjunction_max_query(words)))
        return tantivy.Query.boolean_query(lines)


class Bm25s(Peer):
    """BM25 with scores computed ahead, plain words."""

    name = "bm25s"
    expresses_score = False
    how = "BM25 computed ahead, competencies asked as plain words, numba backend"

    def build(self, world: DrawnWorld, pool: Pool) -> None:
        words = (pool.codes // CODES_EACH).astype(np.int64)
        texts = [part.tolist() for part in np.split(words, pool.offsets[1:-1])]
        vocabulary = {str(word): word for word in range(world.vocabulary.codebook.count)}
        self.size = len(pool)
        self.index = bm25s.BM25(backend="numba")
        self.index.index((texts, vocabulary), show_progress=False)

    def prepare(self, asked: Asked) -> list[int]:
        return [choice.competency for line in asked.job.asked for choice in line]

    def answer(self, prepared: list[int]) -> Answer:
        return best_rows(self.index.get_scores_from_ids(prepared))

    def nbytes(self) -> int:
        parts = (self.index.scores[name] for name in ("data", "indices", "indptr"))
        return sum(np.asarray(part).nbytes for part in parts)

    def close(self) -> None:
        del self.index


def _best_by_word(codes: NDArray[np.int64], points: NDArray[np.int64]) -> dict[int, int]:
    best: dict[int, int] = {}
    for word, worth in zip((codes // CODES_EACH).tolist(), points.tolist(), strict=True):
        best[word] = max(best.get(word, 0), worth)
    return best
