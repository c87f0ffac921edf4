"""Adverse-impact reports fall due when jobs are over."""

from __future__ import annotations

from datetime import datetime

from django_tasks import task

from preceptor.jobs.services.fairness import make_due_reports


@task(queue_name="slow")
def make_impact_reports(now: datetime) -> None:
    """Make the reports of the jobs that are over."""
    make_due_reports(now=now)
