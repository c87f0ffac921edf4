"""Whether a job is done at home, on site or both, by what the posting says of the place."""

from __future__ import annotations

import re

from preceptor.engine.extract.facts import Words, WorkMode
from preceptor.engine.extract.headings import Part
from preceptor.engine.extract.place import names_institution
from preceptor.engine.extract.sections import Layout
from preceptor.engine.extract.text import FoldedText

# On folded text, in the order in which they decide.
_DENIES_REMOTE = re.compile(
    r"\b(?:not (?:a |eligible for )?remote|no remote|remote (?:work(?:ing)? )?(?:is )?(?:not"
    r"|un)(?: ?available| possible)?|on ?site only|must (?:be able to work|be|work) (?:on ?site"
    r"|in (?:the )?office)"
    r"|(?:fully|100%|is|this is an?) (?:on ?site|in person|office based)(?! (?:or|and))"
    r"|in person$|work location: in person|not (?:suitable for|offer) (?:home|remote) ?working"
    r"|li on ?site)\b"
)
_HYBRID = re.compile(
    r"\bhybrid(?! (?:cloud|role will|environment|identity|infrastructure|data|app|mobile"
    r"|model of care|closed|analog))\b|\bagile(?:ly)? working(?! (?:methodolog|practice)s?)"
    r"|\bworking agilely|\bagile working"
    r"|\b(?:\d|one|two|three|four)(?: ?\(?\d?\)?)?(?: or (?:two|three|four|\d)| to (?:two|three"
    r"|four|\d)| \d)? (?:days?|times?|x)(?: (?:a|per|each))? ?(?:week )?(?:in|at|on|from|onsite"
    r"|on site|working from)? ?(?:the |our )?(?:office|home|onsite|on site|remote)"
    r"|\b\d ?x (?:a|per) week|\b(?:home|remote)(?: based)?(?: working)? and (?:onsite|on site"
    r"|office|in office)|\b(?:onsite|on site|office|in office) and (?:home|remote)"
    r"|\b(?:home|remote) ?(?:/|and) ?(?:office|onsite)\b|\bin (?:the )?office\b[^.]{0,50}\bremote"
    r"|\b(?:some|partly|partial|partially"
    r"|occasional|part|mix(?:ture)? of|blend of|combination of"
    r"|split between)\b[^.]{0,50}\b(?:home ?working|work(?:s|ing)? (?:from|at) home|remote(?:ly)?"
    r"|home based)"
    r"|\b(?:potential|option|opportunity|possibility|ability|flexibility|possible|able"
    r"|opportunities)\b[^.]{0,40}\b(?:work(?:s|ing)? (?:from|at) home|home ?working"
    r"|remote(?:ly)?(?! control)|work remotely)"
    r"|\b(?:remote(?:ly)?|home)\b[^.]{0,20}\b(?:part|some|half|most) of (?:the|your|each)"
    r"|\bat home split|\b(?:home|remote) (?:part|some) of the (?:time|week)|\bblended working"
    r"|\bhome ?working (?:is |may be |will be )?(?:available|considered|possible|offered"
    r"|negotiable|part)"
    r"|\b(?:home|remote) working (?:arrangements?|options?|available)\b|\bflexible (?:hybrid"
    r"|home)|\bto attend the office|\b(?:based|work|split)\b[^.]{0,30}\b(?:\w+ home"
    r"|home and)\b[^.]{0,12}\bsplit"
    r"|\b(?:home|remote(?:ly)?) (?:up to |for |at least )?(?:\d|one|two|three|four)(?: \d)? days?\b"
    r"|\b(?:other|remaining) days (?:from|at) home|\brest of the week (?:from|at) home"
    r"|\boffice (?:at least |a minimum of |for )?(?:\d|one|two|three|four) ?(?:x|times|days)\b"
    r"|\bmay be required to work from home|\b(?:office|site|trust|hospital) and (?:from "
    r"|at )?home\b|\bhome (?:and|or) (?:the )?office|\bhome based working\b|\b(?:remote"
    r"|home)(?: ?work(?:ing)?)? (?:options?|opportunities|days?)\b|\bremote work(?:ing)? (?:is "
    r"|are |may be |will be )*(?:available|possible|considered|negotiable)|\b(?:home"
    r"|remotely?)\b[^.]{0,40}\b(?:some|few|occasional(?:ly)?|one|two|three|\d) (?:\w+ )?(?:days?"
    r"|times?|visits?|trips?)? ?(?:\w+ )?(?:in|to|at|on|into) (?:the |our )?(?:office|site|base"
    r"|hospital)"
)
_REMOTE = re.compile(
    r"\b(?:remote)\b(?! (?:patient|monitor|care|control|access|support|clinic|consult|area"
    r"|communit|session|data|sites?|locations? across|interview|villag|island|rural|device"
    r"|desktop|assistance|health|users?|hand|server|sensing|teams?\b(?! (?:role|position))"
    r"|expert))"
    r"|\b(?:work\w*|perform\w*|conducted|done|based|employees|team|operat\w+|fully|100%"
    r"|primarily|mostly|entirely) (?:\w+ )?remotely\b|\bremotely (?:based|from (?:home"
    r"|anywhere))|\bwork(?:s|ed|ing)? (?:\w+ )?(?:from|at) home\b|\bhome ?based\b"
    r"|\bwork(?:s|ing)? (?:\w+ )?(?:from|in|at) (?:an?|your|their|the) home office\b"
    r"|\btelework|\btelecommut"
    r"|\bwork from anywhere|\bli remote\b|\bwfh\b|\bhome ?working\b|\bvirtual (?:position|role"
    r"|office)"
)
# Home working beside a named place of work is a part of the week, unless the text says all of it.
_HOME_WORKING = re.compile(
    r"(?:home ?working|work(?:s|ed|ing)? (?:\w+ )?(?:from|at) home\b(?! office)"
    r"|wfh|remote(?:ly)? working"
    r"|working remotely)"
)
_WHOLLY = re.compile(
    r"\b(?:fully|100%|entirely|permanent(?:ly)?|completely|solely"
    r"|full time (?:from home|remote))\b"
)
_NOT_REMOTE_SENTENCE = re.compile(
    r"\b(?:interviews?|patients?|appointments?|telehealth"
    r"|telemedicine|consultations?|covid 19 (?:your|we)|test(?:s|ing)? will|remote monitoring"
    r"|customers remotely|vpn)\b"
)
_FREE = re.compile(
    r"\b(?:location (?:is )?(?:flexible|negotiable|open)|flexible location"
    r"|any of our (?:sites|offices)|choice of (?:working )?locations?|work from any"
    r"|base (?:is )?(?:flexible|negotiable))\b"
)
_LABEL_LINE = re.compile(
    r"location|remote(?=\W*$|\s*[-–:(,])|#li|🌎|base\b|work(?:place)? (?:type|location"
    r"|mode)",
    re.IGNORECASE,
)
_NOT_A_PLACE = re.compile(
    r"^(?:uk|u\.k\.|usa?|u\.s\.a?\.?|united (?:states|kingdom)|england|scotland|wales|ireland"
    r"|europe|canada|india|worldwide|anywhere|global|nationwide|national|emea|apac"
    r"|north america)\W*$",
    re.IGNORECASE,
)

