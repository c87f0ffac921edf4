import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from preceptor.accounts.models import User
from preceptor.common.models import BackgroundJob, LogEntry, Mail
from preceptor.common.queries.work import given_up_count, is_log_broken
from preceptor.common.services import append_log, enqueue_work, send_mail
from preceptor.common.services.work import every
from preceptor.common.tasks import check_log
from preceptor.common.worker import run_all_due

State = BackgroundJob.State
WORK, LOG = "/steward/work/", "/steward/log/"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.COMPEL_SECOND_FACTOR = False


@pytest.fixture
def steward(client):
    client.force_login(User.objects.create_user("stella@example.org", is_steward=True))
    return client


def failed(count=1):
    made = []
    for _ in range(count):
        job = enqueue_work(task="tests.common.working.fail", now=timezone.now())
        BackgroundJob.objects.filter(pk=job.pk).update(
            state=State.FAILED, ended_at=timezone.now(), attempts=3, trouble="Trace\nValueError: x"
        )
        made.append(job)
    return made


def failed_mail():
    mail = send_mail(
        kind="talk.message", to="ruth@example.org", subject="x", text="secret", now=timezone.now()
    )
    Mail.objects.filter(pk=mail.pk).update(failed_at=timezone.now(), trouble="Refused (550).")
    return mail


