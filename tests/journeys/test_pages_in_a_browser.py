"""What a switch, a pointer and a narrow phone do to the result pages, in a real browser."""

import re

import pytest
from tests.factories import POSTING, TECHNICIAN

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scripted(browser, world):
    """A page at desk width with JavaScript."""
    context = browser.new_context(base_url=world, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


def give_resume(page):
    page.goto("/")
    page.get_by_label("Or paste its text").fill(TECHNICIAN)
    page.get_by_role("button", name="Read my resume").click()


def paste_posting(page):
    page.goto("/")
    page.get_by_label("The posting, as it is").fill(POSTING)
    page.get_by_role("button", name="Price this posting").click()


def dropped(page):
    return page.locator(".seg button[value=drop][aria-pressed=true]").count()


def test_a_level_that_a_person_changes_is_said_back(page):
    give_resume(page)
    page.get_by_role("link", name="Check and correct them").click()
    page.get_by_role("link", name="Change SQL", exact=True).click()
    page.locator("#held-sql select").select_option("5")
    page.locator("#held-sql").get_by_role("button", name="Save").click()

    assert "SQL: counts at level 5" in page.locator("#said").inner_text()


def test_a_switch_counts_again_with_and_without_a_script(page):
    paste_posting(page)
    page.locator(".seg button[value=drop]").first.click()
    page.locator("h1", has_text="as changed").wait_for()

    assert dropped(page) == 1


def test_with_a_script_a_switch_counts_in_place_and_keeps_the_focus(scripted):
    page = scripted
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


def test_pointing_at_words_of_a_posting_marks_their_line(scripted):
    page = scripted
    paste_posting(page)

    words = page.locator("a.says").first
    words.hover()

    line = words.get_attribute("data-line")
    assert "tied" in page.locator(f"#line-{line}").get_attribute("class")


def test_no_result_scrolls_sideways_on_a_narrow_phone_with_everything_unfolded(narrow_page):
    page = narrow_page
    page.set_viewport_size({"width": 320, "height": 700})
    give_resume(page)
    advice = page.url
    paste_posting(page)
    wide = []

    record = advice.replace("/advice/", "/record/")
    for address in (advice, record, page.url, "/jobs/ehr-specialist/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        if page.evaluate("document.scrollingElement.scrollWidth") > 320:
            wide.append(address)

    assert wide == []
