import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import MONDAY, NURSE, TECHNICIAN
from tests.factories.accounts import administrator_of, make_member, make_organization, sign_in
from tests.factories.jobs import (
    make_application,
    make_candidate,
    make_opening,
    recruiter_of,
    stage_named,
)

from preceptor.accounts.models import Look, ToDo
from preceptor.jobs.models import Application, Job, Move, Refusal
from preceptor.jobs.queries import with_lines
from preceptor.jobs.services import applying, invites, pipeline
from preceptor.jobs.services.clock import sweep
from preceptor.matches.queries.applicants import explained, field_of, suggested

pytestmark = pytest.mark.django_db

State = Application.State


@pytest.fixture
def job():
    return make_opening()


@pytest.fixture
def ruth(job):
    return make_application(job, make_candidate(text=NURSE))


@pytest.fixture
def wade(job):
    return make_application(job, make_candidate("Wade Libby", text=TECHNICIAN))


@pytest.fixture
def team(client, job):
    return sign_in(client, recruiter_of(job))


@pytest.fixture
def listed(job):
    return f"/o/kennebec/jobs/{job.public_id}/applications/"


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def named(page):
    return re.findall(r'<a href="/o/kennebec/applications/[\w-]+/">([^<]+)</a>', page)


def test_the_list_says_how_many_wait_and_is_in_the_engines_order(team, listed, job, ruth, wade):
    page = page_of(team, listed)

    full = with_lines(Job.objects.filter(pk=job.pk)).get()
    field = field_of(full, [ruth.person, wade.person], now=MONDAY)
    names = {ruth.person_id: "Ruth Moody", wade.person_id: "Wade Libby"}
    assert "<h1>2 open applications for EHR Implementation Specialist</h1>" in page
    assert named(page) == [names[number] for number in field.in_order()]
    assert named(page_of(team, f"{listed}?sort=fit")) == named(page)[::-1]


@pytest.mark.parametrize("sort", ["sent", "-sent", "proof", "-proof", "due", "-due", "nonsense"])
def test_every_order_shows_everybody(team, listed, ruth, wade, sort):
    assert sorted(named(page_of(team, f"{listed}?sort={sort}"))) == ["Ruth Moody", "Wade Libby"]


def test_it_narrows_by_step_by_end_and_by_what_is_met(team, listed, job, ruth, wade):
    talk = stage_named(job.organization, "talk")
    pipeline.move(applications=[ruth], to=talk, by=None, now=MONDAY)
    applying.withdraw(application=wade, by=None, now=MONDAY)

    assert named(page_of(team, f"{listed}?stage={talk.public_id}")) == ["Ruth Moody"]
    assert named(page_of(team, f"{listed}?show=ended")) == ["Took the application back"]
    assert "Nobody fits all of this" in page_of(team, f"{listed}?meets=1")


def test_the_board_has_a_column_for_each_step(team, listed, job, ruth, wade):
    pipeline.move(
        applications=[ruth], to=stage_named(job.organization, "talk"), by=None, now=MONDAY
    )

    page = page_of(team, f"{listed}?view=board")

    columns = re.findall(r'<h2>(\w+) <span class="quiet">(\d)</span></h2>', page)
    assert columns == [
        ("New", "1"),
        ("Reading", "0"),
        ("Talk", "1"),
        ("Interview", "0"),
        ("Offer", "0"),
    ]


def test_steps_count_the_jobs_own_people_on_every_page(team, listed, job, ruth, wade, monkeypatch):
    monkeypatch.setattr("preceptor.matches.views.applicants.PAGE_SIZE", 1)
    make_application(make_opening("trainer"), make_candidate("Fern Pike", text=None))

    page = page_of(team, listed)
    board = page_of(team, f"{listed}?view=board")

    assert ">New, 2 open</option>" in page
    assert len(named(board)) == 1
    assert re.search(r"<h2>New <span class=\"quiet\">2</span></h2>", board)


def test_the_list_counts_who_was_invited_and_names_nobody(team, listed, job):
    fern, wade = (make_candidate(name, text=None) for name in ("Fern Pike", "Wade Libby"))
    made = [
        invites.invite(job=job, person=each, text="Come", by=None, now=MONDAY)
        for each in (fern, wade)
    ]
    invites.decline(invite=made[0], by=fern.user, now=MONDAY)

    page = page_of(team, listed)

    assert "Invited: 0 said yes, 1 no, 1 still have time, 0 did not answer." in page
    assert "Fern" not in page


