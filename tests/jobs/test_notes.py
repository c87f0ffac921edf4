"""Notes: for colleagues, who are told when asked for; never for the person."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import MONDAY
from tests.factories.accounts import make_member, make_user, sign_in
from tests.factories.hiring import bare_application, bare_job
from tests.factories.jobs import recruiter_of

from preceptor.accounts.models import Notice
from preceptor.accounts.personal_data import export_person
from preceptor.common.models import LogEntry, Mail
from preceptor.jobs.models import Note
from preceptor.jobs.services.notes import TooLate, change_note, write_note

pytestmark = pytest.mark.django_db


def address(application):
    return f"/o/kennebec/applications/{application.public_id}/notes/"


def member(application, name):
    return make_member(application.job.organization, user=make_user(name=name), hires=True)


def test_who_is_chosen_or_named_after_an_at_is_told_once_and_without_a_name():
    application = bare_application()
    by = recruiter_of(application.job)
    stella, stel, joan = (member(application, name) for name in ("Stella Ward", "Stel", "Joan"))
    outsider = make_user(name="Hank")

    note = write_note(
        application=application,
        text="@stella ward, did Ruth build it? Ask @Hank, not joan@example.org.",
        mentions=[stella, outsider, by],
        by=by,
        now=MONDAY,
    )

    assert list(note.mentions.all()) == [stella]
    told = Notice.objects.get(kind="jobs.mentioned")
    assert (told.user, told.address) == (stella, address(application))
    mail = Mail.objects.get(kind="jobs.mentioned")
    assert mail.to == stella.email
    assert "Ruth" not in mail.subject + mail.text
    assert LogEntry.objects.latest("number").details == {"note": str(note.public_id), "mentions": 1}
    assert not Notice.objects.filter(user__in=[stel, joan, outsider, by]).exists()


def test_a_note_is_changed_by_its_author_for_a_quarter_of_an_hour():
    application = bare_application()
    by, stella = recruiter_of(application.job), member(application, "Stella Ward")
    note = write_note(application=application, text="First.", by=by, now=MONDAY)
    soon = MONDAY + timedelta(minutes=14)

    change_note(note=note, text="Better, @Stella Ward.", by=by, now=soon)
    change_note(note=note, text="Best, @Stella Ward.", by=by, now=soon)
    with pytest.raises(TooLate):
        change_note(note=note, text="Mine.", by=stella, now=soon)
    with pytest.raises(TooLate):
        change_note(note=note, text="Late.", by=by, now=MONDAY + timedelta(minutes=15))

    note.refresh_from_db()
    assert (note.text, note.changed_at) == ("Best, @Stella Ward.", soon)
    assert Notice.objects.filter(user=stella).count() == 1


def test_what_is_held_about_a_person_comes_with_their_data_without_the_author():
    application = bare_application()
    write_note(
        application=application, text="Knows Epic.", by=recruiter_of(application.job), now=MONDAY
    )

    (row,) = export_person(application.person)["jobs.Note"]
    assert row["text"] == "Knows Epic."
    assert "author_id" not in row


# Pages


def test_notes_are_written_read_and_changed(client):
    application = bare_application()
    by, stella = recruiter_of(application.job), member(application, "Stella Ward")
    page = address(application)
    sign_in(client, by)

    empty = client.get(page).content.decode()
    wrong = client.post(page, {"text": " "})
    client.post(page, {"text": "Look at this.", "mentions": [str(stella.pk)]})
    again = client.post(page, {"text": "Look at this.", "mentions": [str(stella.pk)]})
    note = Note.objects.get()
    changed = client.post(f"{page}{note.public_id}/", {"text": "Look at that."}, follow=True)

    assert "Nobody has noted anything yet" in empty
    assert wrong.status_code == 422
    assert again.status_code == 302
    assert "Look at that." in changed.content.decode()
    assert Notice.objects.get(user=stella).read_at is None
    sign_in(client, stella)
    assert "Look at that." in client.get(page).content.decode()
    assert Notice.objects.get(user=stella).read_at is not None
    assert client.get(f"{page}{note.public_id}/").status_code == 404


def test_a_program_gets_the_note_it_created(client):
    application = bare_application()
    sign_in(client, recruiter_of(application.job))

    answer = client.post(
        address(application), {"text": "From afar."}, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 201
    assert answer.json()["note"] == str(Note.objects.get().public_id)


def test_an_old_note_says_that_it_stays(client):
    application = bare_application()
    by = recruiter_of(application.job)
    old = timezone.now() - timedelta(minutes=16)
    note = write_note(application=application, text="Old.", by=by, now=old)
    sign_in(client, by)

    answer = client.get(f"{address(application)}{note.public_id}/", follow=True)
    assert "A note can be changed for a quarter of an hour." in answer.content.decode()


def test_neither_the_person_nor_another_team_reads_them(client):
    application = bare_application()
    note = write_note(
        application=application, text="Hm.", by=recruiter_of(application.job), now=timezone.now()
    )
    pages = (address(application), f"{address(application)}{note.public_id}/")

    for user, status in (
        (application.person.user, 404),
        (recruiter_of(bare_job(organization="tamarack")), 404),
        (make_member(application.job.organization), 403),
    ):
        sign_in(client, user)
        assert [client.get(page).status_code for page in pages] == [status] * 2
        assert client.post(pages[0], {"text": "Mine."}).status_code == status
    assert list(Note.objects.for_user(application.person.user)) == []


def test_many_notes_take_as_many_questions_as_one(client):
    application = bare_application()
    by, stella = recruiter_of(application.job), member(application, "Stella Ward")
    sign_in(client, by)

    def ask():
        client.get(address(application))
        with CaptureQueriesContext(connection) as asked:
            client.get(address(application))
        return len(asked)

    def write(text):
        write_note(application=application, text=text, by=by, mentions=[stella], now=MONDAY)

    write("One.")
    one = ask()
    for number in range(20):
        write(f"Note {number}.")

    assert ask() == one
