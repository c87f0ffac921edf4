"""An employer edits the lines of a job beside what they cost."""

from __future__ import annotations

import re

import pytest
from tests.factories import POSTING, make_resume, make_vocabulary
from tests.factories.accounts import administrator_of, make_organization, make_user, sign_in

from preceptor.jobs.models import Job, Line

pytestmark = pytest.mark.django_db


@pytest.fixture
def kennebec():
    make_vocabulary()
    make_resume()
    return make_organization()


@pytest.fixture
def employer(client, kennebec):
    return sign_in(client, administrator_of(kennebec))


@pytest.fixture
def job(employer):
    employer.post("/o/kennebec/jobs/new/", {"text": POSTING})
    return Job.objects.latest("pk")


@pytest.fixture
def here(job):
    return f"/o/kennebec/jobs/{job.public_id}/lines/"


def labels(job, necessity="must"):
    return [line.label for line in job.lines.order_by("order") if line.necessity == necessity]


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_shows_every_line_with_what_it_costs(employer, job, here):
    answer = employer.get(here)

    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count('class="line"') == job.lines.count() == 13
    assert "0 of 1 people meet every required line" in words(answer)


def test_a_switch_is_kept_and_counted_again(employer, job, here):
    line = job.lines.get(label="Troubleshooting")

    answer = employer.post(f"{here}{line.pk}/nice/", follow=True)

    line.refresh_from_db()
    job.refresh_from_db()
    assert (line.necessity, job.revision) == ("nice", 2)
    assert "Revision 2" in words(answer)
    pressed = re.search(
        rf'aria-pressed="true"\s+formaction="{here}{line.pk}/(\w+)/"', answer.content.decode()
    )
    assert pressed[1] == "nice"


def test_htmx_gets_only_the_part_that_changes(employer, here):
    answer = employer.get(here, headers={"HX-Request-Type": "partial"})

    assert "<html" not in answer.content.decode()
    assert "HX-Request-Type" in answer["Vary"]


def test_a_removed_line_is_offered_again_and_comes_back(employer, job, here):
    line = job.lines.get(label="Troubleshooting")

    page = employer.post(f"{here}{line.pk}/remove/", follow=True)
    assert "In your text, and not asked" in words(page)
    again = re.search(rf'formaction="({here}again/\d+/)"', page.content.decode())[1]
    page = employer.post(again, follow=True)

    back = job.lines.get(label="Troubleshooting")
    assert (back.necessity, back.words) == ("must", line.words)
    assert "In your text, and not asked" not in words(page)


def test_lines_move_up_and_down(employer, job, here):
    before = [line.pk for line in job.lines.order_by("order")]

    employer.post(f"{here}{before[1]}/up/")
    assert [line.pk for line in job.lines.order_by("order")][:2] == [before[1], before[0]]
    employer.post(f"{here}{before[1]}/down/")
    assert [line.pk for line in job.lines.order_by("order")] == before


def test_a_competency_is_searched_ticked_and_added(employer, job, here):
    address = f"{here}add/competency/"
    found = employer.post(
        address, {"find": "1", "q": "fhir", "way": ["hl7-v2"], "level-hl7-v2": "3"}
    )
    page = found.content.decode()
    assert found.status_code == 200
    assert re.search(r'name="way" value="hl7-v2" checked', page)
    assert re.search(r'name="way" value="fhir[\w-]*" >', page)
    assert job.lines.count() == 13

    answer = employer.post(
        address,
        {"way": ["hl7-v2", "fhir"], "level-hl7-v2": "3", "level-fhir": "1", "necessity": "nice"},
    )

    line = job.lines.latest("order")
    assert answer["Location"] == here
    assert (line.kind, line.necessity, line.weight, line.rule) == (
        "competency",
        "nice",
        4,
        "stated by the employer",
    )
    assert line.spec["any_of"] == [
        {"competency": "hl7-v2", "level": 3},
        {"competency": "fhir", "level": 1},
    ]


