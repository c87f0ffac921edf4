from __future__ import annotations

import re

from django import forms

from preceptor.common.places import PlaceFound, find_zip


def place_typed(zip_code: str) -> PlaceFound | None:
    """Return the place of a ZIP code as somebody typed it, None for none typed.

    Of the longer form (04330-1234) the first five digits count. Raises ValidationError for what
    is no ZIP code, and for one that we do not know.
    """
    digits = zip_code.partition("-")[0].strip()
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{5}", digits):
        raise forms.ValidationError("Give the five digits of a ZIP code, such as 04330.")
    found = find_zip(digits)
    if found is None:
        raise forms.ValidationError(
            f"We know no ZIP code {digits}. Check it, or give that of a town nearby."
        )
    return found
