from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import MONDAY, POSTING, make_person, make_resume, make_vocabulary

from preceptor.accounts.models import Change, Consent, Person, User
from preceptor.accounts.personal_data import export_person
from preceptor.accounts.queries import changed_people, findable_people, last_change
from preceptor.accounts.services import (
    erase_expired_visitors,
    erase_person,
    give_consent,
    make_visitor,
    withdraw_consent,
)
from preceptor.common.models import Document, LogEntry
from preceptor.common.queries import first_broken_log_entry
from preceptor.jobs.models import Job
from preceptor.jobs.reading import read_posting_text
from preceptor.jobs.services import store_posting
from preceptor.resumes.models import Evidence, Fact, Record, Resume

pytestmark = pytest.mark.django_db


def test_a_person_is_findable_from_consent_until_it_is_withdrawn():
    person = make_person(is_findable=False)
    assert list(findable_people()) == []

    give_consent(person=person, purpose=Consent.Purpose.FOUND, now=MONDAY)
    assert list(findable_people()) == [person]

    withdraw_consent(person=person, purpose=Consent.Purpose.FOUND, now=MONDAY)
    assert list(findable_people()) == []


def test_giving_consent_twice_is_giving_it_once():
    person = make_person()
    changes = Change.objects.count()

    give_consent(person=person, purpose=Consent.Purpose.FOUND, now=MONDAY)

    assert Consent.objects.filter(person=person).count() == 1
    assert Change.objects.count() == changes


def test_changes_are_read_after_the_last_one_seen():
    ada = make_person(name="Ada")
    seen = last_change()
    ben = make_person(name="Ben")

    assert changed_people(after=seen) == ([ben.pk], last_change())
    assert changed_people(after=0)[0] == [ada.pk, ben.pk]


def test_a_visitor_is_erased_when_the_hours_are_over_and_not_before():
    make_vocabulary()
    visitor = make_visitor(now=MONDAY)
    make_resume(person=visitor)
    store_posting(read=read_posting_text(POSTING), owner=visitor, now=MONDAY)

    assert erase_expired_visitors(now=MONDAY + timedelta(hours=23, minutes=59)) == 0
    assert erase_expired_visitors(now=MONDAY + timedelta(hours=24)) == 1

    for model in (Person, Resume, Fact, Evidence, Record, Job, Document):
        assert model.objects.count() == 0, model


def test_erasure_leaves_no_word_of_the_person_and_a_whole_log(settings):
    make_vocabulary()
    ruth = make_person()
    make_resume(person=ruth)
    stored = Document.objects.get().stored
    file = settings.MEDIA_ROOT / stored
    assert file.read_bytes().startswith(b"RUTH MOODY")

    with transaction.atomic():
        erase_person(person=ruth, now=MONDAY, reason="asked")
    # Tests run inside a transaction, so what follows the commit is called by hand.
    for callback in transaction.get_connection().run_on_commit:
        callback[1]()

    assert Document.objects.count() == 0
    assert not file.exists()
    assert "Ruth" not in str(list(LogEntry.objects.values()))
    assert first_broken_log_entry() is None


def test_a_withdrawal_for_erasure_reaches_snapshots_as_a_change():
    ruth = make_person()
    number, seen = ruth.pk, last_change()

    erase_person(person=ruth, now=MONDAY, reason="asked")

    assert changed_people(after=seen)[0] == [number]


def test_export_holds_every_row_about_a_person_and_none_of_others():
    make_vocabulary()
    ruth, wade = make_person(), make_person(name="Wade Libby")
    make_resume(person=ruth)
    make_resume(person=wade)

    export = export_person(ruth)

    assert [row["name"] for row in export["accounts.Person"]] == ["Ruth Moody"]
    assert len(export["resumes.Resume"]) == 1
    assert len(export["common.Document"]) == 1
    assert len(export["resumes.Evidence"]) == Evidence.objects.filter(person=ruth).count()


def test_two_users_cannot_differ_by_capitals_only():
    User.objects.create_user("ada@example.org", "a long enough password")

    with pytest.raises(IntegrityError):
        User.objects.create_user("ADA@example.org", "a long enough password")
