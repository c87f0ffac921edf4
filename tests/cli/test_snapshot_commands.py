"""The commands about snapshots, called as the command line calls them."""

import json
from argparse import Namespace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.factories import MONDAY, make_job, make_person, make_resume, make_vocabulary

from preceptor.accounts.services import erase_person
from preceptor.cli.commands import recompute, snapshot
from preceptor.cli.ending import ANSWERED, PROBLEMS, UNREADABLE, CommandError
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.matches.models import Snapshot, Stamp
from preceptor.matches.queries.opened import snapshot_path
from preceptor.matches.queries.pool import current_pool
from preceptor.matches.services import answer_price, build_snapshot, stamp_answer

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "schema" / "recompute.json"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(db):
    make_vocabulary()
    person = make_person()
    make_resume(person=person)
    return person


def built(**chosen):
    return snapshot.run(Namespace(**{"list": False, "merge": False, "as_of": None, **chosen}))


def test_building_says_what_came_out(person, capsys):
    assert built() == ANSWERED

    out, err = capsys.readouterr()
    assert "1 people as of 20" in out
    assert "bytes" in out
    assert "People: 1 of 1" in err


def test_merging_says_where_nothing_changed(person, capsys):
    built()
    assert built(merge=True) == ANSWERED
    assert "Nothing has changed" in capsys.readouterr().out

    make_person(name="Wade Libby")
    built(merge=True)
    assert "2 people as of" in capsys.readouterr().out


def test_the_list_finds_damage(person, capsys):
    built()
    assert built(list=True) == ANSWERED
    snapshot_path(Snapshot.objects.get()).write_bytes(b"")

    assert built(list=True) == PROBLEMS
    assert "cut short" in capsys.readouterr().out


def test_without_room_a_build_ends_with_a_sentence(person, settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "file" / "snapshots"
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="cannot be written"):
        built()


def again(digest, capsys, *, as_json=False):
    code = recompute.run(Namespace(stamp=digest, json=as_json))
    return code, capsys.readouterr().out


@pytest.fixture
def price(person):
    make_job()
    build_snapshot(now=MONDAY)
    job = with_lines(Job.objects.all()).get()
    return answer_price(job, current_pool(), now=MONDAY)


def test_an_answer_computed_again_is_said_to_be_equal(price, capsys):
    make_resume(person=make_person(name="Wade Libby"))

    code, said = again(price.stamp.digest.upper(), capsys)

    assert code == ANSWERED
    assert "Equal: the same numbers" in said
    assert f"{price.title}: {price.meet_all} of 1 meet all" in said


def test_erasure_is_named_as_the_reason(price, person, capsys):
    erase_person(person=person, now=MONDAY, reason="asked")

    code, said = again(price.stamp.digest, capsys)

    assert code == ANSWERED
    assert "1 person was erased since, from every kept file too" in said


def test_a_difference_without_a_reason_is_a_problem(price, capsys):
    Stamp.objects.update(answer="0" * 64)

    code, said = again(price.stamp.digest, capsys)

    assert code == PROBLEMS
    assert "Different: the answer's numbers had digest 000000000000" in said


def test_the_object_fits_its_schema(price, capsys):
    advice = stamp_answer(current=current_pool(), now=MONDAY)
    schema = Draft202012Validator(json.loads(SCHEMA.read_text()))

    for digest in (price.stamp.digest, advice.digest):
        _, said = again(digest, capsys, as_json=True)
        assert list(schema.iter_errors(json.loads(said))) == []
    assert "its pool is there" in again(advice.digest, capsys)[1]


def test_what_cannot_be_computed_again_ends_with_the_reason(person):
    with pytest.raises(CommandError, match="No stamp feedbeef") as ended:
        recompute.run(Namespace(stamp="feedbeef", json=False))
    assert ended.value.code == UNREADABLE
