"""The tables of the answers as CSV files."""

from __future__ import annotations

from django.http import HttpResponse

from preceptor.common.csv_answer import csv_answer
from preceptor.matches.answers import Advice, Price


def advice_csv(advice: Advice, table: str) -> HttpResponse:
    """Return the gap, what opens doors, or the ranked jobs for any other table."""
    if table == "doors":
        return csv_answer(
            "doors",
            ("competency", "add", "shown", "jobs_opened", "jobs_nearer", "jobs_near", "miles"),
            (
                (
                    row.competency,
                    row.label,
                    row.shown,
                    row.opens,
                    row.nearer,
                    advice.doors.jobs,
                    advice.doors.miles,
                )
                for row in advice.doors.rows
            ),
        )
    if table == "gap":
        return csv_answer(
            "gap",
            ("competency", "name", "state", "held_level", "asked_level", "weight", "jobs_asking"),
            (
                (
                    row.competency,
                    row.name,
                    row.state,
                    "" if row.held is None else row.held,
                    row.asked,
                    row.role_weight,
                    row.job_count,
                )
                for row in advice.gap
            ),
        )
    return csv_answer(
        "jobs-for-you",
        ("title", "organization", "place", "role", "fit", "rank", "rank_of", "score", "out_of"),
        (
            (
                job.title,
                job.organization,
                job.place,
                job.role_name,
                job.fit,
                job.rank,
                job.rank_of,
                job.score,
                job.out_of,
            )
            for job in advice.jobs
        ),
    )


def price_csv(price: Price, table: str) -> HttpResponse:
    """Return the shortlist, who is nearly there, or for any other table the price of every line."""
    if table == "nearly":
        return csv_answer(
            "nearly-there",
            ("person", "score", "out_of", "place", "lacks", "state", "asked"),
            (
                (
                    person.key,
                    person.score,
                    person.out_of,
                    person.place,
                    person.lacks.label,
                    person.lacks.state,
                    person.lacks.needed,
                )
                for person in price.nearly.shown
            ),
        )
    if table == "shortlist":
        return csv_answer(
            "shortlist",
            ("person", "rank", "score", "out_of", "meets_all", "place", "line", "state"),
            (
                (
                    person.key,
                    person.rank,
                    person.score,
                    person.out_of,
                    "yes" if person.passes else "no",
                    person.place,
                    line.label,
                    line.state,
                )
                for person in price.shortlist
                for line in person.lines
            ),
        )
    return csv_answer(
        "price-of-each-line",
        (
            "line",
            "kind",
            "decision",
            "met",
            "not_met",
            "not_stated",
            "lost_alone",
            "fair_share",
            "fair_share_exact",
            "in_reach_without",
            "in_reach_lowered",
        ),
        (
            (
                line.label,
                line.kind,
                line.decision,
                line.met,
                line.not_met,
                line.not_stated,
                "" if line.lost_alone is None else line.lost_alone,
                "" if line.share is None else line.share,
                line.share_exact,
                "" if line.if_dropped is None else line.if_dropped,
                "" if line.if_lowered is None else line.if_lowered,
            )
            for line in price.lines
        ),
    )
