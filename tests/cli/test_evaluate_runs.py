import io
import json
from datetime import date
from pathlib import Path

import pytest

from preceptor.cli.evaluate.judging import draw, precision, wilson, without_texts
from preceptor.cli.evaluate.runs import Readers, evaluate
from preceptor.cli.evaluate.samples import SamplesMissing
from preceptor.engine.vocabulary import Competency, Kind, Role, Vocabulary

POSTING = "Analyst\nYou need SQL."
POSTING_LABEL = {
    "id": "p1",
    "file": "p1.txt",
    "role_primary": "him_exchange",
    "roles_acceptable": [],
    "must_have": ["SQL"],
    "nice_to_have": [],
    "credentials_required": [],
    "credentials_preferred": [],
    "years_min": None,
    "education_min": None,
    "clinical_background": "not_required",
    "work_mode": "unspecified",
    "entry_friendly": True,
}
RESUME_LABEL = {
    "as_of": "2018-02-01",
    "skills": ["SQL"],
    "credentials": [],
    "years_clinical": 0,
    "years_it": 4,
    "years_him_admin": 0,
    "education_highest": None,
    "nearest_roles": ["him_exchange"],
}


def fact_of(path: Path):
    start = path.read_text().index("SQL")
    return {"competency": "sql", "necessity": "must", "span": [start, start + 3], "text": "SQL"}


def read_posting(path: Path):
    return {
        "roles": [{"role": "him_exchange", "p": 0.9}],
        "requirements": [fact_of(path)],
        "credentials": [],
        "years_min": None,
        "education_min": None,
        "clinical_background": "not_required",
        "work_mode": "unspecified",
        "entry_friendly": True,
    }


def read_resume(path: Path, as_of: date):
    assert as_of == date(2018, 2, 1)
    return {
        "roles": [{"role": "him_exchange", "p": 0.9}],
        "competencies": [fact_of(path)],
        "credentials": [],
        "years": {"it": 4},
        "education_highest": None,
    }


TRAINER = Role(
    id="trainer",
    code="TR",
    name="Trainer",
    category="",
    summary="teaches staff",
    week=(),
    background="",
    training="",
    mistaken_for="",
    asks=(),
    titles=("EHR trainer",),
    questions=(),
)
READERS = Readers(
    posting=read_posting,
    resume=read_resume,
    rank=lambda _posting, resumes: [(path.stem == "r2", 5.0) for path in resumes],
    vocabulary=lambda: Vocabulary("test", (Competency("sql", "SQL", Kind.TOOL),), (TRAINER,)),
)


@pytest.fixture
def samples(tmp_path):
    (tmp_path / "postings").mkdir()
    (tmp_path / "resumes").mkdir()
    (tmp_path / "postings" / "p1.txt").write_text(POSTING)
    (tmp_path / "postings" / "labels.jsonl").write_text(json.dumps(POSTING_LABEL) + "\n\n")
    labels = []
    for name, text in (("r1", "Ann\nSQL SQL analyst need"), ("r2", "Ben\nSQL")):
        (tmp_path / "resumes" / f"{name}.txt").write_text(text)
        labels.append(json.dumps({**RESUME_LABEL, "id": name, "file": f"{name}.txt"}))
    (tmp_path / "resumes" / "labels.jsonl").write_text("\n".join(labels))
    pair = {"posting": "p1", "resume_a": "r1", "resume_b": "r2"}
    (tmp_path / "pairs.jsonl").write_text(
        json.dumps({**pair, "better": "b", "confidence": "clear"})
    )
    return tmp_path


def run(what, place, **options):
    out = io.StringIO()
    assert evaluate(what, place, readers=READERS, out=out, **options) == 0
    return out.getvalue()


def test_postings_are_scored_beside_both_baselines(samples):
    columns = json.loads(run("postings", samples, as_json=True))

    assert list(columns) == ["preceptor", "literal aliases", "TF-IDF role text"]
    assert columns["preceptor"]["role_strict"] == 1
    assert columns["preceptor"]["must_have_recall"] == 1
    assert columns["literal aliases"]["must_have_recall"] == 1
    assert "must_have_recall" not in columns["TF-IDF role text"]


