"""Whether a posting asks for, prefers or does without a clinical background."""

from __future__ import annotations

import re

from preceptor.engine.extract.cues import ASIDE, ASKED, scopes
from preceptor.engine.extract.facts import ClinicalBackground, Requirement, Words
from preceptor.engine.extract.headings import Part
from preceptor.engine.extract.sections import Layout
from preceptor.engine.extract.text import FoldedText

_PROFESSION = (
    r"(?:pharmacists?|nurses?|physiotherapists?|midwi(?:fe|ves)|physicians?|doctors?"
    r"|radiographers?|occupational therapists?|dieti[ct]ians?|paramedics?"
    r"|psychologists?|surgeons?|clinicians?|biomedical scientists?|sonographers?|gps?"
    r"|pharmacy technicians?|medical assistants?|therapists?|radiologic technologists?"
    r"|radiologists?|pathologists?|dentists?|optometrists?|podiatrists?|health visitors?"
    r"|medical technologists?|social workers?|psychiatrists?|respiratory therapists?"
    r"|hospitalists?|consultant in|matrons?|allied health professionals?|ahps?)"
)
_IN_TITLE = re.compile(
    rf"\b(?!gps?\b)(?:{_PROFESSION}|rn|nursing|cmio|cnio|crna|lpn|medical officer|gp partner"
    rf"|salaried gp)\b"
)
_NOT_IN_TITLE = re.compile(
    r"\b(?:informatics pharmacist|nurse (?:call|system)|nurses? recruit|clinician (?:support"
    r"|engagement|recruit|relations|experience)|physician (?:relations|liaison|recruit|billing"
    r"|services|practice|coder|support)"
    r"|(?:to|for) (?:nurses|physicians|clinicians|pharmacists|doctors)|nursing (?:home|admin"
    r"|recruit|systems?|applications?|informatics (?:analyst|developer))|receptionist|secretary"
    r"|rota|recruiter|nurses\b|doctors\b|physicians\b|clinicians\b"
    r"|dental|doctors? surgery|gp (?:practice|surgery)|clerk)\b"
)
_ASKED_FOR = re.compile(
    rf"\b(?:are you an? (?:\w+ )?{_PROFESSION}|(?:must be|be|looking for|seeking|recruit(?:ing)?"
    rf"|appoint) (?:an? |for an? )?(?:\w+[ ,]*(?:and )?){{0,6}}(?:registered|qualified|licensed"
    rf"|practi[sc]ing|experienced|enthusiastic|motivated|clinical) (?:clinical )?{_PROFESSION}"
    rf"|(?:registered|qualified|licensed|practi[sc]ing) (?:clinical )?(?:{_PROFESSION}"
    rf"|professional|health ?care professional))\b"
)
_EXPERIENCE = re.compile(
    r"\b(?:(?:recent |previous |specialist |current |direct |hands on |acute |post registration "
    r"|relevant |significant |nursing |hospital )*clinical (?:experience|background|practice"
    r"|knowledge and experience|nursing|qualification|expertise)"
    r"|experience (?:of|in|with|as) (?:an? )?(?:\w+ ){0,2}(?:nursing|nurse|radiography"
    r"|radiographer|diagnostic radiography|pharmacy practice|clinical (?:practice|pharmacy|care"
    r"|setting as|role)|patient care|bedside|midwifery|pharmacist|clinician)"
    r"|(?:nursing|bedside|patient care|professional nursing|pharmacy|radiography|midwifery"
    r"|medical|direct patient care) (?:practice )?experience|clinical pharmacy practice"
    r"|nursing practice|nursing degree"
    r"|background in (?:nursing|medicine|pharmacy|a clinical|clinical)|degree in (?:nursing"
    r"|pharmacy|medicine)(?! or|,))\b"
)
_OTHER_WAY = re.compile(
    r"\b(?:clinical (?:and )?or (?:operational|administrative|technical|non clinical|it|business"
    r"|informatics|healthcare|research|hospital|laboratory|managerial)"
    r"|(?:operational|administrative|technical|it|healthcare|business|non clinical"
    r"|informatics) or clinical) (?:\w+ ){0,2}(?:experience|background|setting)"
)
_NOT_CLINICAL = re.compile(
    r"\b(?:no|without|not|non) (?:\w+ )?clinical (?:experience"
    r"|background)|clinical (?:experience|background)[^.]{0,30}(?:not (?:required|essential"
    r"|necessary)|but not)|clinical (?:trial|coding|documentation|data|system|application"
    r"|information|engineering|research)"
)

