import pytest

from preceptor.engine.classify.terms import TermTable, stem, stems


@pytest.mark.parametrize(
    "words",
    [
        ("deliver", "delivers", "delivering", "delivered"),
        ("configure", "configures", "configuring", "configured"),
        ("plan", "plans", "planning", "planned"),
        ("optimise", "optimize", "optimising", "optimized"),
        ("analyse", "analyze", "analysis", "analysing"),
        ("policy", "policies"),
        ("programme", "programs"),
    ],
)
def test_inflections_and_british_forms_share_a_stem(words):
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("trainer", "training"), ("nursing", "nurse"), ("engineer", "engineering"), ("is", "i")],
)
def test_words_that_name_different_things_keep_apart(one, other):
    assert stem(one) != stem(other)


def test_it_in_capitals_is_the_noun_and_not_the_pronoun():
    table = TermTable(["IT support"])

    assert table.find("We make it support you.") == []
    assert len(table.find("We run IT support.")) == 1


def test_a_term_is_found_across_punctuation_and_line_breaks_at_its_own_place():
    text = "You will do go-\nlive support."

    [hit] = TermTable(["go live"]).find(text)

    assert text[hit.start : hit.end] == "go-\nlive"


def test_overlapping_terms_are_all_found():
    table = TermTable(["clinical system", "system", "system trainer"])

    found = {hit.term for hit in table.find("Clinical systems trainer")}

    assert found == {table.number(term) for term in ("clinical system", "system", "system trainer")}


def test_a_term_does_not_match_inside_a_word():
    assert TermTable(["coder"]).find("An encoder and decoders") == []


def test_the_empty_text_has_no_stems():
    assert stems("").row == " "
    assert TermTable(["coder"]).find("") == []
    assert TermTable([]).find("coder") == []


def test_only_the_asked_part_of_a_text_is_read():
    text = "coder trainer"

    hits = TermTable(["coder", "trainer"]).find(text, 6)

    assert [text[hit.start : hit.end] for hit in hits] == ["trainer"]
