"""The pool: evidence as codes on a date, columns that saturate, changes on top."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.worlds import SOME, TODAY, World, codebook_of, records, skills, worlds

from preceptor.engine.match import (
    POOL_COLUMNS,
    Domain,
    Evidence,
    Grade,
    PersonRecord,
    Pool,
    Standing,
    build_pool,
    decode,
    encode,
    level_held,
    with_changes,
)
from preceptor.engine.match.people import NO_PLACE, PERSON_COLUMNS

CODEBOOK = codebook_of(skills(3, credentials=(2,)))
CERTIFICATE = 2


def held(piece: Evidence, as_of: date = TODAY) -> int:
    return level_held(piece, as_of=as_of, codebook=CODEBOOK)


def assert_same(one, other) -> None:
    for name in (*PERSON_COLUMNS, "offsets", "codes"):
        column, expected = getattr(one, name), getattr(other, name)
        assert column.dtype == expected.dtype, name
        assert column.tolist() == expected.tolist(), name


def test_evidence_without_a_level_holds_2():
    assert held(Evidence(0)) == 2


@pytest.mark.parametrize(
    ("last_used", "level"),
    [
        (date(2020, 6, 15), 4),  # five calendar years to the day
        (date(2020, 6, 14), 3),  # more than five
        (date(1999, 1, 1), 3),  # one level, however long ago
        (None, 4),
    ],
)
def test_evidence_ages_one_level_after_five_calendar_years(last_used, level):
    assert held(Evidence(0, 4, last_used=last_used)) == level


def test_evidence_never_ages_below_1():
    assert held(Evidence(0, 1, last_used=date(2001, 1, 1))) == 1


def test_a_leap_day_is_aged_from_the_first_of_march():
    piece = Evidence(0, 4, last_used=date(2020, 2, 29))

    assert held(piece, date(2025, 2, 28)) == 4
    assert held(piece, date(2025, 3, 1)) == 3


def test_the_years_until_evidence_ages_are_policy():
    piece = Evidence(0, 4, last_used=date(2022, 6, 14))

    pool = build_pool(
        [PersonRecord(1, (piece,))], as_of=TODAY, codebook=CODEBOOK, ages_after_years=3
    )

    assert decode(int(pool.codes[0])) == (0, 3, 0)


def test_a_credential_in_force_holds_its_vocabulary_level_and_never_ages():
    words = replace(skills(1, credentials=(0,)), credential_levels=(3,))
    piece = Evidence(0, 1, last_used=date(1999, 1, 1))

    assert level_held(piece, as_of=TODAY, codebook=codebook_of(words)) == 3


@pytest.mark.parametrize(
    ("piece", "level"),
    [
        (Evidence(CERTIFICATE), 5),
        (Evidence(CERTIFICATE, standing=Standing.EXPIRED), 1),
        (Evidence(CERTIFICATE, standing=Standing.PENDING), 1),
        (Evidence(CERTIFICATE, expires_on=TODAY), 5),
        (Evidence(CERTIFICATE, expires_on=date(2025, 6, 14)), 1),
        (Evidence(CERTIFICATE, issued_on=TODAY), 5),
        (Evidence(CERTIFICATE, issued_on=date(2025, 6, 16)), 1),
    ],
)
def test_a_credential_is_judged_on_the_as_of_date(piece, level):
    assert held(piece) == level


def test_pieces_keep_the_order_of_the_record_and_people_rise_by_number():
    pool = build_pool(
        [
            PersonRecord(9, (Evidence(1, 3, Grade.ATTESTED), Evidence(0, 5))),
            PersonRecord(4),
        ],
        as_of=TODAY,
        codebook=CODEBOOK,
    )

    assert pool.number.tolist() == [4, 9]
    assert pool.pieces(0).tolist() == []
    assert [decode(code) for code in pool.pieces(1).tolist()] == [(1, 3, 2), (0, 5, 0)]
    assert pool.row_of(9) == 1
    with pytest.raises(KeyError):
        pool.row_of(5)


def test_what_is_not_stated_is_kept_apart_from_nothing():
    silent, clear = PersonRecord(1), PersonRecord(2, quarters={Domain.IT: 0}, right_to_work=False)

    pool = build_pool([silent, clear], as_of=TODAY, codebook=CODEBOOK)

    assert pool.stated.tolist() == [0, 1 << Domain.IT | 1 << Domain.ANY]
    assert pool.right_to_work.tolist() == [0, 2]
    assert (pool.latitude[0], pool.state[0], pool.available_from[0]) == (NO_PLACE, 0, 0)


def test_quarters_and_hours_saturate():
    person = PersonRecord(
        1, quarters={Domain.IT: 300}, signed_hours={Domain.IT: 70_000, Domain.CLINICAL: 80}
    )

    pool = build_pool([person], as_of=TODAY, codebook=CODEBOOK)

    assert pool.quarters.tolist() == [[0, 255, 0, 255]]
    assert pool.hours.tolist() == [[80, 65_535, 0]]


def test_all_work_is_at_least_that_of_the_longest_domain():
    people = [
        PersonRecord(1, quarters={Domain.IT: 8, Domain.RECORDS: 5}),
        PersonRecord(2, quarters={Domain.IT: 8, Domain.ANY: 20}),
        PersonRecord(3, quarters={Domain.IT: 8, Domain.ANY: 4}),
    ]

    pool = build_pool(people, as_of=TODAY, codebook=CODEBOOK)

    assert pool.quarters[:, Domain.ANY].tolist() == [8, 20, 8]


def test_no_records_give_an_empty_pool():
    pool = build_pool([], as_of=TODAY, codebook=CODEBOOK)

    assert len(pool) == 0
    assert pool.offsets.tolist() == [0]
    assert len(pool.within(1)) == 0


@pytest.mark.parametrize(
    ("record", "message"),
    [
        (PersonRecord(1, (Evidence(3),)), "not in the vocabulary"),
        (PersonRecord(1, (Evidence(0, 6),)), "outside 1-5"),
        (PersonRecord(1, home=(91.0, 0.0)), "latitude and longitude"),
        (PersonRecord(1, state="Ohio"), "two capital letters"),
    ],
)
def test_values_outside_their_scale_are_refused(record, message):
    with pytest.raises(ValueError, match=message):
        build_pool([record], as_of=TODAY, codebook=CODEBOOK)


def test_a_number_stated_twice_is_refused():
    with pytest.raises(ValueError, match="stated twice"):
        build_pool([PersonRecord(1), PersonRecord(1)], as_of=TODAY, codebook=CODEBOOK)


def test_only_people_whose_consent_covers_the_scope_stand_in_the_pool():
    people = [PersonRecord(n, (Evidence(0, n),), scopes=n - 1) for n in (1, 2, 3, 4)]
    pool = build_pool(people, as_of=TODAY, codebook=CODEBOOK)

    within = pool.within(0b10)

    assert within.number.tolist() == [3, 4]
    assert [decode(code)[1] for code in within.codes.tolist()] == [3, 4]


def test_codes_are_16_bits_up_to_2621_competencies_and_32_beyond():
    narrow, wide = codebook_of(skills(2621)), codebook_of(skills(2622))
    piece = Evidence(2620, 5, Grade.CREDENTIALED)
    last = Evidence(2621, 5, Grade.CREDENTIALED)

    small = build_pool([PersonRecord(1, (piece,))], as_of=TODAY, codebook=narrow)
    large = build_pool([PersonRecord(1, (last,))], as_of=TODAY, codebook=wide)

    assert (small.codes.dtype, small.codes.tolist()) == (np.uint16, [65_524])
    assert (large.codes.dtype, large.codes.tolist()) == (np.uint32, [65_549])


@given(st.integers(0, 5000), st.integers(1, 5), st.sampled_from(Grade))
def test_a_code_gives_back_what_it_was_made_of(competency, level, grade):
    assert decode(encode(competency, level, grade)) == (competency, level, grade)


@SOME
@given(worlds(), st.data())
def test_changes_on_top_equal_the_pool_built_anew(world: World, data: st.DataObject):
    count = len(world.words.kinds)
    numbers = [person.number for person in world.people]
    chosen = data.draw(st.sets(st.sampled_from([*numbers, 1, 99])), label="changed")
    changed = [data.draw(records(count, number)) for number in sorted(chosen)]
    gone = data.draw(st.sets(st.sampled_from([*numbers, 1, 77])), label="gone")
    now = {person.number: person for person in (*world.people, *changed)}

    pool = with_changes(world.pool(), world.pool(tuple(changed)), gone)

    assert_same(pool, world.pool(tuple(now[n] for n in sorted(now) if n not in gone)))


def test_changes_of_another_date_are_refused():
    pool = build_pool([PersonRecord(1)], as_of=TODAY, codebook=CODEBOOK)
    later = build_pool([PersonRecord(1)], as_of=date(2026, 1, 1), codebook=CODEBOOK)

    with pytest.raises(ValueError, match="one as-of date"):
        with_changes(pool, later)


def test_a_pool_made_of_its_columns_has_the_same_digest():
    people = [PersonRecord(1, (Evidence(0),)), PersonRecord(2, quarters={Domain.IT: 3})]
    pool = build_pool(people, as_of=TODAY, codebook=CODEBOOK)
    columns = {name: getattr(pool, name) for name in POOL_COLUMNS}

    again = Pool(as_of=TODAY, vocabulary_version="test", **columns)
    other = build_pool(people, as_of=date(2025, 6, 16), codebook=CODEBOOK)

    assert again.digest() == pool.digest()
    assert other.digest() != pool.digest()


def test_a_person_takes_at_most_150_bytes_with_30_pieces():
    person = PersonRecord(1, tuple(Evidence(0) for _ in range(30)))
    pool = build_pool(
        [replace(person, number=n) for n in range(100)], as_of=TODAY, codebook=CODEBOOK
    )

    stored = sum(getattr(pool, name).nbytes for name in (*PERSON_COLUMNS, "codes", "offsets"))

    assert stored <= 150 * 100 + pool.offsets.itemsize
