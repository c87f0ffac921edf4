"""Stored lists hold at the moment they are read; alerts are about what is new, and given once."""

import numpy as np
import pytest
from tests.factories import (
    MONDAY,
    NURSE,
    POSTING,
    TECHNICIAN,
    make_job,
    make_person,
    make_resume,
    make_vocabulary,
)

from preceptor.accounts.models import Consent
from preceptor.accounts.personal_data import export_person
from preceptor.accounts.services import erase_person, withdraw_consent
from preceptor.engine.match import jobs_for_person, score_pool, top
from preceptor.jobs.models import Job
from preceptor.jobs.queries import open_jobs
from preceptor.matches.clearing import clear_snapshot
from preceptor.matches.models import Alert, Run
from preceptor.matches.nightly import stored
from preceptor.matches.nightly.clearing import clear_runs
from preceptor.matches.nightly.columns import open_columns
from preceptor.matches.nightly.files import run_files
from preceptor.matches.nightly.run import Wish, run_nightly
from preceptor.matches.nightly.start import folder_of
from preceptor.matches.nightly.stored import (
    alerts_about,
    alerts_for,
    stored_jobs,
    stored_shortlist,
)
from preceptor.matches.queries.pool import current_pool, ready_job
from preceptor.matches.services import build_snapshot
from preceptor.resumes.services import take_in_resume

pytestmark = pytest.mark.django_db

TEXTS = (NURSE, TECHNICIAN, NURSE.replace("Epic", "Python"), TECHNICIAN.replace("SQL", "Epic"))
EASY = "Help Desk Technician\n\nRequirements\n- Troubleshooting\n"


@pytest.fixture(autouse=True)
def vocabulary(db):
    make_vocabulary()


@pytest.fixture
def people():
    found = [make_person(name=f"Person {number}") for number in range(8)]
    for number, person in enumerate(found):
        make_resume(person=person, text=TEXTS[number % 4])
    return found


@pytest.fixture
def jobs():
    texts = (POSTING, EASY, f"{POSTING}\n- Python\n", EASY.replace("Trouble", "Python\n- Trouble"))
    return [make_job(text=text, slug=f"job-{n}") for n, text in enumerate(texts)]


def night(**more):
    build_snapshot(now=MONDAY)
    return run_nightly(clock=lambda: MONDAY, wish=Wish(**more))


def alone(found):
    """A list as one can compare it."""
    return [(each.number, each.fit, each.gates_met) for each in found.entries]


def people_now(job, *, strict):
    """A job's whole list as the plain engine sees it at this moment."""
    scored = score_pool(current_pool().live.everyone(), ready_job(job).compiled)
    most = 255 * sum(scored.job.weights)
    return [
        (
            int(scored.pool.number[row]),
            1000 * int(scored.scores[row]) // most,
            bool(scored.gates_met[row]),
        )
        for row in top(scored, strict=strict)
    ]


def jobs_now(person):
    """A person's whole list as the plain engine sees it at this moment."""
    pool = current_pool().live.everyone()
    compiled = [ready_job(job).compiled for job in open_jobs()]
    return [
        (found.job.number, found.fit, found.gates_met)
        for found in jobs_for_person(pool, pool.row_of(person.pk), compiled)
    ]


@pytest.mark.parametrize("strict", [False, True])
def test_without_a_change_the_stored_lists_are_the_engines(people, jobs, strict):
    night()

    for job in jobs:
        found = stored_shortlist(job, strict=strict)
        assert alone(found) == people_now(job, strict=strict)
        assert found.is_whole
    for person in people:
        assert alone(stored_jobs(person)) == jobs_now(person)


def test_some_place_is_taken_on_every_kind_of_list(people, jobs):
    night()

    assert any(stored_shortlist(job, strict=True).entries for job in jobs)
    assert any(not entry.gates_met for job in jobs for entry in stored_shortlist(job).entries) or (
        all(entry.gates_met for job in jobs for entry in stored_shortlist(job).entries)
    )


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("per_job", [2, 5, 50])
def test_changed_people_are_dropped_or_placed_anew_as_far_as_that_is_exact(
    people, jobs, per_job, strict
):
    night(per_job=per_job)
    erased, withdrawn, changed = people[0], people[1], people[4]
    numbers = {erased.pk, withdrawn.pk}
    withdraw_consent(person=withdrawn, purpose=Consent.Purpose.FOUND, now=MONDAY)
    erase_person(person=erased, now=MONDAY, reason="asked")
    take_in_resume(person=changed, data=TECHNICIAN.encode(), filename="new.txt", now=MONDAY)
    make_resume(person=make_person(name="Newcomer"), text=TEXTS[3])

    for job in jobs:
        found, everyone = stored_shortlist(job, strict=strict), people_now(job, strict=strict)
        if found is None:
            assert per_job == 2
            continue
        assert not numbers & {entry.number for entry in found.entries}
        assert alone(found) == everyone[: len(found.entries)]
        assert len(found.entries) == len(everyone) or not found.is_whole


