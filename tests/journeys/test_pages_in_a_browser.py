"""The two doors walked through in a browser: without a script, with one, and on a narrow phone."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright
from tests.conftest import CHROMIUM
from tests.factories import (
    NURSE,
    POSTING,
    TECHNICIAN,
    make_job,
    make_person,
    make_resume,
    make_vocabulary,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Its event loop runs in this thread, which Django would take for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def world():
    make_vocabulary()
    make_resume(person=make_person(name="Ruth Moody"), text=NURSE)
    make_resume(person=make_person(name="Wade Libby"), text=TECHNICIAN)
    make_job()


@pytest.fixture
def visit(browser, live_server):
    """Open pages and note whatever a page does that it should not."""
    contexts, wrong = [], []

    def open_page(*, script=True, width=1280):
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
        )
        contexts.append(context)
        page = context.new_page()
        host = urlsplit(live_server.url).netloc
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on(
            "request",
            lambda asked: (
                None if urlsplit(asked.url).netloc in ("", host) else wrong.append(asked.url)
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def give_resume(page):
    page.goto("/")
    page.get_by_label("Or paste its text").fill(TECHNICIAN)
    page.get_by_role("button", name="Read my resume").click()


def paste_posting(page):
    page.goto("/")
    page.get_by_label("The posting, as it is").fill(POSTING)
    page.get_by_role("button", name="Price this posting").click()


def title(page):
    return page.locator("h1").inner_text()


def dropped(page):
    return page.locator(".seg button[value=drop][aria-pressed=true]").count()


def test_a_person_without_a_script_finds_roles_and_corrects_the_record(visit, world):
    page = visit(script=False)

    give_resume(page)
    assert title(page).startswith("You are nearest to ")

    page.get_by_role("link", name="Check and correct them").click()
    page.locator("#held-sql summary").click()
    page.locator("#held-sql select").select_option("5")
    page.locator("#held-sql").get_by_role("button", name="Save").click()

    assert "SQL: counts at level 5" in page.locator("#said").inner_text()


def test_an_employer_without_a_script_turns_a_switch_by_a_page_load(visit, world):
    page = visit(script=False)

    paste_posting(page)
    page.locator(".seg button[value=drop]").first.click()

    assert title(page).endswith("as changed")
    assert dropped(page) == 1


def test_with_a_script_a_switch_counts_in_place_and_keeps_the_focus(visit, world):
    page = visit()
    paste_posting(page)
    page.wait_for_load_state()
    page.evaluate("window.isSamePage = true")

    button = page.locator(".seg button[value=drop]").first
    button_id = button.get_attribute("id")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"=drop"))
    page.locator("h1", has_text="as changed").wait_for()

    assert page.evaluate("window.isSamePage") is True
    assert page.evaluate("document.activeElement.id") == button_id
    assert dropped(page) == 1


def test_pointing_at_words_of_a_posting_marks_their_line(visit, world):
    page = visit()
    paste_posting(page)

    words = page.locator("a.says").first
    words.hover()

    line = words.get_attribute("data-line")
    assert "tied" in page.locator(f"#line-{line}").get_attribute("class")


def test_nothing_scrolls_sideways_on_a_narrow_phone_with_everything_unfolded(visit, world):
    page = visit(width=320)
    give_resume(page)
    advice = page.url
    page.goto(advice.replace("/advice/", "/record/"))
    record = page.url
    paste_posting(page)
    wide = []

    for address in (advice, record, page.url, "/jobs/", "/jobs/ehr-specialist/", "/roles/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        if page.evaluate("document.scrollingElement.scrollWidth") > 320:
            wide.append(address)

    assert wide == []


def test_the_keyboard_reaches_every_control_of_the_start(visit, world):
    page = visit()
    page.goto("/")
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.innerText")
        )

    assert reached[0] == "Skip to the content"
    assert "id_file" in reached
    assert "id_text" in reached
    assert "Read my resume" in reached
