"""Credentials a resume states, and whether they are in force at a date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from preceptor.engine.extract.dates import Moment, find_dates
from preceptor.engine.extract.facts import CredentialStatus, HeldCredential
from preceptor.engine.extract.intervals import month_number
from preceptor.engine.extract.lexicon import Mention
from preceptor.engine.extract.resume_layout import LineKind

_PENDING_AFTER = re.compile(
    r"(?i)\bpending|\bin[\s-]+progress|\bin[\s-]+process|\bexpected\b|\banticipat|\bcandidate\b"
    r"|\beligib(?:le|ility)|\bscheduled\b|\bto\s+be\s+(?:taken|completed|obtained)|\bexam\s+(?:in|on|date"
    r"|scheduled)|\bsitting\b|\bnot\s+yet|\bunder\s?way|\bongoing\b|\bstudying\b|\bcoursework\b"
    r"|\bpreparing\b|\bawaiting\b|\btest\s+date|\bin\s+training\b"
)
_PENDING_BEFORE = re.compile(
    r"(?i)\b(?:pursuing|candidate\s+for|working\s+(?:toward|on)s?|studying\s+for|eligible\s+(?:for|to)"
    r"|sitting\s+for|sit\s+for|preparing\s+for|scheduled\s+(?:for|to)|in\s+(?:the\s+)?process\s+of"
    r"|expected|expecting|awaiting|seeking|plan(?:ning|s)?\s+to|will\s+(?:take|sit|obtain)"
    r"|toward|towards|pending|enrolled\s+in|in\s+progress:?|to\s+obtain|currently\s+completing"
    r"|upcoming|future|preparation\s+for)\b[^.;]{0,50}$"
)
_EXPIRED = re.compile(
    r"(?i)\bexpired\b|\binactive\b|\blapsed\b|\bretired\s+(?:license|licence|status)|\bsurrendered\b"
    r"|\bnot\s+(?:current|renewed|active)|\bno\s+longer"
)
_EXPIRED_BEFORE = re.compile(
    r"(?i)\b(?:expired|inactive|lapsed|former|formerly|previously)\b[^,;.]{0,12}$"
)
_UNTIL = re.compile(
    r"(?i)\b(?:exp(?:ires?|iration|iry|\.)?(?:\s+date)?|valid\s+(?:through|thru|until|to|till)"
    r"|good\s+(?:through|until)|renew(?:al|s)?(?:\s+(?:by|date|due|in))?|through|until|thru)\s*[:.]?\s*$"
)
_IN_FORCE = re.compile(
    r"(?i)\bactive\b|\bcurrent\b|\bobtained\b|\bcertified\b|\bearned\b|\bpassed\b|\bawarded\b"
    r"|\bunrestricted\b|\bissued\b|\bcompleted\b|\blicen[sc]e\s*(?:#|no|number)"
)
_ONLY_TRAINING = re.compile(
    r"(?i)^[\s)\]]*(?:v?\d\s*)?(?:exam(?:ination)?\s+)?(?:training|prep\b|preparation|review|boot\s?camp"
    r"|course(?!\s*\()|classes|class\b|study|workshop|seminar|coursework)"
)
_OBTAINED = re.compile(
    r"(?i)\b(?:obtain|earn|complet|certif|pass|achiev|hold|attain|licens|acquir|maintain(?:ed|s|ing)?"
    r"\s+(?:current|active|my))\w*[^.;]{0,40}$"
)
_PARTS = re.compile(r"[;|\u2022\n]|\.\s+(?=[A-Z])")
_REACH = 90
# Letters of a licence that are a state as well.
_STATES = frozenset({"MD", "PA", "MA", "CT", "OR", "DC", "LA", "MT", "AL", "CO"})
_TOWN_BEFORE = re.compile(r"[A-Z][a-z.]+,[ \t]*$")
_ZIP_AFTER = re.compile(r"[ \t,]{1,3}\d{5}")
_PLAIN_SECTIONS = ("head", "summary", "skills", "credentials", "education", "courses", "other")


@dataclass(frozen=True, slots=True)
class CredentialPlace:
    """Where a mention stands: its section, and whether in a job's title or its duties."""

    section: LineKind
    is_job_title: bool
    is_duty: bool


