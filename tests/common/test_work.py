import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from preceptor.common.background import declared_schedule
from preceptor.common.models import BackgroundJob, LogEntry, RequestKey, Schedule
from preceptor.common.queries.work import task_words
from preceptor.common.services.work import (
    claim_work,
    declare_schedule,
    drop_work,
    enqueue_due,
    enqueue_work,
    every,
    fail_work,
    finish_work,
    keep_work,
    prune_work,
    retry_work,
)
from preceptor.common.tasks import prune
from preceptor.common.worker import Worker, run_all_due, run_job
from tests.common import working

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
RUTH = uuid.UUID("018f0000-0000-7000-8000-000000000001")
TOKEN = "018f0000-0000-7000-8000-0000000000aa"
COUNT = "tests.common.working.count_once"
FAIL = "tests.common.working.fail"
QUEUES = ("default", "slow", "night")
State = BackgroundJob.State

pytestmark = pytest.mark.django_db


def asked(task=COUNT, *, now=MONDAY, **more):
    if task == COUNT:
        more.setdefault("arguments", {"token": TOKEN})
    return enqueue_work(task=task, now=now, **more)


def claimed(now=MONDAY, *, queue="default", holder="one"):
    return claim_work(queue=queue, holder=holder, now=now)


def run_due(now=MONDAY):
    return run_all_due(clock=lambda: now, queues=QUEUES)


def state_of(job):
    job.refresh_from_db()
    return State(job.state)


def test_a_job_is_claimed_by_one_worker():
    job = asked()

    assert claimed(holder="one") == job
    assert claimed(holder="two") is None


def test_the_longest_due_job_comes_first_and_a_later_one_waits():
    later = asked(now=MONDAY, run_at=MONDAY + timedelta(seconds=1))
    sooner = asked(now=MONDAY)

    assert claimed() == sooner
    assert claimed() is None
    assert claimed(MONDAY + timedelta(seconds=1)) == later


def test_each_queue_is_served_by_itself():
    slow = asked("tests.common.working.note_once", arguments={"token": TOKEN})

    assert claimed() is None
    assert claimed(queue="slow") == slow


def test_a_job_whose_worker_is_silent_is_claimed_again_after_its_lease():
    job = asked()
    claimed(holder="dead")

    assert claimed(MONDAY + timedelta(seconds=3)) is None
    again = claimed(MONDAY + timedelta(seconds=3, microseconds=1), holder="alive")

    assert (again, again.attempts, again.holder) == (job, 2, "alive")


def test_a_worker_that_says_it_is_alive_keeps_its_job():
    asked()
    mine = claimed()

    assert keep_work(job=mine, now=MONDAY + timedelta(seconds=2)) is True
    assert claimed(MONDAY + timedelta(seconds=4)) is None


def test_a_worker_that_lost_its_lease_can_neither_keep_finish_nor_fail_the_job():
    job = asked()
    dead = claimed(holder="dead")
    later = MONDAY + timedelta(seconds=4)
    claimed(later, holder="alive")

    assert keep_work(job=dead, now=later) is False
    assert finish_work(job=dead, result="x", now=later) is False
    fail_work(job=dead, trouble="x", now=later)
    assert state_of(job) == State.RUNNING
    assert (job.holder, job.trouble) == ("alive", "")


def test_even_the_same_worker_does_not_finish_an_earlier_attempt():
    asked()
    first = claimed(holder="one")
    claimed(MONDAY + timedelta(seconds=4), holder="one")

    assert finish_work(job=first, result=None, now=MONDAY) is False


def test_a_job_runs_and_keeps_what_it_returned():
    job = asked()

    assert run_due() == 1
    assert state_of(job) == State.DONE
    assert (job.result, job.ended_at, job.attempts) == (TOKEN, MONDAY, 1)
    assert LogEntry.objects.get(kind="test.counted").at == MONDAY


def test_a_job_that_fails_is_tried_again_after_growing_pauses_and_given_up():
    job = asked(FAIL)

    pauses, moment = [], MONDAY
    for _ in range(2):
        run_due(moment)
        assert state_of(job) == State.READY
        pauses.append((job.run_at - moment).total_seconds())
        moment = job.run_at
    run_due(moment)

    assert pauses == [10, 40]
    assert (state_of(job), job.ended_at) == (State.FAILED, moment)
    assert job.trouble_line == "ValueError: The clinic's feed is empty."
    entry = LogEntry.objects.get()
    assert (entry.kind, entry.target) == ("common.work_given_up", job.public_id)
    assert entry.details == {"task": FAIL, "attempts": 3}


