"""Nobody reads or changes what is another's: not on pages, lists, searches, feeds or files."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from preceptor.matches.services import build_snapshot
from tests.leaks.world import World, build_world, with_second_factors

pytestmark = pytest.mark.django_db

START = ("/me/", "/jobs/", "/")
# What would end the session, and what is made anew on every visit.
PASSED_OVER = re.compile(r"^/(static|account)/|/restore/$|\?.*(page|sort|miles|goal|order)=")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|house-[a-z]+-[ab]")
MOST_PAGES = 90


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.addresses = set()
        self.forms = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if given.get("href"):
            self.addresses.add(given["href"])
        if tag == "form":
            method = (given.get("method") or "get").lower()
            self.forms.append((method, given.get("action") or "", {}))
        elif tag in ("input", "button", "select", "textarea") and self.forms and given.get("name"):
            self.forms[-1][2].setdefault(given["name"], given.get("value") or "")


def crawl(client):
    """Return every page that links lead to, and the forms that post."""
    seen, forms, todo = {}, {}, list(START)
    kinds = defaultdict(int)
    while todo and len(seen) < MOST_PAGES:
        address = todo.pop(0)
        kind = ID.sub("*", urlsplit(address).path)
        if address in seen or PASSED_OVER.search(address) or kinds[kind] >= 3:
            continue
        kinds[kind] += 1
        answer = client.get(address)
        text = b"".join(answer).decode("utf-8", "replace")
        seen[address] = (answer.status_code, text)
        if answer.status_code in (301, 302):
            todo.append(answer.url)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        links = Links()
        links.feed(text)
        todo += sorted(
            f"{parts.path}?{parts.query}" if parts.query else parts.path
            for parts in (urlsplit(urljoin(address, each)) for each in links.addresses)
            if not parts.netloc and parts.path.startswith("/")
        )
        for method, action, fields in links.forms:
            path = urlsplit(urljoin(address, action)).path
            if method == "post" and ID.search(path):
                forms.setdefault(path, fields)
    return seen, forms


@pytest.fixture
def world():
    built = build_world(now=timezone.now() - timedelta(hours=1))
    with_second_factors(built)
    build_snapshot(now=timezone.now())
    return built


def clients_of(world: World) -> dict[str, Client]:
    clients = {"nobody": Client()}
    for player in world.players.values():
        clients[player.name] = Client()
        clients[player.name].force_login(player.user)
    return clients


def leaks_in(world, asker, text):
    return [
        player.name
        for player in world.players.values()
        if player.name != asker and player.canary in text
    ]


def test_nobody_meets_what_is_anothers(world):
    clients = clients_of(world)
    crawls = {name: crawl(client) for name, client in clients.items()}

    faults = [
        (name, address, status)
        for name, (seen, _) in crawls.items()
        for address, (status, _) in seen.items()
        if status >= 500
    ]
    own = [
        (name, address, leaks_in(world, name, text))
        for name, (seen, _) in crawls.items()
        for address, (_, text) in seen.items()
        if leaks_in(world, name, text)
    ]
    assert faults == []
    assert own == []
    reached = {
        player.name: any(player.canary in text for _, text in crawls[player.name][0].values())
        for player in world.players.values()
        if player.role != "steward"
    }
    # A canary that its owner never meets would prove nothing.
    assert [name for name, is_met in reached.items() if not is_met] == []
    assert asked_directly(world, clients, crawls) == []
    assert posted_by_others(world, clients, crawls) == []


def asked_directly(world, clients, crawls):
    """Ask for one private address of every kind of every owner, as one of each other role."""
    askers = ["nobody", *(player.name for player in world.players.values())]
    public = set(crawls["nobody"][0])
    found = []
    for owner, (seen, _) in crawls.items():
        kinds = {}
        for address, (status, _) in seen.items():
            if status == 200 and address not in public and ID.search(address):
                kinds.setdefault(ID.sub("*", address), address)
        for address in kinds.values():
            for asker in askers:
                if asker == owner or address in crawls[asker][0]:
                    continue
                answer = clients[asker].get(address)
                text = b"".join(answer).decode("utf-8", "replace")
                if answer.status_code >= 500 or leaks_in(world, asker, text):
                    found.append((asker, owner, address, answer.status_code))
                elif answer.status_code == 200 and f"/{world_slug(world, owner)}/" in address:
                    found.append((asker, owner, address, "answered"))
    return found


def world_slug(world, name):
    player = world.players.get(name)
    return player.organization.slug if player and player.organization else "-"


def posted_by_others(world, clients, crawls):
    """Send every form of every owner as somebody who was never shown it."""
    found = []
    for owner, (_, forms) in crawls.items():
        for asker, client in clients.items():
            if asker == owner:
                continue
            for path in sorted(set(forms) - set(crawls[asker][1])):
                answer = client.post(path, forms[path])
                to_sign_in = answer.status_code == 302 and answer.url.startswith("/account/")
                if answer.status_code < 400 and not to_sign_in:
                    found.append((asker, owner, path, answer.status_code))
    return found
