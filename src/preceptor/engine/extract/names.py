"""Names that contain a competency's words and do not mean it.

"American Health Information Management Association", "Commission on Collegiate Nursing
Education" and "Medical Records Building" name a body or a place, not what anybody can.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from preceptor.engine.extract.lexicon import Mention
from preceptor.engine.vocabulary import Kind, Vocabulary

_REACH = 70
_BODY_AFTER = re.compile(
    r"(?:[ \t]+(?:[A-Z][\w'’-]*|and|&|of|for|in)){0,4}?[ \t]+(?:Association|Society|Commission"
    r"|Council|Institute|Federation|Academy|Building|Campus|Alliance|Congress)\b"
)
_BODY_BEFORE = re.compile(
    r"\b(?:Commission|Department|Ministry|Association|Society|Academy|College|Institute|Council"
    r"|Board|Bureau|School|Faculty|Secretary|Federation|Journal|Annals|Archives)"
    r"[ \t]+(?:of|on|for)(?:[ \t]+the)?"
    r"(?:[ \t]+(?:[A-Z][\w'’-]*,?|and|&|of|for)){0,4}?[ \t]+$"
)
# The words without which neither pattern can hold; one search finds them all.
_BODIES = re.compile(
    r"(?:Association|Society|Commission|Council|Institute|Federation|Academy|Building|Campus"
    r"|Alliance|Congress|Department|Ministry|College|Board|Bureau|School|Faculty|Secretary"
    r"|Journal|Annals|Archives)"
)
# What stands for a body or is held from one keeps its meaning inside a longer name.
_KEPT = frozenset({Kind.CREDENTIAL, Kind.REGULATION, Kind.STANDARD, Kind.SYSTEM})


def without_names(text: str, mentions: Iterable[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """Return the mentions that are not part of an organization's or a building's name.

    Credentials, regulations, standards and systems stay. None give none.
    """
    entries = vocabulary.by_id
    bodies = [found.start() for found in _BODIES.finditer(text)]
    return [
        mention
        for mention in mentions
        if entries[mention.competency].kind in _KEPT
        or not _is_in_name(text, mention.words.start, mention.words.end, bodies)
    ]


def _is_in_name(text: str, start: int, end: int, bodies: Sequence[int]) -> bool:
    if not text[start].isupper():
        return False
    near = bisect_left(bodies, start - _REACH)
    if near == len(bodies) or bodies[near] >= end + _REACH:
        return False
    if _BODY_AFTER.match(text, end, end + _REACH):
        return True
    return _BODY_BEFORE.search(text, max(0, start - _REACH), start) is not None
