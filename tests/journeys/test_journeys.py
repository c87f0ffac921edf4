"""The stories people come with, in a real browser."""

import re

import pytest
from playwright.sync_api import expect
from tests.factories import NURSE, POSTING, TECHNICIAN

OPEN_PAGES = ("/", "/advice/", "/price/", "/jobs/", "/roles/", "/roles/trainer/", "/competencies/")

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def give_resume(page, path):
    page.goto("/")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Read my resume").click()


def test_a_nurse_gives_her_resume_and_learns_where_she_stands(page, tmp_path):
    resume = tmp_path / "ruth.txt"
    resume.write_text(NURSE)
    give_resume(page, resume)

    expect(page.locator("h1")).to_contain_text("You are nearest to")
    expect(page.get_by_text("EHR Implementation Specialist").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"of 3 here")).first).to_be_visible()

    page.get_by_role("link", name="EHR Implementation Specialist").first.click()
    expect(page.locator("h1")).to_contain_text("EHR Implementation Specialist")


def test_a_correction_wins_and_can_be_taken_back(page, tmp_path):
    resume = tmp_path / "ruth.txt"
    resume.write_text(NURSE)
    give_resume(page, resume)
    page.get_by_role("link", name="Check and correct them").click()

    expect(page.locator("h1")).to_contain_text("We read")
    page.get_by_role("button", name="Remove Registered Nurse").click()
    expect(page.get_by_text("(does not count)")).to_be_visible()

    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(page.get_by_text("(does not count)")).to_have_count(0)


def test_a_manager_pastes_a_posting_and_prices_its_lines(page):
    page.goto("/price/")
    page.get_by_label("The posting, as it is").fill(POSTING)
    page.get_by_role("button", name="Price this posting").click()

    expect(page.locator("h1")).to_contain_text("of 2 people")
    expect(page.get_by_text("Implementation support specialist").first).to_be_visible()
    expect(page.get_by_text("Troubleshooting").first).to_be_visible()


def test_a_manager_gives_a_file_and_sets_how_much_proof_counts(page, tmp_path):
    posting = tmp_path / "need.txt"
    posting.write_text(POSTING)
    page.goto("/price/")
    page.set_input_files("input[type=file]", posting)
    page.get_by_role("button", name="Price this posting").click()

    page.get_by_label("How much proof counts").select_option("0")
    page.get_by_role("button", name="Count again").click()
    expect(page.get_by_text("stand at another rank")).to_be_visible()
    expect(page.get_by_text("claimed earns 100 %")).to_be_visible()


def test_a_technician_says_where_he_lives_and_that_he_would_move(page):
    page.goto("/advice/")
    page.get_by_label("Or paste its text").fill(TECHNICIAN)
    page.get_by_role("button", name="Read my resume").click()
    page.get_by_role("link", name="Change where you live").click()

    page.get_by_label("Your ZIP code").fill("00000")
    page.get_by_label("I would move for the right job").check()
    page.get_by_role("button", name="Save where you live").click()
    expect(page.get_by_role("alert")).to_contain_text("We know no ZIP code 00000.")

    page.get_by_label("Your ZIP code").fill("04330")
    page.get_by_role("button", name="Save where you live").click()
    page.get_by_role("link", name="Back to your advice").click()
    expect(page.get_by_text("Augusta, ME; you would move")).to_be_visible()


def test_a_refused_file_says_what_to_do_and_keeps_nothing(page, tmp_path):
    picture = tmp_path / "me.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    give_resume(page, picture)

    expect(page.get_by_role("alert")).to_contain_text("picture")


def test_hr_compares_two_roles(page):
    page.goto("/roles/compare/?a=trainer&b=workflow")

    expect(page.locator("h1")).to_contain_text(re.compile("trainer", re.IGNORECASE))


def test_the_main_journey_needs_no_mouse(narrow_page):
    narrow_page.goto("/")
    narrow_page.keyboard.press("Tab")
    expect(narrow_page.locator(":focus")).to_contain_text(re.compile("skip", re.IGNORECASE))

    area = narrow_page.locator("textarea").first
    area.focus()
    narrow_page.keyboard.insert_text(NURSE)
    narrow_page.keyboard.press("Tab")
    expect(narrow_page.locator(":focus")).to_have_text("Read my resume")
    narrow_page.keyboard.press("Enter")

    expect(narrow_page.locator("h1")).to_contain_text("You are nearest to")


def test_no_page_scrolls_sideways_on_a_phone(narrow_page):
    narrow_page.set_viewport_size({"width": 320, "height": 700})
    wide = []

    for address in OPEN_PAGES:
        narrow_page.goto(address)
        if narrow_page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)

    assert wide == []
