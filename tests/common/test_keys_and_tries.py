import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template import Context, Template
from django.test import RequestFactory

from preceptor.common.answers import created, once_key
from preceptor.common.limits import client_address, limited, network_of
from preceptor.common.models import LogEntry, RequestKey, Tries
from preceptor.common.services import KeyRefused, append_log, forget_keys, once
from preceptor.common.services.keys import prune_keys
from preceptor.common.services.tries import bucket_for, prune_tries, take

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
KEY = uuid.UUID("018f0000-0000-7000-8000-00000000000a")
RUTH = uuid.UUID("018f0000-0000-7000-8000-000000000001")
WADE = uuid.UUID("018f0000-0000-7000-8000-000000000002")

pytestmark = pytest.mark.django_db


def apply(key, who=RUTH, action="jobs.apply"):
    with once(key=key, who=who, action=action, now=MONDAY) as turn:
        if turn.is_first:
            turn.answer = str(append_log(kind="test.applied", now=MONDAY).number)
    return turn


def test_a_form_sent_twice_is_done_once_and_answered_alike():
    first, second = apply(KEY), apply(KEY)

    assert (first.is_repeat, second.is_repeat) == (False, True)
    assert first.answer == second.answer == "1"
    assert LogEntry.objects.count() == 1


def test_without_a_key_every_form_is_a_first_one():
    assert [apply(None).answer, apply(None).answer] == ["1", "2"]
    assert RequestKey.objects.count() == 0


@pytest.mark.parametrize("other", [{"who": WADE}, {"action": "jobs.withdraw"}])
def test_a_key_of_another_person_or_action_is_refused(other):
    apply(KEY)

    with pytest.raises(KeyRefused):
        apply(KEY, **other)


def test_a_form_that_failed_may_be_sent_again_with_its_key():
    def failing():
        with once(key=KEY, who=RUTH, action="jobs.apply", now=MONDAY):
            append_log(kind="test.applied", now=MONDAY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()

    assert LogEntry.objects.count() == 0
    assert apply(KEY).is_first


def test_old_keys_are_pruned_and_an_erased_person_leaves_none():
    apply(KEY)
    apply(uuid.uuid4(), who=WADE)

    assert forget_keys(who=WADE) == 1
    assert prune_keys(now=MONDAY + timedelta(days=7)) == 0
    assert prune_keys(now=MONDAY + timedelta(days=7, seconds=1)) == 1


def test_the_hidden_field_holds_another_key_each_time():
    template = Template("{% load preceptor %}{% fresh_key %}")
    first, second = (template.render(Context()) for _ in range(2))

    assert uuid.UUID(first) != uuid.UUID(second)


def post(data=None, **more):
    return RequestFactory().post("/talk/", data or {}, **more)


def test_the_key_of_a_request_is_its_field_or_its_header():
    assert once_key(post({"once": str(KEY)})) == KEY
    assert once_key(post(headers={"Idempotency-Key": str(KEY)})) == KEY
    assert once_key(post({"once": "nonsense"})) is None


def test_a_request_without_a_key_may_get_one_from_its_words():
    one, same, other = (once_key(post(), "talk", words) for words in ("Hello", "Hello", "Bye"))

    assert one == same != other


@pytest.mark.parametrize(
    ("accepts", "status"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", 302),
        ("application/json", 201),
        ("*/*", 201),
        (None, 302),
    ],
)
def test_programs_get_facts_and_browsers_a_page(accepts, status):
    request = post(headers={"Accept": accepts} if accepts else {})

    answer = created(request, "/talk/1/", {"message": "1"})

    assert (answer.status_code, answer["Location"]) == (status, "/talk/1/")


def takes(count, at, limit=3):
    return [take("sign-in", limit, 60, at) for _ in range(count)]


def test_tries_beyond_the_limit_are_refused():
    assert takes(5, MONDAY) == [True, True, True, False, False]


def test_a_refused_try_does_not_count():
    takes(50, MONDAY)

    assert Tries.objects.get().count == 3


def test_the_window_slides():
    takes(3, MONDAY)

    # A second into the next window, 59 of 60 seconds of the one before still count.
    assert takes(1, MONDAY + timedelta(seconds=61)) == [False]
    # Two thirds in, one try is left of three: two are free.
    assert takes(3, MONDAY + timedelta(seconds=100)) == [True, True, False]
    assert takes(4, MONDAY + timedelta(seconds=300)) == [True, True, True, False]


def test_buckets_hold_digests_only_and_tell_people_apart():
    first = bucket_for("sign-in", "Ruth@example.org")

    assert first == bucket_for("sign-in", " ruth@example.org")
    assert first != bucket_for("sign-in", "wade@example.org")
    assert "ruth" not in first


def test_old_tries_are_pruned():
    takes(1, MONDAY)

    assert prune_tries(now=MONDAY + timedelta(days=3)) == 0
    assert prune_tries(now=MONDAY + timedelta(days=3, minutes=1)) == 1


@limited("test.asked", 2, 600)
def page(request):
    return HttpResponse("done")


def asked(method="post", address="203.0.113.7", **more):
    request = getattr(RequestFactory(), method)("/x/", REMOTE_ADDR=address, **more)
    request.user = AnonymousUser()
    return page(request)


def test_a_limited_page_says_when_to_try_again():
    statuses = [asked().status_code for _ in range(3)]
    refused = asked()

    assert statuses == [200, 200, 429]
    assert refused["Retry-After"] == "600"
    assert "Wait 10 minutes" in refused.content.decode()


def test_a_program_is_told_in_facts():
    for _ in range(2):
        asked()

    refused = asked(headers={"Accept": "application/json"})

    assert (refused.status_code, refused["Content-Type"]) == (429, "application/json")


def test_a_limit_counts_each_address_and_posts_only():
    for _ in range(3):
        asked()

    assert asked(address="203.0.113.8").status_code == 200
    assert asked(method="get").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.9", "203.0.113.7"),
        (1, "198.51.100.9", "198.51.100.9"),
        (1, "6.6.6.6, 198.51.100.9", "198.51.100.9"),
        (2, "6.6.6.6, 198.51.100.9, 10.0.0.2", "198.51.100.9"),
        (2, "198.51.100.9", "203.0.113.7"),
        (1, "", "203.0.113.7"),
    ],
)
def test_only_our_own_servers_say_where_a_request_came_from(settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="203.0.113.7", headers={"X-Forwarded-For": forwarded}
    )

    assert client_address(request) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:bbbb::2", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_a_line_with_many_addresses_is_counted_as_one(address, network):
    assert network_of(address) == network


def test_another_address_of_the_same_line_is_no_way_around_a_limit():
    for number in range(2):
        asked(address=f"2001:db8:1:2::{number}")

    assert asked(address="2001:db8:1:2::9").status_code == 429
    assert asked(address="2001:db8:1:3::9").status_code == 200
