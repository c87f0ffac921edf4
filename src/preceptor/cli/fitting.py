"""Rank files for a posting: the engine's own order, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from preceptor.competencies.queries import codebook
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.match import build_pool, compile_job, explain, score_pool, top
from preceptor.engine.translate import evidence_from, history_from, job_from, person_record
from preceptor.jobs.reading import ReadPosting
from preceptor.matches.line_states import ShownPiece, line_states, quote_at
from preceptor.resumes.reading import ReadResume

MOST_CREDIT = 255


def rank_resumes(
    posting: ReadPosting, resumes: Sequence[tuple[str, ReadResume]], *, as_of: date
) -> list[dict[str, Any]]:
    """Return the resumes best first, as docs/reference/command.md describes them."""
    vocabulary = load_vocabulary()
    built = job_from(posting.lines, vocabulary, number=0)
    compiled = compile_job(built.job, codebook())
    pieces = [evidence_from(read.facts) for _, read in resumes]
    records = [
        person_record(
            number=number,
            pieces=pieces[number],
            history=history_from(read.facts),
            vocabulary=vocabulary,
        )
        for number, (_, read) in enumerate(resumes)
    ]
    pool = build_pool(records, as_of=as_of, codebook=codebook())
    scored = score_pool(pool, compiled)
    out_of = MOST_CREDIT * sum(compiled.weights)
    ranking = []
    for row in top(scored).tolist():
        path, read = resumes[row]
        shown = [
            ShownPiece(
                piece.competency,
                piece.grade,
                quote_at(read.text, *piece.words.span) if piece.words else None,
            )
            for piece in pieces[row]
        ]
        states = line_states(
            posting.lines, built, compiled, explain(scored, row), shown, vocabulary
        )
        ranking.append(
            {
                "file": Path(path).name,
                "score": int(scored.scores[row]),
                "of": out_of,
                "gates_unmet": [
                    state.label for state in states if state.is_gate and state.state != "met"
                ],
                "lines": [
                    {
                        "label": state.label,
                        "kind": state.kind,
                        "necessity": "must" if state.is_must or state.is_gate else "nice",
                        "state": state.state,
                        "credit": state.credit,
                        "points": state.points,
                        "held": state.held,
                        "text": state.quote.words if state.quote else None,
                        "span": list(state.quote.span) if state.quote else None,
                    }
                    for state in states
                ],
            }
        )
    return ranking
