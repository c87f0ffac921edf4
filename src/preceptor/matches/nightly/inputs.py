"""What a run rests on: the newest snapshot and the open jobs, as they are at its start."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from preceptor.competencies.queries import codebook
from preceptor.engine import ENGINE_VERSION
from preceptor.engine.match import CompiledJob
from preceptor.engine.match.scales import MOST_CREDIT
from preceptor.engine.tiles import TiledPool
from preceptor.jobs.queries import open_jobs
from preceptor.matches.models import Snapshot
from preceptor.matches.nightly.columns import Columns, open_columns, write_columns
from preceptor.matches.queries.opened import best_snapshot, snapshot_path
from preceptor.matches.queries.pool import ready_job

JOB_TABLE = "jobs.columns"


@dataclass(frozen=True, eq=False)
class OpenJobs:
    """The open jobs by number, ready for the engine, with the revision each one stands at."""

    compiled: tuple[CompiledJob, ...]
    revisions: tuple[int, ...]

    def digest(self) -> str:
        """Return the SHA-256 over all that the jobs ask."""
        digest = hashlib.sha256(f"{codebook().version} {ENGINE_VERSION}".encode())
        for job, revision in zip(self.compiled, self.revisions, strict=True):
            digest.update(f"\n{job.number} {revision} {job.job!r}".encode())
        return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class BasePool:
    """The newest snapshot, opened and checked."""

    snapshot: Snapshot
    path: Path
    pool: TiledPool


def open_jobs_now() -> OpenJobs:
    """Return every open job with its lines."""
    ready = [ready_job(job) for job in open_jobs()]
    return OpenJobs(
        tuple(each.compiled for each in ready), tuple(each.job.revision for each in ready)
    )


def base_pool() -> BasePool:
    """Open the newest snapshot that is whole. Raises SnapshotDamaged where there is none."""
    snapshot, pool = best_snapshot()
    return BasePool(snapshot, snapshot_path(snapshot).resolve(), pool)


def write_job_table(folder: Path, jobs: OpenJobs) -> None:
    """Write which jobs the run's positions mean, and the most that each one gives."""
    write_columns(
        folder / JOB_TABLE,
        facts={},
        arrays={
            "numbers": np.array([job.number for job in jobs.compiled], dtype=np.int64),
            "revisions": np.array(jobs.revisions, dtype=np.int64),
            "most": np.array(
                [MOST_CREDIT * sum(job.weights) for job in jobs.compiled], dtype=np.int64
            ),
        },
    )


def read_job_table(folder: Path) -> Columns:
    """Return the table that ``write_job_table`` wrote. Raises ColumnsDamaged."""
    return open_columns(folder / JOB_TABLE)
