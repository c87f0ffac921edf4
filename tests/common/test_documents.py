"""Good documents of each kind are read as their writers meant them."""

from __future__ import annotations

import io
import json

import docx
import pytest
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from preceptor.common.documents import DocumentRefused, ExtractedText, extract_text


def pdf(*pages: list[tuple[float, float, str]], **options: object) -> bytes:
    """A PDF of pages, each a list of (x, y, words)."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter, **options)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        for x, y, words in page:
            canvas.drawString(x, y, words)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def refusal(data: bytes, filename: str = "") -> str:
    with pytest.raises(DocumentRefused) as caught:
        extract_text(data, filename=filename)
    return caught.value.reason_code


def test_lines_of_a_pdf_keep_their_order_over_pages():
    data = pdf([(72, 700, "Ana Ruiz"), (72, 680, "EHR trainer")], [(72, 700, "Page two")])

    assert extract_text(data, filename="cv.pdf") == ExtractedText(
        "Ana Ruiz\nEHR trainer\nPage two", 2, "pdf"
    )


def test_two_columns_of_a_pdf_are_read_one_after_the_other():
    left = ["Skills", "HL7 interfaces and Mirth", "Workflow redesign", "SQL reporting"]
    right = ["Experience", "Interface analyst at a clinic", "Built lab feeds", "Trained staff"]
    page = [(60, 700 - 16 * row, words) for row, words in enumerate(left)]
    page += [(300, 700 - 16 * row, words) for row, words in enumerate(right)]

    text = extract_text(pdf(page)).text

    assert [line for line in text.splitlines() if line] == left + right


def test_a_heading_over_two_columns_and_lines_below_them_stay_in_place():
    page = [(60, 740, "A summary that runs over the whole width of the page " * 2)]
    for row, (left, right) in enumerate(
        [("Windows Server support", "Project planning and"), ("Cisco switches", "tracking")]
    ):
        page += [(70, 720 - 14 * row, left), (330, 720 - 14 * row, right)]
    page += [(60, 690, "Work history"), (60, 676, "Another line over the whole page " * 3)]

    lines = [line for line in extract_text(pdf(page)).text.splitlines() if line]

    assert lines[1:6] == [
        "Windows Server support",
        "Cisco switches",
        "Project planning and",
        "tracking",
        "Work history",
    ]


def test_a_date_at_the_right_edge_stays_on_the_line_of_its_job():
    page = []
    for row, (title, dates) in enumerate(
        [("Billing clerk", "Jan 2015 - May 2019"), ("Front desk clerk", "Mar 2012 - Dec 2014")]
    ):
        page += [(60, 700 - 40 * row, title), (400, 700 - 40 * row, dates)]
        page += [(60, 686 - 40 * row, "Kept the accounts of four practices in good order.")]

    lines = [line for line in extract_text(pdf(page)).text.splitlines() if line]

    assert lines[0] == "Billing clerk\tJan 2015 - May 2019"
    assert lines[2] == "Front desk clerk\tMar 2012 - Dec 2014"


def test_a_word_broken_at_a_line_end_is_whole_again_and_a_compound_keeps_its_hyphen():
    page = [
        (60, 700, "Managed the release of informa-"),
        (60, 686, "tion and self-"),
        (60, 672, "directed learning"),
    ]

    assert extract_text(pdf(page)).text == (
        "Managed the release of information\nand self-directed\nlearning"
    )


def test_a_turned_page_is_read():
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=letter)
    canvas.rotate(90)
    canvas.drawString(100, -200, "EHR trainer in Boise")
    canvas.drawString(100, -220, "Four years")
    canvas.save()

    assert extract_text(out.getvalue()).text == "EHR trainer in Boise\nFour years"


def test_a_scanned_pdf_says_that_it_holds_no_text():
    blank = pdf([])

    with pytest.raises(DocumentRefused) as caught:
        extract_text(blank, filename="scan.pdf")

    assert caught.value.reason_code == "no_text"
    assert caught.value.message == (
        "No text was found in this file: it may be a scan or hold only pictures."
    )


def test_a_pdf_with_a_password_says_so():
    with pytest.raises(DocumentRefused) as caught:
        extract_text(pdf([(72, 700, "Secret")], encrypt="opensesame"), filename="cv.pdf")

    assert caught.value.reason_code == "password"
    assert caught.value.what_to_do == "Save a copy without it and try again."


def test_fifty_pages_are_read_and_fifty_one_are_refused():
    page = [(72, 700, "One line")]

    assert extract_text(pdf(*[page] * 50)).pages == 50
    assert refusal(pdf(*[page] * 51)) == "too_many_pages"


def test_word_paragraphs_bullets_tables_and_headers_become_lines():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Ana Ruiz, RHIT"
    document.add_heading("Experience", level=1)
    document.add_paragraph("Audited charts", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Coder"
    table.cell(0, 1).text = "2015 - 2019"

    text = extract_text(saved(document), filename="cv.docx").text

    assert [line for line in text.splitlines() if line] == [
        "Ana Ruiz, RHIT",
        "Experience",
        "\u2022 Audited charts",
        "Coder\t2015 - 2019",
    ]


def test_a_cell_of_a_layout_table_with_several_paragraphs_is_read_before_the_next_cell():
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Skills\nSQL\nEpic"
    table.cell(0, 1).text = "Experience\nAnalyst"

    text = extract_text(saved(document)).text

    assert [line for line in text.splitlines() if line] == [
        "Skills",
        "SQL",
        "Epic",
        "Experience",
        "Analyst",
    ]


def test_web_links_in_a_word_document_are_no_reason_to_refuse_it():
    document = docx.Document()
    document.add_paragraph("Portfolio")
    document.part.relate_to(
        "https://example.org/ana",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )

    assert extract_text(saved(document)).text == "Portfolio"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"EHR trainer\r\nTwo years\r\n", "EHR trainer\nTwo years\n"),
        (b"\xef\xbb\xbfEHR trainer", "\ufeffEHR trainer"),
        ("R\u00e9sum\u00e9".encode("utf-16"), "R\u00e9sum\u00e9"),
        (
            "R\u00e9sum\u00e9 \u2013 Ana\u2019s years as a trainer".encode("cp1252"),
            "R\u00e9sum\u00e9 \u2013 Ana\u2019s years as a trainer",
        ),
        ("\u0413\u0438\u0440 \u5c71\u7530".encode(), "\u0413\u0438\u0440 \u5c71\u7530"),
    ],
)
def test_plain_text_is_decoded_from_its_encoding(data: bytes, text: str):
    assert extract_text(data, filename="cv.txt") == ExtractedText(text, 1, "text")


def test_a_json_resume_is_written_out_and_its_data_kept():
    data = {
        "basics": {"name": "Ana Ruiz", "label": "EHR trainer"},
        "skills": [{"name": "Training", "level": "Master", "keywords": ["Epic"]}],
    }

    read = extract_text(json.dumps(data).encode(), filename="cv.json")

    assert read.kind == "json_resume"
    assert read.text == "Ana Ruiz\nEHR trainer\n\nSKILLS\nTraining (Master): Epic"
    assert read.data == data


def test_a_json_resume_may_begin_with_a_byte_order_mark():
    data = b'\xef\xbb\xbf{"basics": {"name": "Ana Ruiz"}}'

    assert extract_text(data, filename="cv.json").text == "Ana Ruiz"


@pytest.mark.parametrize("escape", ["\\u0000", "\\u0007", "\\ud83d"])
def test_characters_that_no_text_holds_do_not_come_in_by_escapes(escape):
    data = f'{{"basics": {{"name": "Ana{escape} Ruiz", "label": "EHR trainer"}}}}'

    assert refusal(data.encode(), "cv.json") == "binary"
    whole = data.replace(escape, "\\ud83d\\ude00").encode()
    assert "Ana\U0001f600 Ruiz" in extract_text(whole, filename="cv.json").text


def test_json_that_is_no_resume_is_refused():
    assert refusal(b'{"a": 1}', "cv.json") == "not_json_resume"
    assert refusal(b"[" * 100_000, "cv.json") == "not_json_resume"
    assert refusal(b"not json", "cv.json") == "not_json_resume"


@pytest.mark.parametrize(
    ("data", "filename", "reason"),
    [
        (b"{\\rtf1 Ana}", "cv.rtf", "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "cv.doc", "old_word"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text",
            "",
            "odt",
        ),
        (b"\xff\xd8\xff\xe0", "photo.jpg", "picture"),
        (b"<html>", "cv.html", "html"),
        (b"{\\rtf1 Ana}", "cv.txt", "rtf"),
    ],
)
def test_kinds_that_are_not_read_are_told_what_to_do(data: bytes, filename: str, reason: str):
    assert refusal(data, filename) == reason
