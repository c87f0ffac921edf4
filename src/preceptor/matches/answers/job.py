"""A job as a page shows it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from preceptor.matches.answers.employer import LinePrice, Marked
from preceptor.matches.answers.person import JobNear, WhyNotMe
from preceptor.matches.answers.shared import RoleNear, StampView


@dataclass(frozen=True, slots=True)
class JobPage:
    """A job in full, with the explanation for one person where there is one."""

    job: uuid.UUID
    slug: str | None
    title: str
    organization: str
    place: str
    work_mode: str
    role: RoleNear
    roles: tuple[RoleNear, ...]
    text: tuple[Marked, ...]
    near: JobNear | None
    why: WhyNotMe | None
    asks: tuple[LinePrice, ...]
    pool: int
    meet_all: int
    warnings: tuple[str, ...]
    stamp: StampView