def test_without_anybody_the_list_says_what_to_do(team, listed):
    assert "Nobody has applied yet" in page_of(team, listed)


def test_the_chosen_are_moved_together_and_back(team, listed, job, ruth, wade):
    talk = stage_named(job.organization, "talk")

    answer = team.post(
        f"{listed}move/",
        {"a": [ruth.public_id, wade.public_id], "to": talk.public_id},
        follow=True,
    )

    page = answer.content.decode()
    assert "2 applications are in Talk now." in page
    batch = Move.objects.latest("pk").batch
    assert f"/o/kennebec/moves/{batch}/undo/" in page
    undone = team.post(f"/o/kennebec/moves/{batch}/undo/", follow=True).content.decode()
    assert "2 applications are back in the step before." in undone
    assert set(Application.objects.values_list("stage__kind", flat=True)) == {"new"}
    again = team.post(f"/o/kennebec/moves/{batch}/undo/", follow=True).content.decode()
    assert "cannot be taken back any more" in again


def test_a_move_of_one_is_undone_on_their_page_and_nobody_elses(team, listed, job, ruth, wade):
    talk = stage_named(job.organization, "talk")
    one = f"/o/kennebec/applications/{ruth.public_id}/"
    moved = {"a": ruth.public_id, "to": talk.public_id, "back": "application"}
    page = team.post(f"{listed}move/", moved, follow=True).content.decode()
    batch = Move.objects.latest("pk").batch
    undo = f"/o/kennebec/moves/{batch}/undo/"
    assert undo in page
    assert undo not in page_of(team, f"/o/kennebec/applications/{wade.public_id}/")

    answer = team.post(undo, {"back": "application"})

    assert (answer.status_code, answer["Location"]) == (302, one)
    assert undo not in page_of(team, one)


def test_a_move_of_nobody_or_to_nowhere_says_so(team, listed, job, ruth):
    for data in ({"a": [ruth.public_id]}, {"to": stage_named(job.organization, "talk").public_id}):
        page = team.post(f"{listed}move/", data, follow=True).content.decode()
        assert "Choose at least one person, and a step to move to." in page


def test_not_now_through_the_back_door_is_refused(team, listed, job, ruth):
    to = stage_named(job.organization, "not_now")

    page = team.post(
        f"{listed}move/", {"a": [ruth.public_id], "to": to.public_id}, follow=True
    ).content.decode()

    assert "Not now needs a reason for each person" in page
    ruth.refresh_from_db()
    assert ruth.state == State.SENT


def test_the_page_of_one_shows_name_record_words_and_clock(team, ruth):
    page = page_of(team, f"/o/kennebec/applications/{ruth.public_id}/")

    assert "<h1>Ruth Moody</h1>" in page
    assert "Served as super user during the go-live of" in page
    assert "Your answer is due" in page
    assert "ruth.moody@example.org" in page
    assert "not stated in their resume" in page.lower()


def test_a_message_from_the_page_of_one_is_about_the_job(team, job, ruth):
    page = page_of(team, f"/o/kennebec/applications/{ruth.public_id}/")
    (address,) = re.findall(r'href="(/o/kennebec/messages/to/[^"]+)"', page)

    assert f'value="{job.title}"' in page_of(team, address)


def test_what_they_speak_of_first_stands_first(team, job, ruth):
    last = job.lines.latest("order")
    Application.objects.filter(pk=ruth.pk).update(fact_order=[last.order])

    page = page_of(team, f"/o/kennebec/applications/{ruth.public_id}/")

    lines = re.findall(r"<p><b>([^<]+)</b></p>\s*<p class=\"kind\">", page)
    assert lines[0] == last.label


def test_opening_it_is_noted_for_the_person(team, ruth):
    page_of(team, f"/o/kennebec/applications/{ruth.public_id}/")
    page_of(team, f"/o/kennebec/applications/{ruth.public_id}/")

    look = Look.objects.get()
    assert (look.person, look.kind, look.about) == (ruth.person, "named", ruth.job.public_id)


