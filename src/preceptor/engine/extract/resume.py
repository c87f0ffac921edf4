"""Read a resume: who, what they hold and since when, each fact with its words and rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from preceptor.engine.extract.dates import find_dates
from preceptor.engine.extract.facts import Domain, HeldJob, Resume, Words
from preceptor.engine.extract.held_competencies import read_competencies
from preceptor.engine.extract.held_credentials import CredentialPlace, read_credentials
from preceptor.engine.extract.held_domains import domain_of, words_domain
from preceptor.engine.extract.held_education import find_education, highest_level
from preceptor.engine.extract.held_months import count_months, job_spans
from preceptor.engine.extract.held_years import StatedYears, find_stated_years
from preceptor.engine.extract.json_resume import render_json_resume
from preceptor.engine.extract.lexicon import Lexicon, Mention
from preceptor.engine.extract.names import without_names
from preceptor.engine.extract.resume_head import find_headline, find_place
from preceptor.engine.extract.resume_items import with_items
from preceptor.engine.extract.resume_jobs import DatedJob, find_jobs
from preceptor.engine.extract.resume_layout import ResumeLayout, lay_out
from preceptor.engine.extract.resume_sections import Section, find_sections
from preceptor.engine.extract.text import fold
from preceptor.engine.vocabulary import Kind

_MOST_MENTIONS = 3_000
"""Far beyond the densest resume; a text that names more is not read to its end."""
# Where totals of experience are stated of oneself; in the duties of a job only beside the
# word "experience".
_STATED_IN = ("head", "summary", "skills", "other")


def read_resume(text: str, lexicon: Lexicon, *, as_of: date) -> Resume:
    """Return all that a resume states.

    Open-ended jobs and expiries are read as of ``as_of``. Jobs stand as in the text, most
    often latest first; competencies and credentials in the order of their place, the same
    one again where it is written or held differently. A text that says nothing gives empty
    facts and a warning.
    """
    folding = fold(text)
    lines = folding.lines
    sections = find_sections(text, lines)
    dates = list(find_dates(text))
    dated = find_jobs(text, lines, sections, dates)
    layout = lay_out(folding, lines, sections, dated)
    headline = find_headline(text, lines, sections, [job.title for job in dated])
    usual = words_domain(folding.part(headline.start, headline.end)) if headline else None
    jobs = tuple(_job(layout, job, usual) for job in dated)
    stated = tuple(_stated_years(layout, sections))
    spans, warnings = job_spans(
        [(job.domain, found.dates) for job, found in zip(jobs, dated, strict=True)], as_of
    )
    education = find_education(text, lines, sections, dates, as_of)
    entries = lexicon.vocabulary.by_id
    skills: list[Mention] = []
    credentials: list[Mention] = []
    found_mentions = lexicon.find(folding, topic=headline.text if headline else "")
    found_mentions = with_items(text, layout, lexicon, found_mentions[:_MOST_MENTIONS])
    for mention in without_names(text, found_mentions, lexicon.vocabulary):
        is_credential = entries[mention.competency].kind is Kind.CREDENTIAL
        (credentials if is_credential else skills).append(mention)
    place = find_place(text, lines, sections)
    return Resume(
        headline=headline.text if headline else "",
        headline_words=headline,
        competencies=read_competencies(layout, skills, dates, entries, as_of),
        credentials=read_credentials(
            text, credentials, [_credential_place(layout, held) for held in credentials], as_of
        ),
        jobs=jobs,
        education=education,
        education_highest=highest_level(education),
        months=count_months(spans, stated, usual),
        stated_years=tuple((total.domain, total.years, total.words) for total in stated),
        place=place.text if place else None,
        place_words=place,
        as_of=as_of,
        warnings=warnings,
    )


def read_json_resume(
    data: Mapping[str, Any], lexicon: Lexicon, *, as_of: date
) -> tuple[str, Resume]:
    """Return the text a JSON Resume is written out as, and the facts with spans in it."""
    text = render_json_resume(data)
    return text, read_resume(text, lexicon, as_of=as_of)


def _job(layout: ResumeLayout, job: DatedJob, usual: Domain | None) -> HeldJob:
    folding, lines = layout.folding, layout.lines
    title = folding.part(job.title.start, job.title.end) if job.title.text else ""
    last = min(job.last, len(lines)) - 1
    duties = folding.part(lines[job.first].start, lines[last].end)
    dates = job.dates
    words = job.title
    if not words.text:
        words = Words(dates.start, dates.end, folding.text[dates.start : dates.end])
    return HeldJob(
        title=" ".join(job.title.text.split()),
        employer=" ".join(job.employer.split()),
        started=dates.started.first,
        ended=dates.ended.first if dates.ended else None,
        is_current=dates.is_current,
        domain=domain_of(title, duties, usual=usual),
        words=words,
        rule="dates:alone" if dates.is_alone else "dates:span",
    )


def _stated_years(layout: ResumeLayout, sections: Sequence[Section]) -> Iterator[StatedYears]:
    folding, lines = layout.folding, layout.lines
    for section in sections:
        if section.first >= section.last:
            continue
        start = folding.fold_index(lines[section.first].start)
        end = folding.fold_index(lines[section.last - 1].end)
        if section.kind in _STATED_IN:
            yield from find_stated_years(folding, start, end)
        elif section.kind == "experience":
            for total in find_stated_years(folding, start, end):
                around = folding.part(total.words.start - 50, total.words.end + 60)
                if "experience" in around and total.domain is not None:
                    yield total


def _credential_place(layout: ResumeLayout, mention: Mention) -> CredentialPlace:
    if not layout.lines:
        return CredentialPlace("head", is_job_title=False, is_duty=False)
    number = layout.line_at(mention.words.start)
    is_header = layout.is_job_header(number)
    is_duty = layout.job_of[number] >= 0 and not is_header
    return CredentialPlace(layout.kinds[number], is_header, is_duty)
