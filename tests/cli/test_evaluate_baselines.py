import numpy as np
import pytest

from preceptor.cli.evaluate.baselines import (
    BM25,
    LiteralAliases,
    NearestRoleText,
    TermWeights,
    telling_words_of,
)
from preceptor.engine.vocabulary import Alias, Competency, Kind, Role, RoleCompetency, Vocabulary


def role(name, title, summary, *asks):
    return Role(
        id=name,
        code=name,
        name=name,
        category="",
        summary=summary,
        week=(),
        background="",
        training="",
        mistaken_for="",
        asks=tuple(RoleCompetency(ask, 3, 50) for ask in asks),
        titles=(title,),
        questions=(),
    )


@pytest.fixture
def vocabulary():
    return Vocabulary(
        version="test",
        competencies=(
            Competency("sql", "SQL", Kind.TOOL),
            Competency("sql-server", "SQL Server", Kind.TOOL, aliases=(Alias("MSSQL"),)),
            Competency("rhia", "RHIA", Kind.CREDENTIAL),
        ),
        roles=(
            role("trainer", "EHR trainer", "teaches staff in classes"),
            role("him_exchange", "data analyst", "reports from clinical data", "sql"),
        ),
    )


def test_literal_aliases_mark_the_longest_name_and_nothing_inside_words(vocabulary):
    text = "SQL server, NoSQL, mssql and rhia"

    answer = LiteralAliases(vocabulary).answer(text)

    assert [(f["competency"], f["text"]) for f in answer["requirements"]] == [
        ("sql-server", "SQL server"),
        ("sql-server", "mssql"),
    ]
    assert [(f["credential"], f["span"]) for f in answer["credentials"]] == [("rhia", [29, 33])]


def test_literal_titles_give_the_role_and_none_is_not_health_it(vocabulary):
    aliases = LiteralAliases(vocabulary)

    def best(text):
        return max(aliases.answer(text)["roles"], key=lambda said: said["p"])["role"]

    assert best("Senior EHR Trainer, Leeds") == "trainer"
    assert best("Chef") == "not_health_it"


def test_the_nearest_role_text_shares_the_most_telling_words(vocabulary):
    nearest = NearestRoleText(vocabulary)

    said = {entry["role"]: entry["p"] for entry in nearest.roles("Clinical data reports, SQL")}

    assert said["him_exchange"] > said["trainer"] == 0


def test_tfidf_gives_unit_vectors_and_zero_for_unknown_words():
    weights = TermWeights.fit([["a", "b"], ["a", "c"]])

    assert np.linalg.norm(weights.vector(["a", "b", "b"])) == pytest.approx(1)
    assert weights.vector(["z"]).tolist() == [0, 0, 0]
    assert weights.idf[weights.number["a"]] == pytest.approx(1)
    assert weights.idf[weights.number["b"]] == pytest.approx(np.log(3 / 2) + 1)


def test_bm25_follows_its_formula():
    index = BM25([["epic", "epic", "build"], ["train", "staff", "plan"], ["cook"]])
    idf = np.log((3 - 1 + 0.5) / (1 + 0.5))
    norm = 1.5 * (1 - 0.75 + 0.75 * 3 / (7 / 3))

    scores = index.scores(["epic"])

    assert scores.tolist() == pytest.approx([idf * 2 * 2.5 / (2 + norm), 0, 0])


def test_a_word_of_most_documents_counts_a_quarter_of_the_mean():
    index = BM25([["data", "a"], ["data", "b"], ["data", "c"]])
    rare, common = np.log(2.5 / 1.5), np.log(0.5 / 3.5)
    floor = 0.25 * max(0, (common + 3 * rare) / 4)

    scores = index.scores(["data"])

    assert scores.tolist() == pytest.approx([floor * 2.5 / (1 + 1.5)] * 3)


def test_empty_words_are_left_out_of_ranking():
    assert telling_words_of("The nurse and the EHR") == ["nurse", "ehr"]


def test_bm25_without_a_known_word_scores_nothing():
    assert BM25([["a"], ["b"]]).scores(["z"]).tolist() == [0, 0]
