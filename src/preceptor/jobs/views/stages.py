"""The steps of an organization's pipeline: add, rename, reorder, remove."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from preceptor.accounts.models import Organization
from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.jobs.forms.stages import RenameForm, StageForm
from preceptor.jobs.models import Stage
from preceptor.jobs.queries.pipeline import stages_with_counts
from preceptor.jobs.queries.tracker_rows import STAGE_WORDS
from preceptor.jobs.services import stages as services
from preceptor.jobs.services.stage_removal import remove_stage
from preceptor.jobs.services.stages import FIXED, StageRefused

ENDS = (Stage.Kind.HIRED, Stage.Kind.NOT_NOW)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def stages(request: SignedRequest, slug: str) -> HttpResponse:
    """Show the steps; a POST adds one."""
    now = timezone.now()
    organization = organization_or_404(request.user, slug, hat="hires")
    services.default_stages(organization=organization, now=now)
    form = StageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stage = services.add_stage(
                organization=organization, by=request.user, now=now, **form.cleaned_data
            )
        except StageRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, f"{stage.name} is a step now.")
            return redirect("jobs:stages", slug)
    return _page(request, organization, form)


@require_POST
@signed_in
def rename(request: SignedRequest, slug: str, stage_id: UUID) -> HttpResponse:
    form = RenameForm(request.POST)

    def change(stage: Stage) -> str:
        if not form.is_valid():
            raise StageRefused(" ".join(str(e) for each in form.errors.values() for e in each))
        services.rename_stage(
            stage=stage,
            name=form.cleaned_data["name"],
            kind=form.kind_for(stage),
            by=request.user,
            now=timezone.now(),
        )
        return f"The step is named {stage.name} now."

    return _changed(request, slug, stage_id, change)


@require_POST
@signed_in
def shift(request: SignedRequest, slug: str, stage_id: UUID) -> HttpResponse:
    def change(stage: Stage) -> str:
        is_up = request.POST.get("to") == "up"
        services.shift_stage(stage=stage, up=is_up, by=request.user, now=timezone.now())
        return f"{stage.name} stands {'earlier' if is_up else 'later'} now."

    return _changed(request, slug, stage_id, change)


@require_POST
@signed_in
def remove(request: SignedRequest, slug: str, stage_id: UUID) -> HttpResponse:
    def change(stage: Stage) -> str:
        named = request.POST.get("into", "")
        into = next(
            (each for each in stage.organization.stages.all() if str(each.public_id) == named), None
        )
        name = stage.name
        count = remove_stage(stage=stage, into=into, by=request.user, now=timezone.now())
        moved = f" and its {count} applications are in {into.name}" if count and into else ""
        return f"{name} is removed{moved}."

    return _changed(request, slug, stage_id, change)


def _changed(
    request: SignedRequest, slug: str, stage_id: UUID, change: Callable[[Stage], str]
) -> HttpResponse:
    organization = organization_or_404(request.user, slug, hat="hires")
    stage = get_object_or_404(
        Stage.objects.select_related("organization"),
        organization=organization,
        public_id=stage_id,
    )
    try:
        messages.success(request, change(stage))
    except StageRefused as refused:
        messages.error(request, str(refused))
    return redirect("jobs:stages", slug)


def _page(request: SignedRequest, organization: Organization, form: StageForm) -> HttpResponse:
    found = list(stages_with_counts(organization))
    context = {
        "organization": organization,
        "stages": found,
        "form": form,
        "fixed": FIXED,
        "meanings": STAGE_WORDS,
        "kinds": StageForm.base_fields["kind"].choices,  # type: ignore[attr-defined]
        "targets": [each for each in found if each.kind not in ENDS],
    }
    return render(request, "jobs/stages.html", context, status=422 if form.errors else 200)
