"""The field a job belongs to: clinical, information technology, records and administration.

The words of the title weigh most; where they are silent or torn, the words of the duties
decide. Work outside the three fields (research, teaching, finance, retail) has its own words,
so that one clinical word in it does not win. Weights are judgements, kept few and whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from preceptor.engine.extract.facts import Domain

_Field = Literal["clinical", "it", "records", "none"]
_Weights = Mapping[str, tuple[_Field, float]]


def _table(*rows: tuple[_Field, float, str]) -> dict[str, tuple[_Field, float]]:
    return {
        word.strip(): (field, weight) for field, weight, words in rows for word in words.split(",")
    }


# One or two words of a title, comma apart; a pair counts before its words.
_TITLE = _table(
    (
        "clinical",
        5,
        (
            "nurse, nurses, nursing, rn, lpn, lvn, cna, lna, medic, paramedic, emt, physician, "
            "surgeon, doctor, gp, therapist, therapists, pharmacist, phlebotomist, sonographer, "
            "midwife, hygienist, dietitian, nutritionist, caregiver, carer, psychologist, "
            "radiographer, practitioner, hospitalist, corpsman, optometrist, audiologist, "
            "chiropractor, anesthetist, perfusionist, podiatrist, dentist, dosimetrist, medical "
            "technician, medical assistant, medical assistants, care assistant, healthcare "
            "assistant, health aide, home aide, care technician, pharmacy technician, pharmacy "
            "tech, dental assistant, physician assistant, physical therapy, emergency medical, "
            "surgical technologist, surgical tech, radiologic technologist, respiratory therapist, "
            "laboratory technologist, medical technologist, patient care, support worker, health "
            "technician, combat medic, clinical nurse, cardiac technician, ekg technician, "
            "ultrasound technologist, ct technologist, mri technologist, mri tech, ct tech, "
            "imaging technologist, nuclear medicine, mammography technologist, mammographer, "
            "x ray, cath lab, ray technologist, ray technician, radiology technologist, "
            "vascular technologist, polysomnographic technologist, sleep technologist, "
            "dialysis technician, ophthalmic technician, care worker"
        ),
    ),
    (
        "clinical",
        5,
        "emergency room, mds coordinator, telemetry, review nurse, clinical supervisor, er tech",
    ),
    ("clinical", 4, "clinical manager, clinical coordinator, clinical instructor, clinical lead"),
    ("clinical", 3, "case manager, case management, care manager, care coordinator"),
    ("clinical", 3, "pharmacy, therapy, respiratory, radiology, laboratory, counselor, clinician"),
    ("clinical", 2, "icu, surgical, ward, triage, caregiver, oncology, infusion"),
    ("clinical", 1, "clinical, health, healthcare, medical, care"),
    (
        "it",
        6,
        (
            "help desk, server administrator, scrum master, systems analyst, systems "
            "administrator, system administrator, information technology, information systems, "
            "information security, business intelligence, desktop support, data analyst, data "
            "scientist, data engineer, technical support, software engineer, network engineer, "
            "network administrator, security analyst, security engineer, application analyst, "
            "applications analyst, database administrator, clinical informatics, nursing "
            "informatics, nurse informaticist, clinical analyst epic, interface analyst, "
            "implementation specialist, implementation consultant, it consultant, it manager, it "
            "director, it specialist, it project, it support, information officer, informatics "
            "nurse, informatics specialist, ehr specialist, ehr trainer, epic analyst"
        ),
    ),
    (
        "it",
        5,
        (
            "software, developer, programmer, network, database, informatics, helpdesk, devops, "
            "cyber, cybersecurity, telecommunications, cio, sysadmin, informaticist, web, systems, "
            "webmaster, business analyst, system analyst, application architect, project engineer, "
            "technical analyst, reporting analyst, bi developer, qa analyst, qa engineer, "
            "tester, test analyst, pc technician, pc tech, computer technician, computer tech, "
            "field technician, deskside support, it technician"
        ),
    ),
    (
        "it",
        4,
        (
            "it, ehr, emr, epic, cerner, meditech, pacs, interface, integration, computer, "
            "analytics, applications, application, implementation, sql, sharepoint, system, "
            "desktop, digital, programmer analyst, deployment, technology, cloud, architect, ict, "
            "go live"
        ),
    ),
    (
        "it",
        2,
        "technical, data, optimization, engineer, project manager, program manager, data quality",
    ),
    ("it", 1, "analyst"),
    (
        "records",
        6,
        (
            "patient administration, payment posting, payment poster, charge entry, unit "
            "coordinator, medical records, medical record, health records, health record, patient "
            "records, health information, healthcare record, revenue cycle, practice manager, "
            "practice administrator, practice management, practice coordinator, medical secretary, "
            "medical receptionist, medical biller, medical billing, medical coder, medical coding, "
            "ward clerk, unit clerk, unit secretary, patient access, patient accounts, patient "
            "account, insurance verification, medical office, clinic manager, clinic "
            "administrator, quality reporting, clinical documentation, records clerk, release of, "
            "claims analyst, billing analyst, coding analyst, claims consultant, information "
            "clerk, records manager, clinical coder, data abstractor, medical administrative, "
            "referral coordinator, patient services, prior authorization"
        ),
    ),
    (
        "records",
        5,
        (
            "billing, biller, coder, coding, claims, claim, appeals, reimbursement, hedis, "
            "denials, transcriptionist, transcription, abstractor, cdi, records, registrar, him, "
            "credentialing, authorization, authorizations, precertification, healthcare "
            "operations, healthcare administrator, hospital administrator, office manager, clinic "
            "coordinator, utilization review, utilization management, front office, patient "
            "registration, privacy officer, health administrator, health services"
        ),
    ),
    (
        "records",
        3,
        (
            "record, revenue, utilization, front desk, quality improvement, scheduler, admitting, "
            "admissions, insurance, eligibility, verification, privacy, quality assurance, "
            "medicare, medicaid, collections, patient service, patient scheduling, registration "
            "clerk"
        ),
    ),
    (
        "records",
        1,
        (
            "administrative assistant, receptionist, quality, administrator, operations, office, "
            "clinic, secretary, scheduling"
        ),
    ),
    (
        "none",
        6,
        (
            "mechanical, civil, electrical, construction, veterinary, process engineer, data "
            "entry, research coordinator, clinical research, research assistant, research "
            "associate, research nurse coordinator, security officer, security guard, loss "
            "prevention, financial analyst, finance analyst, trust analyst, teacher, teaching "
            "assistant, cashier, bartender, chef, cook, driver, warehouse, accountant, attorney, "
            "paralegal, real estate, detention, probation, correctional, professor, sales, "
            "customer service, graduate assistant, marketing, waitress, waiter, housekeeper, "
            "janitor, truck, barista, human resources, investment, mortgage, teller, police, "
            "insurance agent, academic resource, store manager, retail, tutor, lecturer"
        ),
    ),
    ("none", 4, "research, finance, financial, accounting, trust, store, recruiter, academic"),
    ("none", 3, "study, guard, student, volunteer, law, security, merchandise, school, bank, hr"),
)

# Words of the duties, each counted once, a little more when it stands there three times.
_DUTIES = _table(
    (
        "clinical",
        2,
        (
            "vitals, ventilator, wound, wounds, chemotherapy, injections, phlebotomy, triage, "
            "immunizations, resuscitation, dressings, venipuncture, catheter, catheters, ekg, "
            "intravenous, bedside, specimens, medications, sterilized, vaccinations, cpr, rehab"
        ),
    ),
    (
        "clinical",
        1,
        (
            "nursing, nurses, vital, iv, surgical, administered, therapy, treatment, treatments, "
            "assessments, patient, acute, mds, residents, icu, medication, symptoms, physical"
        ),
    ),
    (
        "it",
        2,
        (
            "servers, server, database, databases, sql, firewall, firewalls, routers, hardware, "
            "cpoe, hl7, api, apis, programming, java, python, javascript, helpdesk, troubleshoot, "
            "troubleshooting, configuration, configure, configured, infrastructure, interfaces, "
            "linux, lan, wan, vpn, vmware, migration, desktops, ehr, etl, tableau, dashboards, "
            "html, saas, cerner, allscripts, interoperability, pacs"
        ),
    ),
    (
        "it",
        1,
        (
            "software, network, install, installed, installation, deploy, deployed, upgrade, "
            "upgrades, application, applications, systems, technical, integration, implementation, "
            "implementations, users, web, emr, windows, requirements, analytics, vendors, "
            "technology, testing, workflow, go, architecture, erp, vendor"
        ),
    ),
    (
        "records",
        2,
        (
            "billing, claims, coding, cpt, denials, denial, appeals, appeal, reimbursement, "
            "payers, payer, hedis, hcpcs, icd, abstraction, receivable, receivables, "
            "authorizations, charts, chart, precertification, subpoenas, transcription, "
            "remittance, copayments, roi"
        ),
    ),
    (
        "records",
        1,
        (
            "records, record, claim, codes, medicare, medicaid, revenue, eligibility, insurance, "
            "scheduling, appointments, registration, abstract, practice, clinic, audits, him, "
            "utilization, quality, reporting, office, front, filing, physicians"
        ),
    ),
    (
        "none",
        2,
        (
            "students, classroom, lesson, lessons, irb, securities, merchandise, theft, patrol, "
            "inmates, fundraising, advertising, investment, campaigns, shoplifters, participants, "
            "faculty, curriculum, mortgage, restaurant, recruitment, principal, fleet, brokerage"
        ),
    ),
    (
        "none",
        1,
        (
            "research, study, studies, marketing, sales, customers, store, court, grant, grants, "
            "children, asset, assets, depository, reconciliation, retail, events, survey, "
            "balanced, accounts, school, law, trust"
        ),
    ),
)
_WORD = re.compile(r"[a-z][a-z0-9']*")
_TESTER = re.compile(r"\bquality assurance(?= (?:analyst|engineer|tester|automation))")
_TITLE_DECIDES = 4
_TITLE_LEAD = 2
_DUTIES_CAP = 10.0
_TITLE_HINTS = 2
_LEAST = 3.0
_LEAST_BY_DUTIES = 6.0
_PHRASE_LEAST = 2
# A title is some three words and the duties a hundred.
_TITLE_FACTOR = 2
_LEAD = 1.15


def domain_of(title: str, duties: str, *, usual: Domain | None = None) -> Domain | None:
    """Return the field of a job by its folded title and folded duties, None outside the three.

    ``usual`` is the field of the resume's headline; it helps a job that says little.
    """
    # Testers of software are named after quality too.
    by_title = _score_title(_WORD.findall(_TESTER.sub("qa", title)))
    best, lead = _best(by_title)
    if best is not None and by_title[best] >= _TITLE_DECIDES and lead >= _TITLE_LEAD:
        return _domain(best)
    scores = {field: _TITLE_FACTOR * score for field, score in by_title.items()}
    for field, score in _score_duties(_WORD.findall(duties)).items():
        scores[field] = scores.get(field, 0.0) + score
    if usual is not None:
        scores[usual] = scores.get(usual, 0.0) + 1
    best, lead = _best(scores)
    if best is None:
        return None
    least = _LEAST if by_title.get(best, 0.0) >= _TITLE_HINTS else _LEAST_BY_DUTIES
    if scores[best] < least or scores[best] < _LEAD * (scores[best] - lead):
        return None
    return _domain(best)


def words_domain(words: str) -> Domain | None:
    """Return the field that a short folded phrase names ("nursing", "it support"), or None."""
    # "Health" and "care" alone are said by all who work in a hospital.
    scores = {
        field: score for field, score in _score_title(_WORD.findall(words)).items() if score > 2
    }
    for field, score in _score_duties(_WORD.findall(words)).items():
        scores[field] = scores.get(field, 0.0) + score
    best, _ = _best(scores)
    return _domain(best) if best is not None and scores[best] >= _PHRASE_LEAST else None


def _domain(field: _Field) -> Domain | None:
    return None if field == "none" else field


def _best(scores: Mapping[_Field, float]) -> tuple[_Field | None, float]:
    """The strongest field and its lead; ties go to the field named first in the title."""
    if not scores:
        return None, 0.0
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return ranked[0][0], ranked[0][1] - second


def _score_title(words: list[str]) -> dict[_Field, float]:
    scores: dict[_Field, float] = {}
    at = 0
    while at < len(words):
        found = _TITLE.get(" ".join(words[at : at + 2]))
        step = 2
        if found is None or at + 1 >= len(words):
            found, step = _TITLE.get(words[at]), 1
        if found is not None:
            scores[found[0]] = scores.get(found[0], 0.0) + found[1]
        at += step
    return scores


def _score_duties(words: Iterable[str]) -> dict[_Field, float]:
    counts: dict[str, int] = {}
    for word in words:
        if word in _DUTIES:
            counts[word] = counts.get(word, 0) + 1
    scores: dict[_Field, float] = {}
    for word, count in counts.items():
        field, weight = _DUTIES[word]
        scores[field] = scores.get(field, 0.0) + (1.5 * weight if count >= 3 else weight)
    return {field: min(_DUTIES_CAP, score) for field, score in scores.items()}
