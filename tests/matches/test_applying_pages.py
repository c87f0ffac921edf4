import uuid
from urllib.parse import quote

import pytest
from tests.factories import MONDAY, NURSE
from tests.factories.accounts import make_member, make_organization, make_user, sign_in
from tests.factories.jobs import make_application, make_candidate, make_opening, recruiter_of

from preceptor.accounts.models import Case, Consent
from preceptor.accounts.services import give_consent
from preceptor.accounts.services.consent import withdraw_consent
from preceptor.jobs.models import Application, Job
from preceptor.jobs.services import applying
from preceptor.resumes.services import take_in_resume

pytestmark = pytest.mark.django_db

State = Application.State
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def job():
    return make_opening()


@pytest.fixture
def person():
    return make_candidate()


@pytest.fixture
def apply(job):
    return f"/jobs/{job.slug}/apply/"


@pytest.fixture
def own(client, person):
    return sign_in(client, person.user)


def test_who_is_not_signed_in_is_led_to_an_account_and_back(client, apply):
    answer = client.get(apply)

    assert answer.status_code == 302
    assert answer.url.endswith(f"?next={quote(apply)}")


@pytest.mark.parametrize("door", ["alert", "feed", "desk"])
def test_an_application_says_by_which_door_it_came(own, apply, job, door):
    page = own.get(f"/jobs/{job.slug}/", {"from": door}).content.decode()
    assert f'href="{apply}?from={door}"' in page

    own.post(f"{apply}?from={door}", {"action": "send"})

    assert Application.objects.get().source == door


@pytest.mark.parametrize("said", ["invited", "counselor", "nonsense", ""])
def test_an_address_says_no_more_than_a_door(own, apply, job, said):
    page = own.get(f"/jobs/{job.slug}/", {"from": said}).content.decode()
    assert f'href="{apply}"' in page

    own.post(f"{apply}?from={said}", {"action": "send"})

    assert Application.objects.get().source == "board"


def test_the_first_step_shows_each_line_with_the_words_that_meet_it(own, apply, job):
    page = own.get(apply).content.decode()

    assert "Apply for EHR Implementation Specialist" in page
    for line in job.lines.all():
        assert line.label in page
    assert "Served as super user during the go-live of" in page
    assert '<option value="' in page
    assert "resume.txt" in page


def test_a_draft_is_kept_and_leads_to_the_check(own, apply, person):
    document = person.resumes.get().document

    answer = own.post(
        apply,
        {
            "note": "I know Epic.",
            "second": "4",
            "first": "3",
            "documents": [str(document.public_id)],
            "action": "check",
        },
    )

    draft = Application.objects.get()
    assert (answer.status_code, answer.url) == (302, f"{apply}check/")
    assert (draft.state, draft.note, draft.fact_order) == (State.DRAFT, "I know Epic.", [3, 4])
    assert "I know Epic." in own.get(apply).content.decode()


def test_kept_for_later_it_stands_among_the_applications(own, apply):
    answer = own.post(apply, {"note": "Later", "action": "later"}, follow=True)

    assert answer.redirect_chain == [("/me/applications/", 302)]
    assert "Drafts" in answer.content.decode()


def test_the_check_shows_name_and_record_and_sends(own, apply, person):
    own.post(apply, {"note": "I know Epic.", "action": "check"})

    page = own.get(f"{apply}check/").content.decode()
    answer = own.post(f"{apply}check/", {"once": str(uuid.uuid4())})

    assert "This is what Kennebec River Medical Center will see" in page
    assert person.name in page
    assert person.user.email in page
    sent = Application.objects.get()
    assert (sent.state, answer.url) == (State.SENT, f"/me/applications/{sent.public_id}/")
    assert {line["state"] for line in sent.lines_shown} <= {
        "met",
        "partly",
        "not_met",
        "not_stated",
    }
    assert len(sent.lines_shown) == sent.job.lines.count()


def test_the_check_without_a_draft_leads_to_the_first_step(own, apply):
    assert own.get(f"{apply}check/").url == apply


def test_once_sent_both_steps_lead_to_the_application(own, apply, job, person):
    sent = make_application(job, person)

    for address in (apply, f"{apply}check/"):
        assert own.get(address).url == f"/me/applications/{sent.public_id}/"
        assert own.post(address, {"note": "x"}).url == f"/me/applications/{sent.public_id}/"
    assert Application.objects.count() == 1


