"""An HR officer pastes a glued posting and publishes two honest ones."""

from __future__ import annotations

import re

import pytest
from tests.factories.accounts import administrator_of, make_organization, sign_in

from preceptor.jobs.models import Job
from preceptor.jobs.queries import shown_jobs
from preceptor.jobs.splitting import half_text, is_glued, proposal_for

pytestmark = pytest.mark.django_db

GLUED = """\
EHR Trainer and Network Support Technician
Penobscot Valley Clinic
Location: Bangor, ME

We are a rural clinic with four sites. This role supports our people and our machines.

Responsibilities:
- Deliver classroom and at-the-elbow training on our EHR to nurses, providers and front desk staff.
- Develop training materials, quick reference guides and e-learning modules.
- Assess training needs with department managers and evaluate what people learned.
- Install, configure and troubleshoot workstations, printers and laptops.
- Maintain the network: switches, wireless access points and VPN.
- Answer help desk tickets and resolve incidents within the agreed time.
- Manage Active Directory accounts and password resets.
- Take part in the monthly staff meeting.

Requirements:
- Associate degree
- 2 years of experience teaching adults or training end users
- Experience with eClinicalWorks
- CompTIA A+ or Network+
- Windows 10, Active Directory, TCP/IP

Preferred:
- Instructional design
- Cisco switches

We offer health insurance and paid time off.
"""
TRAINING = "Deliver classroom and at-the-elbow training on our EHR"
CABLES = "Install, configure and troubleshoot workstations"


@pytest.fixture
def officer(client):
    clinic = make_organization("penobscot", name="Penobscot Valley Clinic")
    return sign_in(client, administrator_of(clinic))


@pytest.fixture
def glued(officer):
    officer.post("/o/penobscot/jobs/new/", {"text": GLUED})
    return Job.objects.get()


def here(job):
    return f"/o/penobscot/jobs/{job.public_id}/split/"


def side_of(page, words):
    """Return the side chosen for the sentence that begins with some words."""
    row = page[page.index(words) :]
    return re.search(r'value="(\w+)"\s+checked', row)[1]


def test_the_sentences_go_with_the_role_they_speak_for(glued):
    proposal = proposal_for(glued)

    assert proposal.roles == ("trainer", "tech_support")
    assert proposal.titles == ("EHR Trainer", "Network Support Technician")
    sides = {part.text: part.side for part in proposal.parts}
    assert sides["CompTIA A+ or Network+"] == "second"
    assert sides["Instructional design"] == "first"
    assert sides["Associate degree"] == "both"
    first = half_text(proposal, {}, "first", title="EHR Trainer", employer="")
    assert first.startswith("EHR Trainer\nPenobscot Valley Clinic\nLocation: Bangor, ME\n\n")
    assert TRAINING in first
    assert CABLES not in first


def test_each_half_of_a_joined_title_goes_with_the_role_that_bears_it(officer):
    text = """\
Network technician and medical coder

We need someone who runs our network, Cisco switches, Active Directory and the help desk,
and who codes outpatient charts with ICD-10-CM and CPT.

Required: CCNA, Windows Server, VMware, firewalls. CPC certification, medical terminology,
ICD-10-CM, CPT, denials management.
"""
    officer.post("/o/penobscot/jobs/new/", {"text": text})

    proposal = proposal_for(Job.objects.get())

    assert dict(zip(proposal.roles, proposal.titles, strict=True)) == {
        "him_exchange": "medical coder",
        "tech_support": "Network technician",
    }


def test_a_heading_stays_only_where_something_stands_under_it(glued):
    proposal = proposal_for(glued)
    preferred = {
        part.number: "neither"
        for part in proposal.parts
        if part.text in ("Instructional design", "We offer health insurance and paid time off.")
    }

    text = half_text(proposal, preferred, "first", title="EHR Trainer")

    assert "Requirements:" in text
    assert "Preferred:" not in text


def test_the_warning_leads_to_the_split(officer, glued):
    page = officer.get(f"/o/penobscot/jobs/{glued.public_id}/lines/").content.decode()

    assert is_glued(glued)
    assert "Two jobs seem to be glued together:" in page
    assert f'href="{here(glued)}"' in page


