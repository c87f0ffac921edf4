"""Invented people: resumes as such people write them, drawn from a seed."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from importlib import resources
from random import Random
from typing import Any

import yaml

from preceptor.common.places import PlaceFound, find_zip

MONTHS = "January February March April May June July August September October November December"
MONTH_NAMES = MONTHS.split()


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """An invented person: name, home, and the text of their resume."""

    name: str
    home: PlaceFound | None
    is_willing_to_move: bool
    track: str
    resume: str


@functools.cache
def demo_file(name: str) -> dict[str, Any]:
    """Return one of the demo world's authored files."""
    text = (resources.files("preceptor.cli.demo") / name).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.safe_load(text)
    return content


def demo_person(number: int, *, seed: int, today: date) -> DemoPerson:
    """Return the person of a number; the same number and seed give the same person."""
    draw = Random(f"{seed}/person/{number}")  # noqa: S311 - a drawing, not a secret
    region, tracks = demo_file("region.yaml"), demo_file("tracks.yaml")
    kinds = tracks["tracks"]
    track = draw.choices(kinds, [kind["share"] for kind in kinds])[0]
    name = f"{draw.choice(region['first_names'])} {draw.choice(region['last_names'])}"
    # Two in a hundred say nothing of where they live.
    home = None if draw.random() < 0.02 else find_zip(_town(draw, region["towns"]))
    return DemoPerson(
        name=name,
        home=home,
        is_willing_to_move=draw.random() < 0.18,
        track=track["id"],
        resume=_resume(draw, track, tracks, name=name, home=home, today=today),
    )


def _town(draw: Random, towns: list[str]) -> str:
    """Most people live in the first, larger towns."""
    return draw.choices(towns, [len(towns) - index for index in range(len(towns))])[0]


def _resume(
    draw: Random,
    track: dict[str, Any],
    tracks: dict[str, Any],
    *,
    name: str,
    home: PlaceFound | None,
    today: date,
) -> str:
    system = draw.choice(tracks["systems"])
    jobs, years = _jobs(draw, track, tracks, system=system, today=today)
    skills = [
        skill.format(system=system)
        for skill in draw.sample(track["skills"], k=min(len(track["skills"]), draw.randint(8, 15)))
    ]
    head = [name.upper(), track["headline"]]
    if home is not None:
        head.append(f"{home.city}, {home.state} {home.zip_code}")
    parts = ["\n".join(head), "SUMMARY\n" + _summary(draw, track, skills, years)]
    parts.append("SKILLS\n" + ", ".join(skills))
    parts.append("EXPERIENCE\n" + "\n\n".join(jobs))
    parts.append("EDUCATION\n" + _education(draw, track, tracks, today))
    held = [name for name, chance in track["credentials"] if draw.random() < chance]
    if held:
        parts.append("CERTIFICATIONS\n" + "\n".join(held))
    return "\n\n".join(parts) + "\n"


def _summary(draw: Random, track: dict[str, Any], skills: list[str], years: int) -> str:
    span = f"{years} years of experience" if years > 1 else "hands-on experience"
    wish = draw.choice(
        [
            "Looking for a role that puts records systems to work for patients.",
            "Ready to learn, steady under pressure.",
            "Known for listening first and writing things down.",
        ]
    )
    return f"{track['headline']} with {span} in {skills[0]} and {skills[1]}. {wish}"


def _jobs(
    draw: Random, track: dict[str, Any], tracks: dict[str, Any], *, system: str, today: date
) -> tuple[list[str], int]:
    years = draw.randint(*track["years"])
    end = today.replace(day=1)
    is_current = draw.random() < 0.6
    if not is_current:
        end = _months_before(end, draw.randint(1, 14))
    blocks: list[str] = []
    left = max(6, years * 12 + draw.randint(0, 11))
    while left > 0:
        months = min(left, draw.randint(12, 60))
        start = _months_before(end, months)
        until = "Present" if is_current and not blocks else _month(end)
        place = draw.choice(tracks["employers"][draw.choice(track["work"])])
        bullets = draw.sample(track["bullets"], k=min(len(track["bullets"]), draw.randint(2, 4)))
        blocks.append(_block(draw.choice(track["titles"]), place, start, until, bullets, system))
        end, left = _months_before(start, draw.randint(0, 3)), left - months
    if "earlier_titles" in track:
        start = _months_before(end, 12 * draw.randint(*track["earlier_years"]))
        place = draw.choice(tracks["employers"][draw.choice(track["earlier"])])
        title = draw.choice(track["earlier_titles"])
        lines = draw.sample(track["earlier_bullets"], k=2)
        blocks.append(_block(title, place, start, _month(end), lines, system))
    return blocks, years


def _block(title: str, place: str, start: date, until: str, bullets: list[str], system: str) -> str:
    lines = [f"{title}, {place}", f"{_month(start)} - {until}"]
    lines += [f"- {bullet.format(system=system)}" for bullet in bullets]
    return "\n".join(lines)


def _month(day: date) -> str:
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


def _months_before(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 - months
    return date(total // 12, total % 12 + 1, 1)


def _education(draw: Random, track: dict[str, Any], tracks: dict[str, Any], today: date) -> str:
    names = [name for name, _ in track["education"]]
    degree = draw.choices(names, [weight for _, weight in track["education"]])[0]
    if degree == "High school diploma":
        return f"{degree}, {draw.randint(1990, today.year - 3)}"
    newest = today.year if track["id"] == "graduate" else today.year - 2
    year = newest if track["id"] == "graduate" else draw.randint(newest - 20, newest)
    return f"{degree}, {draw.choice(tracks['colleges'])}, {year}"
