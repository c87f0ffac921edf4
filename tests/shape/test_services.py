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

# Services that leave no event, each with its reason. Whatever a person could ask after, or who
# checks that data goes when it is said to go, has one; what stays here happened to nobody.
COUNTS = "a number that slows down or takes turns; it says what, and of nobody who"
KEYS = "the key of a form: what the form did has its own event"
LEASES = "how the machinery shares work; what the work does has its events, and giving it up too"
SENT = "a mail is an effect: its cause has the event, and the row says when it went"
READS = "that somebody has read what was written to them stands in the row, and in no other list"
ERASES = "a part of erasing, of taking back or of settling, which has its event"
JOINS = "a part of joining a visitor to an account, which has its event"
STAMPS = "a stamp is a record of its own, of an answer and of nobody"
FORGIVES = "a part of signing in, of a new password or of unlocking, which has its event"
CLEARS = "clears away what the machinery needed and what is about nobody"
WITHOUT_EVENT: dict[str, str] = {
    "preceptor.accounts.services.failed_tries.forgive_tries": FORGIVES,
    "preceptor.accounts.services.notices.read_notices": READS,
    "preceptor.accounts.services.sign.prune_counts": CLEARS,
    "preceptor.accounts.services.talk.read_conversation": READS,
    "preceptor.common.services.keys.once": KEYS,
    "preceptor.common.services.keys.prune_keys": CLEARS,
    "preceptor.common.services.log.lock_log": "the lock of the log itself",
    "preceptor.common.services.mail.note_mail_sent": SENT,
    "preceptor.common.services.mail.send_mail": SENT,
    "preceptor.common.services.tries.prune_tries": CLEARS,
    "preceptor.common.services.tries.take": COUNTS,
    "preceptor.common.services.work.declare_schedule": LEASES,
    "preceptor.common.services.work.enqueue_due": LEASES,
    "preceptor.common.services.work.enqueue_work": LEASES,
    "preceptor.common.services.work.finish_work": LEASES,
    "preceptor.common.services.work.keep_work": LEASES,
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
    "preceptor.accounts.services.failed_tries.forgive_tries": FORGIVES,
    "preceptor.common.services.log.lock_log": "the lock of the log itself",
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


BY_POSITION = {
    function.name
    for function in WRITING
    if function.node.args.posonlyargs or function.node.args.args
}
TIMELESS = {
    function.name
    for function in WRITING
    if "now" not in {each.arg for each in function.node.args.kwonlyargs}
}
SILENT = {function.name for function in WRITING if LOG not in SERVICES.reached(function.name)}


def test_a_service_that_writes_takes_its_arguments_by_name():
    assert sorted(BY_POSITION - BY_PLACE.keys()) == []


def test_a_service_that_writes_is_told_the_moment():
    assert sorted(TIMELESS - WITHOUT_NOW.keys() - BY_PLACE.keys()) == []


def test_a_service_that_writes_leaves_an_event():
    assert sorted(SILENT - WITHOUT_EVENT.keys()) == []


@pytest.mark.parametrize(
    ("listed", "found"), [(WITHOUT_EVENT, SILENT), (WITHOUT_NOW, TIMELESS), (BY_PLACE, BY_POSITION)]
)
def test_every_exception_is_still_one(listed, found):
    assert sorted(listed.keys() - found) == []


def test_no_view_is_longer_than_one_can_take_in_at_once():
    long = {
        function.name: function.lines
        for module in modules("views")
        for function in functions(module)
        if function.lines > (MOST_LINES if function.is_public else MOST_LINES_OF_A_PART)
    }

    assert long == {}
