"""Words of a person without what names them: what an employer reads before a name may be shown."""

from __future__ import annotations

import re

from preceptor.accounts.models import Person
from preceptor.matches.answers import Quote

LEFT_OUT = "[…]"
# An initial or a particle stands in many words; alone it names nobody.
LEAST_LETTERS = 3
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LINK = r"(?:https?://|www\.)\S+|\b(?:linkedin|github)\.com/\S*"
_PHONE = r"\+?\(?\d[\d\s().-]{7,}\d"


def blind(text: str, person: Person) -> str:
    """Return a text with the person's name, addresses and numbers left out.

    Left out are the words of the name as given (three letters or more, in any capitals), mail
    addresses, links, and what has the form of a telephone number.
    """
    if not text:
        return text
    return _pattern(person).sub(LEFT_OUT, text)


def blind_quote(quote: Quote | None, person: Person) -> Quote | None:
    """Return a quote without what names the person; its span says where the words stand."""
    if quote is None:
        return None
    return Quote(
        before=blind(quote.before, person),
        words=blind(quote.words, person),
        after=blind(quote.after, person),
        span=quote.span,
    )


def _pattern(person: Person) -> re.Pattern[str]:
    names = {
        re.escape(word)
        for word in re.findall(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*", person.name)
        if len(word) >= LEAST_LETTERS
    }
    parts = [_MAIL, _LINK, _PHONE]
    if person.phone:
        parts.append(re.escape(person.phone))
    if names:
        parts.append(rf"\b(?:{'|'.join(sorted(names, key=len, reverse=True))})\b")
    return re.compile("|".join(parts), re.IGNORECASE)
