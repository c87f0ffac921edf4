"""The level a posting states of one thing does not pass to the next."""

import pytest

from preceptor.engine.extract.levels import stated_level


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("strong analytical and |", 4),
        ("experience with a |", 3),
        ("proficiency in python and |", 3),
        ("strong it skills, an eye for detail and a |", None),
        ("excellent technical skills, with a |", None),
        ("excellent teamwork skills, and the |", None),
        ("promote awareness of |", None),
        ("an awareness of |", 2),
        ("a comprehensive |", None),
        ("a comprehensive knowledge of |", 4),
    ],
)
def test_a_level_ends_where_something_else_is_named(sentence: str, level: int | None) -> None:
    assert stated_level(sentence, 0, sentence.index("|")) == level
