from django.http import QueryDict

from preceptor.matches.answers import LinePrice, Marked
from preceptor.matches.price_rows import (
    changed_from,
    decisions_of,
    fold,
    marked_paragraphs,
    order_of,
    rarely_met,
    rows_of,
    switched_address,
)


def line(position, *, kind="competency", decision="must", was="must", share=0, met=0, **more):
    values = {
        "label": f"Line {position}",
        "lower_to": "",
        "if_lowered": None,
        "lost_alone": 0,
        "rule": "",
    } | more
    return LinePrice(
        position=position,
        kind=kind,
        is_gate=kind in ("place", "licence", "right_to_work"),
        decision=decision,
        was=was,
        weight=10,
        met=met,
        not_met=0,
        not_stated=0,
        share=share,
        share_exact=str(share),
        if_dropped=None,
        span=None,
        words="",
        cost=0,
        **values,
    )


def positions(rows):
    return [row.line.position for row in rows]


def test_switches_are_read_from_the_address_and_the_last_word_counts():
    query = QueryDict("line-2=nice&line-2=drop&line-3=lower&line-4=maybe&line-x=drop&goal=9")

    assert decisions_of(query) == {2: "drop", 3: "lower"}


def test_only_what_differs_from_the_posting_is_a_change():
    lines = [line(1), line(2, decision="nice"), line(3, decision="nice")]

    assert changed_from(lines, {1: "must", 2: "nice"}) == {2: "nice"}


def test_the_dearest_line_comes_first_and_keeps_its_number():
    rows = rows_of([line(1, share=3), line(2, share=9)], [], [])

    assert [(row.line.position, row.number) for row in rows] == [(2, 2), (1, 1)]


def test_an_order_that_is_carried_along_keeps_rows_in_place():
    rows = rows_of([line(1, share=3), line(2, share=9)], [], order_of(QueryDict("order=1.2")))

    assert positions(rows) == [1, 2]


def test_a_line_offers_its_lower_step_in_few_words():
    rows = rows_of(
        [
            line(1, kind="years", lower_to="2 years of IT work"),
            line(2, lower_to="HL7 v2 at level 2"),
            line(3, kind="place"),
        ],
        [],
        [],
    )

    assert [[choice.label for choice in row.choices] for row in rows] == [
        ["must", "2 years", "nice", "drop"],
        ["must", "level 2", "nice", "drop"],
        ["must", "drop"],
    ]


def test_a_row_says_what_sort_of_line_it_is_what_it_asks_and_weighs():
    rows = rows_of(
        [
            line(1, lower_to="HL7 v2 at level 2"),
            line(2, decision="lower", label="HL7 v2 at level 2"),
            line(3),
            line(4, kind="education", label="A bachelor's degree or 4 years of work"),
            line(5, kind="education", label="A bachelor's degree"),
            line(6, rule="title; kind of work", lower_to="Work in training at level 1"),
            line(7, kind="licence", label="Registered nurse"),
        ],
        [],
        [],
    )

    assert [row.kind_name for row in rows] == [
        "competency, level 3 asked, weight 10",
        "competency, level 2 asked, weight 10",
        "competency, weight 10",
        "education, any one of the ways named, weight 10",
        "education, weight 10",
        "kind of work, level 2 asked, weight 10",
        "gate: a license",
    ]


def test_what_costs_nobody_is_folded_away_and_what_was_switched_never():
    lines = [line(number, share=20 - number) for number in range(10)]
    lines += [line(20, decision="nice", was="nice"), line(21, decision="nice", was="must")]

    folds = fold(rows_of(lines, [], []), {9, 21})

    assert positions(folds.shown) == [0, 1, 2, 3, 4, 5, 6, 7, 9, 21]
    assert positions(folds.further) == [8]
    assert positions(folds.free) == [20]


def test_musts_that_hardly_anybody_meets_can_be_made_nice_at_once_but_no_gate():
    lines = [line(1, met=3), line(2, met=40), line(3, kind="licence", met=0)]

    assert rarely_met(lines, 100) == {1: "nice"}


def test_the_text_of_a_posting_ties_its_words_to_their_line():
    paragraphs = marked_paragraphs(
        [Marked("Asked:\n- ", None, 0), Marked("HL7", 4, 2), Marked(" v2", None, 0)]
    )

    assert [(piece.text, piece.key) for piece in paragraphs[1].pieces] == [
        ("HL7", "4"),
        (" v2", ""),
    ]


def test_an_address_carries_switches_and_order():
    assert switched_address({2: "drop"}, "1.2") == "?line-2=drop&order=1.2"
