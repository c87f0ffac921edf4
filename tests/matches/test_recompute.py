import re
from datetime import timedelta

import pytest
from django.db import transaction
from tests.factories import (
    MONDAY,
    NURSE,
    TECHNICIAN,
    make_job,
    make_person,
    make_resume,
    make_vocabulary,
)

from preceptor.accounts.models import Change, Consent
from preceptor.accounts.services import erase_person, note_change, withdraw_consent
from preceptor.jobs.models import Job
from preceptor.jobs.queries import with_lines
from preceptor.matches.models import Snapshot, Stamp
from preceptor.matches.queries.pool import current_pool
from preceptor.matches.recompute import NotRecomputable, recompute
from preceptor.matches.services import answer_price, build_snapshot, stamp_answer
from preceptor.matches.snapshot_files import SnapshotNotWritten
from preceptor.matches.stamped_changes import change_files, keep_changes, kept_changes
from preceptor.resumes.services import take_in_resume

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(db):
    make_vocabulary()
    make_job()
    return with_lines(Job.objects.all()).get()


@pytest.fixture
def people(job):
    """Two people in the snapshot, and one who came after it."""
    ruth = make_person()
    make_resume(person=ruth)
    wade = make_person(name="Wade Libby")
    make_resume(person=wade, text=TECHNICIAN)
    build_snapshot(now=MONDAY)
    ada = make_person(name="Ada Pelletier")
    make_resume(person=ada, text=NURSE)
    return ruth, wade, ada


def answered(job, **asked):
    return answer_price(job, current_pool(), now=MONDAY, **asked)


def test_an_answer_on_changes_is_computed_again_to_the_same_numbers(job, people):
    price = answered(job)
    make_resume(person=make_person(name="Ben Levesque"), text=TECHNICIAN)
    build_snapshot(now=MONDAY)

    again = recompute(price.stamp.digest)

    assert (again.outcome, again.people, again.erased) == ("equal", 3, 0)
    assert again.price == price
    assert again.kept_digest == again.digest
    assert re.fullmatch("[0-9a-f]{64}", again.digest)


def test_switches_and_terms_belong_to_the_question(job, people):
    posted = answered(job)
    must = next(line for line in posted.lines if line.decision == "must")
    tried = answered(
        job, decisions={must.position: "drop"}, goal=2, proof_weight=50, hours_per_year=80
    )
    as_posted = answered(job, proof_weight=job.proof_weight, hours_per_year=job.hours_per_year)

    assert tried.stamp.digest != posted.stamp.digest
    assert as_posted.stamp.digest == posted.stamp.digest
    assert recompute(tried.stamp.digest).price == tried
    assert {recompute(each.stamp.digest).outcome for each in (posted, tried)} == {"equal"}


def test_whoever_withdraws_or_is_edited_since_counts_as_they_stood(job, people):
    ruth, wade, _ = people
    price = answered(job)
    withdraw_consent(person=ruth, purpose=Consent.Purpose.FOUND, now=MONDAY)
    take_in_resume(person=wade, data=NURSE.encode(), filename="resume.txt", now=MONDAY)

    again = recompute(price.stamp.digest)

    assert (again.outcome, again.withdrawn, again.edited, again.erased) == ("equal", 1, 1, 0)
    assert answered(job).pool == 2


def test_whoever_was_erased_since_is_gone_from_the_old_answer_too(job, people):
    ruth, wade, ada = people
    price = answered(job)
    erase_person(person=ada, now=MONDAY, reason="asked")
    erase_person(person=wade, now=MONDAY, reason="asked")

    again = recompute(price.stamp.digest)

    assert (again.outcome, again.people, again.erased) == ("different", 3, 2)
    assert again.price.pool == 1
    assert [each.key for each in again.price.shortlist] == [str(ruth.public_id)[-6:]]


def test_erased_but_not_yet_cleared_counts_no_more_either(job, people, monkeypatch):
    price = answered(job)
    monkeypatch.setattr("preceptor.matches.clearing.clear_snapshot", _busy)
    erase_person(person=people[1], now=MONDAY, reason="asked")

    assert recompute(price.stamp.digest).erased == 1


