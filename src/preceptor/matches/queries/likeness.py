"""Records that may be of one person: the rule, and what merging two of them would come to.

Two records are alike where the names are the same and at least one more thing is: the place, the
telephone number, the domain of the mail address, or most of the resume's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q, QuerySet

from preceptor.accounts.models import Consent, Person
from preceptor.common.search.language import words_of
from preceptor.jobs.models import Application
from preceptor.matches.models import Likeness
from preceptor.resumes.models import Resume

# Words that stand beside names and are none.
TITLES = """
jr sr ii iii iv mr ms mrs mx dr rn lpn np md do phd dnp rhia rhit
"""
BESIDE_NAMES = frozenset(TITLES.split())
# Houses that give addresses to everybody: the same one says nothing.
MAIL_FOR_ALL = """
gmail.com googlemail.com yahoo.com ymail.com outlook.com hotmail.com live.com msn.com icloud.com
me.com mac.com aol.com comcast.net verizon.net att.net sbcglobal.net proton.me protonmail.com
gmx.com mail.com zoho.com
"""
EVERYBODYS = frozenset(MAIL_FOR_ALL.split())
# Texts are held against each other by every five words in a row. Alike are two of which the
# shorter shares at least half of its rows with the other, and has enough of them to tell.
SHINGLE, LEAST_SHINGLES, LEAST_SHARE = 5, 20, 0.5
# With more of one name, names tell nothing; whoever is left out is proposed by no rule.
MOST_OF_A_NAME = 30
REASONS = {
    "place": "the same town",
    "phone": "the same telephone number",
    "mail": "mail addresses of the same house",
    "text": "much the same resume",
}
# What nobody can say of themselves to learn whether somebody is here: a name, a town and a number
# can be typed by anybody, an address that was confirmed and a resume cannot.
SHOWN = frozenset({"mail", "text"})


def asks_owners(reasons: Sequence[str]) -> bool:
    """Tell whether the owners of two records are asked; else only stewards see that they are alike.

    >>> asks_owners(["place", "phone"]), asks_owners(["place", "text"])
    (False, True)
    """
    return not SHOWN.isdisjoint(reasons)


def in_words(reasons: Sequence[str]) -> str:
    """Say why two records may be of one person; the name is always the same.

    >>> in_words(["place", "phone"])
    'the same name, the same town and the same telephone number'
    """
    said = ["the same name", *(REASONS[reason] for reason in reasons)]
    return f"{', '.join(said[:-1])} and {said[-1]}" if reasons else said[0]


def normal_name(name: str) -> str:
    """Return a name as it is compared: plain letters, in order, without titles and initials.

    >>> normal_name("Dr. Ruth B. Moody, RN"), normal_name("MOODY, Ruth")
    ('moody ruth', 'moody ruth')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    words = {word for word in re.findall(r"[^\W\d_]+", letters) if len(word) > 1}
    return " ".join(sorted(words - BESIDE_NAMES))


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Return every five words in a row of a text."""
    words = words_of(text)
    return frozenset(zip(*(words[at:] for at in range(SHINGLE)), strict=False))


def are_alike(one: str, other: str) -> bool:
    """Tell whether two texts share so much that one was most likely made of the other."""
    first, second = shingles(one), shingles(other)
    least = min(len(first), len(second))
    return least >= LEAST_SHINGLES and len(first & second) >= LEAST_SHARE * least


@dataclass(frozen=True, slots=True)
class Alike:
    """Two people by rising number, and why they may be one."""

    first: int
    second: int
    reasons: tuple[str, ...]


def alike_people() -> Iterator[Alike]:
    """Yield every two records that may be of one person and were not proposed before.

    Visitors are passed over, and pairs of which nobody has an account: there is nobody to ask.
    """
    by_name: dict[str, list[int]] = defaultdict(list)
    people = Person.objects.filter(expires_at__isnull=True).exclude(name="")
    for number, name in people.order_by("pk").values_list("pk", "name").iterator():
        if key := normal_name(name):
            by_name[key].append(number)
    known = set(Likeness.objects.values_list("first_id", "second_id"))
    for numbers in by_name.values():
        if 1 < len(numbers) <= MOST_OF_A_NAME:
            yield from _alike(numbers, known)


def _alike(numbers: Sequence[int], known: set[tuple[int, int]]) -> Iterator[Alike]:
    people = list(Person.objects.filter(pk__in=numbers).select_related("user").order_by("pk"))
    if not any(person.user_id for person in people):
        return
    texts = dict(
        Resume.objects.filter(person__in=people)
        .order_by("pk")
        .values_list("person_id", "document__text")
    )
    for one, other in combinations(people, 2):
        if (one.pk, other.pk) in known or not (one.user_id or other.user_id):
            continue
        reasons = tuple(_reasons(one, other, texts.get(one.pk, ""), texts.get(other.pk, "")))
        if reasons:
            yield Alike(one.pk, other.pk, reasons)


def _reasons(one: Person, other: Person, text: str, other_text: str) -> Iterator[str]:
    if _place(one) and _place(one) == _place(other):
        yield "place"
    if _digits(one.phone) and _digits(one.phone) == _digits(other.phone):
        yield "phone"
    if _house(one) and _house(one) == _house(other):
        yield "mail"
    if are_alike(text, other_text):
        yield "text"


def _place(person: Person) -> tuple[str, str] | None:
    return (person.city.casefold(), person.state) if person.city and person.state else None


def _digits(phone: str) -> str:
    """Return the last ten digits of a number, "" for one that has fewer."""
    digits = re.sub(r"\D", "", phone)
    return digits[-10:] if len(digits) >= 10 else ""


def _house(person: Person) -> str:
    if person.user is None:
        return ""
    house = person.user.email.rpartition("@")[2].casefold()
    return "" if house in EVERYBODYS else house


def open_likenesses() -> QuerySet[Likeness]:
    """Return what is proposed and not settled, the oldest first."""
    rows = Likeness.objects.filter(state=Likeness.State.PROPOSED)
    return rows.select_related("first__user", "second__user").order_by("pk")


def likenesses_of(person: Person) -> QuerySet[Likeness]:
    """Return what is proposed about a person and not settled."""
    return open_likenesses().filter(Q(first=person) | Q(second=person))


@dataclass(frozen=True, slots=True)
class Merged:
    """What the record of two people merged would be.

    ``stand``: consents that both gave; ``end``: those only one gave, which end.
    """

    kept: Person
    dropped: Person
    resumes: int
    applications: int
    competencies: int
    stand: tuple[str, ...]
    end: tuple[str, ...]


def merged_preview(kept: Person, dropped: Person) -> Merged:
    """Return what merging would come to, before anything is changed."""
    both = (kept, dropped)
    mine, theirs = (standing_consents(person) for person in both)
    return Merged(
        kept=kept,
        dropped=dropped,
        resumes=Resume.objects.filter(person__in=both).count(),
        applications=Application.objects.filter(person__in=both).count(),
        competencies=len(
            {
                slug
                for person in both
                for slug in person.evidence.values_list("competency__slug", flat=True)
            }
        ),
        stand=tuple(_said(mine, mine.keys() & theirs.keys())),
        end=tuple(_said(mine | theirs, mine.keys() ^ theirs.keys())),
    )


def standing_consents(person: Person) -> dict[tuple[str, int | None], Consent]:
    """Return the consents of a person that stand, by purpose and for whom."""
    rows = Consent.objects.filter(person=person, withdrawn_at__isnull=True)
    return {
        (each.purpose, each.organization_id): each
        for each in rows.select_related("organization").order_by("pk")
    }


def _said(
    consents: dict[tuple[str, int | None], Consent], keys: set[tuple[str, int | None]]
) -> Iterator[str]:
    for key, consent in consents.items():
        if key in keys:
            words = consent.get_purpose_display()
            yield f"{words} ({consent.organization.name})" if consent.organization else words
