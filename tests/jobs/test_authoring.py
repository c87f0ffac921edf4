"""An employer writes a job, changes its text and its facts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import MONDAY, POSTING, make_job
from tests.factories.accounts import (
    administrator_of,
    make_member,
    make_organization,
    make_user,
    sign_in,
)

from preceptor.common.models import LogEntry
from preceptor.jobs.models import Job
from preceptor.jobs.services import lines
from preceptor.jobs.services.authoring import Facts, change_facts, change_text, choose_terms

pytestmark = pytest.mark.django_db


@pytest.fixture
def kennebec():
    return make_organization()


@pytest.fixture
def employer(client, kennebec):
    return sign_in(client, administrator_of(kennebec))


def paste(client, text=POSTING):
    return client.post("/o/kennebec/jobs/new/", {"text": text})


def the_job():
    return Job.objects.latest("pk")


FACTS = {
    "title": "EHR Implementation Specialist",
    "kind": "job",
    "openings": "1",
    "pay_least": "$62,000",
    "pay_most": "71500.50",
    "pay_period": "year",
    "hours_week": "40",
    "work_mode": "onsite",
    "radius_miles": "50",
    "town_0": "augusta, me",
}


def test_a_pasted_posting_becomes_a_draft_and_leads_to_its_lines(employer):
    answer = paste(employer)

    job = the_job()
    assert answer["Location"] == f"/o/kennebec/jobs/{job.public_id}/lines/"
    assert (job.status, job.title) == ("draft", "EHR Implementation Specialist")
    assert job.created_by == administrator_of(job.organization)
    assert job.lines.count() == 13
    assert [(p.city, p.state) for p in job.places.all()] == [("Augusta", "ME")]
    assert job.is_entry_friendly is False
    assert job.needs_clinical is False


def test_an_empty_paste_is_refused_at_its_field(employer):
    answer = employer.post("/o/kennebec/jobs/new/", {"text": " "})

    assert answer.status_code == 422
    assert "Paste the text of a posting first" in answer.content.decode()
    assert Job.objects.count() == 0


def test_a_posting_written_in_a_form_is_read_like_any_other(employer):
    answer = employer.post(
        "/o/kennebec/jobs/new/form/",
        {
            "title": "Help Desk Technician",
            "duties": "Answer tickets\n- Reset passwords",
            "musts": "Troubleshooting\nActive Directory",
            "nices": "SQL",
        },
    )

    job = the_job()
    assert answer.status_code == 302
    assert job.title == "Help Desk Technician"
    assert job.document.text == (
        "Help Desk Technician\nKennebec River Medical Center\n\n"
        "What you will do\n- Answer tickets\n- Reset passwords\n\n"
        "Requirements\n- Troubleshooting\n- Active Directory\n\nPreferred\n- SQL\n"
    )
    asked = {line.label: line.necessity for line in job.lines.all()}
    assert asked["Troubleshooting"] == "must"
    assert asked["SQL"] == "nice"


def test_the_form_starts_from_the_template_of_a_role(employer):
    page = employer.get("/o/kennebec/jobs/new/form/?template=trainer").content.decode()

    assert 'value="EHR Trainer"' in page
    assert "Training delivery" in page


def test_every_role_has_a_template_that_reads_as_that_role(employer):
    from preceptor.competencies.vocabulary_files import load_vocabulary
    from preceptor.jobs.posting_templates import posting_templates, posting_text
    from preceptor.jobs.reading import read_posting_text

    templates = posting_templates()
    assert list(templates) == [role.id for role in load_vocabulary().roles]
    for role, each in templates.items():
        text = posting_text(
            title=each.title,
            employer="Kennebec River Medical Center",
            duties=each.duties,
            musts=each.musts,
            nices=each.nices,
        )
        read = read_posting_text(text)
        assert (read.roles[0].role, read.warnings) == (role, ())


def test_facts_are_kept_in_cents_and_places_with_their_coordinates(employer):
    paste(employer)
    job = the_job()

    answer = employer.post(f"/o/kennebec/jobs/{job.public_id}/facts/", FACTS)

    job.refresh_from_db()
    assert answer.status_code == 302
    assert (job.pay_least, job.pay_most, job.pay_period) == (6_200_000, 7_150_050, "year")
    assert (job.city, job.state, job.revision) == ("Augusta", "ME", 2)
    place = job.lines.get(kind="place")
    assert place.label == "Within 50 miles of Augusta, ME"


def test_the_only_site_is_chosen_beforehand_where_a_draft_names_no_place(employer, kennebec):
    paste(employer)
    job = the_job()
    site = kennebec.sites.get()
    chosen = f'<option value="{site.public_id}" selected>'
    address = f"/o/kennebec/jobs/{job.public_id}/facts/"

    def first_place():
        page = employer.get(address).content.decode()
        return page.split('name="site_0"')[1].split("</select>")[0]

    assert chosen not in first_place()  # the text names Augusta
    job.places.all().delete()
    assert chosen in first_place()
    assert not job.places.exists()
    Job.objects.filter(pk=job.pk).update(work_mode=Job.WorkMode.REMOTE)
    assert chosen not in first_place()


def test_an_engagement_is_shared_by_sites_up_to_a_whole_week(employer, kennebec):
    paste(employer)
    job = the_job()
    facts = FACTS | {
        "kind": "engagement",
        "site_0": str(kennebec.sites.get().public_id),
        "town_0": "",
        "percent_0": "60",
        "town_1": "04401",
        "percent_1": "50",
    }

    answer = employer.post(f"/o/kennebec/jobs/{job.public_id}/facts/", facts)
    assert answer.status_code == 422
    assert "share more than a whole week" in answer.content.decode()

    employer.post(f"/o/kennebec/jobs/{job.public_id}/facts/", facts | {"percent_1": "40"})
    job.refresh_from_db()
    assert job.kind == "engagement"
    places = job.places.order_by("order")
    assert [(p.city, p.percent) for p in places] == [("Augusta", 60), ("Bangor", 40)]
    assert job.lines.get(kind="place").label == "Within 50 miles of Augusta, ME or Bangor, ME"


def test_work_from_home_in_some_states_is_a_gate_of_states(employer):
    paste(employer)
    job = the_job()

    employer.post(
        f"/o/kennebec/jobs/{job.public_id}/facts/",
        FACTS | {"work_mode": "remote", "states": "nh, ME"},
    )

    gate = the_job().lines.get(kind="place")
    assert gate.label == "A home in ME or NH"
    assert (gate.spec["is_remote"], gate.spec["is_on_site"]) == (True, False)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("pay_least", "a lot", "Give an amount such as 62,000 or 31.50."),
        ("pay_most", "50,000", "This is less than where the pay begins."),
        ("town_0", "Atlantis, ZZ", "This place is not known."),
        ("states", "ME, Maine", "Maine is no state."),
        ("title", "", "Give the job a title."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(employer, field, value, said):
    paste(employer)

    answer = employer.post(
        f"/o/kennebec/jobs/{the_job().public_id}/facts/",
        FACTS | {"notes": "Ask Dana", field: value},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Ask Dana" in page
    assert the_job().revision == 1


def test_a_changed_text_keeps_what_the_employer_said(employer, kennebec):
    paste(employer)
    job = the_job()
    user = administrator_of(kennebec)
    lines.remove_line(line=job.lines.get(label="SQL"), by=user, now=MONDAY)
    epic = job.lines.get(label__startswith="Epic")
    lines.change_line(line=epic, necessity="nice", weight=33, spec=epic.spec, by=user, now=MONDAY)
    lines.add_line(job=job, kind="right_to_work", necessity="must", spec={}, by=user, now=MONDAY)

    changed = POSTING.replace("- HL7\n", "- FHIR\n").replace("- Configure", "- Build and configure")
    change_text(job=Job.objects.get(pk=job.pk), text=changed, by=user, now=MONDAY)

    job.refresh_from_db()
    after = {line.label: line for line in job.lines.all()}
    assert "SQL" not in after
    assert "FHIR" in " ".join(after)
    assert not any(label.startswith("HL7") for label in after)
    assert (after[epic.label].weight, after[epic.label].pk) == (33, epic.pk)
    assert "The right to work in the United States" in after
    assert "Within 50 miles of Augusta, ME" in after
    assert [line.order for line in job.lines.order_by("order")] == list(range(len(after)))
    for line in after.values():
        if line.start is not None:
            assert job.document.text[line.start : line.end] == line.words


def test_each_change_is_one_event_and_the_next_revision(employer, kennebec):
    paste(employer)
    job = the_job()
    user = administrator_of(kennebec)
    before = LogEntry.objects.count()

    line = job.lines.get(label="Troubleshooting")
    lines.switch_line(line=line, necessity="nice", by=user, now=MONDAY)
    lines.move_line(line=line, up=True, by=user, now=MONDAY)
    lines.remove_line(line=line, by=user, now=MONDAY)

    job.refresh_from_db()
    assert job.revision == 4
    kinds = [entry.kind for entry in LogEntry.objects.filter(number__gt=before).order_by("number")]
    assert kinds == ["jobs.line_changed", "jobs.lines_ordered", "jobs.line_removed"]
    assert [each.order for each in job.lines.order_by("order")] == list(range(12))


def test_a_job_that_is_shown_does_not_lose_its_last_day(employer):
    paste(employer)
    job = the_job()
    ahead = timezone.now().date() + timedelta(days=30)
    Job.objects.filter(pk=job.pk).update(status="open", slug="trainer", expires_on=ahead)
    address = f"/o/kennebec/jobs/{job.public_id}/facts/"

    employer.post(address, FACTS | {"expires_on": ""})

    job.refresh_from_db()
    assert job.expires_on == ahead
    past = employer.post(address, FACTS | {"expires_on": "2020-01-31"})
    assert past.status_code == 422
    assert "This day is past" in past.content.decode()


@pytest.mark.parametrize("change", ["facts", "terms"])
def test_who_changes_a_job_waits_for_who_changes_it_already(employer, kennebec, change):
    paste(employer)
    job, by = the_job(), administrator_of(kennebec)
    facts = Facts(
        title="Trainer", kind="job", pay_least=None, pay_most=None, pay_period="year",
        hours_week=None, openings=1, starts_on=None, ends_on=None, expires_on=None,
        is_entry_friendly=None, needs_clinical=None, work_mode="remote", states=(),
        radius_miles=50, places=(),
    )  # fmt: skip

    with CaptureQueriesContext(connection) as asked:
        if change == "facts":
            change_facts(job=job, facts=facts, by=by, now=MONDAY)
        else:
            choose_terms(job=job, proof_weight=50, hours_per_year=160, by=by, now=MONDAY)

    # Two at once would otherwise both make the same next revision of different jobs.
    first = next(query["sql"] for query in asked if "SAVEPOINT" not in query["sql"])
    assert "common_loghead" in first


def test_only_who_hires_for_the_organization_comes_in(client, kennebec):
    job = make_job()
    address = f"/o/kennebec/jobs/{job.public_id}/"
    assert client.get(address).status_code == 302

    sign_in(client, make_user())
    assert client.get(address).status_code == 404

    sign_in(client, make_member(kennebec, teaches=True))
    assert client.get(address).status_code == 403

    other = make_organization("penobscot", name="Penobscot Valley Clinic")
    sign_in(client, administrator_of(other))
    assert client.get(f"/o/penobscot/jobs/{job.public_id}/").status_code == 404


def test_the_day_may_be_left_open(employer):
    paste(employer)
    job = the_job()

    employer.post(
        f"/o/kennebec/jobs/{job.public_id}/facts/",
        FACTS | {"starts_on": "2027-01-04", "ends_on": "2027-06-30"},
    )

    job.refresh_from_db()
    assert (job.starts_on, job.ends_on) == (date(2027, 1, 4), date(2027, 6, 30))
    assert job.expires_on is None
