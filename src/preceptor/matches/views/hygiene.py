"""Is this you, too? Two records that may be of one person, for their owners and for stewards."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from preceptor.accounts.models import Person
from preceptor.accounts.policies.access import SignedRequest, signed_in
from preceptor.accounts.queries.people import user_of
from preceptor.common.access import steward_only
from preceptor.matches.models import Likeness
from preceptor.matches.queries.likeness import (
    asks_owners,
    in_words,
    likenesses_of,
    merged_preview,
    open_likenesses,
)
from preceptor.matches.services.likeness import agree_likeness, is_agreed, settle_different
from preceptor.matches.services.merging import merge_people


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def likeness(request: SignedRequest, likeness_id: UUID) -> HttpResponse:
    """Ask whether both records are the user's; once both owners say so, merge on a word more."""
    person = Person.objects.filter(user=request.user).first()
    found = None
    if person is not None:
        found = likenesses_of(person).filter(public_id=likeness_id).first()
    if person is None or found is None or not asks_owners(found.reasons):
        raise Http404("No such question to you.")
    if request.method == "POST":
        return _answer(request, found, person)
    other = found.second if found.first_id == person.pk else found.first
    agreed = is_agreed(found)
    context = {
        "likeness": found,
        "reasons": in_words(found.reasons),
        "has_agreed": found.first_agreed_at
        if found.first_id == person.pk
        else found.second_agreed_at,
        "has_account": other.user_id is not None,
        "made_at": other.created_at,
        # What is in the other record is shown once its owner said that it is the same person.
        "merged": merged_preview(person, other) if agreed else None,
    }
    return render(request, "matches/likeness.html", context)


def _answer(request: SignedRequest, found: Likeness, person: Person) -> HttpResponse:
    now, user = timezone.now(), request.user
    wish = request.POST.get("do")
    if wish == "merge" and is_agreed(found):
        merge_people(likeness=found, kept=person, by=user, now=now)
        messages.success(request, "Both records are one now. Check what it says.")
        return redirect("accounts:privacy")
    if wish == "different":
        settle_different(likeness=found, by=user, now=now)
        messages.success(request, "Noted: two people. We do not ask again.")
        return redirect("accounts:privacy")
    if wish == "mine" and not agree_likeness(likeness=found, person=person, by=user, now=now):
        messages.success(
            request, "Noted. The other record has to say the same before anything is merged."
        )
    return redirect("matches:likeness", found.public_id)


@require_safe
@steward_only
def likenesses(request: HttpRequest) -> HttpResponse:
    rows = [(each, in_words(each.reasons)) for each in open_likenesses()[:200]]
    return render(request, "matches/likenesses.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@steward_only
def settle(request: HttpRequest, likeness_id: UUID) -> HttpResponse:
    found = open_likenesses().filter(public_id=likeness_id).first()
    if found is None:
        raise Http404("Nothing such is open.")
    kept = found.second if request.GET.get("keep") == "second" else found.first
    dropped = found.first if kept is found.second else found.second
    if request.method == "POST":
        now, user = timezone.now(), user_of(request)
        if request.POST.get("do") == "merge":
            merge_people(likeness=found, kept=kept, by=user, now=now)
            messages.success(request, "The two records are one now.")
        else:
            settle_different(likeness=found, by=user, now=now)
            messages.success(request, "Noted: two people.")
        return redirect("matches:likenesses")
    context = {
        "likeness": found,
        "reasons": in_words(found.reasons),
        "merged": merged_preview(kept, dropped),
        "other_side": "first" if kept is found.second else "second",
    }
    return render(request, "matches/likeness_settle.html", context)
