"""What an advert says of the employer: its praise of itself, and its name."""

from __future__ import annotations

import re

from preceptor.engine.extract.text import fold_words

# After these an employer speaks of whom it seeks, not of itself.
_SEEKS = (
    r"(?! (?:\w+ ){0,2}(?:look|seek|recruit|hir|search|need|requir|want|expect|would|will|welcome"
    r"|have an?\b|ideal|invit|encourag|use\b|work\b))"
)
_VERBS = (
    r"(?:is|are|has|have|provides?|offers?|serves?|runs|delivers|employs|covers|operates|was|a|an)"
)
_PRAISE = re.compile(
    r"(?:(?:we|weve|were|the (?:trust|company|hospital|directorate|organi[sz]ation|group"
    rf"|health board))\b{_SEEKS}"
    r"|our (?:vision|aim|focus|mission|culture|patients|values|hospitals?|products?|platform"
    r"|solutions?|company|purpose|goal)\b"
    r"|with our (?:clear )?vision|powered by|as (?:a |the )?(?:pioneers?|leaders?)\b"
    r"|(?:[\w&]+ ){1,6}(?:trust|hospitals?|university|clinic|health system|health board"
    rf"|medical cent(?:er|re)|inc|llc),? {_VERBS}\b{_SEEKS})"
)
_ITSELF = re.compile(rf" {_VERBS}\b{_SEEKS}")
_OF_PERSON = re.compile(r"\b(?:you|your|youll|candidates?|post ?holders?|applicants?|this role)\b")
_SHORTEST_NAME = 3


def is_praise(folded: str, employer: str) -> bool:
    """Whether a sentence speaks of the employer and not of the person it seeks.

    ``folded`` is the folded sentence, ``employer`` the employer's name as written or empty. The
    name may stand as its first word or shortened: "BMC is overhauling" at Boston Medical Center.
    """
    if _OF_PERSON.search(folded) is not None:
        return False
    if _PRAISE.match(folded) is not None:
        return True
    first = folded.split(" ", 1)[0]
    return _stands_for(first, employer) and _ITSELF.match(folded, len(first)) is not None


def is_employer(words: str, employer: str) -> bool:
    """Whether words name the employer: its name, or how the name begins ("LastPass")."""
    named, name = fold_words(words).lower(), fold_words(employer).lower()
    named = named.removesuffix("s") if not name.startswith(named) else named
    return len(named) > _SHORTEST_NAME and (name == named or name.startswith(named + " "))


def _stands_for(word: str, employer: str) -> bool:
    """Whether a folded word is the first word of a name or, in order, initials of it."""
    names = fold_words(employer).lower().split()
    if not names or not word:
        return False
    if len(word) > _SHORTEST_NAME and word == names[0]:
        return True
    if not 1 < len(word) <= len(names) or word[0] != names[0][0]:
        return False
    initials = iter(name[0] for name in names)
    return all(letter in initials for letter in word)
