"""The command that checks and rebuilds what is found by words."""

import json
from argparse import Namespace

import pytest
from tests.factories import make_job, make_person, make_resume, make_vocabulary

from preceptor.cli.commands import index
from preceptor.cli.ending import ANSWERED, PROBLEMS
from preceptor.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    make_vocabulary()
    make_resume(person=make_person())
    return make_job()


def told(capsys, action, **chosen):
    ended = index.run(Namespace(**{"action": action, "kind": None, "json": False, **chosen}))
    return ended, capsys.readouterr().out


def test_what_is_in_step_is_said_in_a_line_for_each_kind(world, capsys):
    assert told(capsys, "check") == (ANSWERED, "In step: open jobs\nIn step: people\n")


def test_what_is_out_of_step_is_counted_and_mended(world, capsys):
    Job.objects.filter(pk=world.pk).update(title="Zoo keeper")

    ended, out = told(capsys, "check", kind="jobs")
    assert ended == PROBLEMS
    assert out == (
        "Out of step: open jobs (0 missing, 1 different, 0 left over). "
        "preceptor index rebuild --kind jobs\n"
    )
    assert told(capsys, "rebuild") == (ANSWERED, "Built anew: 1 open job\nBuilt anew: 1 person\n")
    ended, out = told(capsys, "check", kind="jobs", json=True)
    assert ended == ANSWERED
    assert json.loads(out) == {"kind": "jobs", "missing": 0, "different": 0, "left_over": 0}
