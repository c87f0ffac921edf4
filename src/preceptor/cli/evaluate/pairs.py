"""Scores a ranking on pairs of resumes for one posting, beside BM25 on the same texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from preceptor.cli.evaluate.baselines import BM25, telling_words_of
from preceptor.cli.evaluate.samples import Label
from preceptor.cli.evaluate.tally import Figures, Tally

# Posting and resumes in; per resume, whether every gate is met, and the score.
Ranker = Callable[[Path, Sequence[Path]], Sequence[tuple[bool, float]]]
Progress = Callable[[int], None]


def _silent(_done: int) -> None:
    """Tell nobody."""


def evaluate_pairs(
    pairs: Sequence[Label],
    rank: Ranker,
    place: Callable[[str], Path],
    progress: Progress = _silent,
) -> tuple[Figures, list[dict[str, Any]]]:
    """Return the share of pairs put in the right order, all and by confidence; a tie is a miss.

    ``place`` gives the file of a posting's or resume's name.
    """
    tally = Tally()
    for at, pair in enumerate(pairs):
        first, second = rank(place(pair["posting"]), _files(pair, place))
        _count(tally, pair, first, second)
        progress(at + 1)
    return tally.figures(), tally.misses


def bm25_ranker(texts: Mapping[Path, str], resumes: Sequence[Path]) -> Ranker:
    """Return the baseline: BM25 of the posting's words over all resumes of the folder."""
    index = BM25([telling_words_of(texts[path]) for path in resumes])
    number = {path: at for at, path in enumerate(resumes)}

    def rank(posting: Path, chosen: Sequence[Path]) -> list[tuple[bool, float]]:
        scores = index.scores(telling_words_of(texts[posting]))
        return [(True, float(scores[number[path]])) for path in chosen]

    return rank


def _files(pair: Label, place: Callable[[str], Path]) -> list[Path]:
    return [place(pair["resume_a"]), place(pair["resume_b"])]


def _count(
    tally: Tally, pair: Label, first: tuple[bool, float], second: tuple[bool, float]
) -> None:
    is_right = first > second if pair["better"] == "a" else second > first
    names = [pair["posting"], pair["resume_a"], pair["resume_b"]]
    for figure in ("pairs_all", f"pairs_{pair['confidence']}"):
        tally.add(figure, is_right, pair=names, scores=[first, second], better=pair["better"])