def test_a_job_that_kills_each_worker_is_given_up():
    job = asked(FAIL)
    moment = MONDAY
    while claimed(moment):
        moment += timedelta(seconds=61)

    assert (state_of(job), job.attempts) == (State.FAILED, 3)
    assert job.trouble == "Its worker ended each time while it ran."


def test_a_task_that_this_version_does_not_have_is_given_up_at_once():
    job = asked()
    BackgroundJob.objects.update(task="preceptor.common.tasks.gone")

    run_due()

    assert state_of(job) == State.FAILED
    assert "gone" in job.trouble


def test_what_a_task_wrote_in_one_transaction_goes_with_its_failure():
    job = asked("tests.common.working.write_and_fail")

    run_due()

    assert state_of(job) == State.FAILED
    assert LogEntry.objects.filter(kind="test.counted").count() == 0


def test_what_a_late_worker_wrote_in_one_transaction_is_undone():
    asked()
    late = claimed()
    claimed(MONDAY + timedelta(seconds=4), holder="two")

    run_job(job=late, clock=lambda: MONDAY + timedelta(seconds=4))

    assert LogEntry.objects.count() == 0


def test_work_with_a_key_waits_once():
    first, second = asked(key="ruth"), asked(key="ruth")
    other, unkeyed = asked(key="wade"), asked()

    assert first == second
    assert len({first.pk, other.pk, unkeyed.pk}) == 3


def test_work_asked_for_while_it_runs_runs_once_more():
    job = asked(key="pool")
    mine = claimed()
    assert asked(key="pool") == job
    assert asked(key="pool") == job

    finish_work(job=mine, result=None, now=MONDAY)

    assert state_of(job) == State.READY
    run_due()
    assert state_of(job) == State.DONE


def test_success_forgets_the_failures_before_it():
    failed = asked(FAIL, key="feed")
    BackgroundJob.objects.update(state=State.FAILED)
    asked(FAIL, key="feed")
    BackgroundJob.objects.filter(state=State.READY).update(task=COUNT, arguments={"token": TOKEN})
    BackgroundJob.objects.filter(pk=failed.pk).update(task=COUNT)

    run_due()

    assert not BackgroundJob.objects.filter(pk=failed.pk).exists()


def given_up(task=FAIL, **more):
    job = asked(task, **more)
    BackgroundJob.objects.filter(pk=job.pk).update(
        state=State.FAILED, attempts=3, ended_at=MONDAY, trouble="x"
    )
    return job


def test_a_steward_may_let_a_job_be_tried_again():
    job = given_up()

    assert retry_work(job=job, by=RUTH, now=MONDAY) is True
    assert retry_work(job=job, by=RUTH, now=MONDAY) is False
    assert (state_of(job), job.attempts) == (State.READY, 0)
    entry = LogEntry.objects.get()
    assert (entry.kind, entry.actor) == ("common.work_retried", RUTH)


def test_trying_again_what_waits_under_the_same_key_already_leaves_one():
    job = given_up(key="feed")
    waiting = asked(FAIL, key="feed")

    retry_work(job=job, by=RUTH, now=MONDAY)

    assert list(BackgroundJob.objects.all()) == [waiting]


def test_a_steward_may_drop_what_waits_or_was_given_up_but_not_what_runs():
    failed, waiting, running = given_up(), asked(), asked(run_at=MONDAY - timedelta(days=1))
    claimed()

    answers = [drop_work(job=job, by=RUTH, now=MONDAY) for job in (failed, waiting, running)]

    assert answers == [True, True, False]
    assert list(BackgroundJob.objects.all()) == [running]


def test_a_schedule_asks_for_its_task_each_time_it_falls_due():
    every(COUNT, seconds=60, now=MONDAY)

    counts = [enqueue_due(now=MONDAY + timedelta(seconds=after)) for after in (0, 59, 60)]

    assert counts == [1, 0, 1]
    # The first still waits: the second is the same work.
    assert BackgroundJob.objects.count() == 1