def _busy(*_):
    raise BlockingIOError


def test_files_of_several_processes_go_together(job, people):
    """Another process kept other spans of the same changes."""
    first = answered(job)
    snapshot = Snapshot.objects.get()
    make_resume(person=make_person(name="Ben Levesque"))
    second = answered(job)
    take_in_resume(person=people[0], data=TECHNICIAN.encode(), filename="resume.txt", now=MONDAY)
    third = answered(job)
    spans = [path.name.split(".")[1] for path in change_files(snapshot)]
    assert len(spans) == 3

    # A process that saw none of the others' files keeps all that changed as one.
    aside = [path.rename(path.with_suffix(".aside")) for path in change_files(snapshot)]
    keep_changes(current_pool())
    assert recompute(third.stamp.digest).outcome == "equal"
    for path in aside:
        path.rename(path.with_suffix(".changes"))

    assert len(change_files(snapshot)) == 4
    outcomes = [recompute(each.stamp.digest).outcome for each in (first, second, third)]
    assert outcomes == ["equal"] * 3


def test_a_stamp_of_the_bare_snapshot_needs_no_changes(job):
    make_resume()
    build_snapshot(now=MONDAY)
    price = answered(job)

    assert change_files(Snapshot.objects.get()) == []
    assert recompute(price.stamp.digest).outcome == "equal"


def test_advice_is_about_no_job_and_only_its_pool_is_computed_again(job, people):
    stamp = stamp_answer(current=current_pool(), now=MONDAY)

    again = recompute(stamp.digest)

    assert (again.outcome, again.people, again.price) == ("not compared", 3, None)
    assert again.stamp.people == 3


def test_a_price_asked_after_the_page_of_the_job_is_compared_too(job, people):
    bare = stamp_answer(current=current_pool(), now=MONDAY, job=job)
    assert recompute(bare.digest).outcome == "not compared"

    assert answered(job).stamp.digest == bare.digest
    assert recompute(bare.digest).outcome == "equal"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"vocabulary_version": "older"}, "with vocabulary older"),
        ({"engine_version": "0"}, "with engine 0"),
        ({"policy": "other"}, "with policy other"),
        ({"last_change": 10**6}, "was not kept"),
        ({"job_revision": 7}, "revision 7 of the job. It was edited since: only revision 1"),
        ({"job": "019a0000-0000-7000-8000-000000000000"}, "was deleted"),
    ],
)
def test_what_cannot_be_computed_again_says_why(job, people, change, said):
    digest = answered(job).stamp.digest
    Stamp.objects.update(**change)

    with pytest.raises(NotRecomputable, match=said):
        recompute(digest)


def test_an_unknown_stamp_and_a_dropped_file_say_so(job, people, settings):
    digest = answered(job).stamp.digest
    with pytest.raises(NotRecomputable, match="No stamp feedbeef is kept"):
        recompute("feedbeef")

    later = MONDAY + timedelta(days=settings.KEEP_STAMPED_DAYS + 1)
    build_snapshot(now=later)
    with pytest.raises(NotRecomputable, match="not kept any more"):
        recompute(digest)
    left = [path.name for path in settings.SNAPSHOTS.iterdir() if path.name != ".lock"]
    assert left == [Snapshot.objects.latest("pk").filename]


def test_a_full_disk_keeps_the_answer_and_its_stamp(job, people, monkeypatch):
    def full(*_):
        raise SnapshotNotWritten("No space left on device.")

    monkeypatch.setattr("preceptor.matches.services.answers.keep_changes", full)
    price = answered(job)

    with pytest.raises(NotRecomputable, match="was not kept"):
        recompute(price.stamp.digest)


def test_changes_are_kept_as_they_stood_at_their_last_row(job, people):
    price = answered(job)
    snapshot = Snapshot.objects.get()
    with transaction.atomic():
        note_change(person=people[0], now=MONDAY)

    kept = kept_changes(snapshot, price.stamp.last_change)

    assert kept.people.number.tolist() == [people[2].pk]
    assert kept.through == price.stamp.last_change < Change.objects.latest("number").number