def read_credentials(
    text: str,
    mentions: Sequence[Mention],
    places: Sequence[CredentialPlace],
    as_of: date,
) -> tuple[HeldCredential, ...]:
    """Return the credentials held, pending or expired, as they stand in the text.

    A credential said to be pending or expired in one place, and nowhere to be in force, is so
    in every place where it is only named. In the duties of a job a credential counts only where
    the writer says they got it: there it mostly belongs to others. No mentions give nothing.
    """
    read: list[tuple[Mention, CredentialPlace, CredentialStatus, str, date | None]] = []
    for index, (mention, place) in enumerate(zip(mentions, places, strict=True)):
        if place.is_duty and not _is_obtained(text, mention):
            continue
        if _is_state(text, mention, place):
            continue
        low = mentions[index - 1].words.end if index else 0
        high = _end_of_clause(text, mentions, index)
        read.append((mention, place, *_status(text, mention, low, high, place, as_of)))
    stated = _stated(read)
    seen: set[tuple[str, str, str, str]] = set()
    held: list[HeldCredential] = []
    for mention, place, own_status, own_rule, own_until in read:
        status, rule, until = own_status, own_rule, own_until
        if rule == "named" and mention.competency in stated:
            status, until = stated[mention.competency]
            rule = f"named+{status}"
        where = "job-title" if place.is_job_title else place.section
        key = (mention.competency, mention.alias, status, where)
        if key in seen:
            continue
        seen.add(key)
        held.append(
            HeldCredential(mention.competency, status, mention.words, f"{where}:{rule}", until)
        )
    return tuple(held)


def _stated(
    read: Sequence[tuple[Mention, CredentialPlace, CredentialStatus, str, date | None]],
) -> dict[str, tuple[CredentialStatus, date | None]]:
    """Per credential whose status is said outright: that status; in force wins over the others."""
    stated: dict[str, tuple[CredentialStatus, date | None]] = {}
    for mention, _, status, rule, until in read:
        if rule in {"named", "training"}:
            continue
        if mention.competency not in stated or status == "held":
            stated[mention.competency] = (status, until)
    return stated


def _is_state(text: str, mention: Mention, place: CredentialPlace) -> bool:
    """Whether "MD" in "College Park, MD" is a state: not behind the name at the top."""
    words = mention.words
    if words.text not in _STATES or not _TOWN_BEFORE.search(
        text, max(0, words.start - 30), words.start
    ):
        return False
    has_zip = _ZIP_AFTER.match(text, words.end) is not None
    return has_zip or place.section not in ("head", "credentials")


def _is_obtained(text: str, mention: Mention) -> bool:
    start = mention.words.start
    low = max(0, start - 60)
    return _OBTAINED.search(text, max(low, text.rfind("\n", low, start) + 1), start) is not None


def _end_of_clause(text: str, mentions: Sequence[Mention], index: int) -> int:
    """Where the words about a credential end: at the next one, a mark of parting, or in reach."""
    words = mentions[index].words
    high = min(len(text), words.end + _REACH)
    for later in mentions[index + 1 : index + 6]:
        if later.words.start >= high:
            break
        if later.competency != mentions[index].competency:
            high = later.words.start
            break
    part = _PARTS.search(text, words.end, high)
    return part.start() if part is not None else high


def _status(
    text: str, mention: Mention, low: int, high: int, place: CredentialPlace, as_of: date
) -> tuple[CredentialStatus, str, date | None]:
    words = mention.words
    if _PENDING_AFTER.search(words.text):
        return "pending", "pending", None
    after = text[words.end : high]
    parts = list(_PARTS.finditer(text, max(low, words.start - 70), words.start))
    left = parts[-1].end() if parts else max(low, words.start - 70)
    before = text[left : words.start]
    if place.is_job_title:
        # What follows are the dates of the job.
        return "held", "named", None
    if _PENDING_AFTER.search(after) or _PENDING_BEFORE.search(before):
        return "pending", "pending", None
    if _EXPIRED.search(after) or _EXPIRED_BEFORE.search(before):
        return "expired", "expired", None
    until = _until(after, place)
    if until is not None:
        is_over = month_number(until.first) < month_number(as_of)
        if until.month is None:
            is_over = until.year < as_of.year
        return ("expired" if is_over else "held"), "until", until.first
    if place.section != "credentials" and _ONLY_TRAINING.match(after):
        return "pending", "training", None
    if _IN_FORCE.search(after[:50]) or place.section == "credentials":
        return "held", "in-force", None
    return "held", "named", None


def _until(after: str, place: CredentialPlace) -> Moment | None:
    """The date to which a credential is valid, if one is given."""
    for span in find_dates(after):
        if _UNTIL.search(after, 0, span.start):
            return span.started
        is_term = span.ended is not None and place.section == "credentials"
        if is_term and not span.is_current:
            return span.ended
    return None
