"""The page and the charts of measured figures, from the figures alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bench.charts import Bar, log_chart
from bench.goals import BILLION, GOAL_SIZES, GOALS, Goal, Results

Row = Sequence[object]


ENGINE_ROWS = (
    ("open list, exact best 20", "open", "ms"),
    ("strict list, exact best 20", "strict", "ms"),
    ("every counterfactual", "whatif", "ms"),
)


def charts(results: Results) -> dict[str, str]:
    """Return the charts by file name."""
    source = f"Measured {results['date']}, {_machine_words(results)}."
    return {
        "peers.svg": _peers_chart(results, source),
        "questions.svg": _questions_chart(results, source),
    }


def _peers_chart(results: Results, source: str) -> str:
    figures = results["peers"]
    best = figures[0]
    rivals = [each for each in figures[1:] if each["expresses_score"]]
    nearest = min(rivals, key=lambda each: each["p50_ms"], default=None)
    title = "The exact answer in milliseconds"
    if nearest:
        times = nearest["p50_ms"] / best["p50_ms"]
        title = f"Exact, and {times:.1f} times as fast as the next that is exact"
    bars = [
        Bar(
            label=each["name"],
            high=each["p50_ms"],
            note=f"{_short(each['p50_ms'])} ms, finds {100 * each['recall_at_20']:.0f} %",
            is_ours=each is best,
            is_exact=each["expresses_score"],
        )
        for each in sorted(figures, key=lambda each: each["p50_ms"])
    ]
    people = f"{results['peers_people']:,} people, one core. Outlined: cannot say the score."
    return log_chart(title, bars, unit="ms, p50", source=f"{people} {source}")


def _questions_chart(results: Results, source: str) -> str:
    bars = []
    for run in ("small", "large"):
        for words, key in (("open list", "open"), ("strict list", "strict"), ("what if", "whatif")):
            low, high = results[run][f"{key}_p50_ms"], results[run][f"{key}_p95_ms"]
            label = f"{words}, {_people(results, run)}"
            note = f"{_short(low)} to {_short(high)} ms"
            bars.append(Bar(label, max(high, low * 1.0001), note, low=low, is_ours=True))
    slowest = max(results["large"][f"{key}_p95_ms"] for _, key, _ in ENGINE_ROWS)
    title = f"Any question about {_people(results, 'large')} people within {slowest:,.0f} ms"
    return log_chart(title, bars, unit="ms", source=f"Median to 95th percentile. {source}")


def page(results: Results, *, folder: str) -> str:
    """Return the page in Markdown; charts are looked for in ``folder`` beside it."""
    return "\n".join(_page(results, folder)) + "\n"


def _page(results: Results, folder: str) -> Iterator[str]:
    yield "# Performance"
    yield ""
    yield (
        f"Written by `make bench-report` on {results['date']}; edits are lost. "
        f"Measured on {_machine_words(results)}; {_packages(results)}."
    )
    yield from _how(results)
    if not all(results[run]["details"]["is_quiet"] for run in ("small", "large")):
        yield ""
        yield "**The machine was busy with other work: these figures are worse than they need be.**"
    sizes = tuple(results[run]["details"]["people"] for run in ("small", "large"))
    if sizes == GOAL_SIZES:
        yield from ("", "## Goals", "")
        yield from _table(("what", "goal", "measured", ""), _goal_rows(results))
    yield from ("", "## Beside other engines", "")
    yield from _peers(results, folder)
    yield from ("", "## The engine", "")
    yield f"![Times of each question]({folder}/questions.svg)"
    yield ""
    yield from _engine(results)
    yield from ("", "## A night", "")
    yield from _nights(results["nights"])
    yield from ("", "## How near the limit", "")
    yield from _limit(results)


def _how(results: Results) -> Iterator[str]:
    details = results["large"]["details"]
    yield ""
    yield (
        "People and jobs are drawn, the same for the same seed: 2,600 competencies of which the "
        "most popular is held by 44 % of people and half by fewer than 0.5 % each, 20 to 40 "
        "pieces of evidence a person, 300 metropolitan areas; jobs of 8 to 20 lines, 2 to 4 of "
        "them musts, with places, licences and the right to work as gates."
    )
    yield ""
    yield (
        f"Every query is asked of a snapshot file opened by memory map. {details['jobs']} jobs "
        f"are asked in turn, {details['rounds']} rounds after one that does not count; a job's "
        "time is the median of its rounds, p50 and p95 are over the jobs. Loops are compiled "
        "beforehand. Before anything is timed, both lists, every price and every batch of drawn "
        "jobs are compared with the plain engine on 20,000 people, and after it lists from the "
        "full pool with the plain engine on those they name and 20,000 others. *Every "
        "counterfactual* is all counts and states, fair shares, every requirement dropped or "
        "lowered, pairs, and the cheapest relaxation to 25 people."
    )


def _goal_rows(results: Results) -> Iterator[Row]:
    for each in GOALS:
        value = each.value(results)
        if value is None:
            yield each.what, _goal_words(each), "not measured", ""
            continue
        is_met = value <= each.goal if each.is_most else value >= each.goal
        measured = f"{_short(value)} {each.unit}".rstrip()
        yield each.what, _goal_words(each), measured, _verdict(is_met)


def _goal_words(goal: Goal) -> str:
    return f"{'at most' if goal.is_most else 'at least'} {goal.goal:g} {goal.unit}".rstrip()


def _verdict(is_met: bool) -> str:
    return "met" if is_met else "**missed**"


def _peers(results: Results, folder: str) -> Iterator[str]:
    people = f"{results['peers_people']:,}"
    yield f"![Median time of one query by engine]({folder}/peers.svg)"
    yield ""
    yield (
        f"{people} people less those who consent to nothing, one core, one run, jobs without "
        "gates, years and education, so that everybody can be asked. *Finds* is the share of the "
        "exact best 20 that is named, ties at the 20th place being hits; of engines that can say "
        "the score the answers were compared and are equal. *Score* is what the people named "
        "score, as a share of the best 20. A name alone is what a good textbook would set up; "
        "what follows a comma is the same package made to do what the engine does."
    )
    yield ""
    head = (
        "engine",
        "says the score",
        "finds",
        "score",
        "p50 ms",
        "p95 ms",
        "a second",
        "times ours",
    )
    ours = results["peers"][0]["p50_ms"]
    yield from _table(head, (_peer_row(each, ours) for each in results["peers"]))
    yield ""
    head = ("engine", "set up", "build s", "bytes a person", "jobs x rounds")
    yield from _table(
        head,
        [
            (
                each["name"],
                each["how"],
                _short(each["build_s"]),
                f"{each['bytes_per_person']:,.0f}",
                f"{each['jobs']} x {each['rounds']}",
            )
            for each in results["peers"]
        ],
    )


def _peer_row(figures: dict[str, Any], ours: float) -> Row:
    return (
        figures["name"],
        "yes" if figures["expresses_score"] else "no",
        f"{figures['recall_at_20']:.3f}",
        f"{figures['share_of_best_score']:.3f}",
        _short(figures["p50_ms"]),
        _short(figures["p95_ms"]),
        _short(figures["queries_per_s"]),
        _short(figures["p50_ms"] / ours),
    )


def _engine(results: Results) -> Iterator[str]:
    runs = [results["small"], results["large"]]
    heads = [f"{run['details']['people']:,}, {_threads(run)}" for run in runs]
    rows: list[Row] = []
    for words, key, unit in ENGINE_ROWS:
        cells = [_between(run[f"{key}_p50_ms"], run[f"{key}_p95_ms"]) for run in runs]
        rows.append((f"{words}, p50 / p95, {unit}", *cells))
    wide = [run["details"] for run in runs]
    rows += [
        (
            "every counterfactual of jobs with 15 musts, p50 / p95, ms",
            *(_between(d["whatif_15_musts_p50_ms"], d["whatif_15_musts_p95_ms"]) for d in wide),
        ),
        ("a job made ready, p50, ms", *(_short(run["compile_p50_ms"]) for run in runs)),
        ("one person against 65,536 jobs, ms", *(_short(run["person_to_jobs_ms"]) for run in runs)),
        (
            f"everyone x {wide[0]['batch_jobs']:,} jobs, open, M pairs/s",
            *(_short(run["batch_open_pairs_per_s"] / 1e6) for run in runs),
        ),
        (
            f"everyone x {wide[0]['batch_jobs']:,} jobs, strict, M pairs/s",
            *(_short(run["batch_strict_pairs_per_s"] / 1e6) for run in runs),
        ),
        ("indexed from columns, s", *(_short(run["build_s"]) for run in runs)),
        ("opened and checked, file in the page cache, s", *(_short(run["load_s"]) for run in runs)),
        ("opened and checked, from disk, s", *(_short(d["load_from_disk_s"]) for d in wide)),
        ("bytes a person", *(_short(run["bytes_per_person"]) for run in runs)),
        ("snapshot in memory, MB", *(_short(run["resident_bytes"] / 1e6) for run in runs)),
        ("most memory of the process, MB", *(_short(d["peak_process_bytes"] / 1e6) for d in wide)),
    ]
    yield from _table(("", *heads), rows)


CREWS = (
    ("one process", "one_process"),
    ("two processes", "two_processes"),
    ("two processes, one killed", "two_processes_killed"),
    ("Ray, two workers", "ray"),
    ("Ray, two workers, one killed", "ray_killed"),
)


def _nights(found: dict[str, Any]) -> Iterator[str]:
    same = "All came to the same digest." if found["digests_are_equal"] else "**Digests differ.**"
    yield (
        f"{found['people']:,} people and {found['jobs']:,} jobs, both lists and both sides, in "
        f"{found['units']} units with their files; the best of three. Efficiency is against as "
        f"many times one process. {same}"
    )
    yield ""
    rows = [
        (
            words,
            _short(found[f"{key}_pairs_per_s"] / 1e6),
            _short(found.get(f"{key}_efficiency")),
            _short(found[f"{key}_start_s"]),
        )
        for words, key in CREWS
        if f"{key}_pairs_per_s" in found
    ]
    yield from _table(("who", "M pairs/s", "efficiency", "start s"), rows)


def _limit(results: Results) -> Iterator[str]:
    yield (
        "An open query has to read at least the list entries of what a job asks. Beside it stands "
        "how fast this machine reads memory, measured in the same run with the same threads."
    )
    yield ""
    rows = []
    for run in (results["small"], results["large"]):
        details = run["details"]
        rows.append(
            (
                f"{details['people']:,}, {_threads(run)}",
                _short(details["open_list_bytes"] / 1e6),
                " / ".join(
                    _short(each / BILLION) for each in details["bandwidth_min_median_max"]["read"]
                ),
                " / ".join(
                    _short(each / BILLION) for each in details["bandwidth_min_median_max"]["copy"]
                ),
                f"{100 * details['open_share_of_bandwidth']:.1f} %",
            )
        )
    head = ("people", "MB a query", "reading, GB/s", "copying, GB/s", "share of reading reached")
    yield from _table(head, rows)
    yield ""
    yield "Least, median and most of seven rounds; copying counts what is read and what is written."


def _table(head: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join("---" for _ in head) + " |"
    for row in rows:
        yield "| " + " | ".join(str(cell) for cell in row) + " |"


def _machine_words(results: Results) -> str:
    about = results["machine"]
    return f"{about['processor']}, {about['cores']} cores, {about['memory_gib']} GiB"


def _packages(results: Results) -> str:
    about = results["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in about["packages"].items())
    return f"Python {about['python']}, {versions}"


def _threads(run: dict[str, Any]) -> str:
    count = run["details"]["threads"]
    return "one thread" if count == 1 else f"{count} threads"


def _people(results: Results, run: str) -> str:
    count = results[run]["details"]["people"]
    return f"{count / 1e6:g}M" if count >= 1_000_000 else f"{count:,}"


def _between(low: float, high: float) -> str:
    return f"{_short(low)} / {_short(high)}"


def _short(value: float | None) -> str:
    """Return three digits that count.

    >>> _short(0.01234), _short(1.5), _short(14.26), _short(2290.8), _short(None)
    ('0.0123', '1.50', '14.3', '2,291', '')
    """
    if value is None:
        return ""
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.3g}"
