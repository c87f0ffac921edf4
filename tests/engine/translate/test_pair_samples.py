"""Of two people for a real posting, the one whom a reader preferred comes first."""

import json
from datetime import date

import pytest

from preceptor.cli.fitting import rank_resumes
from preceptor.common.documents import ExtractedText
from preceptor.jobs.reading import read_posting_text
from preceptor.resumes.reading import read_extracted

AS_OF = date(2026, 7, 1)


@pytest.mark.samples
def test_labelled_pairs_are_ranked_as_a_reader_ranked_them(samples):
    pairs = [json.loads(line) for line in (samples / "pairs.jsonl").read_text().splitlines()]
    folder = samples / "resumes"
    resumes, postings = {}, {}
    right = {"clear": [], "close": []}
    for pair in pairs:
        if pair["posting"] not in postings:
            text = (samples / "postings" / f"{pair['posting']}.txt").read_text()
            postings[pair["posting"]] = read_posting_text(text)
        both = []
        for side in ("resume_a", "resume_b"):
            name = pair[side]
            if name not in resumes:
                document = ExtractedText((folder / f"{name}.txt").read_text(), 1, "text")
                resumes[name] = read_extracted(document, as_of=AS_OF)
            both.append((name, resumes[name]))
        first, second = rank_resumes(postings[pair["posting"]], both, as_of=AS_OF)
        is_tie = first["score"] == second["score"]
        better = pair[f"resume_{pair['better']}"]
        right[pair["confidence"]].append(first["file"] == better and not is_tie)
    assert sum(right["clear"]) / len(right["clear"]) >= 0.93
    every = [*right["clear"], *right["close"]]
    assert sum(every) / len(every) >= 0.90
