import pytest
from django.utils import timezone
from tests.accounts.test_sign import SIGN_UP, code_of
from tests.factories import NURSE, POSTING, TECHNICIAN, make_resume, make_vocabulary
from tests.factories.accounts import PASSWORD, make_user

from preceptor.accounts.models import Change, Person
from preceptor.accounts.queries import VISITOR_KEY, last_change
from preceptor.accounts.services import make_visitor, person_for
from preceptor.common.models import Document, LogEntry, Mail
from preceptor.jobs.models import Job
from preceptor.jobs.reading import read_posting_text
from preceptor.jobs.services import store_posting
from preceptor.resumes.models import Evidence, Resume

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(client):
    make_vocabulary()
    return bring(client)


def bring(client):
    """Return a visitor in this browser, with a resume and a pasted posting."""
    person = make_visitor(now=timezone.now())
    make_resume(person=person, text=NURSE)
    store_posting(read=read_posting_text(POSTING), owner=person, now=timezone.now())
    session = client.session
    session[VISITOR_KEY] = str(person.public_id)
    session.save()
    return person


def sign_in(client, user):
    return client.post("/account/login/", {"login": user.email, "password": PASSWORD})


def signed_in(client):
    return "_auth_user_id" in client.session


def test_what_was_tried_out_is_in_the_account_that_is_made(client, visitor):
    seen = last_change()
    client.post("/account/signup/", SIGN_UP)
    client.post("/account/confirm-email/", {"code": code_of(Mail.objects.latest("pk"))})

    person = Person.objects.get()
    assert person.pk == visitor.pk
    assert (person.user.email, person.expires_at) == ("ruth@example.org", None)
    assert person.name == "Ruth Moody"
    assert (person.resumes.count(), person.needs.count()) == (1, 1)
    assert (person.city, person.state) == ("Augusta", "ME")
    # The pool looks at this person again.
    assert {row.person_number for row in Change.objects.filter(number__gt=seen)} == {person.pk}
    assert VISITOR_KEY not in client.session
    assert LogEntry.objects.filter(kind="accounts.visitor_stayed").count() == 1


def test_it_comes_along_at_the_first_sign_in_of_who_has_no_record_yet(client, visitor):
    user = make_user()

    answer = sign_in(client, user)

    assert answer["Location"] == "/me/"
    assert Person.objects.get(user=user) == visitor


def test_who_has_a_record_is_asked_and_may_take_it_along(client):
    make_vocabulary()
    user = make_user()
    own = person_for(user=user, now=timezone.now())
    make_resume(person=own, text=TECHNICIAN)
    visitor = bring(client)
    seen = last_change()

    assert sign_in(client, user)["Location"] == "/me/brought/"
    page = client.get("/me/brought/").content.decode()
    assert "It is newer than the one of" in page
    assert "A pasted posting." in page
    client.post("/me/brought/", {"kinds": ["resume", "postings"]})

    assert signed_in(client)
    assert Person.objects.get() == own
    assert (own.resumes.count(), own.needs.count()) == (2, 1)
    assert own.resumes.order_by("-pk")[0].headline == "Registered Nurse"
    slugs = set(Evidence.objects.filter(person=own).values_list("competency__slug", flat=True))
    assert slugs
    changed = {row.person_number for row in Change.objects.filter(number__gt=seen)}
    assert changed == {own.pk, visitor.pk}
    assert client.get("/me/brought/")["Location"] == "/me/"


def test_what_is_left_is_deleted_and_the_rest_comes_along(client, visitor):
    user = make_user()
    own = person_for(user=user, now=timezone.now())
    make_resume(person=own, text=TECHNICIAN)
    sign_in(client, user)
    assert "is newer and goes on counting." in client.get("/me/brought/").content.decode()

    client.post("/me/brought/", {"kinds": ["postings"]})

    assert signed_in(client)
    assert (Resume.objects.get().person, Job.objects.get().owner) == (own, own)
    assert Document.objects.count() == 2
    assert LogEntry.objects.filter(kind="accounts.visitor_joined").get().details == {
        "kinds": ["postings"]
    }


def test_saying_no_to_all_leaves_nothing_of_the_visitor(client, visitor):
    user = make_user()
    own = person_for(user=user, now=timezone.now())
    sign_in(client, user)

    client.post("/me/brought/")

    assert Person.objects.get() == own
    assert (Resume.objects.count(), Job.objects.count(), Document.objects.count()) == (0, 0, 0)


def test_a_visitor_who_brought_nothing_is_forgotten_without_a_question(client):
    user = make_user()
    own = person_for(user=user, now=timezone.now())
    session = client.session
    session[VISITOR_KEY] = str(make_visitor(now=timezone.now()).public_id)
    session.save()

    assert sign_in(client, user)["Location"] == "/me/"

    assert Person.objects.get() == own
    assert signed_in(client)


def test_hours_that_are_over_and_another_users_record_are_never_taken(client, visitor):
    Person.objects.filter(pk=visitor.pk).update(expires_at=timezone.now())
    user = make_user()
    sign_in(client, user)
    assert not Person.objects.filter(user=user).exists()

    other = person_for(user=make_user(), now=timezone.now())
    browser = type(client)()
    session = browser.session
    session[VISITOR_KEY] = str(other.public_id)
    session.save()
    sign_in(browser, make_user())
    other.refresh_from_db()
    assert other.user is not None
    assert Person.objects.filter(user__isnull=False).count() == 1


def test_a_person_of_a_user_is_made_once_and_named_after_them():
    user = make_user(name="Ruth Moody")

    first = person_for(user=user, now=timezone.now())
    second = person_for(user=user, now=timezone.now())

    assert first == second
    assert (first.name, first.expires_at) == ("Ruth Moody", None)
    assert LogEntry.objects.filter(kind="accounts.person_made").count() == 1
