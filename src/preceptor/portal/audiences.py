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
SIGN_UP = Step(
    "Make an account",
    "account_signup",
    "What you brought moves into it. You decide who sees what, and take it back with one click.",
)
HIRE = Step(
    "Add your organization",
    "accounts:organization_new",
    "Publish jobs, find people who agreed to be found, and go from application to hire with a "
    "clock on every answer.",
)
DESK = Step(
    "Come to the re-employment desk",
    "matches:desk",
    "With the code your employer gave you: credit for what you know, openings near, a counselor.",
)


AUDIENCES: Mapping[str, Audience] = {
    audience.slug: audience
    for audience in (
        Audience(
            "people",
            "I am looking for work",
            "A resume, as it is, or the answers to a dozen questions.",
            "the roles you are nearest to and why, ranked jobs with a reason per line, the gap to "
            "each, and a record of your search with a date on every answer.",
            (ADVICE, JOBS, SIGN_UP, DESK, ROLES),
            "Planning a route through courses, exams and placements.",
        ),
        Audience(
            "employers",
            "I am short of staff",
            "A posting, as it is.",
            "the role it really describes, what each line costs in people, a shortlist whose "
            "evidence you can check, and a hire.",
            (PRICE, HIRE, ROLES, JOBS),
            "Training near-missers in, and hosting placements.",
        ),
        Audience(
            "programs",
            "I teach",
            "What your courses cover.",
            "what postings ask for, in the words they use, what resumes leave unsaid, and what "
            "became of the graduates who let you see it.",
            (HIRE, COMPETENCIES, ROLES, PRICE),
            "Courses and cohorts, and exams.",
        ),
        Audience(
            "hosts",
            "I can host or mentor",
            "The work you could show somebody, or a day a week of your own.",
            "what each role asks, so that you see which competencies your work would prove; as a "
            "consultant, small practices that share your week.",
            (SIGN_UP, ROLES, COMPETENCIES),
            "Placements, agreements, signed hours, and mentoring.",
        ),
        Audience(
            "counselors",
            "I counsel people",
            "Clients who agree that you act for them.",
            "everything that a person sees on their own page, what waits for an answer, and "
            "applications you send for those who agreed.",
            (HIRE, ADVICE, ROLES, JOBS),
            "Planning a client’s route through courses and exams.",
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
