from hypothesis import given
from hypothesis import strategies as st

from preceptor.common.marked_text import Mark, Paragraph, Piece, mark_text


def test_words_are_cut_out_of_their_line():
    assert mark_text("Knows HL7 well", [Mark(6, 9, "hl7")]) == [
        Paragraph((Piece("Knows "), Piece("HL7", "hl7", True), Piece(" well")))
    ]


def test_empty_lines_vanish_and_bullets_become_items():
    text = "Asked\n\n• HL7\n- SQL"

    assert mark_text(text, [Mark(9, 12, "hl7")]) == [
        Paragraph((Piece("Asked"),)),
        Paragraph((Piece("HL7", "hl7", True),), is_item=True),
        Paragraph((Piece("SQL"),), is_item=True),
    ]


def test_of_overlapping_marks_the_first_and_longest_wins():
    marks = [Mark(0, 3, "short"), Mark(0, 8, "long"), Mark(6, 12, "late")]

    assert mark_text("Epic Ambulatory", marks)[0].pieces == (
        Piece("Epic Amb", "long", True),
        Piece("ulat", "late", True),
        Piece("ory"),
    )


def test_a_mark_across_lines_is_cut_and_anchored_once():
    assert mark_text("go\nlive", [Mark(0, 7, "golive")]) == [
        Paragraph((Piece("go", "golive", True),)),
        Paragraph((Piece("live", "golive", False),)),
    ]


def test_a_dash_that_joins_words_is_no_bullet():
    assert mark_text("-based care", [])[0] == Paragraph((Piece("-based care"),))


@given(
    st.text(alphabet="ab -•\n", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6),
)
def test_no_text_is_lost_but_blanks_and_bullets(text, spans):
    marks = [Mark(start, end, str(index)) for index, (start, end) in enumerate(spans)]

    shown = "".join(piece.text for line in mark_text(text, marks) for piece in line.pieces)

    def bare(value):
        return [char for char in value if char in "ab"]

    assert bare(shown) == bare(text)
