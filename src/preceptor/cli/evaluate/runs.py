"""Runs one evaluation: finds the samples, asks the readers, prints figures beside baselines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from preceptor.cli.ending import ANSWERED, Progress
from preceptor.cli.evaluate.baselines import LiteralAliases, NearestRoleText
from preceptor.cli.evaluate.judging import draw, entries_of, precision, without_texts
from preceptor.cli.evaluate.pairs import Ranker, bm25_ranker, evaluate_pairs
from preceptor.cli.evaluate.reading import evaluate_postings, evaluate_resumes
from preceptor.cli.evaluate.samples import (
    Sample,
    SamplesMissing,
    lines_of,
    load_pairs,
    load_samples,
)
from preceptor.engine.vocabulary import Vocabulary

WHAT = ("postings", "resumes", "pairs", "sample", "judged")

# What a baseline does not answer is left out of its column.
_ROLE_FIGURES = ("health_it_accuracy", "role_strict", "role_lenient", "nearest_role_in_top2")
_ALIAS_FIGURES = (
    *_ROLE_FIGURES,
    "must_have_recall",
    "nice_to_have_recall",
    "must_nice_right",
    "credential_recall",
    "skill_recall",
    "facts_per_1000_chars",
    "covered_share",
)
Columns = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Readers:
    """How the product reads and ranks, as its own commands do.

    ``posting`` and ``resume`` give the object that ``preceptor read --json`` prints for a file;
    ``rank`` gives, per resume, whether all gates are met and the score.
    """

    posting: Callable[[Path], dict[str, Any]]
    resume: Callable[[Path, date], dict[str, Any]]
    rank: Ranker
    vocabulary: Callable[[], Vocabulary]


def evaluate(
    what: str,
    place: Path,
    *,
    readers: Readers,
    as_json: bool = False,
    n: int = 200,
    seed: int = 1,
    misses: Path | None = None,
    strip: Path | None = None,
    folders: Mapping[str, Path] | None = None,
    out: TextIO | None = None,
) -> int:
    """Run one evaluation and print it; return the exit code.

    ``what`` is one of :data:`WHAT`; ``place`` is the samples folder, for "judged" the file of
    judgements. ``misses`` takes what was missed, ``strip`` the judgements without the texts;
    ``folders`` says where "postings" and "resumes" lie when not in ``place``.
    Raises SamplesMissing.
    """
    printer = _Printer(out or sys.stdout, as_json)
    return _RUNS[what](
        place, _Options(readers, printer, n, seed, misses, strip, dict(folders or {}))
    )


@dataclass(frozen=True)
class _Printer:
    out: TextIO
    as_json: bool

    def columns(self, columns: Columns) -> None:
        if self.as_json:
            print(json.dumps(columns, indent=1), file=self.out)
            return
        names = list(columns)
        print(f"{'':24}" + "".join(f"{name:>18}" for name in names), file=self.out)
        for figure in (key for key in columns[names[0]] if key != "n"):
            cells = (columns[name].get(figure, "") for name in names)
            print(f"{figure:24}" + "".join(f"{cell!s:>18}" for cell in cells), file=self.out)


@dataclass(frozen=True)
class _Options:
    readers: Readers
    printer: _Printer
    n: int
    seed: int
    misses: Path | None
    strip: Path | None
    folders: Mapping[str, Path]

    def samples(self, place: Path, kind: str) -> list[Sample]:
        """Return the labelled texts of a kind."""
        return load_samples(self.folders.get(kind, place), kind)

    def keep_misses(self, missed: Sequence[dict[str, Any]]) -> None:
        if self.misses is not None:
            _write_lines(self.misses, missed)


def _postings(folder: Path, options: _Options) -> int:
    samples = options.samples(folder, "postings")
    vocabulary = options.readers.vocabulary()
    aliases, nearest = LiteralAliases(vocabulary), NearestRoleText(vocabulary)
    # What a baseline cannot tell it leaves at the value that is most common.
    blank: dict[str, Any] = {
        "requirements": [],
        "credentials": [],
        "years_min": None,
        "education_min": None,
        "clinical_background": "not_required",
        "work_mode": "onsite",
        "entry_friendly": False,
    }
    known = vocabulary.by_id.keys()
    own, missed = evaluate_postings(
        samples,
        lambda sample: options.readers.posting(sample.path),
        known,
        Progress("Read", len(samples)),
    )
    literal, _ = evaluate_postings(samples, lambda s: blank | aliases.answer(s.text), known)
    tfidf, _ = evaluate_postings(samples, lambda s: blank | {"roles": nearest.roles(s.text)}, known)
    options.keep_misses(missed)
    options.printer.columns(_beside(own, literal, tfidf))
    return ANSWERED


def _resumes(folder: Path, options: _Options) -> int:
    samples = options.samples(folder, "resumes")
    vocabulary = options.readers.vocabulary()
    aliases, nearest = LiteralAliases(vocabulary), NearestRoleText(vocabulary)
    known = vocabulary.by_id.keys()
    blank: dict[str, Any] = {
        "competencies": [],
        "credentials": [],
        "years": {},
        "education_highest": None,
    }

    def literal_answer(sample: Sample, _as_of: date) -> dict[str, Any]:
        said = aliases.answer(sample.text)
        return blank | said | {"competencies": said["requirements"]}

    own, missed = evaluate_resumes(
        samples,
        lambda sample, as_of: options.readers.resume(sample.path, as_of),
        known,
        Progress("Read", len(samples)),
    )
    literal, _ = evaluate_resumes(samples, literal_answer, known)
    tfidf, _ = evaluate_resumes(
        samples, lambda s, _as_of: blank | {"roles": nearest.roles(s.text)}, known
    )
    options.keep_misses(missed)
    options.printer.columns(_beside(own, literal, tfidf))
    return ANSWERED


def _beside(own: dict[str, Any], literal: dict[str, Any], tfidf: dict[str, Any]) -> Columns:
    return {
        "preceptor": own,
        "literal aliases": {key: literal[key] for key in _ALIAS_FIGURES if key in literal},
        "TF-IDF role text": {key: tfidf[key] for key in _ROLE_FIGURES if key in tfidf},
    }


def _pairs(folder: Path, options: _Options) -> int:
    pairs = load_pairs(folder)
    root = folder if folder.is_dir() else folder.parent
    postings = {sample.path.stem: sample for sample in options.samples(root, "postings")}
    resumes = {sample.path.stem: sample for sample in options.samples(root, "resumes")}
    both = postings | resumes
    texts = {sample.path: sample.text for sample in both.values()}
    bm25 = bm25_ranker(texts, [sample.path for sample in resumes.values()])
    own, missed = evaluate_pairs(
        pairs, options.readers.rank, lambda name: both[name].path, Progress("Ranked", len(pairs))
    )
    plain, _ = evaluate_pairs(pairs, bm25, lambda name: both[name].path)
    shares = [figure for figure in own if figure != "n"]
    ahead = {figure: round(own[figure] - plain[figure], 4) for figure in shares}
    options.keep_misses(missed)
    options.printer.columns({"preceptor": own, "BM25": plain, "difference": ahead})
    return ANSWERED


def _sample(folder: Path, options: _Options) -> int:
    """Write facts to judge, one JSON object a line, drawn from postings and resumes alike."""
    postings, resumes = options.samples(folder, "postings"), options.samples(folder, "resumes")
    entries: list[dict[str, Any]] = []
    progress = Progress("Read", len(postings) + len(resumes))
    for at, sample in enumerate((*postings, *resumes)):
        if at < len(postings):
            entries += entries_of(sample, "posting", options.readers.posting(sample.path))
        else:
            as_of = date.fromisoformat(sample.label["as_of"])
            entries += entries_of(sample, "resume", options.readers.resume(sample.path, as_of))
        progress(at + 1)
    for entry in draw(entries, n=options.n, seed=options.seed):
        print(json.dumps(entry, ensure_ascii=False), file=options.printer.out)
    return ANSWERED


def _judged(path: Path, options: _Options) -> int:
    if not path.is_file():
        raise SamplesMissing(f"{path} is not there.")
    entries = list(lines_of(path))
    found = precision(entries)
    if options.strip is not None:
        _write_lines(options.strip, without_texts(entries))
    if options.printer.as_json:
        print(json.dumps(asdict(found)), file=options.printer.out)
    else:
        print(
            f"{found.right} of {found.judged} right: precision {found.share:.3f}, "
            f"95 % interval {found.low:.3f} to {found.high:.3f}; {found.open} not judged",
            file=options.printer.out,
        )
    return ANSWERED


def _write_lines(path: Path, objects: Sequence[dict[str, Any]]) -> None:
    lines = (json.dumps(entry, ensure_ascii=False, default=str) for entry in objects)
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


_RUNS: dict[str, Callable[[Path, _Options], int]] = {
    "postings": _postings,
    "resumes": _resumes,
    "pairs": _pairs,
    "sample": _sample,
    "judged": _judged,
}
