"""Other people a sentence names: whom one works with, reports to or supports.

"Collaborate with data engineers", "reporting to the program manager" and "liaise with the
infrastructure team" tell who else is there, not what the person is to be or to know.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WITH = re.compile(
    r"\b(?:(?:(?:collaborat|partner|liais|interact|engag|interfac|consult|communicat|coordinat|work"
    r"|meet|network|connect|support)\w*|relationships?|links|liaison)"
    r" (?:[\w,]+ ){0,4}?(?:with|alongside|between|from)|alongside"
    r"|report(?:s|ed)? (?:\w+ ){0,2}?(?:in)?to"
    r"|reporting (?:\w+ ){0,2}?(?:in)?to|(?:line )?managed by|supervised by|accountable to"
    r"|(?:direction|guidance|supervision|support|advice) (?:of|from|to)|led by"
    r"|support(?:s|ing)? (?:to )?(?:our|the|other)|teams that includes?"
    r"|in conjunction with|along with)\b"
)
# A list of other trades: every word of it is theirs.
_TRADES = re.compile(
    r"\b(?:(?:other|across) (?:disciplines|teams|functions|departments|trades) (?:including|such as"
    r"|like)|teams (?:across|that includes?))\b"
)
# Words without which there is no such list, found many times faster; and how far around them
# the other words of the pattern may stand.
_TRADE_SIGNS = ("s including", "s such as", "s like", "teams across", "teams that include")
_TRADES_BEFORE, _TRADES_AFTER = 40, 40
# How far a cue carries over a list of people, in characters.
_CARRIES = 150
_PERSON = re.compile(
    r"(?:manager|engineer|analyst|leader|lead|nurse|physician|doctor|clinician|pharmacist"
    r"|therapist|developer|designer|administrator|architect|scientist|specialist|officer|director"
    r"|leadership|associate|supervisor|c[a-z]?io|cno|ceo|vp|owner|master|coder|trainer"
    r"|consultant|technician|practitioner|midwife|midwives|programmer"
    r"|researcher|team|department|committee|epidemiologist|statistician|auditor|partner|investigator|expert)s?$"
)
_GROUP_AFTER = re.compile(
    r" (?:(?!(?:and|or|to|with|for|of|by|in|on|from|at) )\w+ )?(?:teams?|departments?|staff"
    r"|groups?|colleagues|functions|partners|professionals|personnel|leads?|managers?"
    r"|directors?|engineers?|analysts?|leaders?|masters?|developers?|specialists?|officers?|experts?)\b"
)


# "Report to the Manager of Reporting", "meet researchers responsible for surveys".
_TITLE_BEFORE = re.compile(
    r"\b(?:(?:manager|director|head|vp|vice president|chief|lead|leader|chair) (?:of|for)"
    r"|[a-z]+s (?:who are )?responsible for) (?:\w+ ){0,2}$"
)
_TITLE_REACH = 50


def others_in(folded: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a sentence in which the people named are others; empty if none."""
    return tuple(
        (cue.end(), min(_sentence_end(folded, cue.end()), cue.end() + _CARRIES))
        for cue in _WITH.finditer(folded, start, end)
    )


def is_other(folded: str, at: int, stop: int, others: tuple[tuple[int, int], ...]) -> bool:
    """Whether the name at ``[at, stop)`` is of other people, or of the work of other people."""
    if not any(left <= at and stop <= right for left, right in others):
        return False
    return _names_people(folded, at, stop) or _is_in_trades(folded, at) or _is_titled(folded, at)


def has_trades(folded: str) -> bool:
    """Whether a text lists other trades anywhere; few do, so that it is worth asking once."""
    for sign in _TRADE_SIGNS:
        at = folded.find(sign)
        while at >= 0:
            if _TRADES.search(folded, max(0, at - _TRADES_BEFORE), at + _TRADES_AFTER):
                return True
            at = folded.find(sign, at + 1)
    return False


def is_of_others(folded: str, at: int, stop: int, *, lists_trades: bool = True) -> bool:
    """Whether the words before the name at ``[at, stop)`` make it one of other people.

    ``lists_trades`` False: ``has_trades`` said that the text lists none.
    """
    if not _names_people(folded, at, stop) and not _is_titled(folded, at):
        return lists_trades and _is_in_trades(folded, at)
    return is_other(folded, at, stop, others_in(folded, max(0, at - _CARRIES - 40), at))


def _is_titled(folded: str, at: int) -> bool:
    start = max(0, at - _TITLE_REACH)
    if folded.find(" of ", start, at) < 0 and folded.find(" for ", start, at) < 0:
        return False
    return _TITLE_BEFORE.search(folded, start, at) is not None


def _is_in_trades(folded: str, at: int) -> bool:
    trades = _TRADES.search(folded, max(0, at - _CARRIES), at)
    return trades is not None and ". " not in folded[trades.end() : at]


def _names_people(folded: str, at: int, stop: int) -> bool:
    return _is_person(folded[at:stop]) or _GROUP_AFTER.match(folded, stop) is not None


# A vocabulary's names come again in every text.
@lru_cache(maxsize=20_000)
def _is_person(name: str) -> bool:
    return _PERSON.search(name) is not None


def _sentence_end(folded: str, at: int) -> int:
    end = at + _CARRIES
    for mark in (";", ". ", "\n"):
        found = folded.find(mark, at, end)
        end = found if found >= 0 else end
    return end
