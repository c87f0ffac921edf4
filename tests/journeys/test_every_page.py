"""Every page that links lead to, once, in a real browser: axe, a narrow phone, the frame."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from django.utils import timezone
from playwright.sync_api import Page
from tests.journeys.conftest import PATIENCE, is_fault
from tests.journeys.test_exchange import cookie_of
from tests.leaks.world import build_world, with_second_factors

from preceptor.matches.services import build_snapshot

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NARROWEST = {"width": 320, "height": 800}
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
# Asked in one go, with everything unfolded.
LOOK = """async rules => {
  document.querySelectorAll('details').forEach(each => { each.open = true });
  const count = selector => document.querySelectorAll(selector).length;
  const solid = [...document.querySelectorAll('main .btn:not(.btn-2):not(.btn-stop)')];
  const found = await axe.run(document, rules);
  return {
    wide: document.scrollingElement.scrollWidth,
    frame: ['h1', 'header nav', 'footer ul'].filter(selector => count(selector) !== 1),
    solid: solid.filter(each => each.getClientRects().length).map(each => each.innerText),
    broken: found.violations.map(rule => [rule.id, rule.nodes.slice(0, 3).map(each => each.html)]),
    links: [...document.links].filter(each => each.host === location.host).map(each => each.href),
  };
}"""
# What leads to a file.
NO_PAGE = re.compile(r"\.(ics|xml|json|atom|csv)$|format=|^/static/|/documents/")
SEEDS = {
    "nobody": ("/", "/account/login/", "/account/signup/", "/nowhere/"),
    "candidate": ("/me/",),
    "employer": ("/me/",),
    "program": ("/me/",),
    "counselor": ("/me/",),
    "mentor": ("/me/",),
    "steward": ("/me/", "/steward/likenesses/"),
}
# It shows every piece in every state: several solid buttons, and all colors there are.
PIECES = "common:components"
# A page of every family. Without them a link has gone, and with it what this test sees.
FAMILIES = {
    *("portal:home", "account_login", "account_signup", "404", PIECES),
    *("jobs:job_list", "matches:job", "matches:price", "competencies:role", "jobs:organization"),
    *("matches:advice", "resumes:record", "jobs:tracker", "accounts:privacy", "mfa_index"),
    *("jobs:own_job", "matches:job_lines", "matches:people", "matches:applicant", "jobs:funnel"),
    *("matches:graduates", "matches:client", "jobs:consulting"),
    *("common:work", "common:log", "accounts:verifying", "matches:likenesses"),
}


@pytest.fixture
def players(live_server, settings):
    """Somebody in each role, with something of everything."""
    settings.ALLOWED_HOSTS = ["*"]
    built = build_world(now=timezone.now() - timedelta(hours=1))
    with_second_factors(built)
    build_snapshot(now=timezone.now())
    return {player.role: player.user for player in built.players.values()}


def name_of(address: str) -> str:
    """Return which page an address shows: the name of its route."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return "404"


def look(page: Page) -> dict[str, Any]:
    """Return what a machine sees of the page that is open."""
    page.evaluate(Axe().axe_script)
    seen: dict[str, Any] = page.evaluate(LOOK, RULES)
    return seen


def faults_of(name: str, seen: dict[str, Any]) -> list[str]:
    """Return what is wrong with a page."""
    found = [f"{rule}: {'; '.join(places)}" for rule, places in seen["broken"]]
    if seen["wide"] > NARROWEST["width"]:
        found.append(f"{seen['wide']} px wide on a phone of {NARROWEST['width']}")
    if seen["frame"]:
        found.append(f"not once: {seen['frame']}")
    if len(seen["solid"]) > 1 and name != PIECES:
        found.append(f"more than one solid button: {seen['solid']}")
    return found


def test_every_page_passes_axe_fits_a_phone_and_stands_in_its_frame(browser, live_server, players):
    known: set[str] = set()
    faults: list[tuple[str, str, list[str]]] = []
    for role, seeds in SEEDS.items():
        context = browser.new_context(viewport=NARROWEST, base_url=live_server.url)
        if role in players:
            context.add_cookies([cookie_of(players[role], live_server.url)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        said: list[str] = []
        page.on("console", lambda each, to=said: to.append(each.text) if is_fault(each) else None)
        page.on("pageerror", lambda each, to=said: to.append(str(each)))
        todo = [f"{live_server.url}{seed}" for seed in seeds]
        # Where somebody begins is opened in any case: it leads to what is theirs.
        known -= {name_of(address) for address in todo}
        while todo:
            address = todo.pop(0)
            if name_of(address) in known or NO_PAGE.search(address):
                continue
            known.add(name_of(address))
            answer = page.goto(address, wait_until="domcontentloaded")
            name = name_of(page.url)
            status = answer.status if answer else 0
            if status != (404 if name == "404" else 200):
                faults.append((role, address, [f"answers {status}"]))
                continue
            known.add(name)
            seen = look(page)
            if wrong := faults_of(name, seen):
                faults.append((role, address, wrong))
            todo += [each.partition("#")[0] for each in seen["links"]]
            if name == PIECES:
                page.emulate_media(color_scheme="dark")
                if wrong := faults_of(name, look(page)):
                    faults.append((role, f"{address} in the dark", wrong))
        context.close()
        faults += [(role, "the console", [each]) for each in said if "of 404" not in each]

    assert faults == []
    assert FAMILIES - known == set()
