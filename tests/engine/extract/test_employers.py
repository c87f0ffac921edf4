"""What employers say of themselves is told from whom they seek."""

import pytest

from preceptor.engine.extract.employers import is_employer, is_praise


@pytest.mark.parametrize(
    "sentence",
    [
        "we are proud of our digital maturity",
        "were embarking on a transformation program",
        "our vision is to deliver digital care",
        "north valley nhs foundation trust provides mental health services",
        "bmc is overhauling its workforce management",
        "boston has been a leader in billing",
        "as pioneers in generative ai we set the standard",
    ],
)
def test_praise_of_the_employer_is_known(sentence: str) -> None:
    assert is_praise(sentence, "Boston Medical Center")


@pytest.mark.parametrize(
    "sentence",
    [
        "we are looking for a trainer",
        "we need kind leaders",
        "were seeking an analyst",
        "we are proud of you",
        "bmc is seeking an analyst",
        "sql is a must",
        "a trainer is wanted",
        "",
    ],
)
def test_what_is_sought_is_no_praise(sentence: str) -> None:
    assert not is_praise(sentence, "Boston Medical Center")


def test_a_name_counts_whole_or_by_its_beginning() -> None:
    assert is_employer("Acme Health", "Acme Health")
    assert is_employer("Acme", "Acme Health")
    assert is_employer("Acme’s", "Acme Health")
    assert not is_employer("Health", "Acme Health")
    assert not is_employer("Epic", "")
