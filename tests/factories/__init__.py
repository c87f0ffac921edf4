"""People and jobs for tests, made through the same services as real ones."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from preceptor.accounts.models import Consent, Organization, Person, Site
from preceptor.accounts.services import give_consent
from preceptor.competencies.services import store_vocabulary
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.models import Job
from preceptor.jobs.reading import read_posting_text
from preceptor.jobs.services import store_posting
from preceptor.resumes.models import Resume
from preceptor.resumes.services import take_in_resume

MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)

NURSE = """\
RUTH MOODY
Registered Nurse
Augusta, ME 04330

SUMMARY
Registered nurse with 6 years of experience in acute care.

SKILLS
Patient care, Epic, Medication administration, Quality improvement

EXPERIENCE
Registered Nurse, Harborview General Hospital
March 2020 - Present
- Served as super user during the go-live of Epic
- Trained new nurses on clinical documentation

EDUCATION
Bachelor of Science in Nursing, Stillwater University, 2019

CERTIFICATIONS
Registered Nurse (RN)
"""

TECHNICIAN = """\
WADE LIBBY
Help Desk Technician
Bangor, ME 04401

SKILLS
Help desk, Troubleshooting, Active Directory, Windows Server, Customer service, SQL

EXPERIENCE
Help Desk Technician, Coastal Data Services
June 2021 - Present
- Answered 30 tickets a day on the help desk
- Managed Active Directory accounts

EDUCATION
Associate of Science in Computer Science, Franklin State College, 2021

CERTIFICATIONS
CompTIA A+
"""

POSTING = """\
EHR Implementation Specialist
Kennebec River Medical Center
Location: Augusta, ME

This position works on site in Augusta, ME.

What you will do
- Configure Epic to the needs of the clinics.
- Support users at go-live, at the elbow.

Requirements
- Associate degree
- 1 year of experience
- Experience with Epic
- Troubleshooting
- User acceptance testing

Preferred
- HL7
- SQL
"""


def make_vocabulary() -> None:
    """Store the vocabulary's rows, as every installation does first."""
    store_vocabulary(vocabulary=load_vocabulary(), now=MONDAY)


def make_person(*, name: str = "Ruth Moody", is_findable: bool = True) -> Person:
    """Make a person with a home in Augusta, Maine."""
    person = Person.objects.create(
        name=name,
        city="Augusta",
        state="ME",
        zip_code="04330",
        latitude=44.3232,
        longitude=-69.7665,
        right_to_work=Person.RightToWork.YES,
        created_at=MONDAY,
    )
    if is_findable:
        give_consent(person=person, purpose=Consent.Purpose.FOUND, now=MONDAY)
    return person


def make_resume(*, person: Person | None = None, text: str = NURSE) -> Resume:
    """Make a person's resume from text."""
    return take_in_resume(
        person=person or make_person(), data=text.encode(), filename="resume.txt", now=MONDAY
    )


def make_job(*, text: str = POSTING, slug: str = "ehr-specialist") -> Job:
    """Make an open job from a posting."""
    organization, _ = Organization.objects.get_or_create(
        slug="kennebec",
        defaults={
            "name": "Kennebec River Medical Center",
            "kind": Organization.Kind.HOSPITAL,
            "verified_at": MONDAY,
            "verified_by": uuid.UUID(int=1),
        },
    )
    site, _ = Site.objects.get_or_create(
        organization=organization,
        name="Main building",
        defaults={
            "city": "Augusta",
            "state": "ME",
            "zip_code": "04330",
            "latitude": 44.3232,
            "longitude": -69.7665,
        },
    )
    return store_posting(
        read=read_posting_text(text),
        organization=organization,
        site=site,
        status=Job.Status.OPEN,
        slug=slug,
        now=MONDAY,
    )
