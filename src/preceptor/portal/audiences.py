"""Who comes, what they bring, and what exists for them today: said plainly, nothing promised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done today: the words of the link, its route, and what it gives."""

    label: str
    route: str
    gives: str


@dataclass(frozen=True, slots=True)
class Audience:
    """One kind of people: how they say it, what they leave with, what is there and what is not."""

    slug: str
    says: str
    brings: str
    leaves_with: str
    today: tuple[Step, ...]
    not_yet: str


ADVICE = Step(
    "Give a resume",
    "matches:advice_start",
    "The roles it is nearest to and the words that decide, ten ranked jobs with a reason per "
    "line, and what is missing.",
)
PRICE = Step(
    "Paste a posting",
    "matches:price_start",
    "The role it describes, what each line costs in people, the cheapest change, and a blind "
    "shortlist.",
)
JOBS = Step("Look at open jobs", "jobs:job_list", "Every open job, with its lines and its price.")
ROLES = Step(
    "Tell the roles apart",
    "competencies:role_guide",
    "What each kind of health IT work does in a week, and how any two differ.",
)
COMPETENCIES = Step(
    "Look up a competency",
    "competencies:competency_list",
    "What it is, how the world writes it, and which roles ask for it.",
)

AUDIENCES: Mapping[str, Audience] = {
    audience.slug: audience
    for audience in (
        Audience(
            "people",
            "I am looking for work",
            "A resume, as it is.",
            "the roles you are nearest to and why, ranked jobs with a reason per line, and the "
            "gap to each.",
            (ADVICE, JOBS, ROLES),
            "Applying from here, a form in place of a resume, and planning a route through "
            "courses, exams and placements.",
        ),
        Audience(
            "employers",
            "I am short of staff",
            "A posting, as it is.",
            "the role it really describes, what each line costs in people, and a shortlist "
            "whose evidence you can check.",
            (PRICE, ROLES, JOBS),
            "Publishing a job, receiving applications, and meeting the people on a shortlist.",
        ),
        Audience(
            "programs",
            "I teach",
            "What your courses cover.",
            "what postings ask for, in the words they use, and what resumes leave unsaid.",
            (COMPETENCIES, ROLES, PRICE),
            "Courses and cohorts, exams, and counting what became of each cohort.",
        ),
        Audience(
            "hosts",
            "I can host or mentor",
            "The work you could show somebody.",
            "what each role asks, so that you see which competencies your work would prove.",
            (ROLES, COMPETENCIES),
            "Offers, agreements, signed hours, and mentoring.",
        ),
        Audience(
            "counselors",
            "I counsel people",
            "A client’s resume, with their consent and in their presence.",
            "everything that a person sees on their own page.",
            (ADVICE, ROLES, JOBS),
            "Working on behalf of several clients from one account.",
        ),
        Audience(
            "planners",
            "I plan for a region",
            "The postings you know of.",
            "what their requirements cost in people, and which change reaches how many.",
            (PRICE, ROLES, JOBS),
            "Surveys, a shortage map, and a forecast with ranges.",
        ),
    )
}
