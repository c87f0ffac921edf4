"""Which part of a posting a heading opens, by the words that such headings are made of."""

from __future__ import annotations

import re
from enum import StrEnum


class Part(StrEnum):
    """What a stretch of a posting speaks of."""

    HEAD = "head"
    NEUTRAL = "neutral"
    REQUIRED = "required"
    PREFERRED = "preferred"
    DUTIES = "duties"
    ABOUT = "about"
    BENEFITS = "benefits"
    APPLY = "apply"


# Sought in this order in a folded heading (lower case, no apostrophes, dashes as blanks): the
# first that is found names the part.
_SOUGHT: tuple[tuple[Part, str], ...] = (
    (
        Part.APPLY,
        (
            r"next steps|work authorization|right to work|physical (?:requirement|demand|abilit)"
            r"|travel|working condition|work environment"
            r"|environmental|how to apply|to apply|apply (?:now|here|with|today)|^apply$"
            r"|application"
            r"|interview|selection process|recruitment process|hiring process|\beeo\b"
            r"|equal (?:employment )?opportunit|diversity|inclusion|disclaimer|closing date"
            r"|contact"
            r"|privacy|accommodation|fraud|staying safe|legal|visa|sponsorship|background check"
            r"|safeguarding|covid|vaccin|resume reminder|disclosure|dbs"
            r"|supervisory responsib|fiscal responsib|location|hours|schedule|start date|duration"
        ),
    ),
    (
        Part.BENEFITS,
        (
            r"benefit|perks|compensation|salary|\bpay\b|pay rate|we offer|we can offer"
            r"|can offer you"
            r"|will offer|in return|offers? you|why work|rewards?|supplemental|in it for you"
            r"|get from us"
            r"|we provide|remuneration|why join|why you(?:ll)? (?:love|should|will)"
            r"|what you(?:ll)? get"
            r"|what youll receive|your package|staff discounts"
        ),
    ),
    (
        Part.DUTIES,
        (
            r"essential (?:job )?(?:dut|respons|function)|job functions?|\bdut(?:y|ies)\b"
            r"|responsibilit|accountabilit|what you(?:ll)? (?:will )?(?:do|be doing|work on|own)"
            r"|you will be doing|youll be doing|what will you do|how youll|how you will"
            r"|key (?:activit|task|result)|main task|day to day|a typical day|a day in|tasks"
            r"|your (?:role|impact|mission|day|job|tasks)|will be working on|in this role"
            r"|principal|you will be responsible|what this role|^(?:.* )?you will$"
            r"|success looks like|what (?:the|our|this|an?) \w+(?: \w+)? (?:does|will do)"
        ),
    ),
    (
        Part.PREFERRED,
        (
            r"great (?:to have|if)|thrilled|prefer(?!red name)|desir(?:able|ed)|nice to have"
            r"|nice to haves|good to have|bonus"
            r"|\bplus(?:es)?\b"
            r"|advantage|great but not|not required|would be (?:great|nice|a plus)|extra credit"
            r"|even better|stand out|optional|\bassets?\b|helpful|(?:would|wed|youd|d) love"
            r"|nice if"
            r"|brownie|lovely to have|cool to have|handy|dont worry if|icing on"
            r"|extra points|^you (?:might|may) also|also (?:great|nice|good|welcome)"
            r"|what would be|would be welcome|^nice$|good extras"
            r"|additional (?:skills|qualifications|experience|assets)|beneficial|highly valued"
            r"|ideally"
            r"|sets? you apart|set yourself apart"
        ),
    ),
    (
        Part.REQUIRED,
        (
            r"requir|qualif|essential|must have|must haves|minimum"
            r"|what you(?:ll)? (?:will )?(?:need"
            r"|bring|have)"
            r"|what were looking|what we(?: are)? look|who we(?: a)?re (?:look|seek)|who (?:we"
            r"|you) (?:are )?looking"
            r"|(?:we|you)(?: are|re) looking for|who you are|who are you|about you"
            r"|^youll (?:need|bring|fit)|^you (?:will )?need"
            r"|^you(?:ve)?(?: have| are| bring"
            r"| will have)?$"
            r"|^you (?:have|are|should|must|may|might|will \w|bring)|skills|experience|knowledge"
            r"|education"
            r"|competenc|eligib|criteria|person spec|the person|the candidate|ideal candidate"
            r"|successful candidate|your (?:background|profile|skills|experience|qualifications)"
            r"|to be successful|might be a (?:good |great )?fit|great fit|good fit|credential"
            r"|licens"
            r"|certificat|abilities|\bksas?\b|prerequisite|what (?:does )?it takes?|background"
            r"|expertise|we expect|you can bring|we need|candidate profile|training and experience"
            r"|attributes"
            r"|technical stack|what makes you|ideal profile|to be considered|who we want"
            r"|bring to|like you to have|you (?:should|will|must|would"
            r"|need to) (?:have|be|possess)"
        ),
    ),
    (
        Part.ABOUT,
        (
            r"about us|about (?:the )?(?:company|team|trust|organi[sz]ation|department|hospital"
            r"|employer|area)"
            r"|company|who we are|who are we|our (?:trust|mission|values|culture|company|story"
            r"|team"
            r"|vision|purpose"
            r"|organi[sz]ation|commitment|people|benefits|department)|life at|the team|the company"
            r"|key facts"
            r"|meet (?:our|the)|why us|working (?:for|at|with) us|join us|who are"
            r"|the organi[sz]ation"
            r"|the trust|the area|what we do|our client|core values|^why (?!this|you)"
            r"|^about (?!you|the|this|your)"
        ),
    ),
    (
        Part.NEUTRAL,
        (
            r"(?:additional|other|more|further|important|special) (?:information|details|notes?)"
            r"|^notes?$|^etc$"
        ),
    ),
    (
        Part.DUTIES,
        (
            r"the role|about the (?:role|job|position|opportunity|post)|job (?:summary|description"
            r"|purpose|role"
            r"|overview|brief|details)|(?:position|role|general) (?:summary|overview|description"
            r"|purpose)"
            r"|summary|overview|the (?:job|position|opportunity|post|project|work)|job title|role$"
            r"|scope"
            r"|purpose|objectives|functions|description|opportunity"
        ),
    ),
)
_COMPILED = tuple((part, re.compile(pattern)) for part, pattern in _SOUGHT)