def test_jobs_closed_opened_and_revised_are_heeded_at_once(people, jobs):
    night()
    jobs[0].status = Job.Status.CLOSED
    jobs[0].save()
    jobs[1].revision += 1
    jobs[1].save()
    jobs[1].lines.filter(kind="competency").delete()
    make_job(text=EASY, slug="fresh")

    for person in people:
        assert alone(stored_jobs(person)) == jobs_now(person)
    assert stored_shortlist(jobs[0]) is None
    assert stored_shortlist(jobs[1]) is None


def test_a_short_list_of_jobs_ends_where_an_unkept_job_could_stand(people, jobs):
    night(per_person=2)
    first = jobs_now(people[3])[0][0]
    Job.objects.filter(pk=first).update(status=Job.Status.CLOSED)
    make_job(text=EASY, slug="fresh")

    found = stored_jobs(people[3])

    assert not found.is_whole
    assert alone(found) == jobs_now(people[3])[: len(found.entries)]
    assert found.entries


def test_who_changed_joined_or_withdrew_is_not_answered_from_the_store(people, jobs):
    night()
    withdraw_consent(person=people[0], purpose=Consent.Purpose.FOUND, now=MONDAY)
    take_in_resume(person=people[1], data=NURSE.encode(), filename="new.txt", now=MONDAY)
    newcomer = make_person(name="Newcomer")

    assert [stored_jobs(person) for person in (people[0], people[1], newcomer)] == [None] * 3
    assert stored_jobs(people[2]) is not None


def test_too_many_changes_are_left_to_the_engine(people, jobs, monkeypatch):
    night()
    monkeypatch.setattr(stored, "MOST_CHANGES", 0)
    assert stored_shortlist(jobs[0]) is not None

    make_person(name="Newcomer")

    assert stored_shortlist(jobs[0]) is None
    assert stored_jobs(people[0]) is None


def test_harmed_deleted_or_outdated_files_are_not_answered_from(people, jobs):
    assert stored_shortlist(jobs[0]) is None
    assert stored_jobs(people[0]) is None

    run = night()
    Run.objects.update(engine_version="older")
    assert stored_jobs(people[0]) is None

    Run.objects.update(engine_version=run.engine_version)
    for path in folder_of(run).glob("*.columns"):
        path.write_bytes(path.read_bytes()[:-1])
    assert stored_shortlist(jobs[0]) is None
    assert stored_jobs(people[0]) is None


def test_the_first_night_gives_no_alerts(people, jobs, settings):
    settings.ALERT_FIT = 0

    assert night().report["alerts"] == 0


def test_a_new_job_is_told_to_those_whom_it_fits_and_once_only(people, jobs, settings):
    night()
    fresh = make_job(text=EASY, slug="fresh")
    fits = {person.pk: {n: (f, g) for n, f, g in jobs_now(person)} for person in people}
    ordered = sorted(fits[person.pk][fresh.pk][0] for person in people)
    settings.ALERT_FIT = ordered[-1]
    assert ordered[0] < ordered[-1]

    run = night()

    expected = {
        number
        for number, of in fits.items()
        if of[fresh.pk][0] >= settings.ALERT_FIT and of[fresh.pk][1]
    }
    told = Alert.objects.filter(kind=Alert.Kind.NEW_JOB)
    assert set(told.values_list("person_id", flat=True)) == expected
    assert set(told.values_list("job_id", flat=True)) == {fresh.pk}
    assert run.report["alerts"] == Alert.objects.count() == len(expected)
    assert night(per_person=19).report["alerts"] == 0
    best = next(person for person in people if person.pk in expected)
    assert [alert.job for alert in alerts_for(best)] == [fresh]


def test_an_employer_is_told_who_is_new_on_the_strict_shortlist(people, jobs):
    night()
    newcomer = make_person(name="Newcomer")
    make_resume(person=newcomer, text=TECHNICIAN)

    run = night()

    strict = [job for job in jobs if newcomer.pk in dict_of(people_now(job, strict=True))]
    assert strict
    told = Alert.objects.filter(kind=Alert.Kind.NEW_PERSON)
    assert sorted(told.values_list("job_id", "person_id")) == [
        (job.pk, newcomer.pk) for job in strict
    ]
    assert run.report["alerts"] == len(strict)
    assert [alert.person for alert in alerts_about(strict[0])] == [newcomer]

    withdraw_consent(person=newcomer, purpose=Consent.Purpose.FOUND, now=MONDAY)
    assert alerts_about(strict[0]) == []


