"""One person's jobs: order, fit, and the whole engine's imports."""

import ast
from datetime import date
from pathlib import Path

from tests.engine.match.worlds import World, skills

import preceptor.engine.match
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.match import (
    Alternative,
    AnyOf,
    Evidence,
    Grade,
    Job,
    Line,
    PersonRecord,
    RightToWork,
    Stamp,
    jobs_for_person,
)

SQL = Line(AnyOf((Alternative(0, 4),)))


def test_jobs_stand_by_gates_then_fit_then_number():
    person = PersonRecord(1, (Evidence(0, 4, Grade.CREDENTIALED),))
    world = World(skills(2), (person,), Job(1, ()))
    other = Line(AnyOf((Alternative(1, 4),)))
    jobs = [
        Job(5, (SQL,), (RightToWork(),)),
        Job(4, (SQL, other)),
        Job(3, (SQL,)),
        Job(2, (SQL,)),
        Job(6, ()),
    ]

    found = jobs_for_person(world.pool(), 0, [world.compiled(job) for job in jobs])

    assert [(each.job.number, each.fit) for each in found] == [
        (2, 1000),
        (3, 1000),
        (4, 500),
        (6, 0),
        (5, 1000),
    ]
    assert [each.passes for each in found] == [True, True, False, True, False]


def test_no_jobs_give_an_empty_list():
    world = World(skills(1), (PersonRecord(1),), Job(1, ()))

    assert jobs_for_person(world.pool(), 0, []) == ()


def test_a_stamp_is_plain_values():
    stamp = Stamp("s1", 7, "2025.1", date(2025, 6, 15), "policy", 3)

    assert stamp.as_dict() == {
        "snapshot": "s1",
        "last_change": 7,
        "vocabulary_version": "2025.1",
        "as_of": "2025-06-15",
        "policy": "policy",
        "job_revision": 3,
        "engine_version": ENGINE_VERSION,
    }


def test_the_engine_imports_numpy_and_the_standard_library_only():
    folder = Path(preceptor.engine.match.__file__).parent
    allowed = {
        "__future__",
        "collections",
        "dataclasses",
        "datetime",
        "enum",
        "fractions",
        "hashlib",
        "json",
    }
    allowed |= {"functools", "itertools", "math", "typing", "numpy", "preceptor"}

    found = set()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            found |= {name.split(".")[0] for name in names}

    assert found <= allowed
