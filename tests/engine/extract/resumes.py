"""Resumes of invented people, and a small vocabulary to read them with."""

from __future__ import annotations

from datetime import date

from preceptor.engine.extract import read_resume
from preceptor.engine.extract.facts import Resume
from preceptor.engine.extract.lexicon import Lexicon
from preceptor.engine.vocabulary import Alias, Competency, Kind, Vocabulary

AS_OF = date(2018, 2, 1)


def _entry(
    identifier: str, kind: Kind, *aliases: str, exact: tuple[str, ...] = (), block: str = ""
) -> Competency:
    written = (*(Alias(text) for text in aliases), *(Alias(text, is_exact=True) for text in exact))
    return Competency(identifier, aliases[0], kind, block=block, aliases=written[1:])


VOCABULARY = Vocabulary(
    "test",
    (
        _entry("sql", Kind.TOOL, "SQL"),
        _entry("excel", Kind.TOOL, "Microsoft Excel", exact=("Excel",)),
        _entry("hl7", Kind.STANDARD, "HL7"),
        _entry("epic", Kind.SYSTEM, "Epic"),
        _entry("cerner", Kind.SYSTEM, "Cerner"),
        _entry("sas", Kind.TOOL, "SAS"),
        Competency(
            "outlook",
            "Microsoft Outlook",
            Kind.TOOL,
            aliases=(Alias("Outlook", near=("email", "calendar")),),
        ),
        _entry("billing", Kind.SKILL, "medical billing", "billing"),
        _entry("workflow", Kind.SKILL, "workflow redesign", "workflows"),
        _entry("initiative", Kind.SKILL, "initiative", block="tier1-initiative"),
        _entry("rn", Kind.CREDENTIAL, "Registered Nurse", exact=("RN",)),
        _entry("cpc", Kind.CREDENTIAL, "Certified Professional Coder", exact=("CPC",)),
        _entry("rhit", Kind.CREDENTIAL, "RHIT"),
        _entry("bls", Kind.CREDENTIAL, "BLS"),
        _entry("cphims", Kind.CREDENTIAL, "CPHIMS"),
        _entry("itil", Kind.CREDENTIAL, "ITIL"),
        _entry("physician", Kind.CREDENTIAL, "Doctor of Medicine", exact=("MD",)),
    ),
    (),
)
LEXICON = Lexicon.build(VOCABULARY)


def read(text: str, *, as_of: date = AS_OF) -> Resume:
    """Read a resume with the small vocabulary."""
    return read_resume(text, LEXICON, as_of=as_of)


NURSE_ANALYST = """Jane Q. Example, MSN, RN
Denver, CO 80203 \u2022 jane@example.org \u2022 (555) 010-0001

SUMMARY
Nurse analyst. Proficient in Epic, familiar with Cerner and basic SQL.

PROFESSIONAL EXPERIENCE

Clinical Informatics Specialist | Mercy Health System, Denver, CO | 03/2015 \u2013 Present
\u2022 Built HL7 feeds and workflows; showed initiative
\u2022 Mentored new RN hires

Staff Nurse, ICU | St. Luke's Hospital, Boise, ID | 06/2010 \u2013 02/2015
\u2022 Charted in Cerner at the bedside

EDUCATION
Master of Science in Nursing, University of Colorado, 2014
BSN, Boise State University, 2010
DNP candidate, University of Utah (expected 2019)

CERTIFICATIONS
RN license, Colorado, active, expires 09/2019
CPHIMS \u2013 in progress
BLS (expired 05/2016)
"""

RESUME_SITE = """MEDICAL BILLER
Highlights
        Medical billing                 SQL
Experience
Medical Biller
January 2014 to Current Company Name \u00ef\u00bc\u200b City , State
      Posts payments and works denials.
Claims Analyst 03/2011 to 12/2013 Company Name City , State
      Worked claims and appeals.
Education and Training
2010
Associate of Science : Health Information Technology City College City , State
Skills
billing, Excel, HL7
"""
