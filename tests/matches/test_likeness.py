from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories import MONDAY, NURSE, TECHNICIAN, make_job, make_person, make_resume
from tests.factories import make_vocabulary as store
from tests.factories.accounts import (
    make_member,
    make_organization,
    make_steward,
    make_user,
    sign_in,
)

from preceptor.accounts.models import Consent, Notice, Person, Schooling, User
from preceptor.accounts.queries.consent import has_consent
from preceptor.accounts.services import give_consent
from preceptor.common.models import LogEntry
from preceptor.jobs.models import Application, Stage
from preceptor.matches.models import Likeness
from preceptor.matches.queries.likeness import (
    alike_people,
    are_alike,
    merged_preview,
    normal_name,
)
from preceptor.matches.services.likeness import agree_likeness, propose_likenesses
from preceptor.matches.services.merging import NotMerged, merge_people
from preceptor.matches.tasks.hygiene import fill_words, keep_clean

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabulary(db):
    store()


def account(name="Ruth Moody", *, email="", phone="", city="Augusta", text=""):
    person = make_person(name=name)
    user = make_user(email, name=name)
    Person.objects.filter(pk=person.pk).update(user=user, phone=phone, city=city)
    person = Person.objects.select_related("user").get(pk=person.pk)
    if text:
        make_resume(person=person, text=text)
    return person


def reasons():
    return [alike.reasons for alike in alike_people()]


@pytest.fixture
def pair():
    first, second = account(text=NURSE), account("Moody, Ruth B.", text=TECHNICIAN)
    propose_likenesses(now=MONDAY)
    return Likeness.objects.get(), first, second


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Ruth Moody", "moody ruth"),
        ("MOODY, Ruth B.", "moody ruth"),
        ("Dr. Ruth Moody, RN", "moody ruth"),
        ("Rúth Moody Jr.", "moody ruth"),
        ("", ""),
        ("R. M.", ""),
    ],
)
def test_names_are_compared_without_order_accents_titles_and_initials(name, plain):
    assert normal_name(name) == plain


def test_the_same_name_alone_says_nothing_and_something_more_does():
    account(city="Augusta", email="ruth@gmail.com", phone="207 555 0147")
    account(city="Bangor", email="moody@gmail.com")
    assert reasons() == []

    account("Ruth Moody", city="Augusta")
    assert reasons() == [("place",)]
    account("Ruth B Moody", city="Portland", phone="+1 (207) 555-0147")
    assert ("phone",) in reasons()


def test_a_house_of_mail_says_something_unless_everybody_has_it():
    account(city="Augusta", email="ruth@riverside.example.org")
    account(city="Bangor", email="r.moody@riverside.example.org")
    account(name="Wade Libby", city="Bangor", email="wade@riverside.example.org")

    assert reasons() == [("mail",)]


def test_much_the_same_resume_says_something():
    assert are_alike(NURSE, NURSE.replace("6 years", "7 years"))
    assert not are_alike(NURSE, TECHNICIAN)
    assert not are_alike("Ruth Moody Nurse", "Ruth Moody Nurse")

    account(city="Augusta", text=NURSE, email="ruth@gmail.com")
    account(city="Bangor", text=NURSE.replace("6 years", "7 years"), email="rm@gmail.com")
    assert reasons() == [("text",)]


def test_visitors_and_pairs_without_any_account_are_passed_over():
    make_person()
    make_person()
    visitor = account()
    Person.objects.filter(pk=visitor.pk).update(expires_at=MONDAY)

    assert reasons() == []


def test_a_pair_is_proposed_once_to_both_and_nothing_is_merged(pair):
    likeness, first, second = pair

    assert propose_likenesses(now=MONDAY) == 0
    assert (likeness.first, likeness.second) == (first, second)
    assert set(Notice.objects.values_list("user", flat=True)) == {first.user_id, second.user_id}
    assert all("Moody" not in text for text in Notice.objects.values_list("text", flat=True))
    assert Person.objects.filter(pk__in=[first.pk, second.pk]).count() == 2