@pytest.mark.parametrize(
    ("kind", "data", "label"),
    [
        ("years", {"years": "1.5", "domain": "clinical"}, "1.5 years of clinical work"),
        ("licence", {"way": ["rn"]}, "Registered nurse"),
        ("right_to_work", {}, "The right to work in the United States"),
        (
            "education",
            {"schooling": ["3", "0"], "beside-0": "4"},
            "4 years of work in place of it or an associate degree",
        ),
    ],
)
def test_every_kind_of_line_can_be_added(employer, job, here, kind, data, label):
    job.lines.filter(kind=kind).delete()

    answer = employer.post(f"{here}add/{kind}/", {"keep": "1", **data})

    assert answer.status_code == 302, words(answer)
    line = job.lines.get(kind=kind, rule="stated by the employer")
    assert line.label == label
    assert employer.get(here).status_code == 200


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("competency", {}, "Tick at least one, or search for what you mean."),
        ("years", {"domain": "it"}, "Say how many years."),
        ("education", {"schooling": ["4"], "beside-4": "few"}, "few is no number of years."),
        ("education", {}, "Tick at least one way in."),
        ("competency", {"way": ["hl7-v2"], "weight": "500"}, "less than or equal to 100"),
    ],
)
def test_a_line_that_asks_nothing_is_refused(employer, job, here, kind, data, said):
    answer = employer.post(f"{here}add/{kind}/", {"keep": "1", **data})

    assert answer.status_code == 422
    assert said in words(answer)
    assert job.lines.count() == 13


def test_a_line_is_changed_in_place(employer, job, here):
    line = job.lines.get(kind="years")

    page = employer.get(f"{here}{line.pk}/").content.decode()
    assert 'value="1"' in page
    employer.post(
        f"{here}{line.pk}/",
        {"years": "0.5", "domain": "it", "necessity": "must", "weight": "20"},
    )

    line.refresh_from_db()
    assert (line.label, line.weight, line.spec["quarters"]) == ("6 months of IT work", 20, 2)


def test_the_cheapest_change_is_made_with_one_button(employer, job, here):
    asked = job.lines.filter(kind="competency", necessity="must")
    asked.exclude(label="Troubleshooting").update(necessity="nice")
    page = employer.get(here).content.decode()
    changes = dict(re.findall(r'name="(line-\d+)" value="(\w+)"', page))
    assert changes

    answer = employer.post(f"{here}relax/", changes, follow=True)

    assert "1 of 1 people meets every required line" in words(answer)


def test_where_no_small_change_helps_what_hardly_anybody_meets_becomes_nice(employer, job, here):
    Line.objects.filter(job=job, kind="competency").update(necessity="must")
    page = employer.get(here).content.decode()
    assert "No change of up to four lines brings anybody more" in words(employer.get(here))
    changes = dict(re.findall(r'name="(line-\d+)" value="(nice)"', page))
    musts = job.lines.filter(necessity="must").count()
    assert changes

    employer.post(f"{here}relax/", changes)

    assert job.lines.filter(necessity="must").count() == musts - len(changes)


def test_a_line_taken_out_is_told_where_the_numbers_stand(employer, job, here):
    line = job.lines.get(label="Troubleshooting")

    answer = employer.post(f"{here}{line.pk}/remove/", follow=True)

    assert '<a href="#unasked">1 line of your text is not asked</a>' in answer.content.decode()


def test_the_weight_of_proof_is_tried_and_then_kept(employer, job, here):
    page = words(employer.get(f"{here}?proof=25&hours=200"))
    assert "stand at another rank" in page
    assert "Keep proof at 25 and 200 hours a year" in page

    employer.post(f"{here}terms/", {"proof": "25", "hours": "200"})

    job.refresh_from_db()
    assert (job.proof_weight, job.hours_per_year, job.revision) == (25, 200, 2)


def test_a_line_of_another_job_is_not_found(employer, job, here):
    employer.post("/o/kennebec/jobs/new/", {"text": POSTING})
    other = Job.objects.latest("pk").lines.first()

    assert employer.post(f"{here}{other.pk}/remove/").status_code == 404
    assert Line.objects.filter(pk=other.pk).exists()


def test_who_does_not_hire_there_sees_no_lines(client, job, here):
    sign_in(client, make_user())

    assert client.get(here).status_code == 404


def test_a_pasted_need_becomes_a_draft_with_its_switches(client, kennebec):
    sign_in(client, administrator_of(kennebec))
    answer = client.post("/price/", {"text": POSTING})
    need = Job.objects.get(status="pasted")
    years = need.lines.get(kind="years")
    trouble = need.lines.get(label="Troubleshooting")

    page = client.get(answer["Location"]).content.decode()
    assert "Publish this" in page
    made = client.post(
        f"/price/{need.public_id}/publish/",
        {
            "organization": "kennebec",
            f"line-{years.order}": "drop",
            f"line-{trouble.order}": "nice",
            "proof": "50",
            "hours": "160",
        },
    )

    draft = Job.objects.get(status="draft")
    assert made["Location"] == f"/o/kennebec/jobs/{draft.public_id}/lines/"
    assert not draft.lines.filter(kind="years").exists()
    assert draft.lines.get(label="Troubleshooting").necessity == "nice"
    assert (draft.proof_weight, draft.organization) == (50, kennebec)
    need.refresh_from_db()
    assert need.status == "pasted"
