"""Interview times: offered, booked once, moved, called off; both sides' calendars follow."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import MONDAY
from tests.factories.accounts import make_member, sign_in
from tests.factories.hiring import bare_application, bare_job, bare_person
from tests.factories.jobs import recruiter_of, stage_named
from tests.jobs.calendar_reader import read_calendar

from preceptor.accounts.models import Look, Notice
from preceptor.accounts.services import erase_person
from preceptor.common.models import LogEntry, Mail, Waiting
from preceptor.jobs.models import Slot
from preceptor.jobs.queries.interviews import booked_slot, slots_for
from preceptor.jobs.services import applying
from preceptor.jobs.services.clock import sweep
from preceptor.jobs.services.interviews import (
    CannotInterview,
    SlotClash,
    SlotGone,
    add_slots,
    book_slot,
    call_off,
    cancel_slot,
    offer_slots,
    remind_interview,
)
from preceptor.jobs.services.pipeline import move
from preceptor.jobs.tasks.interviews import watch_interviews

pytestmark = pytest.mark.django_db

NINE = datetime(2026, 12, 4, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def make_times(job, *starts, people=(), interviewer=None, where="Room 4"):
    by = recruiter_of(job)
    return add_slots(
        job=job,
        starts=starts or (NINE, NINE + HOUR),
        minutes=45,
        zone="America/New_York",
        where=where,
        interviewer=interviewer or by,
        offer_to=people,
        by=by,
        now=MONDAY,
    )


def calendars():
    """The calendar entries that were mailed, in order: to whom, how, and the entry."""
    return [
        (mail.to, mail.calendar_method, read_calendar(mail.calendar)["events"][0])
        for mail in Mail.objects.exclude(calendar="").order_by("pk")
    ]


def test_offered_times_ask_the_person_to_choose_within_a_week():
    application = bare_application()
    slots = make_times(application.job, people=[application])

    application.refresh_from_db()
    assert list(slots_for(application, now=MONDAY)) == slots
    assert application.waits_for == Waiting.Side.PERSON
    assert application.reply_by.date() == (MONDAY + timedelta(days=7)).date()
    told = Notice.objects.get(user=application.person.user, kind="jobs.interview_offered")
    assert told.address == f"/me/applications/{application.public_id}/interview/"
    assert [each.kind for each in LogEntry.objects.order_by("-number")[:2]] == [
        "jobs.interview_times_offered",
        "jobs.interview_times_added",
    ]


def test_a_booked_time_stands_in_both_calendars_without_the_other_ones_name():
    application = bare_application()
    slot = make_times(application.job, people=[application])[0]

    book_slot(slot=slot, application=application, by=application.person.user, now=MONDAY)

    application.refresh_from_db()
    assert booked_slot(application, now=MONDAY) == slot
    assert application.waits_for == Waiting.Side.ORGANIZATION
    (person_to, method, for_person), (team_to, _, for_team) = calendars()
    assert (person_to, team_to) == (
        application.person.user.email,
        recruiter_of(application.job).email,
    )
    assert method == "REQUEST"
    assert for_person["UID"] == for_team["UID"]
    assert for_person["DTSTART"] == for_team["DTSTART"] == NINE
    assert for_person["DTEND"] == NINE + timedelta(minutes=45)
    assert for_person["SEQUENCE"] == "0"
    assert "Ruth Moody" not in Mail.objects.filter(to=team_to).latest("pk").calendar
    assert not any(
        "Ruth Moody" in f"{mail.subject} {mail.text}" for mail in Mail.objects.filter(to=team_to)
    )
    assert team_to not in Mail.objects.filter(to=person_to).latest("pk").calendar


def test_another_time_moves_the_same_entry_and_frees_the_first():
    application = bare_application()
    first, second = make_times(application.job, people=[application])
    by = application.person.user
    book_slot(slot=first, application=application, by=by, now=MONDAY)
    uid = calendars()[0][2]["UID"]

    book_slot(slot=second, application=application, by=by, now=MONDAY)

    assert booked_slot(application, now=MONDAY) == second
    first.refresh_from_db()
    assert (first.booked_by, first.calendar_id) == (None, None)
    moved = calendars()[2:]
    assert [(m, e["UID"], e["SEQUENCE"], e["DTSTART"]) for _, m, e in moved] == [
        ("REQUEST", uid, "1", NINE + HOUR)
    ] * 2


def test_a_time_with_another_interviewer_leaves_the_first_ones_calendar():
    job = bare_job()
    colleague = make_member(job.organization, hires=True)
    application = bare_application(job)
    (first,) = make_times(job, NINE)
    (second,) = make_times(job, NINE + HOUR, interviewer=colleague)
    offer_slots(job=job, applications=[application], by=recruiter_of(job), now=MONDAY)
    by = application.person.user
    book_slot(slot=first, application=application, by=by, now=MONDAY)
    book_slot(slot=second, application=application, by=by, now=MONDAY)

    sent = [(to, method, event["SEQUENCE"]) for to, method, event in calendars()[2:]]
    assert sent == [
        (recruiter_of(job).email, "CANCEL", "1"),
        (by.email, "REQUEST", "1"),
        (colleague.email, "REQUEST", "1"),
    ]


def test_calling_off_frees_the_time_and_takes_it_out_of_both_calendars():
    application = bare_application()
    slot = make_times(application.job, people=[application])[0]
    by = application.person.user
    book_slot(slot=slot, application=application, by=by, now=MONDAY)

    assert call_off(application=application, by=by, now=MONDAY)
    assert not call_off(application=application, by=by, now=MONDAY)

    slot.refresh_from_db()
    assert slot.booked_by is None
    assert slot.cancelled_at is None
    assert [(m, e["SEQUENCE"], e["STATUS"]) for _, m, e in calendars()[2:]] == [
        ("CANCEL", "1", "CANCELLED")
    ] * 2
    assert LogEntry.objects.latest("number").kind == "jobs.interview_called_off"


def test_a_time_the_team_cancels_sends_the_person_back_to_the_others():
    application = bare_application()
    first, _ = make_times(application.job, people=[application])
    by = recruiter_of(application.job)
    book_slot(slot=first, application=application, by=application.person.user, now=MONDAY)

    assert cancel_slot(slot=first, by=by, now=MONDAY)
    assert not cancel_slot(slot=first, by=by, now=MONDAY)

    application.refresh_from_db()
    assert application.waits_for == Waiting.Side.PERSON
    assert [method for _, method, _ in calendars()[2:]] == ["CANCEL", "CANCEL"]
    with pytest.raises(SlotGone):
        book_slot(slot=first, application=application, by=by, now=MONDAY)


def test_a_taken_time_an_unoffered_one_and_one_that_has_begun_are_gone():
    job = bare_job()
    ruth, wade = (bare_application(job, bare_person(name)) for name in ("Ruth Moody", "Wade Libby"))
    taken, free = make_times(job, people=[ruth])
    taken.offered_to.add(wade)
    book_slot(slot=taken, application=ruth, by=ruth.person.user, now=MONDAY)

    for slot, at in ((taken, MONDAY), (free, MONDAY), (taken, NINE + HOUR)):
        with pytest.raises(SlotGone):
            book_slot(slot=slot, application=wade, by=wade.person.user, now=at)
    assert booked_slot(wade, now=MONDAY) is None
    assert booked_slot(ruth, now=MONDAY) == taken


def test_who_has_no_time_left_to_choose_is_not_the_one_who_is_waited_for():
    job = bare_job()
    ruth, wade, fern = (
        bare_application(job, bare_person(name))
        for name in ("Ruth Moody", "Wade Libby", "Fern Pike")
    )
    first, second = make_times(job, people=[ruth, wade, fern])
    book_slot(slot=first, application=ruth, by=ruth.person.user, now=MONDAY)
    wade.refresh_from_db()
    assert wade.waits_for == Waiting.Side.PERSON

    cancel_slot(slot=second, by=recruiter_of(job), now=MONDAY)

    for application in (wade, fern):
        application.refresh_from_db()
        assert application.waits_for == Waiting.Side.ORGANIZATION
    told = Notice.objects.filter(user=recruiter_of(job), kind="jobs.interview_none_left")
    assert told.count() == 2
    assert "Offer them more" in told[0].text


def test_a_taken_time_leaves_those_who_have_another_to_choose_among_them():
    job = bare_job()
    ruth, wade = (bare_application(job, bare_person(name)) for name in ("Ruth Moody", "Wade Libby"))
    first, _ = make_times(job, people=[ruth, wade])

    book_slot(slot=first, application=ruth, by=ruth.person.user, now=MONDAY)

    wade.refresh_from_db()
    assert wade.waits_for == Waiting.Side.PERSON
    assert not Notice.objects.filter(kind="jobs.interview_none_left").exists()


def test_an_offer_goes_on_waiting_whatever_becomes_of_the_times():
    job = bare_job()
    ruth, wade = (bare_application(job, bare_person(name)) for name in ("Ruth Moody", "Wade Libby"))
    (only,) = make_times(job, NINE, people=[ruth, wade])
    offer = stage_named(job.organization, "offer")
    move(applications=[wade], to=offer, by=recruiter_of(job), now=MONDAY)

    book_slot(slot=only, application=ruth, by=ruth.person.user, now=MONDAY)

    wade.refresh_from_db()
    assert wade.waits_for == Waiting.Side.PERSON


def test_no_time_chosen_is_told_as_what_it_is():
    application = bare_application()
    make_times(application.job, people=[application])

    sweep(now=MONDAY + timedelta(days=8))

    said = dict(Notice.objects.filter(kind="jobs.application_lapsed").values_list("user", "text"))
    assert said == {
        application.person.user.pk: "You did not answer by 23 November 2026. No interview time was "
        "chosen: the application for EHR Implementation Specialist is closed.",
        recruiter_of(application.job).pk: "Somebody who applied for EHR Implementation Specialist "
        "chose no interview time by 23 November 2026. The application is closed.",
    }


def test_an_interview_that_has_begun_is_not_moved():
    application = bare_application()
    first, second = make_times(application.job, people=[application])
    by = application.person.user
    book_slot(slot=first, application=application, by=by, now=MONDAY)

    with pytest.raises(CannotInterview, match="has begun"):
        book_slot(slot=second, application=application, by=by, now=NINE + timedelta(minutes=10))


@pytest.mark.parametrize("service", ["add", "offer", "book", "call_off", "cancel", "remind"])
def test_the_logs_lock_comes_first(service):
    application = bare_application()
    job, by, person = application.job, recruiter_of(application.job), application.person.user
    first, second = make_times(job, people=[application])
    book_slot(slot=first, application=application, by=person, now=MONDAY)
    first.refresh_from_db()
    again = {"application": application, "now": MONDAY}
    times = {"starts": [NINE + 5 * HOUR], "minutes": 45, "zone": "America/New_York", "where": "4"}
    services = {
        "add": lambda: add_slots(job=job, interviewer=by, by=by, now=MONDAY, **times),
        "offer": lambda: offer_slots(job=job, applications=[application], by=by, now=MONDAY),
        "book": lambda: book_slot(slot=second, by=person, **again),
        "call_off": lambda: call_off(by=person, **again),
        "cancel": lambda: cancel_slot(slot=first, by=by, now=MONDAY),
        "remind": lambda: remind_interview(slot=first, now=NINE - HOUR),
    }

    with CaptureQueriesContext(connection) as asked:
        services[service]()

    # Whoever holds a row and then waits for the log is waited for by whoever holds the log.
    tables = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"] and "BEGIN" not in q["sql"]]
    assert "common_loghead" in tables[0]


def test_an_interviewer_is_not_booked_twice_at_once():
    job = bare_job()
    make_times(job, NINE)

    with pytest.raises(SlotClash, match="already has another interview"):
        make_times(job, NINE + timedelta(minutes=30))
    with pytest.raises(SlotClash, match="overlap"):
        make_times(job, NINE + 5 * HOUR, NINE + 5 * HOUR + timedelta(minutes=30))
    make_times(job, NINE + timedelta(minutes=45))
    assert Slot.objects.count() == 2


def test_an_ended_application_loses_its_interview_and_gets_no_new_one(
    django_capture_on_commit_callbacks,
):
    application = bare_application()
    slot, other = make_times(application.job, people=[application], interviewer=None)
    by = application.person.user
    # The receivers act on the real clock: the interview must lie ahead of it.
    ahead = timezone.now() + timedelta(days=30)
    Slot.objects.filter(pk=slot.pk).update(starts_at=ahead, ends_at=ahead + HOUR)
    slot.refresh_from_db()
    book_slot(slot=slot, application=application, by=by, now=MONDAY)

    with django_capture_on_commit_callbacks(execute=True):
        applying.withdraw(application=application, by=by, now=MONDAY)

    slot.refresh_from_db()
    assert slot.booked_by is None
    with pytest.raises(CannotInterview):
        book_slot(slot=other, application=application, by=by, now=MONDAY)


def test_erasing_a_person_tells_the_interviewer_and_nobody_else():
    application = bare_application()
    ahead = timezone.now() + timedelta(days=30)
    (slot,) = make_times(application.job, ahead, people=[application])
    email = application.person.user.email
    book_slot(slot=slot, application=application, by=application.person.user, now=MONDAY)
    Mail.objects.all().delete()

    erase_person(person=application.person, now=MONDAY, reason="asked")

    slot.refresh_from_db()
    assert (slot.booked_by, slot.booked_at) == (None, None)
    assert [(to, method) for to, method, _ in calendars()] == [
        (recruiter_of(application.job).email, "CANCEL")
    ]
    assert not Mail.objects.filter(to=email).exists()


def test_both_sides_are_reminded_once_the_day_before():
    application = bare_application()
    slot = make_times(application.job, people=[application])[0]
    book_slot(slot=slot, application=application, by=application.person.user, now=MONDAY)
    soon = NINE - timedelta(hours=20)

    watch_interviews.func(now=NINE - timedelta(hours=30))
    assert not Notice.objects.filter(kind="jobs.interview_soon").exists()
    watch_interviews.func(now=soon)
    watch_interviews.func(now=soon + HOUR)

    told = Notice.objects.filter(kind="jobs.interview_soon")
    assert {notice.user for notice in told} == {
        application.person.user,
        recruiter_of(application.job),
    }
    assert told.count() == 2
    assert not remind_interview(slot=slot, now=soon)


# Pages


def address(job, *more):
    return f"/o/kennebec/jobs/{job.public_id}/interviews/" + "".join(more)


def form_of(job, **more):
    return {
        "day": (timezone.now() + timedelta(days=20)).date().isoformat(),
        "times": "9:00, 9:45, 1:30 pm",
        "minutes": "45",
        "zone": "America/Chicago",
        "where": "Room 4",
        "interviewer": str(recruiter_of(job).pk),
        **more,
    }


def test_several_times_are_added_and_offered_at_once(client):
    application = bare_application()
    job = application.job
    sign_in(client, recruiter_of(job))

    empty = client.get(address(job))
    done = client.post(address(job), form_of(job, offer_to=[str(application.pk)]), follow=True)

    assert "Nobody has booked yet" in empty.content.decode()
    assert "3 times are added." in done.content.decode()
    slots = list(slots_for(application, now=timezone.now()))
    assert [slot.ends_at - slot.starts_at for slot in slots] == [timedelta(minutes=45)] * 3
    assert {slot.zone for slot in slots} == {"America/Chicago"}


def test_times_asked_for_from_one_applicants_page_are_for_them(client):
    application = bare_application()
    other = bare_application(application.job, name="Wade Libby")
    sign_in(client, recruiter_of(application.job))

    def ticked(query):
        page = client.get(address(application.job, query)).content.decode()
        return re.findall(r'name="offer_to" value="(\d+)"[^>]* checked', page)

    assert ticked(f"?for={other.public_id}") == [str(other.pk)]
    assert ticked("?for=nobody") == ticked("") == []


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("times", "9:00, half past", "“half past” is no time."),
        ("times", "25:00", "“25:00” is no time."),
        ("day", "2020-01-01", "This day is over."),
        ("where", "", "This field is required."),
    ],
)
def test_wrong_times_are_said_beside_their_field_and_nothing_is_lost(client, field, value, says):
    job = bare_application().job
    sign_in(client, recruiter_of(job))

    answer = client.post(address(job), form_of(job, **{field: value}))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Slot.objects.count() == 0


def test_open_times_are_offered_to_chosen_people(client):
    application = bare_application()
    job = application.job
    make_times(job, timezone.now() + timedelta(days=3))
    sign_in(client, recruiter_of(job))

    nobody = client.post(address(job), {"do": "offer"})
    done = client.post(address(job), {"do": "offer", "people": [str(application.pk)]}, follow=True)

    assert nobody.status_code == 422
    assert "Choose at least one person." in nobody.content.decode()
    assert "One person is asked to choose a time" in done.content.decode()
    assert slots_for(application, now=timezone.now()).count() == 1


def test_a_person_books_moves_and_calls_off_by_themselves(client):
    application = bare_application()
    start = timezone.now() + timedelta(days=3)
    first, second = make_times(application.job, start, start + HOUR, people=[application])
    page = f"/me/applications/{application.public_id}/interview/"
    sign_in(client, application.person.user)

    offered = client.get(page).content.decode()
    client.post(page, {"slot": str(first.public_id)})
    booked = client.get(page).content.decode()
    client.post(page, {"slot": str(second.public_id)})
    again = client.post(page, {"slot": str(second.public_id)})
    file = client.get(page.removesuffix("/") + ".ics")
    asked = client.get(f"{page}cancel/").content.decode()
    client.post(f"{page}cancel/")

    assert "offers you 2 times" in offered
    assert "Your interview is on" in booked
    assert again.status_code == 422
    assert "This time is not free any more." in again.content.decode()
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert read_calendar(file.content.decode())["method"] == "PUBLISH"
    assert "Call off your interview" in asked
    assert booked_slot(application, now=timezone.now()) is None
    assert client.get(page.removesuffix("/") + ".ics").status_code == 404


def test_times_of_others_are_not_found(client):
    application = bare_application()
    job = application.job
    (slot,) = make_times(job, timezone.now() + timedelta(days=3), people=[application])
    stranger, other = bare_person("Wade Libby"), bare_job(organization="tamarack")
    pages = (
        address(job),
        address(job, f"{slot.public_id}/cancel/"),
        address(job, f"{slot.public_id}.ics"),
    )

    for user in (stranger.user, recruiter_of(other)):
        sign_in(client, user)
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
        own = f"/me/applications/{application.public_id}/interview/"
        assert client.get(own).status_code == 404
        assert client.post(own, {"slot": str(slot.public_id)}).status_code == 404
    sign_in(client, make_member(job.organization))
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]


def test_who_is_shown_by_name_can_read_who_looked(client):
    application = bare_application()
    (slot,) = make_times(application.job, timezone.now() + timedelta(days=3), people=[application])
    book_slot(slot=slot, application=application, by=application.person.user, now=timezone.now())
    sign_in(client, recruiter_of(application.job))

    page = client.get(address(application.job)).content.decode()

    assert "Ruth Moody" in page
    look = Look.objects.get(person=application.person, kind=Look.Kind.NAMED)
    assert look.viewer == recruiter_of(application.job).public_id


def test_a_team_cancels_a_time_after_a_question(client):
    application = bare_application()
    (slot,) = make_times(application.job, timezone.now() + timedelta(days=3), people=[application])
    book_slot(slot=slot, application=application, by=application.person.user, now=timezone.now())
    sign_in(client, recruiter_of(application.job))

    asked = client.get(address(application.job, f"{slot.public_id}/cancel/")).content.decode()
    done = client.post(address(application.job, f"{slot.public_id}/cancel/"), follow=True)

    assert "Ruth Moody has booked it." in asked
    assert "The time is cancelled." in done.content.decode()
    slot.refresh_from_db()
    assert slot.cancelled_at is not None


def test_a_secret_address_reads_ones_interviews_until_it_is_renewed(client):
    application = bare_application()
    (slot,) = make_times(application.job, timezone.now() + timedelta(days=3), people=[application])
    book_slot(slot=slot, application=application, by=application.person.user, now=timezone.now())

    def address_for(user):
        sign_in(client, user)
        client.post("/me/calendar/", {"do": "make"})
        text = client.get("/me/calendar/").content.decode()
        return text[text.index("/calendar/", text.index("<code")) : text.index("</code>")]

    mine, theirs = (
        address_for(user) for user in (application.person.user, recruiter_of(application.job))
    )
    client.logout()
    titles = [
        [event["SUMMARY"] for event in read_calendar(client.get(each).content.decode())["events"]]
        for each in (mine, theirs)
    ]
    assert titles == [
        ["Interview: EHR Implementation Specialist, Kennebec River Medical Center"],
        ["Interview for EHR Implementation Specialist"],
    ]
    assert "Ruth" not in client.get(theirs).content.decode()
    another = "1" if mine[-5] == "0" else "0"
    assert client.get(f"{mine[:-5]}{another}.ics").status_code == 404

    fresh = address_for(application.person.user)
    client.logout()
    assert client.get(mine).status_code == 404
    assert client.get(fresh).status_code == 200


@pytest.mark.parametrize("page", ["team", "own"])
def test_many_times_take_as_many_questions_as_one(client, page):
    job = bare_job()
    first = bare_application(job)
    is_own = page == "own"
    page = f"/me/applications/{first.public_id}/interview/" if is_own else address(job)
    sign_in(client, first.person.user if is_own else recruiter_of(job))
    start = timezone.now() + timedelta(days=3)

    def ask():
        # Once more: the first look of a day is noted.
        assert client.get(page).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        return len(asked)

    def add(number):
        other = first if is_own else bare_application(job, name=f"Person {number}")
        slots = make_times(job, start + number * HOUR, start + (number + 60) * HOUR, people=[other])
        if not is_own:
            book_slot(slot=slots[0], application=other, by=other.person.user, now=timezone.now())

    add(0)
    one = ask()
    for number in range(1, 8):
        add(number)

    assert ask() == one


def test_who_took_the_application_back_is_named_no_more(client):
    application = bare_application()
    (slot,) = make_times(application.job, people=[application])[:1]
    book_slot(slot=slot, application=application, by=application.person.user, now=MONDAY)
    over = timezone.now() - timedelta(days=2)
    Slot.objects.filter(pk=slot.pk).update(starts_at=over, ends_at=over + HOUR)
    applying.withdraw(application=application, by=application.person.user, now=MONDAY)
    job = application.job
    sign_in(client, recruiter_of(job))
    slug = job.organization.slug

    page = client.get(f"/o/{slug}/jobs/{job.public_id}/interviews/").content.decode()

    assert "somebody who took the application back" in page
    assert "Ruth Moody" not in page
    assert not Look.objects.filter(person=application.person).exists()
    for what in ("notes", "scorecard"):
        address = f"/o/{slug}/applications/{application.public_id}/{what}/"
        assert client.get(address).status_code == 404
