"""What counts of overlapping sets tell of one person, all together."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from preceptor.engine.estimate import Told, tells_an_answer

SECRETS = [frozenset("f"), frozenset("m")]


def tells(*told):
    return tells_an_answer(told, answers=["f", "m", ""], secrets=SECRETS)


def counted(numbers, said, answer):
    people = frozenset(numbers)
    return Told(people, frozenset([answer]), sum(said[n] == answer for n in people))


def test_one_table_of_both_tells_nobody():
    assert not tells()
    assert not tells(Told(frozenset(range(10)), frozenset("f"), 5))


def test_all_of_one_group_are_known():
    assert tells(Told(frozenset(range(10)), frozenset("f"), 10))
    # Were it not said of three, nobody is certain.
    assert not tells(
        Told(frozenset(range(10)), frozenset("f"), 7),
        Told(frozenset(range(10)), frozenset([""]), 3),
    )


def test_three_sets_tell_what_no_two_of_them_tell():
    # Each pair of ten shares five; together the counts leave one way only.
    a, b, c = frozenset(range(5)), frozenset(range(5, 10)), frozenset(range(10, 15))
    facts = [
        Told(a | b, frozenset("f"), 5),
        Told(b | c, frozenset("f"), 5),
        Told(a | c, frozenset("f"), 0),
    ]
    assert not tells(facts[0])
    assert tells(*facts)


def test_what_does_not_agree_is_not_told_either():
    ten = frozenset(range(10))
    assert tells(Told(ten, frozenset("f"), 5), Told(ten, frozenset("f"), 6))


@given(
    st.lists(st.sampled_from(["f", "m", ""]), min_size=6, max_size=6),
    st.lists(st.sets(st.integers(0, 5), min_size=1), min_size=1, max_size=3),
)
def test_whoever_is_certain_by_trying_every_world_is_found(said, sets):
    told = [counted(each, said, answer) for each in sets for answer in ("f", "m", "")]
    worlds = [
        world
        for world in product(["f", "m", ""], repeat=6)
        if all(sum(world[n] in fact.answers for n in fact.people) == fact.count for fact in told)
    ]
    inside = set().union(*sets)
    is_certain = any(
        len({world[number] for world in worlds}) == 1 and worlds[0][number] for number in inside
    )

    if is_certain:
        assert tells(*told)