def test_a_document_comes_as_a_download_and_is_noted(team, ruth):
    document = ruth.documents.get()

    answer = team.get(f"/o/kennebec/applications/{ruth.public_id}/documents/{document.public_id}/")

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="resume.txt"'
    assert b"".join(answer.streaming_content).decode() == NURSE
    assert Look.objects.get().kind == "file"


def test_what_was_taken_back_shows_neither_name_nor_file(team, ruth):
    document = ruth.documents.get()
    applying.withdraw(application=ruth, by=None, now=MONDAY)

    page = page_of(team, f"/o/kennebec/applications/{ruth.public_id}/")
    file = team.get(f"/o/kennebec/applications/{ruth.public_id}/documents/{document.public_id}/")

    assert "This application was taken back" in page
    assert "Ruth" not in page
    assert file.status_code == 404


def test_a_silence_of_the_person_is_not_told_as_the_teams(team, job, ruth):
    offer = stage_named(job.organization, "offer")
    pipeline.move(applications=[ruth], to=offer, by=None, now=MONDAY)
    sweep(now=MONDAY + timedelta(days=9))

    page = page_of(team, f"/o/kennebec/applications/{ruth.public_id}/")

    assert "The person did not answer in time." in page
    assert "You did not answer" not in page


def test_the_reasons_suggested_are_the_required_lines_that_are_not_met(job, ruth):
    full = with_lines(Job.objects.filter(pk=job.pk)).get()
    found = explained(full, ruth.person, now=MONDAY)

    likely = [each for each in suggested(full, found) if each.is_likely]

    unmet = [
        line.label for line in found.lines if line.state != "met" and (line.is_must or line.is_gate)
    ]
    assert unmet
    assert [each.label for each in likely] == unmet
    assert all(each.reason and each.needed for each in likely)


def test_the_reasons_are_asked_at_an_address_that_holds_the_choice_alone(team, listed, ruth, wade):
    chosen = {"a": [ruth.public_id, wade.public_id], "not_now": "1"}

    answer = team.post(f"{listed}move/", chosen)

    assert answer.status_code == 302
    address, _, query = answer["Location"].partition("?")
    assert address == f"{listed}not-now/"
    assert sorted(query.split("&")) == sorted([f"a={ruth.public_id}", f"a={wade.public_id}"])
    nobody = team.post(f"{listed}move/", {"not_now": "1"}, follow=True)
    assert "Choose at least one person" in nobody.content.decode()


def test_refusing_two_gives_each_their_own_reasons(team, listed, ruth, wade):
    asked = page_of(team, f"{listed}not-now/?a={ruth.public_id}&a={wade.public_id}")
    data = {"a": [str(ruth.public_id), str(wade.public_id)]}
    for application in (ruth, wade):
        name = f"r-{application.public_id}"
        data[name] = re.findall(rf'name="{name}" value="([^"]+)" checked', asked)
        assert data[name]
    data[f"advice-{wade.public_id}"] = "Look at our help desk job."

    answer = team.post(f"{listed}not-now/", data, follow=True)

    assert "2 people were told, each with reasons and next steps." in answer.content.decode()
    for application in (ruth, wade):
        application.refresh_from_db()
        assert application.state == State.REFUSED
        reasons = Refusal.objects.filter(application=application)
        assert reasons.count() == len(data[f"r-{application.public_id}"])
        assert ToDo.objects.filter(person=application.person).count() == reasons.count()
    assert Refusal.objects.filter(advice="Look at our help desk job.").get().application == wade


