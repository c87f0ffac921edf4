import pytest

from preceptor.competencies.cue_files import load_role_model
from preceptor.engine.classify import classify_posting, mix_warning
from preceptor.engine.extract.facts import RoleSupport, Words

TRAINER = (
    "EPR Trainer\nCity Hospital NHS Trust\n"
    "You will deliver classroom training on the patient record to nurses.\n"
    "You will write lesson plans and user guides.\n"
    "You will keep training records of every member of staff.\n"
)
SECURITY = (
    "Information Security Analyst\n\n"
    "You will run vulnerability scans and risk assessments under ISO 27001.\n"
    "You will handle security incidents and breaches.\n"
    "You will review access audits of systems that hold patient data.\n"
)


def support(role, p, *spans):
    return RoleSupport(
        role, p, tuple(Words(start, end, "x" * (end - start)) for start, end in spans)
    )


def test_two_postings_in_one_text_are_told():
    supports = classify_posting(f"{TRAINER}\n{SECURITY}", None, load_role_model())

    assert mix_warning(supports) == "two jobs in one text: trainer and privacy_security"


@pytest.mark.parametrize("text", [TRAINER, SECURITY])
def test_one_posting_gives_no_warning(text):
    assert mix_warning(classify_posting(text, None, load_role_model())) is None


def test_roles_whose_work_overlaps_give_no_warning():
    near = (
        support("impl_support", 0.9, (0, 5), (6, 9)),
        support("workflow", 0.8, (10, 15), (16, 19)),
    )

    assert mix_warning(near) is None


def test_two_roles_that_rest_on_the_same_sentences_give_no_warning():
    shared = (
        support("trainer", 0.9, (0, 5), (6, 9)),
        support("privacy_security", 0.8, (0, 5), (16, 19)),
    )

    assert mix_warning(shared) is None


def test_not_health_it_is_no_second_job():
    beside = (
        support("trainer", 0.9, (0, 5), (6, 9)),
        support("not_health_it", 0.8, (10, 15), (16, 19)),
    )

    assert mix_warning(beside) is None
    assert mix_warning(()) is None
