from hypothesis import given
from hypothesis import strategies as st

from preceptor.engine.extract.text import fold, fold_words, sentences

ODD = st.text(alphabet="ab C&-–/'’.\n\t•*#_ï¼â€Â\u200b\ufeffﬁﬃİßΣ\xa0S+0(", max_size=60)


def folded(text: str) -> str:
    return fold(text).folded


def test_case_dashes_slashes_and_blanks_fold_together() -> None:
    assert folded("HL7-v2") == folded("hl7  V2") == folded("HL7/v2") == folded("HL7\xa0–v2")


def test_curly_and_straight_apostrophes_fold_to_nothing() -> None:
    assert folded("Master’s") == folded("Master's") == "masters"


def test_ampersand_folds_to_and() -> None:
    assert folded("R&D") == folded("R & D") == "r and d"


def test_a_wrapped_line_folds_to_one_blank() -> None:
    line = "We look for somebody with long practice in electronic"
    assert folded(line + "\n  health records") == line.lower() + " health records"


def test_line_breaks_between_items_part_words() -> None:
    assert "\n" in folded("- Project\n- Management")
    assert "\n" in folded("Project\n\nManagement")
    assert "\n" in folded("Project\nManagement")
    assert "\n" in folded("Project\n• Management")


def test_marks_of_markdown_do_not_hide_words() -> None:
    assert fold_words("**Power BI**") == "Power BI"


def test_artifacts_of_readers_fold_away() -> None:
    assert folded("Company ï¼\u200b City") == "company , city"
    assert folded("oﬃce") == "office"
    assert folded("soft\u200bware") == "software"


def test_words_are_those_of_the_original_text() -> None:
    text = "The  Trust’s  R & D — oﬃce"
    folding = fold(text)
    at = folding.folded.index("trusts")
    words = folding.words(at, at + len("trusts"))
    assert words.text == "Trust’s"
    assert text[words.start : words.end] == words.text


def test_lines_lose_their_marks_and_keep_their_place() -> None:
    text = "## Title\n\n  * one item\n· two\nplain\n1. three\n"
    found = [(text[line.start : line.end], line.mark) for line in fold(text).lines]
    assert found == [
        ("Title", "##"),
        ("one item", "*"),
        ("two", "·"),
        ("plain", ""),
        ("three", "1."),
    ]


def spans(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text, 0, len(text))]


def test_sentences_end_at_full_stops_but_not_at_abbreviations() -> None:
    text = "Know systems, e.g. Epic. Ask Dr. Smith (B.S. in I.T.). Why? Now"
    assert spans(text) == [
        "Know systems, e.g. Epic.",
        "Ask Dr. Smith (B.S. in I.T.).",
        "Why?",
        "Now",
    ]


def test_glued_sentences_are_parted_but_names_are_not() -> None:
    assert spans("Five years of experience.Must know C#.Net and node.js.") == [
        "Five years of experience.",
        "Must know C#.Net and node.js.",
    ]


@given(ODD)
def test_folding_keeps_every_place(text: str) -> None:
    folding = fold(text)
    assert len(folding.folded) == len(folding.cased)
    for at in range(len(folding.cased)):
        words = folding.words(at, at + 1)
        assert text[words.start : words.end] == words.text
        assert folding.fold_index(folding.origin(at)) <= at
    assert folding.origin(len(folding.cased)) == len(text)


@given(ODD)
def test_lines_and_sentences_lie_in_order_inside_the_text(text: str) -> None:
    at = 0
    for line in fold(text).lines:
        assert at <= line.start < line.end <= len(text)
        at = line.end
        inner = line.start
        for start, end in sentences(text, line.start, line.end):
            assert inner <= start < end <= line.end
            inner = end
