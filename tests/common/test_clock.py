"""The moment at which a silent side is reminded, the same wherever somebody waits."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from preceptor.accounts.models import Conversation
from preceptor.common.models import Waiting
from preceptor.common.models.clock import remind_at

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)
times_to_reply = st.timedeltas(timedelta(minutes=1), timedelta(days=90))
TICK = timedelta(microseconds=1)


def asked(at: datetime, time: timedelta, **others: object) -> Conversation:
    return Conversation(
        waits_for=Waiting.Side.PERSON, asked_at=at, last_at=at, reply_by=at + time, **others
    )


@given(asked_at=moments, time=times_to_reply)
def test_two_thirds_of_the_time_are_over_at_the_reminder(asked_at, time):
    gone = Fraction((remind_at(asked_at, asked_at + time) - asked_at) // TICK)

    assert abs(gone - Fraction(time // TICK) * Fraction(2, 3)) <= Fraction(1, 2)


@given(asked_at=moments, time=times_to_reply, share=st.fractions(0, 2, max_denominator=1000))
def test_one_is_reminded_from_two_thirds_of_the_time_until_it_is_over(asked_at, time, share):
    now = asked_at + time * share.numerator / share.denominator
    waiting = asked(asked_at, time)

    assert waiting.is_to_be_reminded(asked_at=asked_at, now=now) == (Fraction(2, 3) <= share < 1)


@given(asked_at=moments, time=times_to_reply, after=times_to_reply)
def test_nobody_is_reminded_twice_nor_where_nobody_is_to_answer(asked_at, time, after):
    now = asked_at + after
    reminded = asked(asked_at, time, reminded_at=remind_at(asked_at, asked_at + time))
    settled = Conversation(asked_at=asked_at, last_at=asked_at)

    assert not reminded.is_to_be_reminded(asked_at=asked_at, now=now)
    assert not settled.is_to_be_reminded(asked_at=asked_at, now=now)
