"""The exchange, told as stories in a real browser, with and without JavaScript."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect
from tests.factories import NURSE, make_job, make_vocabulary
from tests.factories.accounts import make_member, make_organization, make_user
from tests.jobs.test_splitting import GLUED
from tests.journeys.conftest import PATIENCE, WIDE, is_fault

from preceptor.accounts.models import Organization
from preceptor.accounts.services.consent import give_consent
from preceptor.accounts.services.persons import person_for
from preceptor.common.places import find_zip
from preceptor.jobs.models import Job
from preceptor.jobs.services import consultants
from preceptor.resumes.services import take_in_resume

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with-script", "without-script"])
def visit(browser, live_server, settings, request):
    """Open a browser of one's own for somebody, signed in: ``with visit(user) as page``.

    Errors in the console, and anything asked of another host, fail the story.
    """
    settings.ALLOWED_HOSTS = ["*"]
    problems: list[str] = []

    @contextmanager
    def opened(user=None):
        context = browser.new_context(
            viewport=WIDE, base_url=live_server.url, java_script_enabled=request.param
        )
        if user is not None:
            context.add_cookies([cookie_of(user, live_server.url)])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda said: problems.append(said.text) if is_fault(said) else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith(live_server.url) else problems.append(asked.url)
            ),
        )
        if user is not None:
            page.goto("/me/")
        yield page
        context.close()

    yield opened
    assert problems == []


def cookie_of(user, address):
    """Return the cookie of a session in which the user has signed in, second factor and all."""
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}


def make_house(slug="kennebec", name="Kennebec River Medical Center", **more):
    house = make_organization(slug, name=name, **more)
    officer = make_member(
        house, user=make_user(f"officer@{slug}.example.org", name="Olivia Hart"),
        role="administrator", hires=True,
    )  # fmt: skip
    return house, officer


def make_seeker(name, *, text=NURSE, email=""):
    user = make_user(email or f"{name.split()[0].lower()}@example.org", name=name)
    person = person_for(user=user, now=timezone.now())
    place = find_zip("04330")
    person.city, person.state, person.zip_code = place.city, place.state, place.zip_code
    person.latitude, person.longitude = place.latitude, place.longitude
    person.right_to_work = "yes"
    person.save()
    take_in_resume(person=person, data=text.encode(), filename="resume.txt", now=timezone.now())
    return user


def find(person, *purposes):
    for purpose in purposes or ("found", "contacted"):
        give_consent(person=person, purpose=purpose, now=timezone.now())


def test_a_laid_off_billing_clerk_is_seen_first_by_her_own_house(visit):
    make_vocabulary()
    house, officer = make_house()
    job = make_job()
    assert job.organization == house
    clerk = make_seeker("June Doak")

    with visit(officer) as page:
        page.get_by_role("link", name="Re-employment desk").first.click()
        page.get_by_role("link", name="Announce a reduction").click()
        page.get_by_label("A new system takes the work over").check()
        page.get_by_label("What to call it").fill("Billing office")
        page.get_by_label("How many people it touches").fill("6")
        page.get_by_label("The last day of the work").fill(
            (date.today() + timedelta(days=60)).isoformat()  # noqa: DTZ011 - a day on a form
        )
        page.get_by_role("button", name="Announce it and get the code").click()
        expect(page.locator("h1")).to_contain_text("Hand this to everybody it touches")
        code = page.locator(".h1").inner_text()

    with visit(clerk) as page:
        page.goto("/desk/")
        page.get_by_label("The code you were given").fill(code.lower())
        page.get_by_role("button", name="Go on").click()
        expect(page.locator("h1")).to_contain_text("Billing office")
        page.get_by_label(re.compile("My own employer may see my name")).check()
        page.get_by_role("button", name="Come to the desk").click()
        expect(page.get_by_role("heading", name="Credit for what you know")).to_be_visible()
        expect(page.get_by_role("link", name=job.title).first).to_be_visible()

    with visit(officer) as page:
        page.goto("/o/kennebec/reductions/")
        page.get_by_role("link", name="Work in the house for them").click()
        expect(page.locator("h1")).to_contain_text("1 of your people agreed")
        expect(page.get_by_role("heading", name="June Doak")).to_be_visible()
        expect(page.get_by_role("link", name=job.title)).to_be_visible()

    with visit(clerk) as page:
        page.goto("/me/looks/")
        expect(page.get_by_text("Kennebec River Medical Center").first).to_be_visible()
        page.goto("/me/desk/")
        page.get_by_role("button", name="I found work").click()
        expect(page.get_by_text("You found work,")).to_be_visible()


def test_two_rural_practices_share_one_consultant(visit):
    kind = Organization.Kind.PRACTICE
    _, elsa = make_house("north-woods", "North Woods Rural Health", kind=kind)
    _, hugo = make_house("mercy-lake", "Mercy Lake Clinic", kind=kind)
    ana = make_user("ana@example.org", name="Ana Pelletier")
    person = person_for(user=ana, now=timezone.now())
    place = find_zip("04330")
    person.city, person.state = place.city, place.state
    person.latitude, person.longitude = place.latitude, place.longitude
    person.save()
    starts, ends = (
        (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 - days on a form
        for days in (14, 104)
    )

    with visit(ana) as page:
        page.goto("/me/consulting/")
        page.get_by_label("What you do, in one line").fill("Go-live support for small practices")
        page.get_by_role("button", name="Keep the offer").click()
        page.get_by_role("button", name="Show it to practices").click()
        expect(page.locator("h1")).to_contain_text("Practices near you can find you")
        page.get_by_label("When you have time").fill(f"{starts} to {ends}, 80 %")
        page.get_by_role("button", name="Keep these weeks").click()
        expect(page.get_by_text("80 % of the week").first).to_be_visible()

    ask_for_share(visit, elsa, "north-woods", 40, starts, ends)
    agree(visit, ana, "North Woods Rural Health")

    with visit(hugo) as page:
        page.goto("/o/mercy-lake/consultants/")
        page.get_by_role("link", name="Ana Pelletier").click()
        expect(page.get_by_text("North Woods Rural Health").first).to_be_visible()
        ask_on_page(page, 70, starts, ends)
        expect(page.get_by_role("alert")).to_contain_text("Only 60 % of the week is left")
        ask_on_page(page, 40, starts, ends)
        expect(page.locator("#asked")).to_contain_text("Ana Pelletier")
    agree(visit, ana, "Mercy Lake Clinic")

    offer = consultants.ConsultantOffer.objects.get()
    assert sorted(offer.requests.values_list("organization__name", "percent", "state")) == [
        ("Mercy Lake Clinic", 40, "agreed"),
        ("North Woods Rural Health", 40, "agreed"),
    ]


def ask_for_share(visit, user, slug, percent, starts, ends):
    with visit(user) as page:
        page.goto(f"/o/{slug}/consultants/?near=04330")
        page.get_by_role("link", name="Ana Pelletier").click()
        ask_on_page(page, percent, starts, ends)
        expect(page.locator("#asked")).to_contain_text("Ana Pelletier")


def ask_on_page(page, percent, starts, ends):
    page.get_by_label("Share of a week, percent").fill(str(percent))
    page.get_by_label("From", exact=True).fill(starts)
    page.get_by_label("Through").fill(ends)
    page.get_by_role("button", name="Ask for this share").click()


def agree(visit, user, practice):
    with visit(user) as page:
        page.get_by_role("link", name=re.compile(f"{practice} asks for")).click()
        page.get_by_role("button", name="Agree").click()
        expect(page.get_by_text(f"You work for {practice} now")).to_be_visible()


def test_consent_withdrawn_takes_a_person_out_of_a_count_being_looked_at(visit):
    make_vocabulary()
    _, officer = make_house()
    ruth, wade = make_seeker("Ruth Moody"), make_seeker("Wade Libby")
    find(ruth.person)
    find(wade.person)

    with visit(officer) as employer, visit(ruth) as person:
        employer.goto("/o/kennebec/people/")
        expect(employer.locator("h1")).to_contain_text("2 people can be found")

        person.goto("/me/privacy/")
        person.get_by_role("button", name=re.compile("Take it back|Withdraw")).first.click()

        employer.reload()
        expect(employer.locator("h1")).to_contain_text("1 person can be found")


GRADUATE = """\
WADE LIBBY
Health IT Certificate Graduate
Augusta, ME 04330