# In a head or a tag: "Anywhere in the US".
_ANYWHERE = re.compile(
    r"\b(?:anywhere|worldwide)\b(?! in (?:the|our|a) (?!us\b|uk\b|united|country|world))"
)
# A field of job boards with its answer beside or below it.
_FIELD = re.compile(
    r"^[^\w\n]{0,9}(?:work(?:ing)? remotely|remote job)\W{1,8}(?P<answer>no|yes|temporarily)\b",
    re.IGNORECASE | re.MULTILINE,
)
_ANSWERS: dict[str, WorkMode] = {"no": "onsite", "yes": "remote", "temporarily": "hybrid"}

# Every phrase of the running text holds one of these.
_STEMS = (
    "remote",
    "home",
    "hybrid",
    "agil",
    "office",
    "site",
    "telework",
    "telecomm",
    "wfh",
    "location",
    "base",
    "in person",
    "anywhere",
    "blended",
    "week",
    "virtual",
)


def read_work_mode(
    folding: FoldedText, layout: Layout, place: Words | None
) -> tuple[WorkMode, Words | None]:
    """Return the work mode and the words that decide it.

    A stated mode comes first (hybrid before remote in running text, a tag or label before
    both); a named place of work without a word on home working is onsite, implied.
    """
    if field := _FIELD.search(folding.text):
        start, end = folding.fold_index(field.start()), folding.fold_index(field.end())
        return _ANSWERS[field["answer"].lower()], folding.words(start, end)
    labelled = _labelled(folding, layout)
    if labelled is not None and labelled[0] == "remote":
        return labelled
    stated = _stated(folding, layout, place)
    if stated is not None:
        return stated
    if labelled is not None:
        return labelled
    if place is not None and not _NOT_A_PLACE.match(place.text):
        return "onsite", place
    if not layout.is_questionnaire and names_institution(layout.employer):
        at = folding.text.find(layout.employer)
        return "onsite", Words(at, at + len(layout.employer), layout.employer) if at >= 0 else None
    found = _ON_SITE.search(folding.folded)
    if found and not layout.is_questionnaire:
        return "onsite", folding.words(*found.span())
    return "unspecified", None


