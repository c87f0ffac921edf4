"""A real browser against a live server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from tests.factories import NURSE, TECHNICIAN, make_job, make_person, make_resume, make_vocabulary

# The browser's own loop runs in this thread, and Django takes it for an async context.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
PATIENCE = 30_000  # milliseconds; a busy machine is slow
expect.set_options(timeout=PATIENCE)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


# A form that is sent back with its errors answers 422, and Chromium reports that as an error.
SENT_BACK = "status of 422"


def is_fault(said: ConsoleMessage) -> bool:
    """Whether something in the browser's console should not be there."""
    return said.type == "error" and SENT_BACK not in said.text


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def world(live_server, settings):
    """A small world behind a live server."""
    settings.ALLOWED_HOSTS = ["*"]
    make_vocabulary()
    make_job()
    make_job(slug="ehr-specialist-two")
    make_resume(person=make_person(), text=NURSE)
    make_resume(person=make_person(name="Wade Libby"), text=TECHNICIAN)
    return live_server.url


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def page(browser: Browser, world: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page at desk width, with and without JavaScript; console errors fail the test."""
    context = browser.new_context(viewport=WIDE, base_url=world, java_script_enabled=request.param)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    problems: list[str] = []
    opened.on("console", lambda said: problems.append(said.text) if is_fault(said) else None)
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on(
        "request",
        lambda asked: None if asked.url.startswith(world) else problems.append(asked.url),
    )
    yield opened
    context.close()
    assert problems == []


@pytest.fixture
def narrow_page(browser: Browser, world: str) -> Iterator[Page]:
    """A page on a phone."""
    context = browser.new_context(viewport=NARROW, base_url=world)
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE)
    yield opened
    context.close()
