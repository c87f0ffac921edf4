"""Every write goes through a service with an event; pages stay short."""

import ast

import pytest
from tests.shape.services import Function, Services, commands, functions, modules, writes

SERVICES = Services()
MOST_LINES, MOST_LINES_OF_A_PART = 40, 50
LOG = "preceptor.common.services.log.append_log"

# Rooms from which nothing is written.
ROOMS = ("views", "forms", "tasks", "receivers", "admin", "middleware", "queries", "policies")

# Writes elsewhere than in a service, each with its reason.
WRITTEN_ELSEWHERE: dict[str, str] = {
    "preceptor.accounts.receivers.joining: request.session.save": (
        "this browser's own session, which erasing the visitor would end otherwise"
    ),
}

# Services that leave no event, each with its reason.
COUNTS = "counts, leases and keys of the machinery itself: nothing happened to anybody"
READS = "that somebody has read something stands in the row itself"
ERASES = "a part of erasing a person, which has its event"
JOINS = "a part of joining a visitor to an account, which has its event"
STAMPS = "a stamp is a record of its own, of an answer and of nobody"
CLEARS = "clears away what has served"
WITHOUT_EVENT: dict[str, str] = {
    "preceptor.accounts.services.failed_tries.forgive_tries": COUNTS,
    "preceptor.accounts.services.failed_tries.prune_failed_tries": CLEARS,
    "preceptor.accounts.services.failed_tries.take_try": COUNTS,
    "preceptor.accounts.services.notices.read_notices": READS,
    "preceptor.accounts.services.sign.prune_counts": CLEARS,
    "preceptor.accounts.services.sign.prune_sessions": CLEARS,
    "preceptor.accounts.services.talk.read_conversation": READS,
    "preceptor.common.services.keys.once": COUNTS,
    "preceptor.common.services.keys.prune_keys": CLEARS,
    "preceptor.common.services.log.lock_log": COUNTS,
    "preceptor.common.services.mail.note_mail_sent": COUNTS,
    "preceptor.common.services.mail.prune_mail": CLEARS,
    "preceptor.common.services.mail.send_mail": "an effect of what has its own event",
    "preceptor.common.services.tries.prune_tries": CLEARS,
    "preceptor.common.services.tries.take": COUNTS,
    "preceptor.common.services.work.declare_schedule": COUNTS,
    "preceptor.common.services.work.enqueue_due": COUNTS,
    "preceptor.common.services.work.enqueue_work": COUNTS,
    "preceptor.common.services.work.finish_work": COUNTS,
    "preceptor.common.services.work.keep_work": COUNTS,
    "preceptor.common.services.work.prune_work": CLEARS,
    "preceptor.jobs.services.applying.drop_with_documents": ERASES,
    "preceptor.jobs.services.postings.drop_jobs": ERASES,
    "preceptor.jobs.services.postings.move_needs": JOINS,
    "preceptor.matches.services.answers.answer_price": STAMPS,
    "preceptor.matches.services.answers.stamp_answer": STAMPS,
    "preceptor.resumes.services.guided.move_answers": JOINS,
    "preceptor.resumes.services.records.drop_documents": ERASES,
    "preceptor.resumes.services.records.move_resumes": JOINS,
}
WITHOUT_NOW: dict[str, str] = {
    "preceptor.accounts.services.failed_tries.forgive_tries": COUNTS,
    "preceptor.common.services.log.lock_log": COUNTS,
    "preceptor.jobs.services.applying.drop_with_documents": ERASES,
    "preceptor.jobs.services.postings.drop_jobs": ERASES,
    "preceptor.jobs.services.postings.move_needs": JOINS,
    "preceptor.resumes.services.guided.move_answers": JOINS,
    "preceptor.resumes.services.records.drop_documents": ERASES,
}
BY_PLACE: dict[str, str] = {
    "preceptor.common.services.tries.take": "reads as a sentence: bucket, limit, seconds, now",
    "preceptor.jobs.services.applying.drop_with_documents": ERASES,
    "preceptor.jobs.services.postings.drop_jobs": ERASES,
    "preceptor.matches.services.answers.answer_price": "the job that is asked about comes first",
    "preceptor.resumes.services.records.drop_documents": ERASES,
}


def writing() -> list[Function]:
    """The services that pages, tasks and commands call, and that write in whatever way."""
    return [
        SERVICES.functions[name]
        for name in sorted(SERVICES.entered())
        if any(writes(SERVICES.functions[each].node) for each in SERVICES.reached(name))
    ]


WRITING = writing()


def test_nothing_outside_services_writes_to_the_database():
    found = {
        f"{module.name}: {ast.unparse(call.func)}"
        for module in [*modules(*ROOMS), *commands()]
        for call in writes(module.tree)
    }

    assert sorted(found - WRITTEN_ELSEWHERE.keys()) == []


def test_services_that_write_are_found_at_all():
    assert len(WRITING) > 20


def test_a_service_that_writes_takes_its_arguments_by_name():
    by_place = {
        function.name
        for function in WRITING
        if function.node.args.posonlyargs or function.node.args.args
    }

    assert sorted(by_place - BY_PLACE.keys()) == []


def test_a_service_that_writes_is_told_the_moment():
    timeless = {
        function.name
        for function in WRITING
        if "now" not in {each.arg for each in function.node.args.kwonlyargs}
    }

    assert sorted(timeless - WITHOUT_NOW.keys() - BY_PLACE.keys()) == []


def test_a_service_that_writes_leaves_an_event():
    silent = {function.name for function in WRITING if LOG not in SERVICES.reached(function.name)}

    assert sorted(silent - WITHOUT_EVENT.keys()) == []


@pytest.mark.parametrize("listed", [WITHOUT_EVENT, WITHOUT_NOW, BY_PLACE])
def test_every_exception_is_still_one(listed):
    assert sorted(listed.keys() - {function.name for function in WRITING}) == []


def test_no_view_is_longer_than_one_can_take_in_at_once():
    long = {
        function.name: function.lines
        for module in modules("views")
        for function in functions(module)
        if function.lines > (MOST_LINES if function.is_public else MOST_LINES_OF_A_PART)
    }

    assert long == {}
