"""Switches and promises that are counted again in place, in a real browser."""

import re

import pytest
from playwright.sync_api import expect
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


def paste_posting(page):
    page.goto("/")
    page.get_by_label("The posting, as it is").fill(POSTING)
    page.get_by_role("button", name="Price this posting").click()
    page.wait_for_load_state()


def give_resume(page):
    page.goto("/")
    page.get_by_label("Or paste its text").fill(TECHNICIAN)
    page.get_by_role("button", name="Read my resume").click()
    page.wait_for_load_state()


def pressed(page, value):
    return page.locator(f".seg button[value={value}][aria-pressed=true]").count()


def drops(page):
    return page.locator("[id^=line-] .seg button[value=drop]")


LIVE = re.compile(r"/price/.*\?")


def hold_back(page):
    """Keep answers to live requests back until they are let go."""
    held = []
    page.route(LIVE, lambda route: held.append(route))  # noqa: PLW0108
    return held


def test_two_switches_pressed_before_the_first_is_answered_both_count(scripted):
    page = scripted
    paste_posting(page)
    held = hold_back(page)
    drops(page).nth(0).click()
    drops(page).nth(1).click()
    assert pressed(page, "drop") == 2

    page.wait_for_timeout(100)
    for route in held:
        route.continue_()
    page.unroute_all()
    page.locator("h1", has_text="as changed").wait_for()

    assert pressed(page, "drop") == 2
    expect(page.locator(".tally")).to_contain_text("2 lines changed")


def test_the_new_count_is_announced_and_back_undoes_the_switch(scripted):
    page = scripted
    paste_posting(page)
    before = page.locator(".tally").inner_text()
    drops(page).first.click()
    expect(page.locator(".tally[role=status]")).to_contain_text("1 line changed")
    assert page.url.count("=drop") == 1

    page.go_back()

    expect(page.locator(".tally")).to_have_text(before)
    assert "=drop" not in page.url


def test_as_posted_takes_every_switch_back_in_place(scripted):
    page = scripted
    paste_posting(page)
    drops(page).first.click()
    page.locator("h1", has_text="as changed").wait_for()
    page.evaluate("window.isSamePage = true")

    page.get_by_role("link", name="As posted").click()
    expect(page.locator("h1")).not_to_contain_text("as changed")

    assert page.evaluate("window.isSamePage") is True
    assert pressed(page, "drop") == 0


def test_a_choice_of_proof_answers_by_itself_and_keeps_the_switches(scripted):
    page = scripted
    paste_posting(page)
    drops(page).first.click()
    page.locator("h1", has_text="as changed").wait_for()

    page.get_by_label("How much proof counts").select_option("0")

    expect(page.get_by_text("claimed earns 100 %")).to_be_visible()
    assert pressed(page, "drop") == 1
    assert "proof=0" in page.url


def test_what_cannot_be_counted_says_so_and_leads_on(scripted):
    page = scripted
    paste_posting(page)
    title = page.locator("h1").inner_text()
    page.route(LIVE, lambda route: route.fulfill(status=500, body="<h1>broken</h1>"))
    drops(page).first.click()

    notice = page.get_by_role("alert")
    expect(notice).to_contain_text("This could not be counted.")
    assert page.locator("h1").inner_text() == title
    assert "=drop" not in page.url

    page.unroute_all()
    notice.get_by_role("link").click()
    page.locator("h1", has_text="as changed").wait_for()
    assert pressed(page, "drop") == 1
    expect(page.locator("#not-counted")).to_be_hidden()


def test_without_a_network_the_notice_comes_too_and_goes_with_the_next_answer(scripted):
    page = scripted
    paste_posting(page)
    page.route(LIVE, lambda route: route.abort())
    drops(page).first.click()
    expect(page.locator("#not-counted")).to_be_visible()

    page.unroute_all()
    drops(page).nth(1).click()
    page.locator("h1", has_text="as changed").wait_for()
    expect(page.locator("#not-counted")).to_be_hidden()
    # The switch that was not answered rode along.
    assert pressed(page, "drop") == 2


def test_the_numbers_step_back_only_while_it_counts(scripted):
    page = scripted
    paste_posting(page)
    held = hold_back(page)
    drops(page).first.click()
    page.locator("#price[data-counting]").wait_for()

    held[0].continue_()
    page.unroute_all()
    page.locator("h1", has_text="as changed").wait_for()
    expect(page.locator("#price[data-counting]")).to_have_count(0)


def test_a_person_ticks_what_they_could_add_and_sees_their_place(page):
    give_resume(page)
    page.get_by_role("link", name="EHR Implementation Specialist").first.click()
    page.locator("#why input[type=checkbox]").first.check()
    page.get_by_role("button", name="Show my place").click()

    expect(page.locator("#why")).to_contain_text("You would be")
    assert "add=" in page.url
    expect(page.locator("#why input[type=checkbox]").first).to_be_checked()


def test_ticking_everything_that_is_missing_puts_a_person_in_by_the_keyboard(scripted):
    page = scripted
    give_resume(page)
    page.get_by_role("link", name="EHR Implementation Specialist").first.click()
    page.get_by_role("link", name="Tick all that is required and missing").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#why")).to_contain_text("and meet all that is required")
    assert page.locator("#why input[type=checkbox]:checked").count() > 1

    page.get_by_role("link", name="As I am").click()
    expect(page.locator("#why")).to_contain_text("You are")
    assert page.locator("#why input[type=checkbox]:checked").count() == 0


def test_a_wider_radius_counts_the_doors_again(page):
    give_resume(page)
    expect(page.locator("#doors-found")).to_contain_text("within 50 miles")
    page.get_by_label("Within").select_option("100")
    page.get_by_role("button", name="Look there").click()

    expect(page.locator("#doors-found")).to_contain_text("within 100 miles")
    assert "miles=100" in page.url
