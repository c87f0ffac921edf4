"""Invented adverts in the layouts of the four families, and a small vocabulary to read them."""

from __future__ import annotations

from preceptor.engine.extract.facts import Posting
from preceptor.engine.extract.lexicon import Lexicon
from preceptor.engine.extract.posting import read_posting
from preceptor.engine.vocabulary import Alias, Competency, Kind, Vocabulary


def _entry(name: str, *aliases: str, kind: Kind = Kind.SKILL, licence: bool = False) -> Competency:
    found = tuple(Alias(text, is_exact=text.isupper()) for text in aliases)
    return Competency(name.lower().replace(" ", "-"), name, kind, aliases=found, is_licence=licence)


_CREDENTIAL = Kind.CREDENTIAL
VOCABULARY = Vocabulary(
    "test",
    (
        _entry("SQL", kind=Kind.TOOL),
        _entry("Python", kind=Kind.TOOL),
        _entry("Bash", kind=Kind.TOOL),
        _entry("Tableau", kind=Kind.TOOL),
        _entry("HL7", "HL7"),
        _entry("FHIR", "FHIR"),
        _entry("PACS", "PACS", kind=Kind.SYSTEM),
        _entry("Epic", "Epic Systems", kind=Kind.SYSTEM),
        _entry("RiO", kind=Kind.SYSTEM),
        _entry("SystmOne", kind=Kind.SYSTEM),
        _entry("HIPAA", "HIPAA", kind=Kind.REGULATION),
        _entry("Training delivery", "train staff", "train end users", "training"),
        _entry("Computer science"),
        _entry("Project management"),
        _entry("RHIA", "RHIA", kind=_CREDENTIAL),
        _entry("RHIT", "RHIT", kind=_CREDENTIAL),
        _entry("CPC", "CPC", kind=_CREDENTIAL),
        _entry("Epic certification", "certification in Epic", kind=_CREDENTIAL),
        _entry("Registered nurse", "RN", "RN license", kind=_CREDENTIAL, licence=True),
        _entry("Clinical registration", "registered clinician", kind=_CREDENTIAL, licence=True),
        _entry("Midwife", "registered midwife", kind=_CREDENTIAL, licence=True),
        _entry("Pharmacist", "license to practice pharmacy", kind=_CREDENTIAL, licence=True),
    ),
    (),
)
LEXICON = Lexicon.build(VOCABULARY)


def read(text: str) -> Posting:
    """Read an advert with the small vocabulary."""
    return read_posting(text, LEXICON)


def nhs(
    body: str, *, title: str = "Systems Analyst", place: str = "Leeds", pay: str = "24,907"
) -> str:
    """Return an advert as on the NHS board: a head of lines, then prose."""
    return (
        f"{title}\nMidshire NHS Foundation Trust\nLocation: {place}\nSalary: £{pay} per annum\n"
        f"Type: FULL_TIME\nPosted: 2020-10-22\n\n{body}\n\n[contact details removed]\n"
    )


def remote(body: str, *, title: str = "Data Engineer", tag: str = "Remote - US") -> str:
    """Return an advert as on boards for remote work: markdown with a tag."""
    return f"# {title}\n### Acme Health Inc.\n#### `🌎 {tag}`\n\n{body}\n"


def indeed(body: str, *, title: str = "Analyst", employer: str = "Acme Health") -> str:
    """Return an advert as on job aggregators: title, employer, glued text."""
    return f"{title}\n{employer}\n\n{body}\n"


def federal(body: str, *, title: str = "Health Informatics Specialist") -> str:
    """Return a US federal questionnaire."""
    return (
        f"Position Title\n{title}\nAgency\nVeterans Health Administration\nAnnouncement Number\n"
        "XX-1\nOpen Period\nFriday\n\nAssessment 1\nThank you for your interest. Select “Yes” or "
        f"“No” to the following question(s).\n{body}\n"
    )


def classes(posting: Posting) -> dict[str, str]:
    """Return competency or credential id -> its class in the posting."""
    return {one.competency: one.necessity for one in posting.requirements + posting.credentials}