def test_two_honest_postings_come_of_a_glued_one(officer, glued):
    page = officer.get(here(glued)).content.decode()
    assert page.count("One job.") == 2
    assert side_of(page, TRAINING) == "first"
    assert side_of(page, CABLES) == "second"

    answer = officer.post(
        here(glued),
        {"title_a": "EHR Trainer", "title_b": "IT Support Technician", "make": "1"},
    )

    trainer, support = Job.objects.exclude(pk=glued.pk).order_by("pk")
    assert answer["Location"] == f"/o/penobscot/jobs/{trainer.public_id}/lines/"
    assert [trainer.role, support.role] == ["trainer", "tech_support"]
    assert [job.title for job in (trainer, support)] == ["EHR Trainer", "IT Support Technician"]
    assert not is_glued(trainer)
    assert not is_glued(support)
    assert [place.city for place in support.places.all()] == ["Bangor"]
    glued.refresh_from_db()
    assert (glued.status, glued.opened_at) == ("closed", None)

    for job in (trainer, support):
        officer.post(f"/o/penobscot/jobs/{job.public_id}/publish/", {"expires_on": "2027-03-31"})
    assert list(shown_jobs()) == [trainer, support]


def test_a_sentence_is_moved_to_the_other_half(officer, glued):
    proposal = proposal_for(glued)
    number = next(part.number for part in proposal.parts if part.text.startswith("Take part"))

    page = officer.post(here(glued), {f"side-{number}": "second", "read": "1"}).content.decode()
    assert side_of(page, "Take part in the monthly") == "second"
    assert Job.objects.count() == 1
    officer.post(
        here(glued),
        {f"side-{number}": "second", "title_a": "Trainer", "title_b": "Support", "make": "1"},
    )

    trainer, support = Job.objects.exclude(pk=glued.pk).order_by("pk")
    assert "monthly staff meeting" not in trainer.document.text
    assert "monthly staff meeting" in support.document.text


def test_htmx_gets_both_halves_read_again(officer, glued):
    answer = officer.post(
        here(glued), {"title_a": "Trainer"}, headers={"HX-Request-Type": "partial"}
    )

    page = answer.content.decode()
    assert "<html" not in page
    assert "A: Trainer" in page


def test_a_half_that_asks_nothing_is_refused(officer, glued):
    proposal = proposal_for(glued)
    nowhere = {f"side-{part.number}": "first" for part in proposal.parts}

    answer = officer.post(
        here(glued), {**nowhere, "title_a": "Trainer", "title_b": "Nobody at all", "make": "1"}
    )

    assert answer.status_code == 422
    assert "No line can be read in B" in answer.content.decode()
    assert Job.objects.count() == 1


def test_what_was_split_can_be_taken_up_again(officer, glued):
    officer.post(here(glued), {"title_a": "Trainer", "title_b": "Support", "make": "1"})

    page = officer.get(f"/o/penobscot/jobs/{glued.public_id}/").content.decode()
    assert "it was split in two" in page
    assert ">Trainer</a>" in page
    officer.post(f"/o/penobscot/jobs/{glued.public_id}/take_up/")

    glued.refresh_from_db()
    assert glued.status == "draft"


@pytest.mark.samples
def test_real_postings_put_together_are_taken_apart(samples):
    """Two real postings of far-apart work in one text: each sentence mostly goes back."""
    import json

    from preceptor.competencies.queries import role_model
    from preceptor.competencies.vocabulary_files import load_vocabulary
    from preceptor.engine.classify.parting import part_posting
    from preceptor.jobs.reading import read_posting_text

    folder = samples / "postings"
    rows = [json.loads(line) for line in (folder / "labels.jsonl").read_text().splitlines()]
    texts: dict[str, str] = {}
    for row in rows:
        path = folder / f"{row['id']}.txt"
        if path.exists() and row["role_primary"] in ("trainer", "tech_support", "privacy_security"):
            texts.setdefault(row["role_primary"], path.read_text())
    right = told = 0
    for first, second in (("trainer", "tech_support"), ("trainer", "privacy_security")):
        if first not in texts or second not in texts:
            continue
        text = f"{texts[first].rstrip()}\n\n{texts[second]}"
        facts = read_posting_text(text).facts
        pieces = part_posting(
            text, facts, role_model(), load_vocabulary(), first=first, second=second
        )
        border = len(texts[first].rstrip())
        sided = [piece for piece in pieces if piece.side != "both"]
        told += len(sided)
        right += sum((piece.side == "first") == (piece.start < border) for piece in sided)
    assert told >= 20
    assert right / told >= 0.75
