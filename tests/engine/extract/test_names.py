"""Words inside the names of bodies and buildings are not skills."""

import pytest
from tests.engine.extract.adverts import classes, nhs, read


@pytest.mark.parametrize(
    "phrase",
    [
        "the American Project Management Association",
        "the Institute of Project Management",
        "the Department of Project Management and Planning",
        "the Project Management Building",
        "the Commission on Collegiate Project Management",
    ],
)
def test_words_inside_the_name_of_a_body_are_no_skill(phrase: str) -> None:
    assert classes(read(nhs(f"You will need SQL at {phrase}."))) == {"sql": "must"}


@pytest.mark.parametrize(
    "phrase", ["Project Management", "Project Management and the College", "project management"]
)
def test_the_same_words_by_themselves_stay(phrase: str) -> None:
    assert classes(read(nhs(f"You will need {phrase}."))) == {"project-management": "must"}


def test_a_system_keeps_its_meaning_in_a_name() -> None:
    assert classes(read(nhs("You will need PACS from the PACS Institute."))) == {"pacs": "must"}
