from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import MONDAY, make_person

from preceptor.accounts.models import (
    Consent,
    Conversation,
    Membership,
    Message,
    Notice,
    Organization,
    User,
)
from preceptor.accounts.queries import consent as consent_queries
from preceptor.accounts.queries.seen import id_seen_by
from preceptor.accounts.queries.talk import (
    AnswerFigures,
    Unread,
    address_for,
    answer_figures,
    unread_counts,
)
from preceptor.accounts.services import give_consent, withdraw_consent
from preceptor.accounts.services.talk import (
    ConversationClosed,
    MayNotWrite,
    add_todo,
    close_conversation,
    tell,
    write_message,
)
from preceptor.accounts.tasks.talk import sweep_conversations
from preceptor.common.models import Mail, Waiting
from preceptor.common.models.log import LogEntry

pytestmark = pytest.mark.django_db
PERSON, ORGANIZATION = Waiting.Side.PERSON, Waiting.Side.ORGANIZATION


@pytest.fixture(autouse=True)
def no_grounds(monkeypatch):
    monkeypatch.setattr(consent_queries, "_grounds", {})


@pytest.fixture
def hospital():
    return Organization.objects.create(
        slug="kennebec",
        name="Kennebec River Medical Center",
        kind=Organization.Kind.HOSPITAL,
        is_demo=True,
    )


@pytest.fixture
def iris(hospital):
    user = User.objects.create_user("iris@kennebec.example", name="Iris Chen")
    Membership.objects.create(organization=hospital, user=user, role="member", hires=True)
    return user


@pytest.fixture
def ruth():
    person = make_person()
    person.user = User.objects.create_user("ruth@example.org", name="Ruth Moody")
    person.save()
    return person


def ask(ruth, hospital, text="Is the post still open?", now=MONDAY, **more):
    return write_message(
        person=ruth,
        organization=hospital,
        side=PERSON,
        author=ruth.user,
        subject="A question",
        text=text,
        now=now,
        **more,
    ).conversation


def answer(conversation, iris, text="It is.", now=MONDAY, **more):
    return write_message(
        person=conversation.person,
        organization=conversation.organization,
        conversation=conversation,
        side=ORGANIZATION,
        author=iris,
        text=text,
        now=now,
        **more,
    )


