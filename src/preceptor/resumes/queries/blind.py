"""Words of a person without what names them: what an employer reads before a name may be shown."""

from __future__ import annotations

import re

from preceptor.accounts.models import Person

LEFT_OUT = "[…]"
# An initial or a particle stands in many words; alone it names nobody.
LEAST_LETTERS = 3
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LINK = r"(?:https?://|www\.)\S+|\b(?:linkedin|github)\.com/\S*"
_PHONE = r"\+?\(?\d[\d\s().-]{7,}\d"


def blind(text: str, person: Person) -> str:
    """Return a text with the person's name, addresses and numbers left out.

    Left out are the words of the name as given and as it stands at the head of what they brought
    (three letters or more, in any capitals), mail addresses, links, and what has the form of a
    telephone number.
    """
    if not text:
        return text
    return _pattern(person).sub(LEFT_OUT, text)


def _pattern(person: Person) -> re.Pattern[str]:
    names = {
        re.escape(word)
        for name in (person.name, person.name_read)
        for word in re.findall(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*", name)
        if len(word) >= LEAST_LETTERS
    }
    parts = [_MAIL, _LINK, _PHONE]
    if person.phone:
        parts.append(re.escape(person.phone))
    if names:
        parts.append(rf"\b(?:{'|'.join(sorted(names, key=len, reverse=True))})\b")
    return re.compile("|".join(parts), re.IGNORECASE)
