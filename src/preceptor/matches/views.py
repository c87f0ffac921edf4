"""The pages that need the engine: advice, price of a posting, job with explanation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from preceptor.common.documents import DocumentRefused
from preceptor.jobs.forms import PostingForm
from preceptor.jobs.services import take_in_posting
from preceptor.matches.visitors import person_or_new
from preceptor.resumes.forms import ResumeForm
from preceptor.resumes.reading import read_resume_file
from preceptor.resumes.services import store_resume


@require_http_methods(["GET", "HEAD", "POST"])
def advice_start(request: HttpRequest) -> HttpResponse:
    form = ResumeForm(request.POST, request.FILES) if request.method == "POST" else ResumeForm()
    if form.is_valid():
        answer = _take_in_resume(request, form)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    return render(request, "matches/advice_start.html", {"form": form}, status=status)


def _take_in_resume(request: HttpRequest, form: ResumeForm) -> HttpResponse | None:
    """Read and keep the resume and lead to its advice; None with the form's error if refused."""
    now = timezone.now()
    file = form.cleaned_data["file"]
    data = file.read() if file else form.cleaned_data["text"].encode()
    filename = (file.name or "") if file else ""
    try:
        # Read before anything is stored: a refused file leaves no visitor behind.
        read = read_resume_file(data, filename=filename, as_of=now.date())
    except DocumentRefused as refused:
        form.add_error("file" if file else "text", f"{refused.message} {refused.what_to_do}")
        return None
    person = person_or_new(request, now=now)
    resume = store_resume(person=person, read=read, data=data, filename=filename, now=now)
    return redirect("matches:advice", resume.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def price_start(request: HttpRequest) -> HttpResponse:
    form = PostingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = timezone.now()
        person = person_or_new(request, now=now)
        job = take_in_posting(owner=person, text=form.cleaned_data["text"], now=now)
        return redirect("matches:price", job.public_id)
    status = 422 if form.errors else 200
    return render(request, "matches/price_start.html", {"form": form}, status=status)