@pytest.mark.parametrize("address", [WORK, LOG])
def test_who_is_not_signed_in_is_asked_to(client, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={address}")


@pytest.mark.parametrize("address", [WORK, LOG])
def test_who_is_no_steward_sees_nothing(client, address):
    client.force_login(User.objects.create_user("ruth@example.org"))

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", ["retry_work", "drop_work", "retry_mail", "drop_mail"])
def test_who_is_no_steward_changes_nothing(client, name):
    client.force_login(User.objects.create_user("ruth@example.org"))

    assert client.post(reverse(f"common:{name}", args=[uuid.uuid4()])).status_code == 403


@pytest.mark.parametrize("name", ["retry_work", "drop_work", "retry_mail", "drop_mail"])
def test_what_is_not_there_is_not_found(steward, name):
    assert steward.post(reverse(f"common:{name}", args=[uuid.uuid4()])).status_code == 404


def test_an_idle_site_says_so_and_names_the_next_step(steward):
    page = steward.get(WORK).content.decode()

    assert "<h1>Nothing was given up</h1>" in page
    assert "Nothing waits" in page
    assert "No worker has run here yet" in page


@pytest.mark.parametrize("state", State.values)
def test_each_state_has_its_tab(steward, state):
    assert steward.get(WORK, {"state": state}).status_code == 200


def test_a_state_that_is_none_is_not_found(steward):
    assert steward.get(WORK, {"state": "lost"}).status_code == 404


def test_what_was_given_up_comes_first_with_its_trouble(steward):
    failed()

    page = steward.get(WORK).content.decode()

    assert "<h1>1 job and 0 mails were given up</h1>" in page
    assert "ValueError: x" in page
    assert "Fail each time" in page


def test_a_steward_tries_a_job_again(steward):
    (job,) = failed()

    answer = steward.post(reverse("common:retry_work", args=[job.public_id]), follow=True)

    job.refresh_from_db()
    assert job.state == State.READY
    assert "It is tried again now." in answer.content.decode()


def test_a_steward_is_asked_before_a_job_is_dropped(steward):
    (job,) = failed()
    address = reverse("common:drop_work", args=[job.public_id])

    asked = steward.get(address)
    assert "<h1>Drop this job?</h1>" in asked.content.decode()
    assert BackgroundJob.objects.count() == 1

    steward.post(address)
    assert BackgroundJob.objects.count() == 0


def test_a_mail_that_was_given_up_is_shown_without_its_words(steward):
    mail = failed_mail()

    page = steward.get(WORK).content.decode()

    assert "Refused (550)." in page
    assert "secret" not in page
    assert "ruth@example.org" not in page
    steward.post(reverse("common:retry_mail", args=[mail.public_id]))
    mail.refresh_from_db()
    assert mail.failed_at is None


def test_a_mail_that_was_given_up_may_be_dropped(steward):
    mail = failed_mail()

    steward.post(reverse("common:drop_mail", args=[mail.public_id]))

    assert Mail.objects.count() == 0


def test_work_that_an_older_version_asked_for_stands_under_its_path(steward):
    tasks = ("tests.common.working.gone", "preceptor.common.services.append_log")
    for job, task in zip(failed(2), tasks, strict=True):
        BackgroundJob.objects.filter(pk=job.pk).update(task=task)

    page = steward.get(WORK).content.decode()

    assert [f'<th scope="row">{task}</th>' in page for task in tasks] == [True, True]


def test_the_schedule_is_shown_in_words(steward):
    now = timezone.now()
    every("preceptor.common.tasks.prune", seconds=3600, now=now + timedelta(minutes=1))

    page = steward.get(WORK).content.decode()

    assert "Clear away what has served" in page
    assert '<td class="keep" data-label="Every">hour</td>' in page


def test_many_jobs_cost_as_many_queries_as_one(steward):
    costs, shown = [], []
    for count in (1, 49):
        failed(count)
        failed_mail()
        with CaptureQueriesContext(connection) as queries:
            page = steward.get(WORK)
        costs.append(len(queries))
        shown.append(len(page.context["rows"]))

    assert costs[0] == costs[1]
    assert shown == [1, 25]


def test_the_log_shows_what_happened_newest_first(steward):
    target = uuid.uuid4()
    append_log(kind="jobs.opened", target=target, now=timezone.now(), details={"lines": 4})
    append_log(kind="jobs.closed", target=target, now=timezone.now())

    page = steward.get(LOG, {"target": str(target)})

    assert [entry.kind for entry in page.context["entries"]] == ["jobs.closed", "jobs.opened"]
    assert "lines 4" in page.content.decode()


def test_the_log_is_read_on_from_where_a_page_ends(steward):
    for _ in range(51):
        append_log(kind="test.happened", now=timezone.now())

    first = steward.get(LOG, {"kind": "test."})
    second = steward.get(LOG, {"kind": "test.", "before": first.context["older"]})

    numbers = [entry.number for entry in [*first.context["entries"], *second.context["entries"]]]
    assert len(first.context["entries"]) == 50
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == 51
    assert second.context["older"] is None


def test_a_wrong_search_of_the_log_is_told_and_kept(steward):
    answer = steward.get(LOG, {"target": "nonsense", "kind": "jobs."})

    assert answer.status_code == 422
    assert "An id looks like" in answer.content.decode()
    assert 'value="jobs."' in answer.content.decode()


@pytest.mark.parametrize("query", ["until=9999-12-31", "since=0001-01-01", "since=9999-12-31"])
def test_the_log_is_searched_to_the_last_day_that_can_be_written(steward, query):
    assert steward.get(f"{LOG}?{query}").status_code == 200


def test_a_search_that_finds_nothing_says_what_to_do(steward):
    page = steward.get(LOG, {"kind": "nothing."}).content.decode()

    assert "No entry fits all of this" in page


def test_the_log_comes_as_csv_whole(steward):
    append_log(kind="test.happened", now=timezone.now(), details={"lines": 4})

    answer = steward.get(LOG, {"format": "csv", "kind": "test."})

    lines = b"".join(answer.streaming_content).decode().splitlines()
    entry = LogEntry.objects.get(kind="test.happened")
    assert lines[0] == "\ufeffnumber,at,kind,actor,target,details,digest"
    assert lines[1:] == [
        f"{entry.number},{entry.at.isoformat()},test.happened,,,lines=4,{entry.digest}"
    ]


def checked(client):
    client.post(reverse("common:check_log"))
    run_all_due(clock=timezone.now, queues=("slow",))
    return client.get(LOG).content.decode()


def test_a_check_of_the_chain_is_asked_for_and_its_verdict_shown(steward):
    append_log(kind="test.happened", now=timezone.now())

    assert "The log is whole: 1 entry" in checked(steward)


def test_a_broken_chain_is_the_first_thing_said(steward, caplog):
    append_log(kind="test.happened", now=timezone.now())
    LogEntry.objects.update(kind="test.other")

    page = checked(steward)

    assert "Entry 1 of the log does not fit: its words are not those that were written" in page
    assert "Entry 1 of the log" in caplog.text


def test_checking_is_a_task_by_its_name():
    assert check_log.module_path == "preceptor.common.tasks.check_log"


def test_a_steward_is_told_of_what_was_given_up_and_of_a_broken_log(steward):
    assert (given_up_count(), is_log_broken()) == (0, False)
    failed(2)
    failed_mail()
    append_log(kind="test.happened", now=timezone.now())
    LogEntry.objects.update(kind="test.other")
    checked(steward)

    assert (given_up_count(), is_log_broken()) == (3, True)
