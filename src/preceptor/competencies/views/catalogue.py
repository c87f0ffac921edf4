"""The role guide and the vocabulary, as pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from preceptor.common.csv_answer import csv_answer
from preceptor.competencies import catalogue
from preceptor.competencies.comparison import compare_roles
from preceptor.competencies.forms import SORTS, CompareForm, SearchForm
from preceptor.competencies.hr_guide import certificates, interview_questions, ladders
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.engine.vocabulary import Competency, Kind, Role, Vocabulary

PAGE_SIZE = 50

# The guide's headings for the categories that the vocabulary names.
CATEGORIES = {
    "mobile": "Work that moves from site to site",
    "permanent": "Staff who stay with one organization",
    "informatician": "Specialists, leaders and researchers",
}


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One competency that a role asks, as a row."""

    competency: Competency
    level: int
    weight: int


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One competency that two roles ask, as a row."""

    competency: Competency
    level_a: int
    level_b: int
    weight_a: int
    weight_b: int


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """One found competency with how many roles ask it."""

    competency: Competency
    written: str
    role_count: int


@require_GET
def role_guide(request: HttpRequest) -> HttpResponse:
    vocabulary = load_vocabulary()
    groups = [
        (CATEGORIES.get(category, category), roles)
        for category, roles in catalogue.roles_by_category(vocabulary)
    ]
    context = {"groups": groups, "form": CompareForm(), "count": len(vocabulary.roles)}
    return render(request, "competencies/role_guide.html", context)


@require_GET
def role(request: HttpRequest, role_id: str) -> HttpResponse:
    vocabulary = load_vocabulary()
    found = vocabulary.role_by_id.get(role_id)
    if found is None:
        raise Http404("No such role.")
    sort = request.GET.get("sort", "")
    rows = _sorted_rows(_asked_rows(vocabulary, found), sort)
    if request.GET.get("format") == "csv":
        return csv_answer(
            f"role-{found.id}",
            ("competency", "name", "level", "weight"),
            ((row.competency.id, row.competency.name, row.level, row.weight) for row in rows),
        )
    context = {
        "role": found,
        "category": CATEGORIES.get(found.category, found.category),
        "rows": rows,
        "heaviest": max((row.weight for row in rows), default=0),
        "sort": sort,
        "unlike": [
            (vocabulary.role_by_id[other], sentence)
            for other, sentence in found.unlike.items()
            if other in vocabulary.role_by_id
        ],
        "questions": interview_questions()[found.id],
        "ladder": ladders().get(found.id),
        "certificates": [
            certificates()[row.competency.id] for row in rows if row.competency.id in certificates()
        ],
        "source": vocabulary.sources.get(found.source, found.source),
        "version": vocabulary.version,
    }
    return render(request, "competencies/role.html", context)


@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    form = CompareForm(request.GET or None)
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "competencies/compare_form.html", {"form": form}, status=status)
    vocabulary = load_vocabulary()
    comparison = compare_roles(vocabulary, form.cleaned_data["a"], form.cleaned_data["b"])
    by_id = vocabulary.by_id
    shared = [
        SharedRow(by_id[row.competency], row.level_a, row.level_b, row.weight_a, row.weight_b)
        for row in comparison.shared
    ]
    if request.GET.get("format") == "csv":
        return csv_answer(
            f"{comparison.a.id}-beside-{comparison.b.id}",
            ("competency", "name", "level_a", "weight_a", "level_b", "weight_b"),
            _comparison_rows(vocabulary, comparison.a, comparison.b),
        )
    context = {
        "form": form,
        "comparison": comparison,
        "shared": shared,
        "only_a": [
            AskedRow(by_id[row.competency], row.level, row.weight) for row in comparison.only_a
        ],
        "only_b": [
            AskedRow(by_id[row.competency], row.level, row.weight) for row in comparison.only_b
        ],
        "version": vocabulary.version,
    }
    return render(request, "competencies/compare.html", context)


@require_GET
def competency_list(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    vocabulary = load_vocabulary()
    if not form.is_valid():
        return render(request, "competencies/competency_list.html", {"form": form}, status=400)
    kind = Kind(form.cleaned_data["kind"]) if form.cleaned_data["kind"] else None
    rows = _competency_rows(vocabulary, form.cleaned_data["q"], kind)
    sort = request.GET.get("sort", "")
    rows = _sorted_competencies(rows, sort)
    if request.GET.get("format") == "csv":
        return csv_answer(
            "competencies",
            ("id", "name", "kind", "area", "roles"),
            (
                (
                    row.competency.id,
                    row.competency.name,
                    row.competency.kind.value,
                    vocabulary.blocks.get(row.competency.block, ""),
                    row.role_count,
                )
                for row in rows
            ),
        )
    context = {
        "form": form,
        "words": form.cleaned_data["q"],
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "total": len(vocabulary.competencies),
        "blocks": vocabulary.blocks,
        "sort": sort,
        "version": vocabulary.version,
    }
    return render(request, "competencies/competency_list.html", context)


@require_GET
def competency(request: HttpRequest, competency_id: str) -> HttpResponse:
    vocabulary = load_vocabulary()
    found = vocabulary.by_id.get(competency_id)
    if found is None:
        raise Http404("No such competency.")
    context = {
        "competency": found,
        "area": vocabulary.blocks.get(found.block, found.block),
        "source": vocabulary.sources.get(found.source, found.source),
        "written": [alias for alias in found.aliases if alias.text != found.name],
        "groups": catalogue.relation_groups(vocabulary, found.id),
        "asking": catalogue.roles_asking(vocabulary, found.id),
        "any_of": [group for group in vocabulary.groups if found.id in group.members],
        "by_id": vocabulary.by_id,
        "certificate": certificates().get(found.id),
        "version": vocabulary.version,
    }
    return render(request, "competencies/competency.html", context)


def _asked_rows(vocabulary: Vocabulary, found: Role) -> list[AskedRow]:
    return [
        AskedRow(vocabulary.by_id[asked.competency], asked.level, asked.weight)
        for asked in found.asks
        if asked.competency in vocabulary.by_id
    ]


def _sorted_rows(rows: list[AskedRow], sort: str) -> list[AskedRow]:
    keys = {
        "name": lambda row: row.competency.name.casefold(),
        "level": lambda row: row.level,
        "weight": lambda row: row.weight,
    }
    key = keys.get(sort.removeprefix("-"))
    if key is None:
        return sorted(rows, key=lambda row: -row.weight)
    return sorted(rows, key=key, reverse=sort.startswith("-"))


def _competency_rows(vocabulary: Vocabulary, words: str, kind: Kind | None) -> list[CompetencyRow]:
    counts: dict[str, int] = {}
    for each in vocabulary.roles:
        for asked in each.asks:
            counts[asked.competency] = counts.get(asked.competency, 0) + 1
    return [
        CompetencyRow(found.competency, found.written, counts.get(found.competency.id, 0))
        for found in catalogue.find_competencies(vocabulary, words, kind)
    ]


def _sorted_competencies(rows: list[CompetencyRow], sort: str) -> list[CompetencyRow]:
    """Keep the search's own order unless a column is asked for."""
    if sort not in SORTS:
        return rows
    keys = {
        "name": lambda row: row.competency.name.casefold(),
        "kind": lambda row: row.competency.kind.value,
        "roles": lambda row: row.role_count,
    }
    return sorted(rows, key=keys[sort.removeprefix("-")], reverse=sort.startswith("-"))


def _comparison_rows(
    vocabulary: Vocabulary, a: Role, b: Role
) -> list[tuple[str, str, int, int, int, int]]:
    """Return what either role asks; level and weight 0 where one does not."""
    in_a = {asked.competency: asked for asked in a.asks}
    in_b = {asked.competency: asked for asked in b.asks}
    rows = []
    for id_ in dict.fromkeys((*in_a, *in_b)):
        one, other = in_a.get(id_), in_b.get(id_)
        rows.append(
            (
                id_,
                vocabulary.by_id[id_].name,
                one.level if one else 0,
                one.weight if one else 0,
                other.level if other else 0,
                other.weight if other else 0,
            )
        )
    return rows
