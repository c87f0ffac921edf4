"""Whether a graduate of a six-month course without a job in the field could apply."""

from __future__ import annotations

import re

from preceptor.engine.extract.facts import ClinicalBackground, EducationAsked, Requirement
from preceptor.engine.extract.headings import Part
from preceptor.engine.extract.sections import Layout
from preceptor.engine.extract.text import FoldedText

_OPEN = re.compile(
    r"\b(?:no (?:previous |prior )?experience (?:is )?(?:required|necessary|needed)|entry level"
    r"|trainee|apprentice\w*|graduates? (?:scheme|welcome)|junior|internship|intern\b)\b"
)
_SENIOR_TITLE = re.compile(
    r"\b(?:senior|sr|lead|leader|head|chief|director|manager|principal|architect|consultant"
    r"|supervisor|executive|vp|president|professor|advanced|deputy|staff|specialist nurse"
    r"|8[abcd]|band [6-9]|expert|matron|ii+|iv|scientist)\b"
)
_SEASONED = re.compile(
    r"\b(?:(?:substantial|extensive|significant|considerable|proven|demonstrable|strong|previous"
    r"|relevant|good|working) (?:\w+ ){0,5}experience\b|track record"
    r"|experienced (?:\w+ )?(?:project|manager|analyst|developer|engineer|individual|candidate"
    r"|professional)"
    r"|experience (?:of|in|with|as|within|working|leading|managing|delivering)|expert(?:ise)?\b"
    r"|years of experience|experienced (?:at|in)|seasoned|knowledge and experience"
    r"|specialist knowledge)"
)
_HIGH = ("master", "doctorate", "postgraduate_diploma", "professional_licence")
_PAY = re.compile(r"£ ?(\d{2,3}),?(\d{3})")
# The bottom of NHS band 6, the first band for practised staff, at the 2020 scale.
_PRACTISED_PAY = 31_000


def read_entry_friendly(
    folding: FoldedText,
    layout: Layout,
    *,
    years_min: int | None,
    education: tuple[EducationAsked, ...],
    education_min: str | None,
    credentials: tuple[Requirement, ...],
    clinical: ClinicalBackground,
) -> tuple[bool, tuple[str, ...]]:
    """Return whether the door is open to beginners, and the reasons for the answer."""
    closed: list[str] = []
    if years_min:
        closed.append(f"asks {years_min} year{'s' if years_min > 1 else ''} of experience")
    if clinical == "required":
        closed.append("asks a clinical background")
    if any(one.necessity == "must" and one.rule != "title" for one in credentials):
        closed.append("asks a license or certificate")
    if education_min in _HIGH:
        closed.append("asks a higher degree")
    title = "" if layout.title is None else folding.part(*layout.title.span)
    is_open = _OPEN.search(folding.folded)
    if _SENIOR_TITLE.search(title) and not is_open:
        closed.append("the title is that of a practiced person")
    pay = _PAY.search(folding.text[:1500])
    if pay and int(pay[1] + pay[2]) >= _PRACTISED_PAY and not is_open:
        closed.append("the pay is that of a practiced person")
    if years_min is None and not is_open and (asked := _asked_experience(folding, layout)):
        closed.append(f"asks experience: {asked}")
    if closed:
        return False, tuple(closed)
    return True, (f"says: {is_open.group()}",) if is_open else ("asks nothing a beginner lacks",)


def _asked_experience(folding: FoldedText, layout: Layout) -> str | None:
    for passage in layout.passages:
        if passage.part in (Part.REQUIRED, Part.NEUTRAL, Part.DUTIES):
            start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
            found = _SEASONED.search(folding.folded, start, end)
            if found and not re.search(
                r"advantage|desirable|beneficial|ideal|not essential|prefer|patient experience"
                r"|user experience",
                folding.folded[start:end],
            ):
                return found.group()
    return None