def test_what_anybody_could_type_is_for_a_steward_and_asks_no_owner(client):
    first = account(email="ruth@gmail.com", phone="207 555 0147")
    account(email="moody@gmail.com", phone="207 555 0147")
    propose_likenesses(now=MONDAY)
    likeness = Likeness.objects.get()
    address = reverse("matches:likeness", args=[likeness.public_id])

    assert likeness.reasons == ["place", "phone"]
    assert Notice.objects.count() == 0
    assert sign_in(client, first.user).get(address).status_code == 404
    assert sign_in(client, first.user).post(address, {"do": "mine"}).status_code == 404
    page = sign_in(client, make_steward()).get(reverse("matches:likenesses")).content.decode()
    assert "the same town and the same telephone number" in page


def test_neither_sees_the_other_record_before_both_agree(client, pair):
    likeness, first, second = pair
    Person.objects.filter(pk=second.pk).update(phone="207 555 0147")
    sign_in(client, first.user)
    address = reverse("matches:likeness", args=[likeness.public_id])

    page = client.get(address).content.decode()
    client.post(address, {"do": "merge"})
    client.post(address, {"do": "mine"})

    for secret in (second.user.email, "555 0147", "Help Desk"):
        assert secret not in page
    assert "It has the same name, the same town and" in page
    assert Person.objects.filter(pk=second.pk).exists()
    assert "Sign in with the other account" in client.get(address).content.decode()


def test_once_both_say_so_one_more_word_merges_them(client, pair):
    likeness, first, second = pair
    agree_likeness(likeness=likeness, person=first, by=first.user, now=MONDAY)
    address = reverse("matches:likeness", args=[likeness.public_id])
    sign_in(client, second.user)

    client.post(address, {"do": "mine"})
    preview = client.get(address).content.decode()
    client.post(address, {"do": "merge"})

    assert "Make both records one?" in preview
    assert list(Person.objects.filter(pk__in=[first.pk, second.pk])) == [second]
    assert not User.objects.filter(pk=first.user_id).exists()


def test_a_no_settles_it_for_good(client, pair):
    likeness, first, _ = pair
    sign_in(client, first.user)

    client.post(reverse("matches:likeness", args=[likeness.public_id]), {"do": "different"})

    likeness.refresh_from_db()
    assert likeness.state == Likeness.State.DIFFERENT
    assert propose_likenesses(now=MONDAY) == 0


def test_a_likeness_of_others_is_not_there(client, pair):
    likeness, _, _ = pair
    sign_in(client, account("Wade Libby").user)

    assert client.get(reverse("matches:likeness", args=[likeness.public_id])).status_code == 404
    assert client.get(reverse("matches:likenesses")).status_code == 403


def test_merging_keeps_the_evidence_of_both(pair):
    likeness, first, second = pair
    both = {
        slug
        for person in (first, second)
        for slug in person.evidence.values_list("competency__slug", flat=True)
    }

    merge_people(likeness=likeness, kept=first, by=first.user, now=MONDAY)

    first.refresh_from_db()
    held = set(first.evidence.values_list("competency__slug", flat=True))
    assert held == both
    assert (first.record.quarters_clinical, first.record.quarters_it) == (26, 21)
    assert first.record.education == 4
    assert first.resumes.count() == 2


def test_merging_keeps_only_the_consents_that_both_gave(pair):
    likeness, first, second = pair
    for person in (first, second):
        give_consent(person=person, purpose=Consent.Purpose.CONTACTED, now=MONDAY)
    give_consent(person=first, purpose=Consent.Purpose.NAMED, now=MONDAY)
    give_consent(person=second, purpose=Consent.Purpose.STATISTICS, now=MONDAY)

    preview = merged_preview(first, second)
    merge_people(likeness=likeness, kept=first, by=first.user, now=MONDAY)

    assert set(preview.stand) == {"Be found by employers", "Be contacted"}
    assert set(preview.end) == {"Share my name before I apply", "Take part in statistics"}
    standing = Consent.objects.filter(person=first, withdrawn_at__isnull=True)
    assert set(standing.values_list("purpose", flat=True)) == {"found", "contacted"}
    assert not has_consent(first, Consent.Purpose.STATISTICS)


