"""Scores what reading says of labelled postings and resumes, figure by figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from preceptor.cli.evaluate.samples import Label, Sample
from preceptor.cli.evaluate.spans import Fact, is_found
from preceptor.cli.evaluate.tally import Figures, Tally, Volume

Answer = dict[str, Any]
PostingReader = Callable[[Sample], Answer]
ResumeReader = Callable[[Sample, date], Answer]
Progress = Callable[[int], None]

NOT_HEALTH_IT = "not_health_it"
_CLASSES = (("must", "nice", "must_have"), ("nice", "must", "nice_to_have"))
_EXACT = ("years_min", "education_min", "clinical_background", "work_mode", "entry_friendly")
_YEARS = (("clinical", "years_clinical"), ("it", "years_it"), ("records", "years_him_admin"))
# Two readers of one resume agree on years to about this much.
_YEARS_TOLERANCE = 2


def _silent(_done: int) -> None:
    """Tell nobody."""


def evaluate_postings(
    samples: Sequence[Sample],
    read: PostingReader,
    known_ids: Collection[str],
    progress: Progress = _silent,
) -> tuple[Figures, list[dict[str, Any]]]:
    """Return the figures of a reader of postings over labelled texts, and its misses."""
    tally, volume = Tally(), Volume(known_ids)
    for at, sample in enumerate(samples):
        answer = read(sample)
        volume.add(sample.text, [*answer["requirements"], *answer["credentials"]])
        _score_role(tally, sample.label, answer)
        if sample.label["role_primary"] != NOT_HEALTH_IT:
            _score_lines(tally, sample, answer)
            _score_closed_fields(tally, sample.label, answer)
        progress(at + 1)
    return {**tally.figures(), **volume.figures()}, tally.misses


def best_role(answer: Answer) -> str:
    """Return the role an answer supports most; of equals the one named first."""
    return str(max(answer["roles"], key=lambda role: role["p"])["role"])


def _score_role(tally: Tally, label: Label, answer: Answer) -> None:
    said, right = best_role(answer), label["role_primary"]
    name = label["id"]
    is_right_side = (said == NOT_HEALTH_IT) == (right == NOT_HEALTH_IT)
    tally.add("health_it_accuracy", is_right_side, id=name, said=said)
    if right != NOT_HEALTH_IT:
        allowed = [right, *label["roles_acceptable"]]
        tally.add("role_strict", said == right, id=name, said=said, label=right)
        tally.add("role_lenient", said in allowed, id=name, said=said, label=allowed)


def _score_lines(tally: Tally, sample: Sample, answer: Answer) -> None:
    facts: list[Fact] = [*answer["requirements"], *answer["credentials"]]
    name, text = sample.label["id"], sample.text
    for own, other, field in _CLASSES:
        of_own = [fact for fact in facts if fact["necessity"] == own]
        of_other = [fact for fact in facts if fact["necessity"] == other]
        for phrase in sample.label[field]:
            is_own, is_other = is_found(phrase, text, of_own), is_found(phrase, text, of_other)
            tally.add(f"{field}_recall", is_own or is_other, id=name, phrase=phrase)
            if is_own or is_other:
                # A phrase marked as both has not been understood.
                is_right = is_own and not is_other
                tally.add("must_nice_right", is_right, id=name, phrase=phrase, label=own)
    for field in ("credentials_required", "credentials_preferred"):
        for phrase in sample.label[field]:
            is_there = is_found(phrase, text, answer["credentials"])
            tally.add("credential_recall", is_there, id=name, phrase=phrase)


def _score_closed_fields(tally: Tally, label: Label, answer: Answer) -> None:
    for field in _EXACT:
        said, right = answer[field], label[field]
        figure = f"{field.removesuffix('_min')}_exact"
        tally.add(figure, said == right, id=label["id"], said=said, label=right)


def evaluate_resumes(
    samples: Sequence[Sample],
    read: ResumeReader,
    known_ids: Collection[str],
    progress: Progress = _silent,
) -> tuple[Figures, list[dict[str, Any]]]:
    """Return the figures of a reader of resumes over labelled texts, and its misses.

    Each resume is read as of the date its label names.
    """
    tally, volume = Tally(), Volume(known_ids)
    for at, sample in enumerate(samples):
        answer = read(sample, date.fromisoformat(sample.label["as_of"]))
        facts = [*answer["competencies"], *answer["credentials"]]
        volume.add(sample.text, facts)
        _score_held(tally, sample, answer, facts)
        _score_person(tally, sample.label, answer)
        progress(at + 1)
    return {**tally.figures(), **volume.figures()}, tally.misses


def _score_held(tally: Tally, sample: Sample, answer: Answer, facts: Sequence[Fact]) -> None:
    name, text = sample.label["id"], sample.text
    for phrase in sample.label["skills"]:
        tally.add("skill_recall", is_found(phrase, text, facts), id=name, phrase=phrase)
    for phrase in sample.label["credentials"]:
        is_there = is_found(phrase, text, answer["credentials"])
        tally.add("credential_recall", is_there, id=name, phrase=phrase)


def _score_person(tally: Tally, label: Label, answer: Answer) -> None:
    name = label["id"]
    for domain, field in _YEARS:
        right, said = label.get(field), answer["years"].get(domain) or 0
        # Nothing there and nothing claimed is no merit.
        if right is not None and (said or right):
            is_near = abs(said - right) <= _YEARS_TOLERANCE
            tally.add("years_within_2", is_near, id=name, domain=domain, said=said, label=right)
    said, right = answer["education_highest"], label["education_highest"]
    tally.add("education_exact", said == right, id=name, said=said, label=right)
    # Sorting is stable: of equal supports the one named first is nearer.
    ranked = sorted(answer["roles"], key=lambda role: -role["p"])
    top, nearest = [role["role"] for role in ranked[:2]], label["nearest_roles"]
    tally.add("nearest_role_in_top2", nearest[0] in top, id=name, said=top, label=nearest)
