"""A person's next steps."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from preceptor.accounts.models import ToDo
from preceptor.accounts.policies.access import signed_in
from preceptor.accounts.queries.people import user_of
from preceptor.accounts.queries.subjects import subjects_of
from preceptor.accounts.queries.todos import todo_counts, todos_of
from preceptor.accounts.services.todos import drop_todo, finish_todo, reopen_todo

PER_PAGE = 25

CHANGES = {
    "finish": (finish_todo, "Done. It stays in your list of what you did."),
    "drop": (drop_todo, "Set aside. You can put it back whenever you like."),
    "reopen": (reopen_todo, "It is among your next steps again."),
}


@require_safe
@signed_in
def my_todos(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    show = request.GET.get("show", "open")
    page = Paginator(todos_of(user, show=show), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "show": show,
        "counts": todo_counts(user),
        "subjects": subjects_of([todo.source for todo in page]),
        "today": timezone.now().date(),
    }
    return render(request, "accounts/todos.html", context)


@require_POST
@signed_in
def change_todo(request: HttpRequest, todo_id: UUID) -> HttpResponse:
    user = user_of(request)
    todo = get_object_or_404(ToDo.objects.for_user(user), public_id=todo_id)
    change = CHANGES.get(request.POST.get("change", ""))
    if change is None:
        raise Http404("No such change.")
    service, said = change
    service(todo=todo, by=user, now=timezone.now())
    messages.success(request, said)
    return redirect("accounts:todos")