def test_what_was_missed_while_no_worker_ran_is_done_once():
    every(COUNT, seconds=60, now=MONDAY)

    assert enqueue_due(now=MONDAY + timedelta(days=3)) == 1
    assert Schedule.objects.get().next_at == MONDAY + timedelta(days=3, seconds=60)


def test_a_scheduled_task_that_runs_long_is_not_asked_for_again_meanwhile():
    every(COUNT, seconds=60, now=MONDAY)
    enqueue_due(now=MONDAY)
    job = claimed()
    enqueue_due(now=MONDAY + timedelta(seconds=60))

    job.refresh_from_db()
    assert job.again is False


def test_the_schedule_is_what_the_apps_declare():
    every("gone.tasks.old", seconds=60, now=MONDAY)
    every(COUNT, seconds=60, now=MONDAY)

    declare_schedule(entries={COUNT: 30, FAIL: 7}, now=MONDAY)

    rows = Schedule.objects.order_by("task").values_list("task", "every_seconds")
    assert list(rows) == [(COUNT, 30), (FAIL, 7)]


def test_every_declared_task_exists_and_says_in_words_what_it_does():
    declared = declared_schedule()

    assert "preceptor.common.tasks.prune" in declared
    assert [task for task in declared if task_words(task) == task] == []


def test_words_of_a_task_are_its_first_line():
    assert task_words("tests.common.working.add") == "Add two numbers"
    assert task_words("gone.tasks.old") == "gone.tasks.old"


def test_old_jobs_are_pruned():
    job = asked()
    run_due()
    kept = given_up()

    assert prune_work(now=MONDAY + timedelta(days=2)) == 0
    assert prune_work(now=MONDAY + timedelta(days=2, seconds=1)) == 1
    assert prune_work(now=MONDAY + timedelta(days=30, seconds=1)) == 1
    assert not BackgroundJob.objects.filter(pk__in=(job.pk, kept.pk)).exists()


def test_the_tasks_api_stores_arguments_by_name_and_returns_results():
    result = working.add.enqueue(1, two=5)

    assert BackgroundJob.objects.get().arguments == {"one": 1, "two": 5}
    assert result.status == TaskResultStatus.READY
    run_due(datetime(2100, 1, 1, tzinfo=UTC))
    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, 6)


def test_the_tasks_api_defers_and_gives_context():
    result = working.go_on.using(run_after=MONDAY).enqueue(until=9)

    run_due()

    job = BackgroundJob.objects.get()
    assert (job.run_at, job.progress_done, job.progress_of) == (MONDAY, 8, 9)
    assert working.go_on.get_result(result.id).return_value == 1


@pytest.mark.parametrize("unknown", ["nonsense", str(uuid.UUID(int=7))])
def test_a_result_that_is_not_there_says_so(unknown):
    with pytest.raises(TaskResultDoesNotExist):
        working.add.get_result(unknown)


def test_a_failed_result_shows_its_trouble():
    result = working.fail.enqueue()
    moment = datetime(2100, 1, 1, tzinfo=UTC)
    for _ in range(3):
        run_due(moment)
        moment += timedelta(hours=1)
    result.refresh()

    assert result.status == TaskResultStatus.FAILED
    assert "The clinic's feed is empty." in result.errors[0].traceback


def test_a_worker_keeps_the_leases_of_what_it_runs_at_a_third_of_their_time():
    job = asked()
    moment = [MONDAY]
    worker = Worker(clock=lambda: moment[0], queues=QUEUES)
    worker.keep_leases()
    mine = claimed(holder=worker.holder)
    worker.held["default"] = mine
    kept = []

    for second in (0.5, 1.0, 1.5, 2.0):
        moment[0] = MONDAY + timedelta(seconds=second)
        worker.keep_leases()
        job.refresh_from_db()
        kept.append((job.held_until - MONDAY).total_seconds())

    assert kept == [3.0, 4.0, 4.0, 5.0]


def test_clearing_away_is_a_task_of_its_own():
    RequestKey.objects.create(key=RUTH, who=RUTH, action="x", made_at=MONDAY)
    prune.enqueue()

    run_due(datetime(2100, 1, 1, tzinfo=UTC))

    job = BackgroundJob.objects.get()
    assert job.result == {"keys": 1, "tries": 0, "jobs": 0, "mails": 0, "files": 0}
