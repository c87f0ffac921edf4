import pytest

from preceptor.competencies.cue_files import build_cue_book, load_cue_book
from preceptor.engine.classify.cues import (
    AuthoredCue,
    CueBook,
    CueError,
    all_terms,
    compile_cues,
    parse,
)
from preceptor.engine.classify.terms import TermTable

ROLES = {
    "workflow",
    "clinician_consultant",
    "impl_support",
    "impl_manager",
    "tech_support",
    "trainer",
    "clinician_leader",
    "him_exchange",
    "privacy_security",
    "research_scientist",
    "programmer",
    "subspecialist",
    "not_health_it",
}


def holds(expression, text, groups=None):
    book = CueBook(("trainer",), (AuthoredCue("trainer", "duty", 3, expression),), groups or {})
    table = TermTable(all_terms(book))
    terms = {hit.term for hit in table.find(text)}
    return bool(compile_cues(book, table)["duty"].holding(terms))


def test_every_part_must_stand_in_any_order():
    assert holds("train + nurse|doctor", "Nurses you will train")
    assert not holds("train + nurse|doctor", "You will train clerks")


def test_a_barred_word_silences_the_cue():
    assert holds("trainer ! personal trainer", "IT trainer")
    assert not holds("trainer ! personal trainer", "Personal trainer")


def test_a_group_stands_for_its_words():
    groups = {"users": ("end user", "staff")}

    assert holds("train + @users", "Train staff", groups)
    assert holds("train ! @users", "Train dogs", groups)
    assert not holds("train ! @users", "Train end users", groups)


@pytest.mark.parametrize("expression", ["train + ", "train||teach", "@nobody", "train ! @nobody"])
def test_a_broken_expression_is_refused_with_its_words(expression):
    with pytest.raises(CueError, match=r"empty|no group"):
        parse(expression, {})


def test_the_shipped_cues_cover_the_twelve_roles_and_not_health_it():
    book = load_cue_book()

    assert set(book.roles) == ROLES
    assert book.roles[-1] == "not_health_it"
    for role in ROLES:
        families = {cue.family for cue in book.cues if cue.role == role}
        assert families == {"title", "duty", "resume"}, role


def test_every_group_of_the_shipped_cues_is_used():
    book = load_cue_book()
    written = " ".join(cue.expression for cue in book.cues)
    heard_by_the_model = {"health", "information", "not_health_context"}

    unused = {name for name in book.groups if f"@{name}" not in written} - heard_by_the_model

    assert unused == set()


def test_no_shipped_cue_is_authored_twice():
    cues = [(cue.role, cue.family, cue.expression) for cue in load_cue_book().cues]

    assert len(cues) == len(set(cues))


def test_points_beyond_ten_are_refused():
    documents = {
        "_groups.yaml": {"groups": {}},
        "_zones.yaml": {"headings": {}, "sentences": {}},
        "trainer.yaml": {"role": "trainer", "title": {11: ["trainer"]}},
    }

    with pytest.raises(CueError, match="11 points"):
        build_cue_book(documents)
