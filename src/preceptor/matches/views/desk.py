"""The re-employment desk: for the house that announces, and for the people it touches."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import Look
from preceptor.accounts.policies.access import SignedRequest, organization_or_404, signed_in
from preceptor.accounts.services.persons import person_for
from preceptor.accounts.services.privacy import note_looks
from preceptor.common.addresses import site_address
from preceptor.common.csv_answer import csv_answer
from preceptor.common.services.tries import bucket_for, take
from preceptor.matches.forms.desk import CodeForm, JoinForm, ReductionForm
from preceptor.matches.models import Affected, Reduction
from preceptor.matches.queries import desk as queries
from preceptor.matches.queries.alone import alone_of
from preceptor.matches.queries.desk_page import desk_page_for
from preceptor.matches.services import desk as services
from preceptor.matches.services.answers import ready_pool

# A code has ten signs of 31; nobody types one wrong more often.
CODE_TRIES, CODE_SECONDS = 20, 3600


@signed_in
@require_safe
def reductions(request: SignedRequest, slug: str) -> HttpResponse:
    organization = organization_or_404(request.user, slug)
    context = {
        "organization": organization,
        "announced": [
            (each, queries.counted(each.came)) for each in queries.reductions_of(organization)
        ],
        "desks": list(queries.desks_of(organization)),
    }
    return render(request, "matches/reductions.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: SignedRequest, slug: str) -> HttpResponse:
    organization = organization_or_404(request.user, slug, "administrator")
    form = ReductionForm(request.POST or None, organization=organization)
    if request.method == "POST" and form.is_valid():
        try:
            reduction, code = services.announce(
                organization=organization, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except services.DeskNotFit as problem:
            form.add_error("desk", str(problem))
        else:
            return _with_code(request, reduction, code)
    context = {"organization": organization, "form": form}
    return render(request, "matches/announce.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def renew_code(request: SignedRequest, slug: str, reduction_id: UUID) -> HttpResponse:
    reduction = _own(request, slug, reduction_id)
    code = services.renew_code(reduction=reduction, by=request.user, now=timezone.now())
    return _with_code(request, reduction, code)


@signed_in
@require_POST
def close_reduction(request: SignedRequest, slug: str, reduction_id: UUID) -> HttpResponse:
    reduction = _own(request, slug, reduction_id)
    services.close_reduction(reduction=reduction, by=request.user, now=timezone.now())
    messages.success(request, "The code works no more. Who came keeps the desk.")
    return redirect("matches:reductions", slug)


@signed_in
@require_safe
def redeployment(request: SignedRequest, slug: str, reduction_id: UUID) -> HttpResponse:
    """Show the house its own people who agreed, each beside the house's own openings."""
    reduction = _own(request, slug, reduction_id)
    now = timezone.now()
    people = queries.redeployable(reduction, as_of=now.date())
    note_looks(
        people=[each.affected.person for each in people],
        viewer=request.user,
        organization=reduction.organization,
        kind=Look.Kind.NAMED,
        about=reduction.public_id,
        now=now,
    )
    if request.GET.get("format") == "csv":
        head = ("name", "work", "nearest_role", "opening", "fit_of_1000", "missing")
        rows = (
            (
                each.affected.person.name,
                each.affected.work,
                each.credit.name if each.credit else "",
                opening.job.title,
                opening.fit,
                "; ".join(opening.missing),
            )
            for each in people
            for opening in each.openings
        )
        return csv_answer("redeployment", head, rows)
    context = {
        "organization": reduction.organization,
        "reduction": reduction,
        "people": people,
        "openings": len(queries.own_openings(reduction.organization)),
    }
    return render(request, "matches/redeployment.html", context)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Say what the desk is, and take the code."""
    return render(request, "matches/desk_start.html", {"form": CodeForm()})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: SignedRequest) -> HttpResponse:
    """Look a code up, show what it is for, and take in what the person agrees to."""
    now = timezone.now()
    code = request.POST.get("code") or request.GET.get("code", "")
    code_form = CodeForm({"code": code})
    bucket = bucket_for("desk-code", str(request.user.public_id))
    if not code_form.is_valid():
        return render(request, "matches/desk_start.html", {"form": code_form}, status=422)
    if not take(bucket, CODE_TRIES, CODE_SECONDS, now):
        code_form.add_error("code", "Too many codes were tried. Wait an hour, then try again.")
        return render(request, "matches/desk_start.html", {"form": code_form}, status=429)
    try:
        reduction = services.reduction_by_code(code_form.cleaned_data["code"])
    except services.CodeUnknown as problem:
        code_form.add_error("code", str(problem))
        return render(request, "matches/desk_start.html", {"form": code_form}, status=422)
    form = JoinForm(request.POST if "join" in request.POST else None)
    if form.is_valid():
        _take_in(request, reduction, form)
        return redirect("matches:my_desk")
    context = {"reduction": reduction, "code": code, "form": form}
    return render(request, "matches/desk_join.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def my_desk(request: SignedRequest) -> HttpResponse:
    now = timezone.now()
    places = list(queries.affected_for(request.user))
    if not places:
        return redirect("matches:desk")
    person, current = places[0].person, ready_pool(now=now)
    page = desk_page_for(person, current)
    # The own house first: it is where somebody knows the people, the building and the patients.
    house = queries.in_the_house(places[0].reduction, alone_of(person, current).pool)
    context = {"places": places, "page": page, "house": house if page.has_record else ()}
    return render(request, "matches/my_desk.html", context)


@signed_in
@require_POST
def settle(request: SignedRequest, reduction_id: UUID) -> HttpResponse:
    affected = _mine(request, reduction_id)
    what = request.POST.get("what")
    now = timezone.now()
    if what == "leave":
        services.leave(affected=affected, by=request.user, now=now)
        messages.success(request, "You left the desk. What you agreed to elsewhere stands.")
        return redirect(reverse("matches:desk"))
    services.settle(affected=affected, is_settled=what == "found", by=request.user, now=now)
    said = (
        "We are glad. The desk no longer looks for you." if what == "found" else "You look again."
    )
    messages.success(request, said)
    return redirect("matches:my_desk")


def _with_code(request: SignedRequest, reduction: Reduction, code: str) -> HttpResponse:
    """Show the code this once, as a page to print and hand out."""
    address = site_address(reverse("matches:desk"))
    context = {
        "organization": reduction.organization,
        "reduction": reduction,
        "code": code,
        "address": address,
    }
    return render(request, "matches/desk_code.html", context)


def _own(request: SignedRequest, slug: str, reduction_id: UUID) -> Reduction:
    organization = organization_or_404(request.user, slug, "administrator")
    own = Reduction.objects.filter(organization=organization).select_related("organization")
    return get_object_or_404(own, public_id=reduction_id)


def _mine(request: SignedRequest, reduction_id: UUID) -> Affected:
    mine = queries.affected_for(request.user)
    return get_object_or_404(mine, reduction__public_id=reduction_id)


def _take_in(request: SignedRequest, reduction: Reduction, form: JoinForm) -> None:
    now = timezone.now()
    said = form.cleaned_data
    services.join(
        reduction=reduction,
        person=person_for(user=request.user, now=now),
        work=said["work"],
        wants_redeployment=said["wants_redeployment"],
        wants_counselor=said["wants_counselor"],
        purposes=[name for name in ("found", "contacted") if said[name]],
        by=request.user,
        now=now,
    )
    messages.success(request, "You are at the desk. You can leave, or change what you agreed to.")
