"""A model description for a role: what HR may copy, price, or begin a job of its own with."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preceptor.accounts.queries.organizations import memberships_of
from preceptor.competencies.vocabulary_files import load_vocabulary
from preceptor.jobs.posting_templates import PostingTemplate, posting_templates, posting_text

EMPLOYER = "[Your organization]"


@require_safe
def role_posting(request: HttpRequest, role_id: str) -> HttpResponse:
    """Show the model description of a role, or send its text."""
    role, template = load_vocabulary().role_by_id.get(role_id), posting_templates().get(role_id)
    if role is None or template is None:
        raise Http404("No such role.")
    text = _text(template)
    if request.GET.get("format") == "txt":
        answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{role_id}.txt"'
        return answer
    context = {"role": role, "template": template, "text": text, "houses": _houses(request)}
    return render(request, "jobs/role_posting.html", context)


def _text(template: PostingTemplate) -> str:
    return posting_text(
        title=template.title,
        employer=EMPLOYER,
        duties=template.duties,
        musts=template.musts,
        nices=template.nices,
    )


def _houses(request: HttpRequest) -> list[tuple[str, str]]:
    """The organizations for which somebody hires, by slug and name."""
    if not request.user.is_authenticated:
        return []
    found = [membership for membership in memberships_of(request.user) if membership.hires]
    return [(each.organization.slug, each.organization.name) for each in found]
