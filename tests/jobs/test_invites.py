from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories import MONDAY, NURSE, make_resume, make_vocabulary
from tests.factories.accounts import sign_in
from tests.factories.jobs import make_application, make_candidate, make_opening, recruiter_of

from preceptor.accounts.models import Consent, Notice
from preceptor.accounts.queries.consent import may_see_name
from preceptor.accounts.queries.seen import id_seen_by
from preceptor.accounts.services import withdraw_consent
from preceptor.common.models import LogEntry
from preceptor.jobs.models import Application, Invite, Job
from preceptor.jobs.services import applying, invites

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return make_opening()


@pytest.fixture
def person():
    return make_candidate()


def ask(job, person):
    return invites.invite(
        job=job, person=person, text=" Come and see us. ", by=recruiter_of(job), now=MONDAY
    )


def test_an_invitation_waits_two_weeks_for_the_person(job, person):
    made = ask(job, person)

    assert (made.text, made.waits_for) == ("Come and see us.", "person")
    assert made.reply_by.date() == (MONDAY + timedelta(days=14)).date()
    assert not may_see_name(job.organization, person)
    told = Notice.objects.get(user=person.user)
    assert told.address == f"/me/invites/{made.public_id}/"


def test_a_yes_shows_the_name_and_begins_an_application(job, person):
    made = ask(job, person)

    draft = invites.accept(invite=made, by=person.user, now=MONDAY)
    again = invites.accept(invite=made, by=person.user, now=MONDAY)

    made.refresh_from_db()
    assert draft == again
    assert (draft.state, draft.source) == (Application.State.DRAFT, "invited")
    assert (made.answer, made.waits_for, made.answered_at) == ("yes", "", MONDAY)
    assert may_see_name(job.organization, person)
    assert LogEntry.objects.filter(kind="jobs.invite_answered").count() == 1


@pytest.mark.parametrize("is_sent", [False, True])
def test_who_takes_back_what_a_yes_began_is_a_stranger_again(job, person, is_sent):
    draft = invites.accept(invite=ask(job, person), by=person.user, now=MONDAY)
    if is_sent:
        applying.send(application=draft, by=person.user, now=MONDAY)
    assert may_see_name(job.organization, person)

    applying.withdraw(application=draft, by=person.user, now=MONDAY)

    assert not may_see_name(job.organization, person)


def test_beginning_anew_does_not_show_the_name_before_it_is_sent(job, person):
    sent = invites.accept(invite=ask(job, person), by=person.user, now=MONDAY)
    applying.send(application=sent, by=person.user, now=MONDAY)
    applying.withdraw(application=sent, by=person.user, now=MONDAY)

    again = applying.begin(job=job, person=person, by=person.user, now=MONDAY)

    assert not may_see_name(job.organization, person)
    applying.send(application=again, by=person.user, now=MONDAY)
    assert may_see_name(job.organization, person)


def test_dropping_what_a_yes_began_says_who_sees_the_name_no_more(client, job, person):
    draft = invites.accept(invite=ask(job, person), by=person.user, now=MONDAY)
    sign_in(client, person.user)

    page = client.get(f"/me/applications/{draft.public_id}/withdraw/").content.decode()

    assert "Kennebec River Medical Center no longer sees your name." in page
    assert "Nobody has seen it" not in page


def test_a_no_keeps_the_name_and_may_say_why(job, person):
    made = ask(job, person)

    invites.decline(invite=made, by=person.user, now=MONDAY, why="Too far  away")

    made.refresh_from_db()
    assert (made.answer, made.answer_why) == ("no", "Too far away")
    assert not may_see_name(job.organization, person)
    with pytest.raises(invites.AnsweredAlready):
        invites.accept(invite=made, by=person.user, now=MONDAY)


def test_once_is_enough(job, person):
    ask(job, person)

    with pytest.raises(invites.CannotInvite, match="once is enough"):
        ask(job, person)

    assert Invite.objects.count() == 1


@pytest.mark.parametrize("purpose", [Consent.Purpose.FOUND, Consent.Purpose.CONTACTED])
def test_who_does_not_agree_is_not_invited(job, person, purpose):
    withdraw_consent(person=person, purpose=purpose, now=MONDAY)

    with pytest.raises(invites.CannotInvite, match="does not want to be contacted"):
        ask(job, person)


def test_who_rests_is_not_invited(job, person):
    person.resting_since = MONDAY
    person.save()

    with pytest.raises(invites.CannotInvite):
        ask(job, person)


def test_nobody_is_invited_to_a_closed_job_or_one_they_applied_for(job, person):
    make_application(job, person)
    with pytest.raises(invites.CannotInvite, match="applied for this job already"):
        ask(job, person)

    Job.objects.filter(pk=job.pk).update(status="closed")
    job.refresh_from_db()
    with pytest.raises(invites.CannotInvite, match="not open"):
        ask(job, make_candidate("Wade Libby", text=None))


def test_for_user_shows_both_sides_and_nobody_else(job, person):
    made = ask(job, person)
    stranger = make_candidate("Wade Libby", text=None)

    assert list(Invite.objects.for_user(person.user)) == [made]
    assert list(Invite.objects.for_user(recruiter_of(job))) == [made]
    assert list(Invite.objects.for_user(stranger.user)) == []


def test_the_page_of_an_invitation_names_nobody(client, job, person):
    make_vocabulary()
    text = NURSE.replace("RUTH MOODY\n", "RUTH MOODY, ")
    make_resume(person=person, text=text)
    sign_in(client, recruiter_of(job))

    seen = id_seen_by(job.organization, person.public_id)
    page = client.get(reverse("jobs:invite", args=[job.organization.slug, seen]))

    assert "Registered Nurse" in page.content.decode()
    assert "moody" not in page.content.decode().casefold()