def test_the_folder_of_one_kind_will_do(samples):
    assert run("postings", samples / "postings") == run("postings", samples)


def test_resumes_are_read_as_of_their_label(samples):
    columns = json.loads(run("resumes", samples, as_json=True))

    assert columns["preceptor"]["skill_recall"] == 1
    assert columns["preceptor"]["years_within_2"] == 1
    assert columns["preceptor"]["nearest_role_in_top2"] == 1


def test_pairs_show_the_difference_to_bm25(samples):
    columns = json.loads(run("pairs", samples, as_json=True))

    assert columns["preceptor"]["pairs_all"] == 1
    assert columns["BM25"]["pairs_all"] == 0
    assert columns["difference"] == {"pairs_all": 1, "pairs_clear": 1}


def test_pairs_may_lie_apart_from_their_texts(samples, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "pairs.jsonl"
    elsewhere.write_text((samples / "pairs.jsonl").read_text())
    folders = {"postings": samples / "postings", "resumes": samples / "resumes"}

    assert run("pairs", elsewhere, folders=folders) == run("pairs", samples)


def test_a_table_has_a_line_per_figure(samples):
    lines = run("pairs", samples).splitlines()

    assert lines[0].split() == ["preceptor", "BM25", "difference"]
    assert lines[1].split() == ["pairs_all", "1.0", "0.0", "1.0"]


def test_misses_are_written_where_asked(samples):
    label = {**POSTING_LABEL, "must_have": ["SQL", "analyst"]}
    (samples / "postings" / "labels.jsonl").write_text(json.dumps(label))

    run("postings", samples, misses=samples / "misses.jsonl")

    [missed] = [json.loads(line) for line in (samples / "misses.jsonl").read_text().splitlines()]
    assert (missed["figure"], missed["phrase"]) == ("must_have_recall", "analyst")


def test_a_folder_without_labels_is_told(tmp_path):
    with pytest.raises(SamplesMissing, match=r"labels\.jsonl"):
        evaluate("postings", tmp_path, readers=READERS)
    with pytest.raises(SamplesMissing, match="is not there"):
        evaluate("judged", tmp_path / "none.jsonl", readers=READERS)


def test_a_drawing_shows_facts_in_their_context_and_repeats(samples):
    drawn = run("sample", samples, n=2, seed=7)

    entries = [json.loads(line) for line in drawn.splitlines()]
    assert len(entries) == 2
    assert all(">>SQL<<" in entry["context"] and entry["verdict"] is None for entry in entries)
    assert drawn == run("sample", samples, n=2, seed=7)
    assert len(run("sample", samples, n=99).splitlines()) == 3


def test_judgements_give_a_precision_and_can_be_kept_without_the_texts(samples):
    entries = [json.loads(line) for line in run("sample", samples, n=3).splitlines()]
    for entry, verdict in zip(entries, (True, False, None), strict=True):
        entry["verdict"] = verdict
    judged = samples / "judged.jsonl"
    judged.write_text("\n".join(map(json.dumps, entries)))

    told = json.loads(run("judged", judged, as_json=True, strip=samples / "kept.jsonl"))

    assert (told["right"], told["judged"], told["open"], told["share"]) == (1, 2, 1, 0.5)
    assert "SQL" not in (samples / "kept.jsonl").read_text()
    assert json.loads(run("judged", samples / "kept.jsonl", as_json=True)) == told


def test_wilson_holds_at_its_ends():
    assert wilson(0, 0) == (0, 1)
    assert wilson(10, 10) == pytest.approx((0.7225, 1), abs=1e-4)
    assert wilson(0, 10) == pytest.approx((0, 0.2775), abs=1e-4)
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_nothing_judged_is_no_precision():
    found = precision([{"verdict": None}])

    assert (found.judged, found.open, found.share) == (0, 1, 0)
    assert draw([], n=5, seed=1) == []
    assert without_texts([{"id": "a", "text": "words", "verdict": True}]) == [
        {"id": "a", "verdict": True}
    ]
