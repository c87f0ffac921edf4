import pytest

from preceptor.engine.extract.head_name import head_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("RUTH MOODY\nRegistered Nurse\n", "RUTH MOODY"),
        ("\n\n  Ruth A. Moody, RN, BSN\nAugusta, ME\n", "Ruth A. Moody"),
        ("Jean-Luc O'Neil | Nurse | 207 555 0147\n", "Jean-Luc O'Neil"),
        ("Resume of Ana de la Cruz\n", "Ana de la Cruz"),
        ("Name: José Núñez\tAugusta\n", "José Núñez"),
        ("CURRICULUM VITAE\nWei Zhang\n", "Wei Zhang"),
        ("Registered Nurse\nAugusta, ME 04330\n\nSUMMARY\nI am Ruth Moody\n", ""),
        ("Health Information Technology Graduate\n", ""),
        ("Summary\nTrained staff on Epic\n", ""),
        ("ruth moody\n", ""),
        ("Ruth\n", ""),
        ("", ""),
    ],
)
def test_the_name_at_the_head_is_found_and_nothing_else(text, name):
    assert head_name(text) == name


def test_words_that_say_something_else_are_no_name():
    assert head_name("Epic Willow\nRuth Moody\n", taken=[(0, 4)]) == "Ruth Moody"