_ON_SITE = re.compile(
    r"\bwork location: (?:one location|in person|on the road)"
    r"|\bon ?site (?:position|role|work)|\bin office (?:position|role)|\bcommute/?\w*"
    r"|\breliably commute"
)


def _labelled(folding: FoldedText, layout: Layout) -> tuple[WorkMode, Words] | None:
    """Return the mode that the title, the head's lines and tags state."""
    spans = [(p.start, p.end) for p in layout.passages if p.part is Part.HEAD]
    if layout.title:
        spans.insert(0, layout.title.span)
    spans += [
        (p.start, p.end)
        for p in layout.passages
        if p.end - p.start <= 90 and _LABEL_LINE.match(folding.text, p.start, p.end)
    ]
    spans += [(f.start(), f.end()) for f in re.finditer(r"#LI-\w+", folding.text)]
    best: tuple[WorkMode, Words] | None = None
    for left, right in spans:
        start, end = folding.fold_index(left), folding.fold_index(right)
        if found := _DENIES_REMOTE.search(folding.folded, start, end):
            return "onsite", folding.words(*found.span())
        if found := _HYBRID.search(folding.folded, start, end):
            best = best or ("hybrid", folding.words(*found.span()))
            continue
        for pattern in (_REMOTE, _ANYWHERE):
            if found := pattern.search(folding.folded, start, end):
                return "remote", folding.words(*found.span())
    return best


def _stated(
    folding: FoldedText, layout: Layout, place: Words | None
) -> tuple[WorkMode, Words] | None:
    """Return the mode that the running text states: hybrid outweighs remote."""
    remote: Words | None = None
    hybrid: Words | None = None
    for passage in layout.passages:
        if passage.part is Part.HEAD:
            continue
        start, end = folding.fold_index(passage.start), folding.fold_index(passage.end)
        sentence = folding.folded[start:end]
        if not any(stem in sentence for stem in _STEMS):
            continue
        if found := _DENIES_REMOTE.search(folding.folded, start, end):
            return "onsite", folding.words(*found.span())
        if passage.part is Part.BENEFITS and "home" not in sentence and "hybrid" not in sentence:
            continue
        if found := _HYBRID.search(folding.folded, start, end):
            hybrid = hybrid or folding.words(*found.span())
        elif (found := _REMOTE.search(folding.folded, start, end)) and not (
            _NOT_REMOTE_SENTENCE.search(folding.folded, start, end)
        ):
            words = folding.words(*found.span())
            is_part = _HOME_WORKING.match(folding.folded, found.start()) and place is not None
            if is_part and not _WHOLLY.search(folding.folded, start, end):
                hybrid = hybrid or words
            else:
                remote = remote or words
        elif found := _FREE.search(folding.folded, start, end):
            return "flexible", folding.words(*found.span())
    if hybrid is not None:
        return "hybrid", hybrid
    return None if remote is None else ("remote", remote)
