"""The same words find the same things on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
import sqlite3

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from preceptor.common.models import IndexEntry
from preceptor.common.search import (
    Entry,
    changed_entries,
    clear_index,
    disagreement,
    drop_entries,
    index_state,
    matched,
    matching,
    put_entries,
    read_query,
)
from preceptor.common.search.analysis import BREAK, analyzed
from preceptor.common.search.language import words_of
from preceptor.common.search.stems import stem

TRAINER = Entry(
    1,
    first=["EHR Trainer"],
    second=["Kennebec River Medical Center", "Augusta, ME"],
    third=["Train nurses at go-live.", "Experience with Epic; ICD-10 and HL7 v2."],
)
ANALYST = Entry(
    2,
    first=["Interface Analyst"],
    second=["Bangor Clinic", "Bangor, ME"],
    third=["Build HL7 interfaces. You train the trainer's deputy.", "Not an Epic house."],
)
CODER = Entry(
    3,
    first=["Medical Coder"],
    second=["Río Vista Practice", "Portland, ME"],
    third=["Assign ICD-10 codes; go to live webinars.", "C# or .NET is not asked."],
)


@pytest.fixture
def three(db):
    clear_index(kind="jobs")
    put_entries(kind="jobs", entries=[TRAINER, ANALYST, CODER])


def found(text):
    return sorted(matched("jobs", read_query(text)))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("hl7", [1, 2]),
        ("HL7 epic", [1, 2]),
        ("training", [1, 2]),
        ("trainers", [1, 2]),
        ("interfac", [2]),
        ("analys epic", []),
        ("analys* epic", [2]),
        ('"go live"', [1]),
        ("go-live", [1]),
        ("icd-10", [1, 3]),
        ("icd 10", [1, 3]),
        ('"train nurses"', [1]),
        ('"nurses train"', []),
        ('"trainer kennebec"', []),
        ('"live experience"', []),
        ("me -epic", [3]),
        ("-epic", [3]),
        ('-"not an epic house"', [1, 3]),
        ("rio", [3]),
        ("Río", [3]),
        ("c#", [3]),
        (".net", [3]),
        ("the trainer in Augusta", [1]),
        ('"the"', [2]),
        ("clinic's", [2]),
        ("", [1, 2, 3]),
        ("***", [1, 2, 3]),
        ("m", []),
        ("me", [1, 2, 3]),
        ("nothing", []),
    ],
)
def test_a_question_finds(three, text, keys):
    assert found(text) == keys


def test_words_in_the_title_come_before_words_in_the_text(three):
    assert matched("jobs", read_query("trainer")) == {1: 0, 2: 2}
    assert matched("jobs", read_query("trainer augusta")) == {1: 1}
    assert matched("jobs", read_query("bangor")) == {2: 1}


def test_keys_may_be_asked_inside_a_larger_question(three):
    rows = IndexEntry.objects.filter(key__in=matching("jobs", read_query("hl7 -interface")))

    assert [row.key for row in rows] == [1]


HOSTILE = [
    '"',
    '""',
    '"go live',
    "-",
    "--",
    '-"',
    "*",
    "a* b* c*",
    "NEAR(hl7 epic)",
    "hl7 AND",
    "OR NOT",
    "{a b} : hl7",
    "a:hl7",
    "^hl7",
    "hl7 + epic",
    "'; DROP TABLE search_jobs; --",
    "hl7' & !'",
    "hl7:*A",
    "<->",
    "\\",
    "\\'",
    "%s %(x)s %",
    "\x00hl7",
    "(((((",
    "日本語 電子カルテ",
    "🏥 nurse",
    "é" * 500,
    "word " * 300,
    "-no " * 300,
    '"' * 399,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_written_into_the_field_is_an_error(three, text):
    assert set(found(text)) <= {1, 2, 3}


class AnyText(TestCase):
    @given(st.text(max_size=60))
    def test_any_text_is_a_question(self, text):
        assert matched("jobs", read_query(text)) is not None
        assert len(read_query(text).must) <= 16


def test_another_script_is_found_whole_and_by_its_beginning(three):
    put_entries(kind="jobs", entries=[Entry(9, first=["電子カルテ 導入"])])

    assert found("電子カルテ") == [9]
    assert found("電子") == [9]


CORPUS = """
train trainer training trained clinic clinics clinical epic hl7 fhir go live interface
interfaces support supported nurse nurses the and of icd 10 code coder coding
"""
WORDS = CORPUS.split()
ENDINGS = """
s es ed ing er ers ation ations ational ize izes izing ness ful fulness y ies ied ment ments
able ability ence ance ous ousness ive iveness ion ions al ally ism ist ator ators eed ee e ll
lly ss sses bly ology logy logies
"""
STARTS = """
train clinic interfac implement integrat document hop hopp fil configur analy cod abstract manag
administ nurs plan plann agre hospital priv comput effect relat oper digit inform privac feed sky
tr b fail fall regul vacc communic
"""


def plain_answer(entries, asked):
    """What a question means, without any database: read word by word."""
    keys = []
    for entry in entries:
        texts = analyzed(entry)
        stems = [word for some in texts.stems for word in (*some, BREAK)]
        whole = {word for some in texts.words for word in some}

        def holds(term, stems=stems, whole=whole):
            size = len(term.stems)
            stands = any(
                tuple(stems[at : at + size]) == term.stems for at in range(len(stems) - size + 1)
            )
            begins = term.prefix and any(word.startswith(term.prefix) for word in whole)
            return bool(stands or begins)

        if all(map(holds, asked.must)) and not any(map(holds, asked.without)):
            keys.append(entry.key)
    return keys


def test_a_drawn_corpus_is_answered_as_reading_it_word_by_word(db):
    draw = random.Random(7)  # noqa: S311 - a drawing, not a secret

    def text(most):
        return " ".join(draw.choices(WORDS, k=draw.randint(0, most)))

    entries = [
        Entry(key, first=[text(3)], second=[text(2), text(2)], third=[text(9), text(9)])
        for key in range(1, 121)
    ]
    clear_index(kind="jobs")
    put_entries(kind="jobs", entries=entries)

    for _ in range(250):
        parts = [
            draw.choice(["", "", "-"]) + draw.choice([word, word, f'"{word} {draw.choice(WORDS)}"'])
            for word in draw.choices(WORDS, k=draw.randint(1, 3))
        ]
        asked = read_query(" ".join(parts)[: draw.choice([400, 400, 6])])
        assert found_keys(asked) == plain_answer(entries, asked), parts


def found_keys(asked):
    return sorted(matched("jobs", asked))


def test_a_change_is_found_at_once_and_undone_with_its_transaction(three):
    with transaction.atomic():
        put_entries(kind="jobs", entries=[Entry(1, first=["Dentist"])])
        assert found("dentist") == [1]
        transaction.set_rollback(True)

    assert found("dentist") == []
    assert found("trainer") == [1, 2]


def test_what_is_dropped_is_found_no_more_and_told_to_who_remembers(three):
    before = index_state("jobs")

    assert drop_entries(kind="jobs", keys=[2, 77]) == 1
    put_entries(kind="jobs", entries=[CODER])

    assert found("hl7") == [1]
    assert changed_entries("jobs", after=before.version) == {2: False, 3: True}
    assert index_state("jobs").epoch == before.epoch


def test_an_index_built_anew_is_of_another_epoch(three):
    before = index_state("jobs")

    clear_index(kind="jobs")

    assert index_state("jobs").epoch != before.epoch
    assert found("") == []


def test_what_is_out_of_step_is_said(three):
    with connection.cursor() as cursor:
        key = "key" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"DELETE FROM search_jobs WHERE {key} = 1")  # noqa: S608

    told = disagreement("jobs", [TRAINER, Entry(2, first=["Changed"])])

    assert (told.missing, told.different, told.left_over) == ((1,), (2,), (3,))


def test_an_index_in_step_has_nothing_to_say(three):
    assert not disagreement("jobs", [TRAINER, ANALYST, CODER])


def test_what_is_dropped_for_good_leaves_no_word_in_the_tables(db):
    clear_index(kind="jobs")
    put_entries(kind="jobs", entries=[Entry(1, third=["zanzibar"]), TRAINER])

    drop_entries(kind="jobs", keys=[1], for_good=True)

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ("data", "content", "idx"):
                cursor.execute(f"SELECT * FROM search_jobs_{table}")  # noqa: S608
                assert "zanzibar" not in repr(cursor.fetchall())
    assert found("zanzibar") == []


def test_stems_are_those_of_sqlites_own_porter():
    words = sorted(
        {
            word
            for ending in ENDINGS.split()
            for start in STARTS.split()
            for word in (start, start + ending)
        }
    )
    with sqlite3.connect(":memory:") as own:
        own.execute("CREATE VIRTUAL TABLE t USING fts5(w, tokenize='porter ascii')")
        own.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, 'instance')")
        own.executemany("INSERT INTO t (rowid, w) VALUES (?, ?)", list(enumerate(words)))
        theirs = {words[row]: term for term, row, _, _ in own.execute("SELECT * FROM v")}
    own.close()

    assert {word: stem(word) for word in words if stem(word) != theirs[word]} == {}


def test_words_are_told_apart_as_people_write_them():
    assert words_of("Naïve café’s e-Prescribing (EPCS)/C++") == [
        *("naive", "cafe", "e", "prescribing", "epcs", "cplusplus")
    ]


def test_a_question_is_read_as_written():
    asked = read_query('trainer "Go Live" -epic* nur')

    assert [(term.stems, term.prefix) for term in asked.must] == [
        (("trainer",), ""),
        (("go", "live"), ""),
        (("nur",), "nur"),
    ]
    assert [term.stems for term in asked.without] == [("epic",)]
