import re
from pathlib import Path

import pytest

from preceptor.urls import urlpatterns

SOURCE = Path(__file__).parents[2] / "src" / "preceptor"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
STATIC = SOURCE / "common" / "static" / "common"

# Bottom up; a template links only to its own app and to those before it.
APPS = ("common", "accounts", "competencies", "resumes", "jobs", "matches", "portal")

INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    # A block of data is no script: browsers do not run it, and json_ld lets nothing end it.
    "a script of its own": re.compile(
        r"<script(?![^>]*\ssrc=)"
        r"(?! type=\"application/ld\+json\">\{\{ \w+\|json_ld \}\}</script>)",
        re.I,
    ),
    "a handler": re.compile(r"\son[a-z]+\s*=|\shx-on", re.I),
    "a script address": re.compile(r"javascript:", re.I),
    "another host": re.compile(r"(?:src|href|action)=[\"']?(?:https?:)?//", re.I),
}


def name(path):
    return str(path.relative_to(SOURCE))


def test_the_apps_listed_here_are_those_with_addresses():
    routed = {pattern.urlconf_module.__name__.split(".")[1] for pattern in urlpatterns}

    assert routed == set(APPS)


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_no_template_holds_style_script_or_foreign_addresses(template):
    text = template.read_text()

    assert [what for what, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_no_template_links_to_an_app_above_it(template):
    app = template.relative_to(SOURCE).parts[0]
    linked = set(re.findall(r"{% url ['\"](\w+):", template.read_text()))

    above = set(APPS[APPS.index(app) + 1 :])
    assert linked & above == set()


def test_every_component_is_shown_on_the_components_page():
    components = {path.stem.replace("_", "-") for path in SOURCE.glob("*/templates/cotton/*.html")}
    page = (SOURCE / "common/templates/common/components.html").read_text()
    shown = set(re.findall(r"<c-([\w-]+)", page)) - {"slot", "vars"}

    assert components - shown == set()


def test_the_stylesheet_stays_under_40_kb():
    assert (STATIC / "preceptor.css").stat().st_size <= 40_000


def test_the_borrowed_script_carries_its_licence():
    assert "Zero-Clause BSD" in (STATIC / "htmx.LICENSE.txt").read_text()
