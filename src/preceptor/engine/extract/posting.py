"""Reads a posting: everything it asks, each fact with its words and the rule that made it."""

from __future__ import annotations

import re

from preceptor.engine.extract.clinical_background import read_clinical_background
from preceptor.engine.extract.education_asked import (
    education_from_credentials,
    least_education,
    may_be_experience,
    read_education,
)
from preceptor.engine.extract.education_levels import find_education
from preceptor.engine.extract.entry_friendly import read_entry_friendly
from preceptor.engine.extract.facts import Posting
from preceptor.engine.extract.lexicon import Lexicon
from preceptor.engine.extract.names import without_names
from preceptor.engine.extract.place import read_place
from preceptor.engine.extract.posting_requirements import read_requirements
from preceptor.engine.extract.sections import Layout, read_layout
from preceptor.engine.extract.text import FoldedText, fold
from preceptor.engine.extract.work_mode import read_work_mode
from preceptor.engine.extract.years_asked import least_years, read_years


def read_posting(text: str, lexicon: Lexicon) -> Posting:
    """Return all that was read in a posting; an empty text gives a posting that asks nothing."""
    folding = fold(text)
    layout = read_layout(folding)
    found = lexicon.find(folding, topic=layout.title.text if layout.title else "")
    mentions = without_names(text, found, lexicon.vocabulary)
    phrases = tuple(find_education(text))
    requirements, credentials = read_requirements(
        folding, layout, mentions, lexicon.vocabulary, phrases
    )
    years = read_years(folding, layout)
    years_min = least_years(folding, layout, years)
    education = read_education(folding, layout, phrases)
    clinical, clinical_words, asks_clinician = read_clinical_background(
        folding, layout, credentials
    )
    education_min = least_education(education)
    if education_min is None:
        education_min = education_from_credentials(
            folding, layout, credentials, asks_clinician=asks_clinician
        )
    place = read_place(folding, layout)
    work_mode, work_mode_words = read_work_mode(folding, layout, place)
    entry_friendly, entry_reasons = read_entry_friendly(
        folding,
        layout,
        years_min=years_min,
        education=education,
        education_min=education_min,
        credentials=credentials,
        clinical=clinical,
    )
    return Posting(
        title=layout.title.text if layout.title else "",
        title_words=layout.title,
        requirements=requirements,
        credentials=credentials,
        years=years,
        years_min=years_min,
        education=education,
        education_min=education_min,
        education_or_experience=may_be_experience(folding, layout, education),
        clinical_background=clinical,
        clinical_words=clinical_words,
        work_mode=work_mode,
        work_mode_words=work_mode_words,
        location=place.text if place else None,
        location_words=place,
        entry_friendly=entry_friendly,
        entry_reasons=entry_reasons,
        warnings=_warnings(folding, layout),
        employer=layout.employer,
    )


_JOINED_TITLE = re.compile(r"\s(?:/|and|&)\s")
_OCCUPATION = re.compile(
    r"\b(?:trainer|developer|officer|manager|analyst|engineer|administrator|technician|specialist"
    r"|consultant|nurse|pharmacist|coordinator|lead|director|assistant|clerk|coder|auditor"
    r"|scientist"
    r"|architect|secretary|receptionist|educator|programmer|designer|advisor|supervisor)s?\b",
    re.IGNORECASE,
)
_SECOND_AD = re.compile(r"^Position Title\s*$", re.MULTILINE)
_INTERNAL = re.compile(r"\binternal (?:\w+ )?(?:staff|applicants?|candidates?|only)\b")
_ATTACHED = re.compile(
    r"\b(?:see|refer to|read|attached|detailed in|outlined in"
    r"|underlined in)\b[^.]{0,60}\b(?:person specification|job description)"
)


def _warnings(folding: FoldedText, layout: Layout) -> tuple[str, ...]:
    """Return what a reader should know before trusting the facts."""
    found = []
    titles = _SECOND_AD.findall(folding.text)
    title = layout.title.text if layout.title else ""
    parts = [part for part in _JOINED_TITLE.split(title) if _OCCUPATION.search(part)]
    if len(titles) > 1:
        found.append("two jobs in one text: it names more than one position title")
    elif len(parts) > 1:
        found.append(f"two jobs in one text: the title joins {' and '.join(parts[:2])}")
    if _INTERNAL.search(folding.folded):
        found.append("internal only: the employer asks its own staff to apply")
    if not layout.has_requirements and _ATTACHED.search(folding.folded):
        found.append("requirements elsewhere: the text refers to another document for them")
    if not folding.text.strip():
        found.append("no text: there is nothing to read")
    return tuple(found)