# Every phrase above holds one of these; looking for them first spares most sentences.
_STEMS = (
    "clinic",
    "nurs",
    "pharmac",
    "radiogr",
    "bedside",
    "patient care",
    "physi",
    "doctor",
    "midwi",
    "therap",
    "medic",
    "surge",
    "matron",
    "allied",
    "ahp",
    "psych",
    "biomed",
    "sonogr",
    "dieti",
    "paramed",
    "patholog",
    "radiolog",
    "dentist",
    "optom",
    "podiat",
    "health visit",
    "care profess",
    "health profess",
    "social work",
    "gps",
    " gp ",
    "hospitalist",
    "consultant in",
)

_WANTED = (
    "are you",
    " be a",
    "looking for",
    "seeking",
    "recruit",
    "appoint",
    "registered",
    "qualified",
    "licensed",
    "practi",
)


# "..., or I am a registered nurse"; "a registered scientist, or hold a degree in informatics".
_OR_BEFORE = re.compile(r"\bor (?:i am |am |are |be |as |hold |have )?(?:an? )?(?:current )?$")
_OR_AFTER = re.compile(
    r"[^.]{0,40}?,? or (?:hold |have )?(?:an? |the )?(?:equivalent |relevant |similar )*(?:degree"
    r"|qualifications?|experience|background|certificat\w+) (?:in|of|with) (?:\w+ ){0,2}?"
    r"(?:informatics|information|it\b|computing|computer|technology|data|coding)"
)


def _is_one_way(folding: FoldedText, layout: Layout, words: Words) -> bool:
    """Whether a licence is one way in beside others that need none."""
    number = layout.passage_at(words.start)
    if number is None:
        return False
    passage = layout.passages[number]
    start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
    at, stop = folding.fold_index(words.start), folding.fold_index(words.end - 1) + 1
    is_ladder = layout.is_questionnaire and _OR_BEFORE.search(folding.folded, start, at)
    return bool(is_ladder) or _OR_AFTER.match(folding.folded, stop, end) is not None


def read_clinical_background(
    folding: FoldedText, layout: Layout, credentials: tuple[Requirement, ...]
) -> tuple[ClinicalBackground, Words | None, bool]:
    """Return what is asked, the words that decide, and whether a clinician is asked for.

    Required: a licence or registration, a profession in the title, or clinical experience as a
    must. Preferred: a word of preference, or clinical practice beside another way in.
    """
    licences = [one for one in credentials if one.is_licence and one.necessity == "must"]
    licence = next((one for one in licences if not _is_one_way(folding, layout, one.words)), None)
    if licence is not None:
        return "required", licence.words, True
    if layout.title is not None:
        title = folding.part(*layout.title.span)
        found = _IN_TITLE.search(title)
        if found and not _NOT_IN_TITLE.search(title):
            at = folding.fold_index(layout.title.start)
            return "required", folding.words(at + found.start(), at + found.end()), True
    preferred = licences[0].words if licences else None
    ways = {layout.passage_at(one.words.start) for one in licences}
    for number, passage in enumerate(layout.passages):
        if passage.part in (Part.ABOUT, Part.BENEFITS, Part.APPLY, Part.HEAD) or number in ways:
            continue
        start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
        folded = folding.folded
        sentence = folded[start:end]
        if not any(stem in sentence for stem in _STEMS):
            continue
        is_wanted = any(stem in sentence for stem in _WANTED)
        asked_for = _ASKED_FOR.search(folded, start, end) if is_wanted else None
        found = asked_for or _EXPERIENCE.search(folded, start, end)
        if found is None and (other := _OTHER_WAY.search(folded, start, end)):
            preferred = preferred or folding.words(*other.span())
        if found is None or ASIDE.search(folded, start, end):
            continue
        words = folding.words(*found.span())
        is_nice = passage.part is Part.PREFERRED or any(
            scope.sway != "must" and scope.start <= found.start() < scope.end
            for scope in scopes(folded, start, end)
        )
        if is_nice or _OTHER_WAY.search(folded, start, end):
            preferred = preferred or words
        elif asked_for or (
            passage.part is Part.REQUIRED or ASKED.search(folded, start, end) is not None
        ):
            return "required", words, False
    nice = next((one for one in credentials if one.is_licence and one.necessity == "nice"), None)
    if preferred is None and nice is not None:
        preferred = nice.words
    return ("preferred", preferred, False) if preferred else ("not_required", None, False)