def test_a_program_gets_201_and_json_for_the_draft_and_the_sending(own, apply):
    drafted = own.post(apply, {"note": "hello"}, **JSON)
    sent = own.post(apply, {"note": "hello", "action": "send"}, **JSON)
    again = own.post(apply, {"note": "hello", "action": "send"}, **JSON)

    application = Application.objects.get()
    assert (drafted.status_code, drafted.json()["state"]) == (201, "draft")
    assert (sent.status_code, sent.json()) == (
        201,
        {
            "application": str(application.public_id),
            "state": "sent",
            "address": f"/me/applications/{application.public_id}/",
        },
    )
    assert again.json() == sent.json()


def test_the_same_key_from_two_tabs_is_one_application(own, apply):
    key = str(uuid.uuid4())

    first = own.post(apply, {"once": key, "action": "send"})
    second = own.post(apply, {"once": key, "action": "send"})

    assert first.url == second.url
    assert Application.objects.count() == 1


def test_what_was_typed_is_there_again_when_a_file_is_refused(own, apply):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = own.post(
        apply,
        {
            "note": "Long words",
            "file": SimpleUploadedFile("cv.exe", b"MZ\x90\0"),
            "action": "check",
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This kind of file cannot be read." in page
    assert "Long words" in page
    assert Application.objects.get().note == "Long words"


def test_another_document_is_added_and_goes_along(own, apply):
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = own.post(
        apply,
        {"file": SimpleUploadedFile("letter.txt", b"Dear Kennebec"), "action": "check"},
        follow=True,
    )

    draft = Application.objects.get()
    assert [document.filename for document in draft.documents.all()] == ["letter.txt"]
    assert "letter.txt" in answer.content.decode()


def test_a_line_that_is_not_the_jobs_is_refused(own, apply):
    answer = own.post(apply, {"first": "999", "action": "check"})

    assert answer.status_code == 422
    assert "Choose one of the lines in the list." in answer.content.decode()


def test_without_a_record_one_is_asked_to_bring_it(client, apply):
    sign_in(client, make_user())

    page = client.get(apply)
    assert "Bring your record first" in page.content.decode()
    assert client.post(apply, {"action": "send"}).status_code == 409
    assert not Application.objects.exists()


def test_a_job_that_closed_meanwhile_says_so(own, apply, job):
    own.post(apply, {"note": "x", "action": "check"})
    Job.objects.filter(pk=job.pk).update(status="closed")

    for address in (apply, f"{apply}check/"):
        assert own.post(address, {"action": "send"}).status_code == 409
    assert Application.objects.get().state == State.DRAFT


def test_a_job_that_was_never_shown_is_not_there(own, apply, job):
    Job.objects.filter(pk=job.pk).update(status="draft")

    assert own.get(apply).status_code == 404


def counselor_of(person):
    house = make_organization("center", name="Down East Extension Center")
    counselor = make_member(house, counsels=True)
    Case.objects.create(organization=house, counselor=counselor, person=person, opened_at=MONDAY)
    return house, counselor


@pytest.fixture
def for_client(job, person):
    """A counselor, and the addresses of both steps for a client who agreed."""
    house, counselor = counselor_of(person)
    give_consent(person=person, purpose=Consent.Purpose.COUNSELED, organization=house, now=MONDAY)
    home = f"/o/center/clients/{Case.objects.get().public_id}/"
    return counselor, home, f"{home}apply/{job.slug}/"


def test_a_counselor_applies_for_a_client_who_agreed_and_is_noted(client, for_client, person):
    counselor, home, address = for_client
    sign_in(client, counselor)

    first = client.get(address).content.decode()
    kept = client.post(address, {"note": "She ran the phones.", "action": "check"})
    second = client.get(kept.url).content.decode()
    unasked = client.post(kept.url, {"action": "send"})
    sent = client.post(kept.url, {"action": "send", "agreed": "on"})

    assert "You act for <b>Ruth Moody</b>, who agreed that Down East Extension Center" in first
    assert "Correct my record" not in first
    assert kept.url == f"{address}check/"
    assert "Who the client is" in second
    assert unasked.status_code == 422
    assert "Ask the client first, then tick that they agreed." in unasked.content.decode()
    assert (sent.status_code, sent.url) == (302, f"{home}#applications")
    application = Application.objects.get()
    assert (application.person, application.source, application.acted_by, application.state) == (
        person,
        "counselor",
        counselor.public_id,
        State.SENT,
    )
    assert application.note == "She ran the phones."
    # What the record showed that day is kept, as when the client applies.
    assert len(application.lines_shown) == application.job.lines.count()
    assert [look.kind for look in person.looks.all()] == ["named"]


def test_a_clients_application_that_is_out_leads_to_the_clients_page(
    client, for_client, job, person
):
    counselor, home, address = for_client
    make_application(job, person)
    sign_in(client, counselor)

    for step in (address, f"{address}check/"):
        assert client.get(step).url == f"{home}#applications"
    assert "Applied already" in client.get(home).content.decode()


def test_a_clients_draft_is_kept_for_later_and_found_again(client, for_client):
    counselor, home, address = for_client
    sign_in(client, counselor)

    answer = client.post(address, {"note": "Ask her first", "action": "later"})

    assert answer.url == home
    assert "Ask her first" in client.get(address).content.decode()


def test_a_client_without_a_record_brings_it_with_the_counselor(client, for_client, person):
    counselor, home, address = for_client
    person.resumes.all().delete()
    sign_in(client, counselor)

    page = client.get(address).content.decode()

    assert "The client has no record yet" in page
    assert f'href="{home}"' in page
    assert client.post(address, {"action": "send", "agreed": "on"}).status_code == 409


def test_a_program_sends_for_a_client_only_with_the_clients_word(client, for_client):
    counselor, home, address = for_client
    sign_in(client, counselor)

    unasked = client.post(address, {"action": "send"}, **JSON)
    sent = client.post(address, {"action": "send", "agreed": "on"}, **JSON)

    assert unasked.status_code == 422
    assert (sent.status_code, sent.json()["address"]) == (201, f"{home}#applications")


def test_nobody_applies_for_a_client_whose_consent_or_house_it_is_not(
    client, for_client, job, person
):
    counselor, _, address = for_client
    other = make_organization("other", name="Other House")
    other_counselor = make_member(other, counsels=True)
    elsewhere = address.replace("/o/center/", "/o/other/")

    sign_in(client, other_counselor)
    foreign = [client.get(each).status_code for each in (address, elsewhere)]
    sign_in(client, counselor)
    withdraw_consent(
        person=person,
        purpose=Consent.Purpose.COUNSELED,
        organization=Case.objects.get().organization,
        now=MONDAY,
    )

    assert foreign == [404, 404]
    assert [client.get(each).status_code for each in (address, f"{address}check/")] == [404, 404]
    assert client.post(address, {"action": "send", "agreed": "on"}).status_code == 404
    assert not Application.objects.exists()


def test_where_a_hat_compels_a_second_factor_nobody_applies_for_a_client_without(
    client, for_client, settings
):
    counselor, _, address = for_client
    counselor.memberships.update(role="administrator")
    settings.COMPEL_SECOND_FACTOR = True
    sign_in(client, counselor)

    assert client.get(address).url.startswith("/account/second-factor/")


def test_who_applies_again_sees_and_shows_what_changed(own, client, apply, job, person):
    first = sent_with_lines(own, apply)
    applying.withdraw(application=first, by=person.user, now=MONDAY)
    take_in_resume(
        person=person,
        data=NURSE.replace("SKILLS\n", "SKILLS\nTroubleshooting, SQL, ").encode(),
        filename="newer.txt",
        now=MONDAY,
    )

    page = own.get(apply).content.decode()
    second = sent_with_lines(own, apply)

    assert "You applied before" in page
    assert "<b>Troubleshooting</b>" in page
    own_page = own.get(f"/me/applications/{second.public_id}/").content.decode()
    assert "What changed since you applied before" in own_page
    sign_in(client, recruiter_of(job))
    Application.objects.filter(pk=first.pk).update(state=State.REFUSED)
    theirs = client.get(f"/o/kennebec/applications/{second.public_id}/").content.decode()
    assert "They apply again" in theirs
    assert "<b>Troubleshooting</b>" in theirs


def sent_with_lines(client, apply):
    client.post(apply, {"action": "send"})
    return Application.objects.latest("pk")
