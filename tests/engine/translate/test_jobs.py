"""Lines as stored become the engine's job, and every part knows its line."""

from tests.engine.translate.small import VOCABULARY

from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Credential,
    Domain,
    Education,
    Grade,
    Licence,
    Line,
    Place,
    RightToWork,
    Schooling,
    SchoolingAlternative,
    Years,
)
from preceptor.engine.translate import LineDraft, job_from

NUMBER = VOCABULARY.number


def line(kind, spec, necessity="must", weight=10):
    return LineDraft(kind, necessity, weight, "label", spec, "rule")


def skill(number, necessity="must", weight=10):
    spec = {"any_of": [{"competency": f"skill-{number:02}", "level": 1}]}
    return line("competency", spec, necessity, weight)


def built(*lines, **more):
    return job_from(lines, VOCABULARY, number=5, **more)


def test_every_kind_of_line_has_its_part_in_the_job():
    found = built(
        line("licence", {"any_of": ["rn", "lpn"]}),
        line(
            "competency",
            {
                "any_of": [
                    {"competency": "sql", "level": 3},
                    {"competency": "python", "level": None},
                ],
                "minimum_grade": 2,
            },
        ),
        line("credential", {"any_of": ["cpc"]}, "nice", 4),
        line("years", {"domain": "records", "quarters": 8}, weight=20),
        line("education", {"any_of": [{"level": 4, "quarters": 0}, {"level": 0, "quarters": 16}]}),
        line("right_to_work", {}),
        line(
            "place",
            {
                "is_remote": True,
                "states": ["ME"],
                "is_on_site": True,
                "sites": [[44.8, -68.8]],
                "radius_miles": 30,
            },
        ),
    )
    assert found.job.number == 5
    assert found.job.lines == (
        Line(
            AnyOf(
                (Alternative(NUMBER["sql"], 3), Alternative(NUMBER["python"], None)),
                minimum_grade=Grade.ATTESTED,
            )
        ),
        Line(Credential((NUMBER["cpc"],)), is_must=False),
        Line(Years(Domain.RECORDS, 8), weight=20),
        Line(
            Schooling(
                (
                    SchoolingAlternative(Education.BACHELOR, 0, Domain.ANY),
                    SchoolingAlternative(Education.NOT_STATED, 16, Domain.ANY),
                )
            )
        ),
    )
    assert found.job.gates == (
        Licence((NUMBER["rn"], NUMBER["lpn"])),
        RightToWork(),
        Place(True, ("ME",), True, ((44.8, -68.8),), 30),
    )
    assert (found.lines, found.gates) == ((1, 2, 3, 4), (0, 5, 6))
    # Musts in line order, then the gates: the bits of every mask.
    assert found.requirements == (1, 3, 4, 0, 5, 6)


def test_what_the_vocabulary_has_lost_is_left_out():
    lost = {"any_of": [{"competency": "gone", "level": 1}]}
    half = {"any_of": [{"competency": "gone", "level": 1}, {"competency": "sql", "level": 1}]}
    found = built(
        line("competency", lost),
        line("competency", half),
        line("credential", {"any_of": ["gone"]}),
        line("licence", {"any_of": ["gone"]}),
    )
    assert found.job.lines == (Line(AnyOf((Alternative(NUMBER["sql"], 1),))),)
    assert (found.lines, found.gates) == ((1,), ())


def test_the_rate_and_the_weight_of_proof_are_the_employers():
    job = built(skill(0), proof_weight=50, hours_per_year=160).job
    assert (job.proof_weight, job.hours_per_year) == (50, 160)


def test_of_too_many_musts_the_lightest_become_nice_and_are_named():
    heavy = [skill(n, weight=20) for n in range(20)]
    light = [skill(n + 20, weight=11) for n in range(6)]
    found = built(line("licence", {"any_of": ["rn"]}), *light, *heavy)
    assert found.made_nice == (4, 5, 6)
    assert len(found.requirements) == 24
    assert {found.job.lines[at - 1].is_must for at in found.made_nice} == {False}
    assert {found.job.lines[at - 1].weight for at in found.made_nice} == {11}


def test_a_weight_nobody_edited_follows_a_must_that_becomes_nice():
    found = built(*(skill(n) for n in range(25)))
    assert found.made_nice == (24,)
    assert found.job.lines[24] == Line(AnyOf((Alternative(NUMBER["skill-24"], 1),)), is_must=False)


def test_lines_beyond_the_sixty_fourth_are_named_as_left_out():
    wishes = [skill(n, "nice", weight=5 + (n == 3)) for n in range(66)]
    found = built(*wishes)
    assert found.left_out == (64, 65)
    assert found.lines == tuple(range(64))
