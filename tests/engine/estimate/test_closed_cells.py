"""What is shown of a table leaves open what is not: looked for by trying every table."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from preceptor.engine.estimate import LEAST_SHOWN, ShownRow, is_safe_rest, shown_table
from preceptor.engine.estimate.closed_cells import NOTHING_SHOWN, may_part, possible_counts


@st.composite
def tables(draw, groups=3, steps=3):
    """Groups with the people who came to each step, never more than to the step before."""
    found = {}
    for group in "abcdefg"[: draw(st.integers(2, groups))]:
        counts, most = [], draw(st.integers(0, 24))
        for _ in range(steps):
            counts.append(most)
            most = draw(st.integers(0, most))
        found[group] = tuple(counts)
    return found


def pieces(counts):
    return [here - after for here, after in zip(counts, [*counts[1:], 0], strict=True)]


@given(tables(), st.integers(0, 9), st.integers(0, 9))
def test_no_shown_or_subtracted_count_is_1_to_4_and_no_step_belongs_to_one_group(
    table, unsaid, also
):
    unknown = (unsaid + also, unsaid, 0)
    shown = shown_table(table, unknown)

    for step in range(len(shown.columns)):
        held = [pieces(row.counts)[step] for row in shown.rows]
        apart = pieces(shown.unknown)[step]
        assert all(count == 0 or count >= LEAST_SHOWN for count in held)
        if sum(held) + apart:
            assert sum(1 for count in [*held, apart] if count) > 1
            assert sum(held)


@given(tables(), st.integers(0, 9), st.integers(0, 9))
def test_shown_rows_hold_everybody_of_their_groups(table, unsaid, also):
    unknown = (unsaid + also, unsaid, 0)
    shown = shown_table(table, unknown)
    if shown == NOTHING_SHOWN:
        return
    named = [group for row in shown.rows for group in row.groups]
    assert len(named) == len(set(named))
    assert {group for group, counts in table.items() if counts[0]} <= set(named)
    for row in shown.rows:
        assert row.counts == tuple(
            sum(table[group][column] for group in row.groups) for column in shown.columns
        )
    assert shown.unknown == tuple(unknown[column] for column in shown.columns)


@st.composite
def rows_with_a_hidden_column(draw):
    above = draw(st.lists(st.integers(0, 7), min_size=2, max_size=4))
    below = [draw(st.integers(0, most)) for most in above]
    total = draw(st.integers(sum(below), sum(above)))
    return above, below, total


@given(rows_with_a_hidden_column())
def test_what_a_hidden_count_may_be_is_found_by_trying_every_column(drawn):
    above, below, total = drawn
    every = [
        column
        for column in product(
            *(range(low, high + 1) for high, low in zip(above, below, strict=True))
        )
        if sum(column) == total
    ]

    assert possible_counts(above, below, total) == [
        (min(row), max(row)) for row in zip(*every, strict=True)
    ]


def test_small_groups_stand_together_and_do_not_say_how_many_each():
    shown = shown_table(
        {"a": (30, 12), "b": (20, 8), "c": (3, 0), "d": (4, 0), "none": (0, 0)}, (2, 0)
    )

    assert shown.columns == (0, 1)
    assert shown.rows == (
        ShownRow(("a",), (30, 12)),
        ShownRow(("b",), (20, 8)),
        ShownRow(("c", "d", "none"), (7, 0)),
    )
    assert shown.unknown == (2, 0)


def test_a_single_small_group_takes_the_next_smallest_along():
    shown = shown_table({"a": (30,), "b": (9,), "c": (1,), "d": (12,)}, (0,))

    assert shown.rows == (
        ShownRow(("a",), (30,)),
        ShownRow(("d",), (12,)),
        ShownRow(("b", "c"), (10,)),
    )


def test_a_step_that_one_person_did_not_take_is_not_shown():
    # 20 of 21 were read: the one who was not is known by name, and so would their group be.
    shown = shown_table({"a": (11, 10, 5), "b": (10, 10, 5)}, (0, 0, 0))

    assert shown.columns == (0, 2)


def test_a_step_of_one_group_alone_is_not_shown():
    assert shown_table({"a": (12, 6), "b": (12, 0)}, (3, 0)).columns == (0,)
    # With as many who did not say, nobody's answer follows.
    assert shown_table({"a": (12, 6), "b": (12, 0)}, (11, 5)).columns == (0, 1)


def test_people_none_of_whom_said_are_not_told_of():
    assert shown_table({"a": (12, 12), "b": (12, 12)}, (7, 0)).columns == (0,)


def test_where_everybody_is_of_one_group_nothing_is_shown():
    assert shown_table({"a": (40,), "b": (0,)}, (0,)) == NOTHING_SHOWN
    assert shown_table({"a": (2,), "b": (2,)}, (40,)) == NOTHING_SHOWN
    assert shown_table({"a": (), "b": ()}, ()) == NOTHING_SHOWN


@st.composite
def wholes_with_a_part(draw):
    part, rest = draw(tables(steps=2)), draw(tables(steps=2))
    groups = dict.fromkeys([*part, *rest])
    filled = [{group: table.get(group, (0, 0)) for group in groups} for table in (part, rest)]
    whole = {
        group: tuple(a + b for a, b in zip(filled[0][group], filled[1][group], strict=True))
        for group in groups
    }
    return whole, *filled


@given(wholes_with_a_part())
def test_what_is_left_without_a_known_part_is_as_closed_as_the_whole(drawn):
    whole, part, rest = drawn
    shown = shown_table(whole, (0, 0))

    if is_safe_rest(shown, [(part, (0, 0))]):
        for step in range(len(shown.columns)):
            left = []
            for row in shown.rows:
                counts = [
                    sum(rest[group][column] for group in row.groups) for column in shown.columns
                ]
                left.append(pieces(counts)[step])
            assert all(count == 0 or count >= LEAST_SHOWN for count in left)
            assert sum(1 for count in left if count) != 1


def test_a_rest_of_three_people_closes_the_whole():
    part = {"a": (20, 8), "b": (20, 7)}
    whole = shown_table({"a": (22, 9), "b": (21, 8)}, (0, 0))

    assert whole.columns == (0, 1)
    assert not is_safe_rest(whole, [(part, (0, 0))])
    assert is_safe_rest(whole, [])
    assert is_safe_rest(shown_table(part, (0, 0)), [(part, (0, 0))])


def test_two_sets_that_differ_by_one_person_do_not_stand_beside_each_other():
    assert not may_part({"a": 1}, {})
    assert not may_part({"a": 1}, {"b": 1})
    assert not may_part({"a": 9}, {"a": 4, "b": 3})
    assert not may_part({"a": 6, "b": 3}, {})
    assert may_part({}, {})
    assert may_part({"a": 6, "b": 5}, {})
    assert may_part({}, {"a": 6, "b": 5, "": 2})
    assert not may_part({}, {"": 3})
    assert may_part({"a": 4, "b": 3}, {"a": 2, "b": 5})