def test_merging_moves_applications_and_closes_the_later_of_two_for_one_job(pair):
    likeness, first, second = pair
    job, other = make_job(), make_job(slug="another-job")
    stage = Stage.objects.create(organization=job.organization, order=0, name="New", kind="new")

    def apply(person, to, days):
        return Application.objects.create(
            job=to,
            person=person,
            state=Application.State.SENT,
            stage=stage,
            begun_at=MONDAY,
            sent_at=MONDAY + timedelta(days=days),
        )

    late, early, moved = apply(first, job, 3), apply(second, job, 1), apply(second, other, 2)

    merge_people(likeness=likeness, kept=first, by=first.user, now=MONDAY)

    for application in (late, early, moved):
        application.refresh_from_db()
        assert application.person == first
    assert (late.state, early.state, moved.state) == ("withdrawn", "sent", "sent")
    assert late.closed_why == "Merged with another application of the same person"


def test_merging_fills_what_is_not_stated_and_leaves_what_is(pair):
    likeness, first, second = pair
    Person.objects.filter(pk=first.pk).update(languages=None, phone="207 555 0111")
    Person.objects.filter(pk=second.pk).update(languages=["es"], phone="207 555 0122")
    college = make_organization("stillwater", name="Stillwater College")
    for person in (first, second):
        Schooling.objects.create(
            person=person, organization=college, cohort="2026", stated_at=MONDAY
        )

    merge_people(likeness=likeness, kept=Person.objects.get(pk=first.pk), by=first.user, now=MONDAY)

    first.refresh_from_db()
    assert (first.languages, first.phone) == (["es"], "207 555 0111")
    assert Schooling.objects.filter(person=first).count() == 1
    entry = LogEntry.objects.get(kind="matches.people_merged")
    assert set(entry.details) == {"likeness", "moved"}


def test_an_account_that_others_rely_on_stays(pair):
    likeness, first, second = pair
    make_member(make_organization(), user=second.user, hires=True)

    merge_people(likeness=likeness, kept=first, by=first.user, now=MONDAY)

    assert User.objects.filter(pk=second.user_id).exists()
    assert not Person.objects.filter(pk=second.pk).exists()


def test_what_is_settled_is_not_merged_and_no_third_is_kept(pair):
    likeness, first, _ = pair
    with pytest.raises(NotMerged, match="one of the two"):
        merge_people(likeness=likeness, kept=account("Wade Libby"), by=first.user, now=MONDAY)

    Likeness.objects.update(state=Likeness.State.DIFFERENT)
    with pytest.raises(NotMerged, match="settled already"):
        merge_people(likeness=likeness, kept=first, by=first.user, now=MONDAY)


def test_a_steward_looks_into_it_and_chooses_which_to_keep(client, pair):
    likeness, first, second = pair
    sign_in(client, make_steward())
    address = reverse("matches:settle_likeness", args=[likeness.public_id])

    listed = client.get(reverse("matches:likenesses")).content.decode()
    page = client.get(f"{address}?keep=second").content.decode()
    client.post(f"{address}?keep=second", {"do": "merge"})

    assert "1 pair of records may be one person each" in listed
    assert page.index(second.user.email) < page.index(first.user.email)
    assert list(Person.objects.filter(pk__in=[first.pk, second.pk])) == [second]


def test_the_nightly_task_does_nothing_twice(pair):
    assert keep_clean.func(now=MONDAY) == {"proposed": 0, "lists_dropped": 0}
    assert fill_words.func(now=MONDAY) == 0