def test_a_refusal_without_a_reason_is_asked_again_and_loses_nothing(team, listed, ruth):
    answer = team.post(
        f"{listed}not-now/",
        {"a": [str(ruth.public_id)], f"advice-{ruth.public_id}": "Kept words"},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose at least one reason." in page
    assert "Kept words" in page
    ruth.refresh_from_db()
    assert ruth.state == State.SENT


def test_a_hire_asks_whether_the_job_is_filled_and_then_frees_the_rest(
    team, listed, job, ruth, wade
):
    hired = stage_named(job.organization, "hired")
    team.post(f"{listed}move/", {"a": [ruth.public_id], "to": hired.public_id})
    assert "Is the job filled?" in page_of(team, listed)

    answer = team.post(f"/o/kennebec/jobs/{job.public_id}/filled/", follow=True)

    wade.refresh_from_db()
    assert "The other person was told." in answer.content.decode()
    assert (wade.state, Refusal.objects.get().reason) == (State.REFUSED, "job_gone")


def test_the_overview_says_what_waits_and_how_they_answer(team, job, ruth):
    page = page_of(team, "/o/kennebec/applications/")

    assert "<h1>1 open application to Kennebec River Medical Center</h1>" in page
    assert "answer by <b>Thursday 26 November</b>" in page
    assert "there is no answer rate yet" in page


def test_steps_are_edited_on_their_page(team, job):
    page_of(team, "/o/kennebec/stages/")
    added = team.post("/o/kennebec/stages/", {"name": "Second talk", "kind": "talk"}, follow=True)
    stage = stage_named(job.organization, "reading")
    team.post(f"/o/kennebec/stages/{stage.public_id}/", {"name": "Reading now", "kind": "reading"})
    team.post(f"/o/kennebec/stages/{stage.public_id}/shift/", {"to": "down"})
    team.post(f"/o/kennebec/stages/{stage_named(job.organization, 'offer').public_id}/remove/", {})

    page = page_of(team, "/o/kennebec/stages/")
    assert "Second talk is a step now." in added.content.decode()
    assert re.findall(r"<h3>([^<]+)</h3>", page) == [
        "New",
        "Talk",
        "Reading now",
        "Second talk",
        "Interview",
        "Hired",
        "Not now",
    ]
    taken = team.post("/o/kennebec/stages/", {"name": "Talk", "kind": "talk"})
    assert taken.status_code == 422


def addresses(job, application):
    document = application.documents.get()
    one = f"/o/kennebec/applications/{application.public_id}/"
    return [
        f"/o/kennebec/jobs/{job.public_id}/applications/",
        f"/o/kennebec/jobs/{job.public_id}/applications/not-now/?a={application.public_id}",
        one,
        f"{one}documents/{document.public_id}/",
        "/o/kennebec/applications/",
        "/o/kennebec/stages/",
    ]


def test_other_houses_and_other_hats_do_not_see_any_of_it(client, job, ruth):
    stranger = administrator_of(make_organization("stillwater", name="Stillwater Clinic"))
    sign_in(client, stranger)
    assert [client.get(each).status_code for each in addresses(job, ruth)] == [404] * 6
    under_own_name = [each.replace("kennebec", "stillwater") for each in addresses(job, ruth)[:4]]
    assert [client.get(each).status_code for each in under_own_name] == [404] * 4

    sign_in(client, make_member(job.organization, mentors=True))
    assert [client.get(each).status_code for each in addresses(job, ruth)] == [403] * 6

    sign_in(client, ruth.person.user)
    assert [client.get(each).status_code for each in addresses(job, ruth)] == [404] * 6


def test_nobody_moves_undoes_or_fills_for_another_house(client, job, ruth):
    talk = stage_named(job.organization, "talk")
    moved = pipeline.move(applications=[ruth], to=talk, by=None, now=MONDAY + timedelta(days=1))
    stranger = administrator_of(make_organization("stillwater", name="Stillwater Clinic"))
    sign_in(client, stranger)

    codes = [
        client.post(f"/o/{slug}{rest}", {"a": ruth.public_id, "to": talk.public_id}).status_code
        for slug in ("kennebec", "stillwater")
        for rest in (
            f"/jobs/{job.public_id}/applications/move/",
            f"/jobs/{job.public_id}/filled/",
            f"/moves/{moved.batch}/undo/",
            f"/stages/{talk.public_id}/",
            f"/stages/{talk.public_id}/remove/",
        )
    ]

    assert codes == [404] * 10


@pytest.mark.parametrize("query", ["", "?view=board", "?sort=-proof"])
def test_a_longer_list_asks_no_more_questions(team, listed, job, ruth, query):
    page_of(team, listed + query)
    with CaptureQueriesContext(connection) as few:
        page_of(team, listed + query)
    for number in range(4):
        make_application(job, make_candidate(f"Somebody {number}", text=TECHNICIAN))
    page_of(team, listed + query)
    with CaptureQueriesContext(connection) as many:
        assert len(named(page_of(team, listed + query))) == 5

    assert len(many) == len(few)
