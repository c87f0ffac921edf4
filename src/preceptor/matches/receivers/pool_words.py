"""Keep people's words in step, within the transaction that changes somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from preceptor.accounts.models import Person
from preceptor.matches.services.pool_words import forget_words, index_people


def follow_people(*, people: Sequence[Person], **_: Any) -> None:
    """Index whoever changed anew."""
    index_people(numbers=[person.pk for person in people])


def forget_person(*, person: Person, **_: Any) -> None:
    """Take somebody who is being erased out of the index."""
    forget_words(number=person.pk)
