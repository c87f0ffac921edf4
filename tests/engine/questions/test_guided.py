import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preceptor.engine.questions.guided import (
    LEAST_CHANCE,
    MOST_CHANCE,
    Option,
    Question,
    belief,
    chances,
    demand_of,
    gain,
    next_question,
    worths,
)
from preceptor.engine.vocabulary import Role, RoleCompetency


def role(name, **weights):
    asks = tuple(RoleCompetency(slug, 3, weight) for slug, weight in weights.items())
    return Role(name, "", "", "", "", (), "", "", "", asks, (), ())


TRAINER = role("trainer", teach=60, record=30)
CODER = role("coder", code=60, record=30)
BUILDER = role("builder", build=50, record=50)
ROLES = (TRAINER, CODER, BUILDER)
WORK = Question(
    "work",
    (Option("teaching", ("teach",)), Option("coding", ("code",)), Option("else")),
    is_many=False,
)
DONE = Question("done", (Option("teach", ("teach",)), Option("build", ("build",))))
EVERYBODYS = Question("everybodys", (Option("record", ("record",)),))
HOME = Question("home", decides=("place",))
LAST = Question("last", is_last=True)
ALL = (WORK, DONE, EVERYBODYS, HOME, LAST)


def test_chances_run_from_the_least_to_the_most_by_weight():
    table = chances(DONE, ROLES)

    assert table[0].tolist() == [MOST_CHANCE, LEAST_CHANCE, LEAST_CHANCE]
    assert table[1].tolist() == [LEAST_CHANCE, LEAST_CHANCE, MOST_CHANCE]
    half = LEAST_CHANCE + (MOST_CHANCE - LEAST_CHANCE) / 2
    assert chances(EVERYBODYS, ROLES)[0].tolist() == [half, half, MOST_CHANCE]


def test_options_that_shut_each_other_out_add_up_to_one():
    assert np.allclose(chances(WORK, ROLES).sum(axis=0), 1)


def test_nobody_is_anything_before_the_first_answer():
    assert belief({}, ALL, ROLES).tolist() == pytest.approx([1 / 3] * 3)


def test_what_is_ticked_and_what_is_not_both_speak():
    ticked = belief({"done": ["teach"]}, ALL, ROLES)
    empty = belief({"done": []}, ALL, ROLES)

    assert ticked.argmax() == 0
    assert empty.argmax() == 1
    assert belief({"work": []}, ALL, ROLES).tolist() == pytest.approx([1 / 3] * 3)


def entropy(shares):
    return -sum(share * math.log2(share) for share in shares if share)


def plain_gain(question, share):
    """Return the gain by its definition: over every answer one by one."""
    sets = (
        itertools.chain.from_iterable(
            itertools.combinations([o.key for o in question.options], n)
            for n in range(len(question.options) + 1)
        )
        if question.is_many
        else [(option.key,) for option in question.options]
    )
    left = 0.0
    table = chances(question, ROLES)
    for answer in sets:
        joint = []
        for at in range(len(ROLES)):
            chance = share[at]
            for row, option in enumerate(question.options):
                if question.is_many:
                    is_ticked = option.key in answer
                    chance *= table[row][at] if is_ticked else 1 - table[row][at]
                elif option.key in answer:
                    chance *= table[row][at]
            joint.append(chance)
        alone = sum(joint)
        left += alone * entropy([each / alone for each in joint])
    return entropy(share) - left


@settings(max_examples=30)
@given(
    st.lists(st.floats(0.01, 1), min_size=3, max_size=3),
    st.sampled_from([WORK, DONE, EVERYBODYS]),
)
def test_the_gain_is_the_mutual_information_of_answer_and_role(weights, question):
    share = np.array(weights) / sum(weights)

    assert gain(question, share, ROLES) == pytest.approx(
        max(0.0, plain_gain(question, share.tolist())), abs=1e-12
    )


def test_a_question_without_options_tells_nothing_of_the_role():
    assert gain(HOME, np.full(3, 1 / 3), ROLES) == 0.0


def test_lines_of_open_jobs_count_once_and_every_job_the_same():
    demand = demand_of([[["place"], ["teach"]], [["build", "code"]], []], ALL)

    assert demand.weight.tolist() == [0.25, 0.25, 0.5]
    worth = {each.question: each for each in worths({}, ALL, ROLES, demand=demand)}
    assert worth["home"].lines == 0.25
    assert worth["done"].lines == 0.75
    assert worth["home"].value == pytest.approx(0.25 * math.log2(3))

    after = {each.question: each for each in worths({"done": []}, ALL, ROLES, demand=demand)}
    assert after["work"].lines == 0.0
    assert after["home"].lines == 0.25


def test_the_question_worth_most_is_asked_next_and_of_equals_the_first():
    assert next_question({}, ALL, ROLES, most=5) == "done"
    twins = (Question("one", DONE.options), Question("two", DONE.options))
    assert next_question({}, twins, ROLES, most=2) == "one"


def test_jobs_that_ask_for_people_nearby_move_the_home_forward():
    everywhere = demand_of([[["place"]]] * 10, ALL)

    assert next_question({}, ALL, ROLES, most=5, demand=everywhere) == "home"
    assert next_question({}, ALL, ROLES, most=5) == "done"


def test_what_comes_last_is_asked_with_the_last_room_and_what_was_skipped_never_again():
    assert next_question({"work": ["coding"]}, ALL, ROLES, most=2) == "last"
    assert next_question({"work": ["coding"]}, ALL, ROLES, most=2, passed=["last"]) is None
    assert next_question({}, ALL, ROLES, most=5, passed=["done"]) == "work"
    first = (*ALL, Question("first", is_first=True))
    assert next_question({}, first, ROLES, most=5) == "first"
    assert next_question({}, (), ROLES, most=5) is None


def test_the_same_answers_ask_the_same_question_whatever_their_order():
    answers = {"work": ["coding"], "done": []}
    other = dict(reversed(answers.items()))

    assert worths(answers, ALL, ROLES) == worths(other, ALL, ROLES)
