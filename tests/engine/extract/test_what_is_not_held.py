"""What a resume names without holding it: employers, wards, other people, missing experience."""

import pytest
from tests.engine.extract.resumes import AS_OF

from preceptor.engine.extract import read_resume
from preceptor.engine.extract.facts import HeldCompetency
from preceptor.engine.extract.lexicon import Lexicon
from preceptor.engine.extract.past_jobs import employer_spans, is_of_systems
from preceptor.engine.vocabulary import Competency, Kind, Vocabulary

LEXICON = Lexicon.build(
    Vocabulary(
        "test",
        (
            Competency("sql", "SQL", Kind.TOOL),
            Competency("tableau", "Tableau", Kind.TOOL),
            Competency("maternity", "labor and delivery", Kind.KNOWLEDGE, block="work-clinical"),
            Competency("insurance", "insurance experience", Kind.KNOWLEDGE),
            Competency("governance", "data governance", Kind.KNOWLEDGE),
            Competency("relations", "client relations", Kind.SKILL),
        ),
        (),
    )
)

RESUME = (
    "{title}\nSummary\nSeasoned worker.\nExperience\n{title} 02/2010 to Current\n"
    "Company Name City , State\n{duty}\nEducation\nBS 2005\n"
)


def read(text: str) -> dict[str, HeldCompetency]:
    """Read what a text holds, by competency."""
    return {
        entry.competency: entry for entry in read_resume(text, LEXICON, as_of=AS_OF).competencies
    }


def held(duty: str, title: str = "Software Engineer") -> set[str]:
    """Give the competencies read from one duty."""
    return set(read(RESUME.format(title=title, duty=duty)))


@pytest.mark.parametrize(
    "sentence",
    [
        "acme is a saas startup based in toronto",
        "premera is a not for profit healthcare insurance provider in the state",
        "400+ licensed bed non profit hospital with two nursing homes",
    ],
)
def test_an_employer_described_is_known(sentence: str) -> None:
    assert employer_spans(sentence) == ((0, len(sentence)),)


@pytest.mark.parametrize(
    "sentence",
    [
        "i was a nurse at a hospital",
        "the system is a portal for patients",
        "resource allocation for 24 bed micu",
        "",
    ],
)
def test_what_was_done_describes_no_employer(sentence: str) -> None:
    assert employer_spans(sentence) == ()


def test_jobs_with_systems_are_told_from_jobs_with_patients() -> None:
    assert is_of_systems("director of information technology")
    assert is_of_systems("senior project manager")
    assert not is_of_systems("clinical applications nurse")
    assert not is_of_systems("staff nurse")


def test_wards_are_practice_to_a_nurse_and_places_to_an_engineer() -> None:
    duty = "Went live in the Labor and Delivery department and in the ICU."
    assert "maternity" in held(duty, "Staff Nurse")
    assert "maternity" not in held(duty)


def test_experience_missing_is_not_held() -> None:
    assert "insurance" not in held("I started with no insurance experience at all.")
    assert "insurance" in held("I brought insurance experience to the team.")


def test_the_work_of_the_manager_reported_to_is_not_held() -> None:
    assert "governance" not in held("Reported to the Director of Data Governance.")
    assert "governance" in held("Set up data governance for two hospitals.")


def test_a_level_speaks_within_its_column() -> None:
    found = read("Analyst\nSkills\n   SQL expert          Tableau\nEducation\nBS 2005\n")
    assert found["sql"].level == 5
    assert found["tableau"].level is None


def test_strong_relations_make_no_strong_writer() -> None:
    duty = "Retained sales by building strong client relations."
    assert read(RESUME.format(title="Manager", duty=duty))["relations"].level is None


def test_what_an_expert_moves_to_is_new_to_them() -> None:
    found = read("Analyst\nSummary\nTransition my clinical expertise to SQL.\nEducation\nBS 2005\n")
    assert found["sql"].level is None


def test_a_position_sought_is_not_held_yet() -> None:
    found = read(
        "Analyst\nSummary\nSeeking a data governance position. I know SQL.\nEducation\nBS\n"
    )
    assert set(found) == {"sql"}


def test_expert_level_proficiency_is_an_experts() -> None:
    found = read("Analyst\nSummary\nExpert level proficiency in SQL.\nEducation\nBS 2005\n")
    assert found["sql"].level == 5
