"""Peers are asked the same, and what they answer is held against the exact ranking."""

import numpy as np
import pytest
from bench.peers.__main__ import draw_question
from bench.peers.asked import Answer, PeerUnavailable, is_exact, recall, share_of_best
from bench.peers.engine import Engine
from bench.peers.run import PEERS, Question, WrongAnswer, make, measure

KEYS = {
    "name",
    "expresses_score",
    "recall_at_20",
    "p50_ms",
    "p95_ms",
    "build_s",
    "bytes_per_person",
    "queries_per_s",
}


@pytest.fixture(scope="module")
def question() -> Question:
    return draw_question(1_500, 3, seed=3)


@pytest.mark.parametrize("name", sorted(set(PEERS) - {"postgresql"}))
def test_a_peer_that_ranks_by_the_score_finds_the_best(question, name):
    try:
        peer = make(name)
    except PeerUnavailable as reason:
        pytest.skip(str(reason))

    figures = measure(peer, question, seconds=0.0)

    assert set(figures) >= KEYS
    assert figures["jobs"] == 3
    assert figures["bytes_per_person"] > 60 or name.startswith("tantivy")
    assert (figures["recall_at_20"] == 1.0) is peer.expresses_score


def test_the_engine_stands_first():
    assert next(iter(PEERS)) == "engine"


def test_ties_at_the_twentieth_place_are_hits():
    scores = np.array([9] * 10 + [5] * 30 + [1] * 5)

    assert recall(Answer([*range(10), *range(30, 40)], []), scores) == 1.0
    assert recall(Answer([*range(9), *range(30, 40), 44], []), scores) == 0.95
    assert share_of_best(Answer([*range(10), *range(40, 45)], []), scores) == 95 / 140


def test_an_answer_must_name_people_who_have_the_scores_it_gives():
    scores = np.array([5, 7, 7])

    assert is_exact(Answer([1, 2, 0], [7, 7, 5]), scores)
    assert not is_exact(Answer([1, 0, 2], [7, 7, 5]), scores)
    assert not is_exact(Answer([1, 2, 0], [7, 7, 4]), scores)
    assert not is_exact(Answer([1, 2], [7, 7]), scores)


def test_a_wrong_answer_stops_the_run(question):
    class Forgetful(Engine):
        def answer(self, prepared):
            return Answer(*(part[::-1] for part in super().answer(prepared)))

    with pytest.raises(WrongAnswer):
        measure(Forgetful(), question, seconds=0.0)
