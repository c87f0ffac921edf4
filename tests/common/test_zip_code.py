"""A ZIP code as people type it, the same in every form."""

import pytest
from django import forms

from preceptor.common.forms import place_typed


@pytest.mark.parametrize("typed", ["04330", " 04330 ", "04330-1234", "04330 -1234"])
def test_the_first_five_digits_name_the_place(typed):
    found = place_typed(typed)

    assert (found.zip_code, found.city, found.state) == ("04330", "Augusta", "ME")


@pytest.mark.parametrize("typed", ["", "  "])
def test_nothing_typed_is_no_place_and_no_error(typed):
    assert place_typed(typed) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("4330", "Give the five digits of a ZIP code, such as 04330."),
        ("Augusta", "Give the five digits of a ZIP code, such as 04330."),
        ("\u0660\u0664\u0663\u0663\u0660", "Give the five digits of a ZIP code, such as 04330."),
        ("00000", "We know no ZIP code 00000. Check it, or give that of a town nearby."),
    ],
)
def test_anything_else_is_refused_with_what_to_do(typed, said):
    with pytest.raises(forms.ValidationError) as refused:
        place_typed(typed)

    assert refused.value.messages == [said]
