"""From application to hire without a mouse: Tab, Space, Enter and arrows only."""

import pytest
from playwright.sync_api import expect
from tests.factories.jobs import make_candidate, make_opening, recruiter_of
from tests.journeys.test_exchange import cookie_of

from preceptor.jobs.models import Application
from preceptor.jobs.services.stages import default_stages

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MOST_TABS = 120
NAME = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
  return (at.getAttribute("aria-label") || label || at.innerText || "").trim();
}"""
IS_SEEN = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return top !== null && (at.contains(top) || top.contains(at));
}"""


class Keys:
    """Hands that have a keyboard only."""

    def __init__(self, page):
        self.page = page

    def to(self, name):
        """Press Tab until what has the focus is named so; it must be seen then."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(NAME).startswith(name):
                assert self.page.evaluate(IS_SEEN), f"{name} has the focus and is covered"
                return self
        raise AssertionError(f"Tab never came to {name}")

    def press(self, key):
        self.page.keyboard.press(key)
        return self

    def enter(self):
        """Press Enter and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def choose(self, text):
        """Choose an entry of a list by its first letters."""
        self.page.keyboard.type(text)
        return self


@pytest.fixture
def keyboard(browser, live_server, settings):
    settings.ALLOWED_HOSTS = ["*"]
    contexts = []

    def of(user):
        context = browser.new_context(
            viewport={"width": 1280, "height": 700}, base_url=live_server.url
        )
        context.add_cookies([cookie_of(user, live_server.url)])
        contexts.append(context)
        return Keys(context.new_page())

    yield of
    for context in contexts:
        context.close()


def test_a_person_applies_and_is_hired_without_a_mouse(keyboard):
    job = make_opening()
    default_stages(organization=job.organization, now=job.created_at)
    ruth = make_candidate()

    hers = keyboard(ruth.user)
    hers.page.goto(f"/jobs/{job.slug}/")
    hers.to("Apply").enter()
    hers.to("A note, if you like").choose("I know Epic.")
    hers.to("Check before sending").enter()
    hers.to("Send the application").enter()
    expect(hers.page.locator("h1")).to_have_text(
        "Sent: they have it and have not said anything yet"
    )

    theirs = keyboard(recruiter_of(job))
    theirs.page.goto("/o/kennebec/applications/")
    theirs.to(job.title).enter()
    theirs.to("Choose Ruth Moody").press("Space")
    theirs.to("Move the chosen to").choose("Offer")
    theirs.to("Move").enter()
    expect(theirs.page.get_by_text("1 application is in Offer now.")).to_be_visible()

    hers.page.goto("/me/applications/")
    hers.to(job.title).enter()
    hers.to("Yes, I take it").enter()
    expect(hers.page.locator("h1")).to_have_text("You said yes to their offer")

    theirs.page.reload()
    theirs.to("Ruth Moody").enter()
    theirs.to("Move to").choose("Hired")
    theirs.to("Move").enter()
    expect(theirs.page.get_by_text("1 application is in Hired now.")).to_be_visible()
    assert Application.objects.get().state == Application.State.HIRED