def dict_of(entries):
    return {number: (fit, met) for number, fit, met in entries}


def test_nobody_who_withdrew_or_changed_since_the_run_is_alerted(people, jobs, monkeypatch):
    night()
    newcomers = [make_person(name=f"Newcomer {number}") for number in range(3)]
    for newcomer in newcomers:
        make_resume(person=newcomer, text=TECHNICIAN)
    build_snapshot(now=MONDAY)
    withdraw_consent(person=newcomers[0], purpose=Consent.Purpose.FOUND, now=MONDAY)
    erase_person(person=newcomers[1], now=MONDAY, reason="asked")

    run_nightly(clock=lambda: MONDAY)

    assert set(Alert.objects.values_list("person_id", flat=True)) == {newcomers[2].pk}


def test_alerts_that_a_kill_cut_short_are_completed_by_the_next_call(people, jobs):
    night()
    make_resume(person=make_person(name="Newcomer"), text=TECHNICIAN)
    run = night()
    expected = set(Alert.objects.values_list("person_id", "job_id", "kind"))
    assert expected
    Alert.objects.all().delete()
    Run.objects.filter(pk=run.pk).update(alerted_at=None)

    again = run_nightly(clock=lambda: MONDAY)

    assert again.pk == run.pk
    assert set(Alert.objects.values_list("person_id", "job_id", "kind")) == expected
    assert again.report["alerts"] == len(expected)


def test_an_alert_is_exported_and_erased_with_the_person(people, jobs):
    night()
    newcomer = make_person(name="Newcomer")
    make_resume(person=newcomer, text=TECHNICIAN)
    night()

    assert len(export_person(newcomer)["matches.Alert"]) == newcomer.match_alerts.count() > 0

    erase_person(person=newcomer, now=MONDAY, reason="asked")
    assert not Alert.objects.filter(person_id=newcomer.pk).exists()


def test_files_hold_numbers_only(people, jobs):
    run = night()

    for path in folder_of(run).iterdir():
        assert b"Person 1" not in path.read_bytes()
        assert b"Augusta" not in path.read_bytes()


def numbers_in(folder):
    """Every person number that the files of a run hold."""
    found = set()
    for path in folder.glob("*.columns"):
        columns = open_columns(path)
        for name in ("numbers", "open_numbers", "strict_numbers"):
            if name in columns.arrays and path.name != "jobs.columns":
                found |= set(columns[name].ravel().tolist())
    return found - {0}


@pytest.mark.parametrize("erased", [(0,), (7,), (2, 3, 4), (0, 1), tuple(range(8))])
def test_whoever_is_erased_is_cleared_from_the_files_and_others_stay(people, jobs, erased):
    run = night()
    assert numbers_in(folder_of(run)) == {person.pk for person in people}
    gone = [people[at].pk for at in erased]
    left = [person for at, person in enumerate(people) if at not in erased]
    for at in erased:
        erase_person(person=people[at], now=MONDAY, reason="asked")

    assert clear_runs() == 1

    assert numbers_in(folder_of(run)) == {person.pk for person in left}
    assert clear_runs() == 0
    files = run_files(run)
    assert not files.person_lists(np.array(gone)).is_known.any()
    unit = open_columns(folder_of(run) / "unit-00000-people.columns")
    assert np.count_nonzero(unit["person_counts"]) == len(left)
    assert np.count_nonzero(unit["person_fits"].any(axis=1)) == len(left)
    for person in left:
        assert alone(stored_jobs(person)) == jobs_now(person)
    for job in jobs:
        assert alone(stored_shortlist(job)) == people_now(job, strict=False)


def test_an_erasure_clears_at_once_where_it_is_committed(
    people, jobs, django_capture_on_commit_callbacks
):
    run = night()
    number = people[3].pk

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=people[3], now=MONDAY, reason="asked")

    assert number not in numbers_in(folder_of(run))


def test_files_that_can_be_neither_read_nor_cleared_are_dropped(people, jobs):
    run = night()
    folder = folder_of(run)
    (folder / "shortlists.columns").write_bytes(b"")
    erase_person(person=people[3], now=MONDAY, reason="asked")

    clear_runs()

    run.refresh_from_db()
    assert run.folder == ""
    assert not folder.exists()


def test_a_run_over_a_snapshot_that_lost_people_keeps_everyone_in_their_row(people, jobs):
    snapshot = build_snapshot(now=MONDAY)
    number = people[3].pk
    erase_person(person=people.pop(3), now=MONDAY, reason="asked")
    clear_snapshot(snapshot, [number])

    run = run_nightly(clock=lambda: MONDAY)

    assert numbers_in(folder_of(run)) == {person.pk for person in people}
    for person in people:
        assert alone(stored_jobs(person)) == jobs_now(person)