# A short line without any mark of a heading is one only if it says no more than this.
_PLAIN = re.compile(
    r"(?:the |your |our |key |main |job |role |general |basic |other |core |minimum |required? "
    r"|preferred |desired |desirable |essential |additional |technical |professional |position "
    r"|special |specific |work |principal |primary |entry |selection |specialized |daily |major "
    r"|company |helpful |mandatory |ideal )*"
    r"(?:requirements?|qualifications?|responsibilit(?:y|ies)|duties|skills|experience|education"
    r"|knowledge|competenc(?:y|ies)|abilities|criteria|benefits|perks|summary|overview"
    r"|description|credentials|licen[cs]es?|licensures?|certifications?|functions|eligibility"
    r"|accountabilities|activities|tasks|purpose|profile|attributes|background|mission|culture"
    r"|values|compensation|rewards|prerequisites|assets"
    r"|about (?:you|us|the (?:role|job|team|company|position|trust|opportunity|organi[sz]ation))"
    r"|role|opportunity|location|person|team|impact|trust|person specification|candidate"
    r"|who (?:we|you) are|who we(?: are| re)? looking for|who will love this job"
    r"|what (?:the|our|this|an?) \w+(?: \w+)? (?:does|will do)"
    r"|what we (?:look for|seek|ask(?: for)?|want|expect|require)"
    r"|what (?:you(?:ll)?|we)(?: will| are|re)? (?:do|need|bring|have|offer|own|get|be doing"
    r"|work on|looking for|need to (?:have|succeed))|what were looking for|what it takes"
    r"|what will you do|what (?:makes|sets) you (?:a great fit|apart)|what success looks like"
    r"|what you bring to the table|what you should have|experience youll bring|day to day"
    r"|a day in the life|how youll make an impact|scope of work|in this role you will"
    r"|in this role, you will|you (?:will|have|will have|must have)|were looking for someone who"
    r"|great benefits|nice to haves?|(?:great|good) to have|bonus points|bonus|must haves?|pluses"
    r"|extra credit|advantageous|optional|ways to stand out|preferred but not required"
    r"|(?:lovely|cool|handy) to have|handy extras|icing on the cake"
    r"|you(?: wi|)ll (?:need|bring|fit in if|be a (?:good|great) fit if)|you need"
    r"|bonus if you have|even better(?: if you(?: have)?)?|a plus|preferred \(?not required\)?"
    r"|not required but (?:helpful|nice|useful|desirable)|you (?:might|may) also have"
    r"|extra points(?: for| if you have)?|(?:it )?would be (?:nice|great|a plus)(?: if| to have)?"
    r"|what would be (?:great|nice|a plus)|ideally,? you(?: wi|)ll(?: also)? have|ideally"
    r"|even better if|essential|desirable|preferred|required"
    r"|minimum|how to apply|to apply|apply with us|eeo statement|etc|equal opportunity.{0,30}"
    r"|why (?:join us|work (?:for|with) us|this role is important)|benefits to you"
    r"|whats in it for you|in return we(?: will)? offer|we offer|diversity .{0,20}"
    r"|(?:application|interview|selection|hiring) process|next steps|contact|disclaimer"
    r"|physical (?:requirements|demands)|working conditions|work environment"
    r"|travel requirements|background check|privacy notice|salary(?: range)?|pay range"
    r"|(?:additional|other|further|important) information)"
    r"(?:,? (?:and )?(?:responsibilities|skills|experience|abilities|education|knowledge"
    r"|qualifications|requirements|duties|competencies|certifications?|functions|benefits|perks"
    r"|licensure|overview|inclusion|demands))*"
    r"(?: required| preferred| desired| summary| include)?"
)


def part_of_heading(folded: str) -> Part | None:
    """Return the part that a folded heading opens, None where its words say nothing."""
    if ("requir" in folded or "essential" in folded or "minimum" in folded) and (
        "prefer" in folded or "desir" in folded
    ):
        # "Essential and desirable criteria": each line says for itself which it is.
        return Part.REQUIRED if "not requir" not in folded else Part.PREFERRED
    for part, pattern in _COMPILED:
        if pattern.search(folded):
            return part
    return None


def is_plain_heading(folded: str) -> bool:
    """Whether a folded line says nothing but the name of a part."""
    return _PLAIN.fullmatch(folded) is not None
