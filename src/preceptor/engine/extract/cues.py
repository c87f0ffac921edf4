"""Whether a sentence asks, prefers or merely mentions, and which of its words that covers.

Works on folded text (lower case, no apostrophes, dashes as blanks). A word of preference
covers its clause, not the whole sentence: "Python is required, knowing Bash is a plus".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Sway = Literal["must", "nice", "mentioned"]

# What the person must bring.
ASKED = re.compile(
    r"\b(?:must(?! adhere| comply| ensure)|essential(?! (?:part|member|role|component"
    r"|services?))|requires?(?! (?:that|the))|required(?! to)"
    r"|mandatory|prerequisite|minimum|at least|you(?: wi)?ll (?:also )?(?:have|need|possess"
    r"|bring|demonstrate)"
    r"|you(?: wi)?ll be (?:an? |highly )?(?:experienced|skilled|confident|competent|qualified"
    r"|educated|proficient|registered"
    r"|adept|fluent|familiar|talented)|(?:will|you) (?:also )?need|need(?:s|ed)? (?:an? |to have"
    r"|to be|to possess)|we need"
    r"|proven|demonstrable|demonstrated|evidence of|track record|necessary|should (?:have"
    r"|possess|be)"
    r"|(?:candidates?|applicants?|individuals?|person|post ?holder|people|someone"
    r"|somebody) (?:will have|must|should|with|who|whom|having|need)"
    r"|experienced|knowledgeable|(?:will|should) (?:have|be adept)|would like you to have"
    r"|with (?:a )?(?:strong|good|proven|excellent|solid|substantial)"
    r"|if you (?:have|are)|are you an? |do you (?:have|possess|enjoy)|have you (?:got|worked)"
    r"|they (?:will|must) (?:\w+ )?have"
    r"|proficien(?:t|cy)|expertise (?:in|with|of|across)|fluent|looking for (?:an? |applicants "
    r"|candidates |people "
    r"|individuals )?(?:\w+ ){0,4}(?:with|who)"
    r"|(?:good|strong|excellent|sound|solid|working|advanced|in depth|thorough|extensive"
    r"|detailed|deep) (?:\w+ )?(?:knowledge|understanding|skills|experience))\b"
)
# What the job does.
DONE = re.compile(
    r"\b(?:you|your|youll|post ?holder|successful|candidates?|applicants?|appointee|individuals?"
    r"|role|position|job|post|responsib(?:le|ilities|ility)"
    r"|required to|expected to|duties|looking for|seeking|recruit(?:ing)?|opportunity|join"
    r"|will be|will include|involves?|purpose|responsible"
    r"|analyst|trainer|engineer|manager|specialist|officer|technician|consultant|developer|lead"
    r"|administrator|coordinator)\b"
)
# A line that begins like this names what is asked, though no heading says so.
ITEM_START = re.compile(
    r"[^a-z0-9]{0,4}(?:an? )?(?:\w+ (?:and |or )?){0,3}?(?:experience|experienced|knowledge"
    r"|understanding|proficien(?:t|cy)"
    r"|familiar(?:ity)?|ability|skills?|skilled|expertise|competen(?:t|cy)|comfortable"
    r"|track record|background"
    r"|command|working knowledge|hands on|grasp|fluen(?:t|cy)|degree|bachelors?|masters?"
    r"|certifi(?:ed|cation)"
    r"|licen[sc]ed?|\d+ ?\+? (?:or more )?(?:years?|yrs))\b"
)
_NOUN = (
    r"(?:qualifications?|requirements?|skills?|experiences?|knowledge|certifications?"
    r"|certificates?|attributes?"
    r"|competenc(?:y|ies)|criteria|candidates?|applicants?|backgrounds?|degrees?|but not"
    r"|educations?|abilities"
    r"|languages?|licen[sc]es?|credentials?|characteristics)"
)
# Words of preference that speak of what follows them.
_AHEAD = re.compile(
    rf"\b(?:preferabl[ey](?: in| with)?|ideally|(?:strong |a )?(?:preferences?|priority"
    rf"|(?:additional|special) consideration) (?:is "
    rf"|will be "
    rf"|may be |shall be )?(?:given )?(?:to|for)"
    rf"|preferred {_NOUN}|desir(?:ed|able) {_NOUN}|prefers?|we prefer|bonus(?: points?)?(?: if"
    rf"| for)|extra points"
    rf"|nice to haves?(?= ?:)|(?:preferred|desirable|desired|bonus|advantageous|nice to have"
    rf"|pluses|optional) ?:"
    rf"|(?:a |an |big |huge )?(?:plus|bonus|advantage|asset) (?:if|would be|for)"
    rf"|it would be (?:\w+ ){{0,2}}(?:if|to have)"
    rf"|(?:may|might) also have|even better if|(?:wed|would) love (?:it )?if"
    rf"|desirable(?:s)? (?:include|is|are|would be)"
    rf"|additional (?:skills|experience) (?:that|which) (?:would|are|is)|not (?:required"
    rf"|essential|necessary) but"
    rf"|helpful (?:if|to have)|willing(?:ness)? to (?:learn|undertake|work towards|enrol))\b"
)
# Words of preference that speak of what stands before them.
_BEHIND = re.compile(
    rf"\b(?:(?:strongly |highly |is |are )*preferred(?! {_NOUN}| ?:)|preferable|(?:highly |very "
    rf"|also |is |are )*desir(?:able|ed)(?! {_NOUN}| ?:| (?:effect|outcome|result|goal|level)s?\b)"
    rf"|(?:distinct |significant |definite |added |real |clear |big |major |strong "
    rf"|an? )*advantages?\b(?! (?:of|over|through)\b)|advantageous"
    rf"|(?:an? |big |huge |strong |definite |major |real |added |distinct "
    rf"|significant )+plus\b(?! \d)|plus$|pluses"
    rf"|(?:an? |added |real |distinct )+bonus(?! pay)|(?:highly |very |would be |be )+beneficial"
    rf"|beneficial|(?:very |would be |be |is |are )+helpful|but (?:it|this|that) (?:would )?helps?"
    rf"|nice to haves?|(?:an? |valuable |added )+assets?\b|not (?:absolutely "
    rf"|strictly )?(?:essential|a must|mandatory)|(?:very |would be |be )+useful"
    rf"|highly (?:valued|regarded)|would be (?:great|ideal|welcome|welcomed|nice|good"
    rf"|an? benefit|an? merit|considered|valuable|of benefit)"
    rf"|appreciated|(?:viewed|considered|looked on|looked upon) favou?rably"
    rf"|(?:is|are) (?:valued|a benefit)|well regarded|but not (?:\w+ )?(?:required"
    rf"|necessary|needed|essential)"
    rf"|(?:is|are) optional|(?:helpful|useful)(?= ?(?:[.;,)]|$))"
    rf"|given preference|even better(?! if)|would be an? ideal)"
)
# "A is desirable, as is B": the preference covers B too.
_AS_WELL = re.compile(r",? (?:as|and so) (?:is|are|would|will|does)\b")
# Nothing is asked: "no experience required", "training will be given".
_NOTHING = re.compile(
    r"\bno (?:\w+ ){0,4}(?:is |are )?(?:required|necessary|needed|essential)\b"
    r"|\b(?:is|are) not (?:required|necessary|needed)\b|\bnot (?:required|necessary|needed)$"
)
# "Experience of large organizations (in or outside the NHS)".
_EITHER = re.compile(r"\b(?:in|inside|within) or outside (?:of )?(?:the )?\w+")
# What the job teaches is not asked.
_LEARNED = re.compile(
    r"\b(?:(?:full |in house |on the job )*training (?:will be|is"
    r"|(?:in|on) .{0,80} will be) (?:provided|given|offered)|as part of your (?:\w+ ){0,2}training"
    r"|(?:will|you) (?:receive|be given|gain|be provided with|get"
    r"|be trained)\b.{0,60}(?:training|qualification|certification|accreditation)"
    r"|(?:we|trust) (?:will|can) (?:train|teach) (?:you|the right)|on the job training in"
    r"|opportunit(?:y|ies) to (?:learn|gain|develop|undertake)|you(?: wi)?ll (?:also )?(?:learn"
    r"|gain|obtain|receive)\b|will (?:also )?be supported to"
    r"|(?:do you |you )want to learn(?: more)? about)"
)
# The employer speaks of itself, of what it gives or of the procedure.
ASIDE = re.compile(
    r"\b(?:equal opportunit|affirmative action|we offer|in return|benefits include|we employ"
    r"|our staff benefit"
    r"|regardless of|without regard|discriminat|founded in|headquartered|our mission|we serve"
    r"|providing care|leading provider"
    r"|largest|was established|has been rated|rated good|pension|gym\b|annual leave"
    r"|privacy notice|interviews? (?:will|may)"
    r"|shortlisted|how to apply|closing date|cover letter|social distancing|data controller"
    r"|will be asked to|our products"
    r"|our platform|our solutions|headquarters|\d million|billion|award winning|(?:has|have|of"
    r"|with|employs?) (?:around|over|approximately|nearly|more than|some|about) \d"
    r"|growing team of|owned by|not for profit|in partnership with|was (?:founded|launched|formed)"
    r"|(?:launched|established|formed|created) (?:in|on) |vision is to|we believe|mission is"
    r"|is proud|is actively (?:supported|encouraged)"
    r"|leading (?:provider|technology|platform|supplier)|innovative company)"
)
_HARD = re.compile(r"[;()]|\bbut\b|\balthough\b|\bthough\b|\bhowever\b|\. |: | {2,}")
_HEAD_NOUN = re.compile(
    r"\b(?:experience|knowledge|understanding|familiarity|skills?|certifi(?:ed|cation|cate)"
    r"|degree|background|ability"
    r"|proficien(?:t|cy)|exposure|expertise|knowing|masters|bachelors|phd|required|must"
    r"|essential|years?)\b"
)
_AMOUNT = re.compile(r"(?:at least |minimum )?\d+ ?\+? (?:\d+ )?(?:years?|yrs?|months?)")
# A clause is at most this long, in characters.
_CLAUSE = 600
_DEMAND = re.compile(
    r"\b(?:required|must|essential|mandatory|minimum|should have|will (?:have|need)|you need"
    r"|need to have|hold)\b"
)
_ONLY_CUE = re.compile(r"\(?\s*(?:[a-z]+ ){0,2}[a-z]+\s*\)?$")


# Every cue holds one of these; looking for them first spares most sentences the patterns.
_STEMS = (
    "prefer",
    "desir",
    "advantag",
    "plus",
    "bonus",
    "benefi",
    "helpful",
    "nice",
    "asset",
    "not ",
    "useful",
    "highly",
    "would be",
    "appreciated",
    "valued",
    "regarded",
    "optional",
    "no ",
    "ideal",
    "extra points",
    "also have",
    "even better",
    "love",
    "additional",
    "willing",
    "or outside",
    "training",
    "opportunit",
    "receive",
    "learn",
    "gain",
    "given",
    "provided",
    "supported",
    "trained",
    "obtain",
    "priority",
    "consider",
    "favo",
    "help",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """A stretch ``[start, end)`` of the folded text that a cue covers."""

    start: int
    end: int
    sway: Sway
    rule: str


def scopes(folded: str, start: int, end: int) -> tuple[Scope, ...]:
    """Return the stretches of a sentence that words of preference or denial cover.

    Empty where the sentence has none; what no scope covers follows the sentence and its part.
    """
    sentence = folded[start:end]
    if not any(stem in sentence for stem in _STEMS):
        return ()
    found: list[Scope] = []
    done = start
    for cue in _BEHIND.finditer(folded, start, end):
        left = _clause_start(folded, max(done, start), cue.start(), start)
        right = cue.end()
        if _is_bare_opening(folded, left, cue.start()):
            # "It would be an advantage to know X", "Desirable X": nothing stands before.
            right = _clause_end(folded, cue.end(), end)
        elif _AS_WELL.match(folded, cue.end(), end):
            right = _clause_end(folded, cue.end() + 1, end)
        found.append(Scope(left, right, "nice", "cue:" + " ".join(cue.group().split())))
        done = cue.end()
    for cue in _AHEAD.finditer(folded, start, end):
        right = _clause_end(folded, cue.end(), end)
        found.append(Scope(cue.start(), right, "nice", "cue:" + " ".join(cue.group().split())))
    for cue in _NOTHING.finditer(folded, start, end):
        left = (
            cue.start()
            if cue.group().startswith("no ")
            else _clause_start(folded, start, cue.start(), start)
        )
        # "Not required but would be a benefit" prefers after all.
        is_nice = _BEHIND.search(folded, cue.end(), min(end, cue.end() + 60)) is not None
        found.append(Scope(left, cue.end(), "nice" if is_nice else "mentioned", "cue:not asked"))
    found.extend(
        Scope(cue.start(), cue.end(), "mentioned", "cue:not asked")
        for cue in _EITHER.finditer(folded, start, end)
    )
    for cue in _LEARNED.finditer(folded, start, end):
        left = cue.start()
        if cue.group().rstrip().endswith(("provided", "given", "offered")):
            left = _clause_start(folded, start, cue.start(), start)
        found.append(
            Scope(left, _clause_end(folded, cue.end(), end), "mentioned", "cue:learned here")
        )
    return tuple(found)


def _clause_start(folded: str, low: int, cue: int, sentence: int) -> int:
    """Return where the clause begins that the cue at ``cue`` ends."""
    left = low
    low = max(low, cue - _CLAUSE)
    breaks = list(_HARD.finditer(folded, low, cue))
    while breaks:
        last = breaks.pop()
        if last.group() == ")":
            continue
        if last.group() == ": " and _AMOUNT.match(folded, last.end(), cue):
            continue  # "Python: 2 years (Preferred)"
        if last.group() == "(":
            inside = folded[last.end() : cue]
            if ")" in inside:
                continue  # A closed bracket before the cue is part of its clause.
            if not inside.strip() or inside.strip() in ("highly", "strongly", "is", "very"):
                continue  # "(preferred)" speaks of what stands before the bracket.
        left = last.end()
        break
    return _after_comma(folded, left, cue)


def _after_comma(folded: str, left: int, cue: int) -> int:
    """Narrow a clause to what follows its last comma if both sides name a thing by themselves."""
    comma = folded.rfind(",", left, cue)
    while comma >= 0 and folded.count("(", left, comma) > folded.count(")", left, comma):
        comma = folded.rfind(",", left, comma)  # A comma inside brackets parts nothing.
    if comma < 0:
        return left
    before, after = folded[left:comma], folded[comma:cue]
    is_apart = _HEAD_NOUN.search(before) and _HEAD_NOUN.search(after)
    return comma + 1 if is_apart or _DEMAND.search(before) else left


def _clause_end(folded: str, at: int, end: int) -> int:
    """Return where the clause ends in which ``at`` stands."""
    depth = 0
    end = min(end, at + _CLAUSE)
    for found in _HARD.finditer(folded, at, end):
        if found.group() == "(":
            depth += 1
        elif found.group() == ")":
            if depth == 0:
                return found.start()
            depth -= 1
        elif depth == 0 and found.group() != ": ":
            return found.start()
    return end


def _is_bare_opening(folded: str, left: int, cue: int) -> bool:
    """Whether before the cue stands no thing it could speak of ("it would be an ...")."""
    words = re.sub(r"[^a-z ]", " ", folded[left:cue]).split()
    return all(word in _EMPTY for word in words)


_EMPTY = frozenset(
    [
        "it",
        "would",
        "be",
        "is",
        "are",
        "a",
        "an",
        "also",
        "the",
        "this",
        "that",
        "and",
        "highly",
        "very",
        "will",
        "may",
        "strongly",
    ]
)
