"""Which kinds of work real kinds of titles name."""

import pytest

from preceptor.competencies.occupation_files import load_occupations
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.translate import KINDS_OF_WORK
from preceptor.engine.translate.occupations import role_competency

TITLES = """
Staff Nurse, Ward 7 | nursing
RN Case Manager | nursing care-coordination
Assistant Director of Nursing | nursing clinical-management
Certified Nursing Assistant | care-support
Pharmacy Technician II | pharmacy
Pharmacy Informatics Specialist | clinical-informatics ehr-application pharmacy-systems
Medical Laboratory Scientist | laboratory
Radiologic Technologist | imaging
PACS Administrator | imaging-systems
LIS Analyst | laboratory-systems
Speech Language Pathologist | medicine therapy
Informatics Nurse Specialist | clinical-informatics
Chief Nursing Informatics Officer | clinical-informatics digital-leadership
Health Information Technician | health-records
Release of Information Clerk | health-records
Inpatient Coder III | clinical-coding
CDI Specialist | clinical-coding
Claims Examiner | billing-claims
Denials Analyst | billing-claims
Tumor Registrar | quality-measurement
Practice Manager | practice-management
Patient Access Representative | front-desk
Data Protection Officer | information-governance
SOC Analyst | information-security
Service Desk Analyst | it-support
Network Administrator | infrastructure
IT Manager | it-management
Full Stack Developer | software-development
QA Tester | software-testing
HL7 Interface Analyst | integration
Healthcare Data Analyst | data-analytics
ETL Developer | data-engineering
Biostatistician | data-science
Clinical Research Coordinator | research
Business Analyst | business-analysis
Process Improvement Specialist | process-change
Epic Ambulatory Analyst | ehr-application
EHR Implementation Specialist | ehr-application
Programme Manager - EPR | project-management
Product Owner | product-management
Director of Clinical Applications | digital-leadership
Principal Trainer (Epic) | training
Adjunct Professor | teaching
Biomedical Equipment Technician | devices
Customer Success Manager | customer-success
Cashier | customer-service
Staff Accountant | finance
Regional Sales Manager | sales-marketing
Lighthouse keeper |
""".strip().splitlines()


@pytest.mark.parametrize("line", TITLES)
def test_a_title_names_its_kinds_of_work(line):
    title, _, kinds = line.partition("|")
    expected = {f"work-{kind}" for kind in kinds.split()}
    assert set(load_occupations().of_title(title)) == expected


def test_a_product_in_a_title_does_not_make_a_clinician_of_an_analyst():
    found = load_occupations().of_title("Nursing Systems Analyst (Cerner)")
    assert "work-nursing" not in found
    assert "work-ehr-application" in found


def test_every_kind_is_in_the_vocabulary_and_every_kind_there_has_titles():
    occupations, vocabulary = load_occupations(), load_vocabulary()
    kinds = {entry.id for entry in vocabulary.competencies if entry.block == KINDS_OF_WORK}
    near = {role_competency(role.id) for role in vocabulary.roles}
    assert near <= kinds
    assert set(occupations.kinds) == kinds - near
    assert set(occupations.domains) <= kinds
    assert {kind for kinds in occupations.near_role.values() for kind in kinds} <= kinds


def test_every_role_has_kinds_near_it():
    assert set(load_occupations().near_role) == set(load_vocabulary().role_by_id)