SUMMARY
Finished a six-month health IT certificate this fall; worked in a hotel before.

SKILLS
Troubleshooting, User acceptance testing, Epic, Customer service

EXPERIENCE
Front Desk Supervisor, Harbor Hotel
June 2021 - Present
- Trained new colleagues on the booking system

EDUCATION
Associate of Science in Health Information Technology, Capital Community College, 2026

CERTIFICATIONS
CHTS-IS
"""


def open_application(page, slug, name):
    page.goto(f"/o/{slug}/applications/")
    page.get_by_role("link", name=name).first.click()
    expect(page.locator("h1")).to_contain_text(name)


def move_to(page, step):
    page.get_by_label("Move to").select_option(step)
    page.get_by_role("button", name="Move", exact=True).click()


def test_a_certified_graduate_without_clinical_work_is_found_and_hired(visit):
    make_vocabulary()
    _, officer = make_house()
    make_job()
    graduate = make_seeker("Wade Libby", text=GRADUATE)
    find(graduate.person)

    with visit(officer) as page:
        page.goto("/o/kennebec/people/")
        page.get_by_role("link", name="Front Desk Supervisor").click()
        expect(page.get_by_text("Wade Libby")).to_have_count(0)
        page.get_by_role("link", name="Invite to apply").click()
        page.get_by_label("What you write to them").fill("Your certificate is what we look for.")
        page.get_by_role("button", name="Send the invitation").click()

    with visit(graduate) as page:
        page.get_by_role("link", name=re.compile("invites you to EHR")).click()
        page.get_by_role("button", name="Yes, here is who I am").click()
        page.get_by_role("button", name="Check before sending").click()
        page.get_by_role("button", name="Send the application").click()
        page.goto("/me/applications/")
        expect(page.get_by_text("EHR Implementation Specialist").first).to_be_visible()

    with visit(officer) as page:
        open_application(page, "kennebec", "Wade Libby")
        move_to(page, "Interview")
        page.get_by_role("link", name="Offer interview times").click()
        day = date.today() + timedelta(days=5)  # noqa: DTZ011 - a day on a form
        page.get_by_label("Day").fill(day.isoformat())
        page.get_by_label("Times").fill("9:00, 10:30")
        page.get_by_label("Where", exact=True).fill("Room 2")
        page.get_by_role("button", name="Add these times").click()
        page.get_by_role("group", name="Offer the open times to").get_by_label("Wade Libby").check()
        page.get_by_role("button", name="Offer the open times").click()

    with visit(graduate) as page:
        page.get_by_role("link", name=re.compile("waits for you")).first.click()
        page.get_by_role("link", name=re.compile("See the interview times")).click()
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Book this time").click()
        expect(page.locator("h1")).to_contain_text("Your interview is on")

    with visit(officer) as page:
        open_application(page, "kennebec", "Wade Libby")
        move_to(page, "Offer")

    with visit(graduate) as page:
        page.get_by_role("link", name=re.compile("waits for you")).first.click()
        page.get_by_role("button", name="Yes, I take it").click()

    with visit(officer) as page:
        open_application(page, "kennebec", "Wade Libby")
        move_to(page, "Hired")

    application = graduate.person.applications.get()
    assert (application.state, application.source) == ("hired", "invited")
    with visit(graduate) as page:
        page.goto(f"/me/applications/{application.public_id}/")
        expect(page.locator("h1")).to_contain_text(re.compile("hired", re.I))


def test_a_refused_person_completes_a_step_and_applies_again(visit):
    make_vocabulary()
    _, officer = make_house()
    make_job()
    seeker = make_seeker("Ruth Moody")

    with visit(seeker) as page:
        page.goto("/jobs/ehr-specialist/apply/")
        page.get_by_role("button", name="Check before sending").click()
        page.get_by_role("button", name="Send the application").click()

    with visit(officer) as page:
        open_application(page, "kennebec", "Ruth Moody")
        page.get_by_role("button", name="Say not now, with reasons").click()
        expect(page.get_by_text("Troubleshooting").first).to_be_visible()
        page.get_by_role("button", name="Tell them: not now").click()

    with visit(seeker) as page:
        page.get_by_role("link", name=re.compile("next step")).click()
        expect(page.get_by_text(re.compile("Troubleshooting")).first).to_be_visible()
        resume = seeker.person.resumes.get()
        page.goto(f"/record/{resume.public_id}/?add=Troubleshooting#add")
        page.get_by_role("button", name=re.compile("^Add")).first.click()
        application = seeker.person.applications.get()
        page.goto(f"/me/applications/{application.public_id}/")
        page.get_by_role("button", name="I have done it").first.click()
        page.get_by_role("link", name="Apply again").first.click()
        page.get_by_role("button", name="Check before sending").click()
        page.get_by_role("button", name="Send the application").click()

    with visit(officer) as page:
        open_application(page, "kennebec", "Ruth Moody")
        expect(page.get_by_text(re.compile("since|before", re.I)).first).to_be_visible()
    assert sorted(seeker.person.applications.values_list("state", flat=True)) == [
        "refused",
        "sent",
    ]


def test_an_officer_pastes_a_glued_posting_and_publishes_two_honest_ones(visit):
    make_vocabulary()
    _, officer = make_house()

    with visit(officer) as page:
        page.get_by_role("link", name="Jobs", exact=True).last.click()
        page.get_by_role("link", name="Write a job").first.click()
        page.locator("textarea").first.fill(GLUED)
        page.get_by_role("button", name="Read this posting").click()
        expect(page.get_by_text("Two jobs seem to be glued together").first).to_be_visible()
        page.get_by_role("link", name=re.compile("Split it into two")).first.click()
        expect(page.locator("h1")).to_contain_text("One text, two jobs")
        page.get_by_role("button", name="Make two drafts").click()

    drafts = list(Job.objects.filter(status="draft").order_by("pk"))
    assert len(drafts) == 2
    for draft in drafts:
        with visit(officer) as page:
            page.goto(f"/o/kennebec/jobs/{draft.public_id}/")
            page.get_by_role("button", name="Publish it").click()
            page.goto("/jobs/")
            expect(page.get_by_role("link", name=draft.title).first).to_be_visible()

    shown = Job.objects.filter(status="open")
    assert {job.role for job in shown} == {draft.role for draft in drafts}
    assert len({job.role for job in shown}) == 2
