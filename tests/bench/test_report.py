"""The page of figures: everything measured stands in it, and nothing that was not."""

import json
import socket
import xml.etree.ElementTree as ET

import pytest
from bench.charts import Bar, log_chart
from bench.clock import percentile
from bench.engine import KEYS, Settings, measure
from bench.machine import machine
from bench.report_pages import charts, page


@pytest.fixture(scope="module")
def figures():
    return measure(Settings(3_000, threads=1, jobs=2, batch_jobs=130, person_jobs=16))


def peer(name, p50, *, is_exact=True):
    return {
        "name": name,
        "expresses_score": is_exact,
        "recall_at_20": 1.0 if is_exact else 0.05,
        "p50_ms": p50,
        "p95_ms": 2 * p50,
        "build_s": 1.5,
        "bytes_per_person": 150.0,
        "queries_per_s": 1000 / p50,
        "share_of_best_score": 1.0 if is_exact else 0.7,
        "jobs": 20,
        "rounds": 5,
        "how": "somehow",
    }


NIGHTS = {
    "people": 3_000,
    "jobs": 20,
    "units": 2,
    "one_process_pairs_per_s": 200e6,
    "one_process_start_s": 0.5,
    "two_processes_pairs_per_s": 390e6,
    "two_processes_start_s": 0.6,
    "two_processes_efficiency": 0.975,
    "digests_are_equal": True,
}


@pytest.fixture
def results(figures):
    return {
        "date": "2026-01-02",
        "machine": machine(),
        "small": figures,
        "large": figures,
        "peers": [peer("Preceptor", 2.0), peer("DuckDB", 200.0), peer("T <&>", 9, is_exact=False)],
        "peers_people": 3_000,
        "nights": NIGHTS,
    }


def at_full_size(results):
    small = {**results["small"], "details": {**results["small"]["details"], "people": 1_000_000}}
    large = {**results["large"], "details": {**results["large"]["details"], "people": 10_000_000}}
    return {**results, "small": small, "large": large}


def test_the_engine_is_measured_by_exactly_these_keys(figures):
    measured = {key: value for key, value in figures.items() if key != "details"}

    assert tuple(measured) == KEYS
    assert all(value is None or value > 0 for value in measured.values())
    assert json.loads(json.dumps(figures)) == figures


def test_the_page_says_what_was_measured_where_and_when(results):
    text = page(results, folder="performance")

    assert "2026-01-02" in text
    assert "performance/peers.svg" in text
    assert "| DuckDB | yes | 1.000 | 1.000 | 200 | 400 | 5.00 | 100 |" in text
    assert "| T <&> | no | 0.050 |" in text
    assert socket.gethostname() not in text


def test_goals_stand_only_beside_figures_of_their_size(results):
    assert "## Goals" not in page(results, folder="performance")

    text = page(at_full_size(results), folder="performance")
    assert "| 1M, one core: times as fast as DuckDB | at least 70 x | 100 x | met |" in text
    assert "| 1M, one core: times as fast as Tantivy | at least 3.5 x | not measured |  |" in text


def test_nights_that_were_not_done_are_left_out(results):
    text = page(at_full_size(results), folder="performance")

    assert "| two processes | 390 | 0.975 | 0.6 |" in text
    assert "All came to the same digest." in text
    assert "Ray, two workers |" not in text.partition("## A night")[2]
    assert "| two processes, efficiency | at least 0.95 | 0.975 | met |" in text
    assert "| Ray, two workers, efficiency | at least 0.9 | not measured |  |" in text


def test_a_missed_goal_is_said_to_be_missed(results):
    results["peers"][1]["p50_ms"] = 100.0

    text = page(at_full_size(results), folder="performance")

    assert "| 1M, one core: times as fast as DuckDB | at least 70 x | 50.0 x | **missed** |" in text


def test_charts_are_documents_with_a_title_and_every_number_in_words(results):
    drawn = charts(results)

    assert set(drawn) == {"peers.svg", "questions.svg"}
    for text in drawn.values():
        root = ET.fromstring(text)  # noqa: S314 - made here
        names = [child.tag.rpartition("}")[2] for child in root]
        assert {"title", "desc", "rect", "text", "path"} <= set(names)
    assert "Exact, and 100.0 times as fast as the next that is exact" in drawn["peers.svg"]
    assert "T &lt;&amp;&gt;" in drawn["peers.svg"]


def test_a_longer_time_has_a_longer_bar():
    root = ET.fromstring(  # noqa: S314 - made here
        log_chart("Title", [Bar("a", 1.0, "1"), Bar("b", 50.0, "50")], unit="ms", source="here")
    )
    widths = [float(each.get("width")) for each in root if each.tag.endswith("rect")]

    assert widths[1] < widths[2] < widths[0]


def test_a_percentile_lies_between_two_values_by_proportion():
    assert percentile([3.0, 1.0, 2.0], 50) == 2.0
    assert percentile([1.0, 2.0], 95) == pytest.approx(1.95)
    assert percentile([4.0], 95) == 4.0
