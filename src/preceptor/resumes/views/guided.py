"""The form in place of a resume: one question a page, the next one the one that tells most."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preceptor.accounts.models import User
from preceptor.accounts.queries import visitor_of
from preceptor.accounts.visitors import person_or_new
from preceptor.common.addresses import address_of
from preceptor.common.limits import limited
from preceptor.resumes.forms.guided import QuestionForm, initial_of
from preceptor.resumes.models import GuidedAnswers
from preceptor.resumes.queries.guided import load_form, next_key
from preceptor.resumes.services.guided import answer_question, write_record

# From so many answers on they can be written out.
LEAST_ANSWERS = 3


@require_safe
@never_cache
def start(request: HttpRequest, *, is_own: bool = False) -> HttpResponse:
    guided = _guided(request, now=timezone.now())
    answers = guided.answers if guided else {}
    form = load_form()
    context = _context(answers, is_own=is_own) | {
        "rows": [
            (question, _state(answers, question.key), _address(question.key, is_own=is_own))
            for question in form.questions
        ],
        "next": _next(answers, is_own=is_own),
        "guided": guided,
        "can_finish": sum(answer is not None for answer in answers.values()) >= LEAST_ANSWERS,
    }
    return render(request, "resumes/guided.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("resumes.form", 600, 3_600)
def question(request: HttpRequest, key: str, *, is_own: bool = False) -> HttpResponse:
    now = timezone.now()
    asked = load_form().by_key.get(key)
    if asked is None:
        raise Http404("No such question.")
    guided = _guided(request, now=now)
    answers = guided.answers if guided else {}
    form = QuestionForm(
        request.POST or None, question=asked, initial=initial_of(asked, answers.get(key))
    )
    is_skipped = request.POST.get("do") == "skip"
    if request.method == "POST" and (is_skipped or form.is_valid()):
        said = None if is_skipped else form.said
        kept = answer_question(
            person=person_or_new(request, now=now),
            key=key,
            answer=said,
            by=_user(request),
            now=now,
        )
        return redirect(_next(kept.answers, is_own=is_own) or _address("", is_own=is_own))
    context = _context(answers, is_own=is_own) | {
        "question": asked,
        "form": form,
        "number": _number(guided, key),
        "back": _back(guided, key, is_own=is_own),
    }
    return render(request, "resumes/question.html", context, status=422 if form.errors else 200)


@require_POST
def finish(request: HttpRequest, *, is_own: bool = False) -> HttpResponse:
    now = timezone.now()
    guided = _guided(request, now=now)
    if guided is None or not any(answer is not None for answer in guided.answers.values()):
        messages.error(request, "Answer a question or two first.")
        return redirect(_address("", is_own=is_own))
    resume = write_record(guided=guided, by=_user(request), now=now)
    messages.success(request, "Your answers are your record now. You can correct every part of it.")
    return redirect(address_of("advice", resume.public_id))


def _user(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def _guided(request: HttpRequest, *, now: datetime) -> GuidedAnswers | None:
    person = visitor_of(request, now=now)
    if person is None:
        return None
    return GuidedAnswers.objects.select_related("person", "resume").filter(person=person).first()


def _address(key: str, *, is_own: bool) -> str:
    room = "my_form" if is_own else "form"
    if not key:
        return reverse(f"resumes:{room}")
    return reverse(f"resumes:{room}_question", args=[key])


def _next(answers: dict[str, Any], *, is_own: bool) -> str:
    """Return the address of the next question, "" when enough is asked."""
    key = next_key(answers)
    return _address(key, is_own=is_own) if key else ""


def _number(guided: GuidedAnswers | None, key: str) -> int:
    order = guided.order if guided else []
    return order.index(key) + 1 if key in order else len(order) + 1


def _back(guided: GuidedAnswers | None, key: str, *, is_own: bool) -> str:
    order = guided.order if guided else []
    before = order[: order.index(key)] if key in order else order
    return _address(before[-1] if before else "", is_own=is_own)


def _state(answers: dict[str, Any], key: str) -> str:
    if key not in answers:
        return "open"
    return "skipped" if answers[key] is None else "answered"


def _context(answers: dict[str, Any], *, is_own: bool) -> dict[str, Any]:
    most = load_form().most
    room = "my_form" if is_own else "form"
    return {
        "is_own": is_own,
        "most": max(most, len(answers)),
        "done": len(answers),
        "start_address": _address("", is_own=is_own),
        "finish_address": reverse(f"resumes:{room}_finish"),
    }
