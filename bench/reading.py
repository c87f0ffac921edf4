"""How fast texts are read, beside a general phrase matcher over the same vocabulary."""

from __future__ import annotations

import io
import time
from datetime import date

import spacy
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas
from spacy.matcher import PhraseMatcher

from bench.clock import median_cpu_seconds
from preceptor.cli.demo.people import demo_person
from preceptor.common.documents import extract_text
from preceptor.competencies.queries import lexicon, role_model
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.classify import classify_resume
from preceptor.engine.extract import read_resume

TODAY = date(2026, 11, 20)
# Real resumes run to about 6 kB; a drawn one has about a third of that.
CHARACTERS = 6_000
LINES_A_PAGE = 52


def resumes(count: int) -> list[str]:
    """Return drawn resumes of the size of real ones."""
    texts, number = [], 0
    for _ in range(count):
        text = ""
        while len(text) < CHARACTERS:
            text += demo_person(number, seed=7, today=TODAY).resume + "\n"
            number += 1
        texts.append(text[:CHARACTERS])
    return texts


def measure(*, texts: int) -> dict[str, float]:
    """Return texts per second per core for finding, reading, and reading with roles."""
    corpus = resumes(texts)
    words, model = lexicon(), role_model()
    find = median_cpu_seconds(lambda: [words.find(text) for text in corpus])
    read = median_cpu_seconds(lambda: [read_resume(text, words, as_of=TODAY) for text in corpus])
    facts = [read_resume(text, words, as_of=TODAY) for text in corpus]
    roles = median_cpu_seconds(
        lambda: [
            classify_resume(text, fact, model) for text, fact in zip(corpus, facts, strict=True)
        ],
        runs=3,
    )
    peer = _phrase_matcher(corpus)
    return {
        "characters a text": sum(map(len, corpus)) / texts,
        "competencies found, texts/s": texts / find,
        "spaCy PhraseMatcher, texts/s": texts / peer,
        "found, ratio to PhraseMatcher": peer / find,
        "all facts read, texts/s": texts / read,
        "read, ratio to PhraseMatcher": peer / read,
        "roles told, texts/s": texts / roles,
        **_pdf(corpus),
    }


def _phrase_matcher(corpus: list[str]) -> float:
    nlp = spacy.blank("en")
    nlp.max_length = 10_000_000
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for entry in load_vocabulary().competencies:
        matcher.add(entry.id, [nlp.make_doc(alias.text) for alias in entry.aliases])
    return median_cpu_seconds(lambda: [matcher(nlp.make_doc(text)) for text in corpus])


def _pdf(corpus: list[str]) -> dict[str, float]:
    """Return pages per second as the product reads them: in a child process, by the wall clock."""
    page_count, data = _as_pdf(corpus[:10])
    extract_text(data, filename="resume.pdf", max_seconds=30)
    start = time.perf_counter()
    for _ in range(5):
        extract_text(data, filename="resume.pdf", max_seconds=30)
    taken = (time.perf_counter() - start) / 5
    _, single = _as_pdf(corpus[:1])
    start = time.perf_counter()
    for _ in range(5):
        extract_text(single, filename="resume.pdf", max_seconds=30)
    return {
        "PDF, pages/s (one file of many pages)": page_count / taken,
        "PDF, seconds a resume (process included)": (time.perf_counter() - start) / 5,
    }


def _as_pdf(texts: list[str]) -> tuple[int, bytes]:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=letter)
    pages = 0
    for text in texts:
        lines = text.splitlines()
        for first in range(0, len(lines), LINES_A_PAGE):
            for row, line in enumerate(lines[first : first + LINES_A_PAGE]):
                canvas.drawString(50, 740 - 13 * row, line[:110])
            canvas.showPage()
            pages += 1
    canvas.save()
    return pages, buffer.getvalue()
