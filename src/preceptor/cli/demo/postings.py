"""Invented postings, as employers of the region would write them, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from preceptor.cli.demo.people import demo_file


@dataclass(frozen=True, slots=True)
class DemoPosting:
    """An invented posting and the organization that offers it."""

    organization: str
    title: str
    text: str


def demo_posting(number: int, *, seed: int, towns: dict[str, str]) -> DemoPosting:
    """Return the posting of a number; ``towns``: organization slug -> "City, ST"."""
    draw = Random(f"{seed}/posting/{number}")  # noqa: S311 - a drawing, not a secret
    content = demo_file("postings.yaml")
    organizations = demo_file("region.yaml")["organizations"]
    employer = draw.choices(organizations, [each["weight"] for each in organizations])[0]
    role = draw.choices(list(content["shares"]), list(content["shares"].values()))[0]
    words = {
        "system": "our EHR" if " " in employer["system"] else employer["system"],
        "org": employer["name"],
        "place": towns[employer["slug"]],
    }
    if words["system"] in ("several", "its own"):
        words["system"] = draw.choice(["Epic", "eClinicalWorks", "athenahealth"])
    title = draw.choice(content["roles"][role]["titles"])
    return DemoPosting(
        organization=employer["slug"],
        title=title,
        text=_text(draw, content, content["roles"][role], title, words),
    )


def _text(
    draw: Random,
    content: dict[str, Any],
    role: dict[str, Any],
    title: str,
    words: dict[str, str],
) -> str:
    modes = content["modes"]
    mode = draw.choices([text for text, _ in modes], [weight for _, weight in modes])[0]
    years = draw.choice(role["years"])
    must = draw.sample(
        role["must"], k=draw.randint(max(2, len(role["must"]) - 2), len(role["must"]))
    )
    asked = [draw.choice(role["degrees"]), *([_years(years)] if years else []), *must]
    if "credentials" in role and draw.random() < 0.6:
        asked.append(draw.choice(role["credentials"]))
    nice = draw.sample(role["nice"], k=draw.randint(1, len(role["nice"])))
    sections = [
        f"{title}\n{words['org']}\nLocation: {words['place']}",
        mode,
        "What you will do\n" + _bullets(role["duties"]),
        "Requirements\n" + _bullets(asked),
        "Preferred\n" + _bullets(nice),
        draw.choice(content["benefits"]),
    ]
    return "\n\n".join(section.format(**words) for section in sections) + "\n"


def _years(years: int) -> str:
    return f"{years} year{'s' if years > 1 else ''} of experience"


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