def test_whoever_writes_makes_the_other_side_wait(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    assert conversation.waits_for == ORGANIZATION
    assert conversation.reply_by == MONDAY + timedelta(days=10)

    answer(conversation, iris, now=MONDAY + timedelta(days=1))

    conversation.refresh_from_db()
    assert conversation.waits_for == PERSON
    assert conversation.reply_by == MONDAY + timedelta(days=11)
    assert conversation.answered_at == MONDAY + timedelta(days=1)


def test_asking_again_does_not_move_the_day(ruth, hospital, iris):
    conversation = ask(ruth, hospital)

    ask(ruth, hospital, text="Hello?", now=MONDAY + timedelta(days=3), conversation=conversation)

    conversation.refresh_from_db()
    assert conversation.reply_by == MONDAY + timedelta(days=10)
    assert conversation.messages.count() == 2


def test_a_message_that_asks_nothing_makes_nobody_wait(ruth, hospital, iris):
    conversation = ask(ruth, hospital)

    answer(conversation, iris, reply_days=None)

    conversation.refresh_from_db()
    assert conversation.waits_for == ""
    assert conversation.reply_by is None


def test_an_organization_writes_first_only_to_who_agreed(ruth, hospital, iris):
    words = {"person": ruth, "organization": hospital, "side": ORGANIZATION, "author": iris}
    with pytest.raises(MayNotWrite):
        write_message(text="Come to us.", now=MONDAY, **words)
    assert Conversation.objects.count() == 0

    give_consent(person=ruth, purpose=Consent.Purpose.CONTACTED, now=MONDAY)
    conversation = write_message(text="Come to us.", now=MONDAY, **words).conversation
    withdraw_consent(person=ruth, purpose=Consent.Purpose.CONTACTED, now=MONDAY)

    with pytest.raises(MayNotWrite):
        answer(conversation, iris, text="Are you there?")


def test_who_was_asked_may_answer_whatever_was_withdrawn(ruth, hospital, iris):
    conversation = ask(ruth, hospital)

    answer(conversation, iris)

    assert conversation.messages.count() == 2


def test_a_closed_conversation_is_opened_by_who_closed_it_only(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    close_conversation(conversation=conversation, side=PERSON, by=ruth.user, now=MONDAY)

    with pytest.raises(ConversationClosed):
        answer(conversation, iris)
    ask(ruth, hospital, text="One more thing", conversation=conversation)

    conversation.refresh_from_db()
    assert conversation.closed_at is None


def test_mails_quote_nothing_name_no_candidate_and_come_once(ruth, hospital, iris):
    conversation = ask(ruth, hospital, text="My secret is a blue lantern")
    ask(ruth, hospital, text="And another", conversation=conversation)

    mail = Mail.objects.get()
    assert mail.to == iris.email
    assert mail.recipient == iris.public_id
    words = f"{mail.subject} {mail.text}"
    assert "lantern" not in words
    assert "Ruth" not in words
    assert f"/o/kennebec/messages/{conversation.public_id}/" in words
    assert Notice.objects.count() == 1


def test_the_log_holds_ids_and_sides_only(ruth, hospital, iris):
    conversation = ask(ruth, hospital)

    entry = LogEntry.objects.get(kind="accounts.message_written")
    assert (entry.target, entry.actor) == (conversation.public_id, ruth.user.public_id)
    assert entry.details == {"side": "person"}


def test_the_sweep_reminds_once_at_two_thirds_and_closes_at_the_day(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    read = Notice.objects.filter(user=iris)

    def sweep(**later):
        return sweep_conversations.func(now=MONDAY + timedelta(**later))

    assert sweep(days=6, hours=15) == {"reminded": 0, "lapsed": 0}
    assert sweep(days=6, hours=16) == {"reminded": 1, "lapsed": 0}
    assert sweep(days=7) == {"reminded": 0, "lapsed": 0}
    assert sorted(read.values_list("kind", flat=True)) == ["accounts.message", "accounts.reminder"]

    assert sweep(days=10) == {"reminded": 0, "lapsed": 1}
    assert sweep(days=10) == {"reminded": 0, "lapsed": 0}

    conversation.refresh_from_db()
    last = conversation.messages.order_by("pk").last()
    assert last.side == ""
    assert last.text == (
        "Kennebec River Medical Center did not answer by 26 November 2026. "
        "The conversation is closed. Either side may still write."
    )
    assert (conversation.waits_for, conversation.reply_by) == ("", None)
    assert conversation.closed_at == MONDAY + timedelta(days=10)
    told = Notice.objects.get(user=ruth.user)
    assert told.text == (
        "Kennebec River Medical Center did not answer by 26 November 2026. "
        "You need not wait any longer."
    )


def test_a_candidate_who_was_silent_is_told_so_as_you(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    answer(conversation, iris, text="When can we talk?")
    sweep_conversations.func(now=MONDAY + timedelta(days=30))
    said = "did not answer by"

    mine = signed_in(ruth.user).get(f"/me/messages/{conversation.public_id}/").content.decode()
    house = f"/o/{hospital.slug}/messages/{conversation.public_id}/"
    theirs = signed_in(iris).get(house).content.decode()

    assert (mine.count(f"You {said}"), mine.count(f"The candidate {said}")) == (2, 0)
    assert (theirs.count(f"You {said}"), theirs.count(f"The candidate {said}")) == (0, 2)


def test_what_a_late_side_writes_opens_a_lapsed_conversation(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    sweep_conversations.func(now=MONDAY + timedelta(days=11))
    give_consent(person=ruth, purpose=Consent.Purpose.CONTACTED, now=MONDAY)

    answer(conversation, iris, now=MONDAY + timedelta(days=12))

    conversation.refresh_from_db()
    assert conversation.closed_at is None
    assert conversation.waits_for == PERSON


def test_answer_figures_count_questions_and_add_up(ruth, hospital, iris):
    first = ask(ruth, hospital)
    answer(first, iris)
    ask(ruth, hospital, text="And the pay?", conversation=first)
    ask(ruth, hospital, text="Hello?", conversation=first)
    second = ask(ruth, hospital)
    sweep_conversations.func(now=MONDAY + timedelta(days=10))
    third = ask(ruth, hospital)
    close_conversation(conversation=third, side=PERSON, by=ruth.user, now=MONDAY)
    ask(ruth, hospital, text="Thank you", reply_days=None)
    ask(ruth, hospital, now=MONDAY + timedelta(days=11))

    assert second.pk != first.pk
    assert answer_figures(hospital) == AnswerFigures(asked=4, answered=1, let_lapse=2, open=1)


def test_what_waits_is_counted_in_one_question(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    answer(conversation, iris)
    add_todo(person=ruth, kind="show", title="Show your certificate", now=MONDAY)
    tell(user=ruth.user, kind="a", text="b", address="/", now=MONDAY)

    with CaptureQueriesContext(connection) as asked:
        assert unread_counts(ruth.user) == Unread(messages=1, notices=2, todos=1)
    assert len(asked) == 1
    assert unread_counts(iris) == Unread(messages=1, notices=1, todos=0)


# Pages


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_both_sides_talk_and_the_organization_reads_no_name(ruth, hospital, iris):
    me, them = signed_in(ruth.user), signed_in(iris)
    asked = me.post(
        "/me/messages/to/kennebec/", {"subject": "The night shift", "text": "How often is it?"}
    )
    mine = asked.headers["Location"]
    theirs = f"/o/kennebec{mine.removeprefix('/me')}"

    page = them.get(theirs).content.decode()
    assert "How often is it?" in page
    assert "A candidate in Augusta, ME" in page
    assert "Ruth" not in page
    assert them.post(theirs, {"text": "Twice a month."}).status_code == 302

    page = me.get(mine).content.decode()
    assert "Twice a month." in page
    assert "Iris Chen" in page
    assert unread_counts(ruth.user).messages == 0


def test_the_organization_reads_the_name_of_who_shares_it(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    give_consent(person=ruth, purpose=Consent.Purpose.NAMED, now=MONDAY)

    page = signed_in(iris).get(f"/o/kennebec/messages/{conversation.public_id}/")

    assert "Ruth Moody" in page.content.decode()


def test_strangers_find_no_conversation_and_cannot_write(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    other = Organization.objects.create(slug="other", name="Other", kind="practice")
    stranger = User.objects.create_user("sid@other.example")
    Membership.objects.create(organization=other, user=stranger, role="member", hires=True)
    mentor = User.objects.create_user("max@kennebec.example")
    Membership.objects.create(organization=hospital, user=mentor, role="member", mentors=True)
    here = conversation.public_id

    for user, address, status in (
        (stranger, f"/o/kennebec/messages/{here}/", 404),
        (stranger, f"/o/other/messages/{here}/", 404),
        (stranger, f"/me/messages/{here}/", 404),
        (stranger, f"/o/kennebec/messages/{here}/close/", 404),
        (iris, f"/me/messages/{here}/", 404),
        (mentor, f"/o/kennebec/messages/{here}/", 403),
        (iris, f"/o/kennebec/messages/to/{id_seen_by(hospital, ruth.public_id)}/", 404),
    ):
        client = signed_in(user)
        assert client.post(address, {"text": "x", "subject": "x"}).status_code == status, address
        if not address.endswith("close/"):
            assert client.get(address).status_code == status, address
    assert Message.objects.count() == 1
    assert Client().get("/me/messages/").status_code == 302


def test_a_program_gets_201_and_a_repeat_writes_nothing_more(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    client = signed_in(ruth.user)
    address = f"/me/messages/{conversation.public_id}/"

    for _ in range(3):
        written = client.post(address, {"text": "3f2a9c"}, headers={"Accept": "*/*"})
        assert written.status_code == 201
        assert written.json() == {"conversation": str(conversation.public_id), "address": address}

    assert client.get(f"{address}?all=1").content.decode().split().count("3f2a9c") == 1


def test_the_same_words_in_two_forms_are_two_messages(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    client = signed_in(ruth.user)
    address = f"/me/messages/{conversation.public_id}/"
    keys = ["0198f7a0-0000-7000-8000-00000000000a", "0198f7a0-0000-7000-8000-00000000000b"]

    for key in (*keys, keys[0]):
        assert client.post(address, {"text": "Thank you", "once": key}).status_code == 302

    assert conversation.messages.filter(text="Thank you").count() == 2


def test_an_empty_message_is_sent_back_with_what_is_wrong(ruth, hospital, iris):
    conversation = ask(ruth, hospital)

    page = signed_in(ruth.user).post(f"/me/messages/{conversation.public_id}/", {"text": " "})

    assert page.status_code == 422
    assert "Write your message first." in page.content.decode()


def test_all_messages_stand_on_one_page_when_asked_for(ruth, hospital, iris):
    conversation = ask(ruth, hospital)
    Message.objects.bulk_create(
        Message(conversation=conversation, side=PERSON, text=f"number{each}", sent_at=MONDAY)
        for each in range(450)
    )
    client = signed_in(ruth.user)
    address = f"/me/messages/{conversation.public_id}/"

    every = client.get(f"{address}?all=1").content.decode().split()
    assert all(every.count(f"number{each}") == 1 for each in range(450))
    last = client.get(address).content.decode().split()
    assert "number449" in last
    assert "number100" not in last


@pytest.mark.parametrize("side", [PERSON, ORGANIZATION])
def test_a_list_of_conversations_asks_the_same_for_one_and_for_many(ruth, hospital, iris, side):
    client = signed_in(ruth.user if side == PERSON else iris)
    address = "/me/messages/" if side == PERSON else "/o/kennebec/messages/"

    def questions():
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).content.decode()
        return len(asked), page.count('<li class="stack-tight">')

    ask(ruth, hospital)
    client.get(address)
    one = questions()
    for number in range(14):
        person = make_person(name=f"Person {number}")
        ask(ruth, hospital)
        conversation = Conversation.objects.latest("pk")
        if side == ORGANIZATION:
            Conversation.objects.filter(pk=conversation.pk).update(person=person)

    assert one[1] == 1
    assert questions() == (one[0], 15)


def test_lists_show_what_waits_for_whom(ruth, hospital, iris):
    asked = ask(ruth, hospital)
    answered = ask(ruth, hospital)
    answer(answered, iris)
    client = signed_in(ruth.user)

    def shown(show):
        page = client.get(f"/me/messages/?show={show}").content.decode()
        return {c.pk for c in (asked, answered) if str(c.public_id) in page}

    assert shown("") == {asked.pk, answered.pk}
    assert shown("mine") == {answered.pk}
    assert shown("theirs") == {asked.pk}
    assert shown("closed") == set()


def test_who_writes_too_often_is_told_to_wait(client, ruth, hospital, iris, monkeypatch):
    conversation = ask(ruth, hospital)
    monkeypatch.setattr("preceptor.common.limits.take", lambda *_: False)

    for user, side in ((ruth.user, PERSON), (iris, ORGANIZATION)):
        client.force_login(user)
        address = address_for(conversation, side)
        assert client.post(address, {"text": "Hello?"}).status_code == 429
        assert client.get(address).status_code == 200
    assert Message.objects.count() == 1


def test_the_page_of_an_organization_counts_the_last_twelve_months(client, ruth, hospital, iris):
    now = timezone.now()
    ask(ruth, hospital, now=now - timedelta(days=400))
    ask(ruth, hospital, now=now - timedelta(days=300))
    client.force_login(iris)

    page = client.get(f"/o/{hospital.slug}/messages/").content.decode()

    assert "In the last twelve months candidates asked 1 time: 0 answered" in page
