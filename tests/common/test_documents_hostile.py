"""Hostile and broken files are refused, quickly and in plain words."""

from __future__ import annotations

import io
import time
import zipfile
import zlib

import pytest

from preceptor.common import documents
from preceptor.common.documents import REASONS, DocumentRefused, extract_text

GOOD_TEXT = b"Ana Ruiz\nEHR trainer\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def refusal(data: bytes, filename: str = "") -> str:
    began = time.monotonic()
    with pytest.raises(DocumentRefused) as caught:
        extract_text(data, filename=filename)
    # The limit that the reader itself enforces, and room for a busy machine.
    assert time.monotonic() - began < 10
    return caught.value.reason_code


def word(body: str = "Ana", *, before: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'{before}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{body}</w:t></w:r></w:p>'
            "</w:body></w:document>",
        )
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def relation(target: str, kind: str = "attachedTemplate") -> dict[str, bytes]:
    xml = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
    return {"word/_rels/settings.xml.rels": xml.encode()}


def pdf(
    content: bytes = b"BT /F1 12 Tf 72 720 Td (EHR trainer) Tj ET",
    *,
    catalog: bytes = b"",
    stream: bytes = b"",
    head: bytes = b"%PDF-1.5\n",
) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d%s>>\nstream\n" % (len(content), stream) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Font<</F1 5 0 R>>>>",
    ]
    out = head
    for number, item in enumerate(objects, 1):
        out += b"%d 0 obj\n" % number + item + b"\nendobj\n"
    return out + b"trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def squeezed_zeros(mib: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(bytes(2**20)) for _ in range(mib)] + [packer.flush()])


def test_the_plain_forms_used_here_are_sound():
    assert extract_text(pdf(), filename="a.pdf").text == "EHR trainer"
    assert extract_text(word(), filename="a.docx").text == "Ana"


@pytest.mark.parametrize(
    ("filename", "reason"),
    [
        ("resume\u202etxt.exe", "bad_name"),
        ("resume.txt\0.exe", "bad_name"),
        ("a\r\nSet-Cookie: x.txt", "bad_name"),
        ("..", "no_extension"),
        (".htaccess", "no_extension"),
        ("resume", "no_extension"),
        ("resume.pdf.exe", "unknown_kind"),
        ("cv.csv", "unknown_kind"),
    ],
)
def test_names_that_hide_or_lack_a_kind_are_refused(filename: str, reason: str):
    assert refusal(GOOD_TEXT, filename) == reason


@pytest.mark.parametrize(
    "filename", ["RESUME.TXT", "r\u00e9sum\u00e9 \U0001fa7a.txt", "../../cv.txt"]
)
def test_odd_but_harmless_names_are_taken(filename: str):
    assert extract_text(GOOD_TEXT, filename=filename).kind == "text"


@pytest.mark.parametrize(
    ("data", "filename", "reason"),
    [
        (b"", "cv.pdf", "empty"),
        (b" \n\t\n", "cv.txt", "no_text"),
        (bytes(4096), "cv.txt", "binary"),
        (b"Ana\0Ruiz", "cv.txt", "binary"),
        (b"\xed\xa0\x80\xed\xb0\x80", "cv.txt", "encoding"),
        (b"EHR " * 2**20, "cv.txt", "too_long"),
        (b"x" * (6 * 2**20), "cv.txt", "too_big"),
        (b"\x7fELF\x02\x01", "cv.pdf", "binary"),
        (b"<html><script>1</script></html>", "cv.pdf", "mismatch"),
        (b"<svg onload='x()'/>", "cv.svg", "picture"),
        (b"\x89PNG\r\n\x1a\n", "cv.png", "picture"),
        (pdf(), "cv.docx", "mismatch"),
        (word(), "cv.pdf", "mismatch"),
    ],
)
def test_content_decides_what_a_file_is(data: bytes, filename: str, reason: str):
    assert refusal(data, filename) == reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf()[:200], "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
        (pdf(head=b"%PDF-1.4\n<script>alert(1)</script>\n%PDF-1.5\n"), "suspicious"),
        (pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "active"),
        (pdf(catalog=b"/OpenAction<</S/J#61vaScript/JS(app.alert(1))>>"), "active"),
        (pdf(catalog=b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "active"),
        (pdf(squeezed_zeros(200), stream=b"/Filter/FlateDecode"), "too_heavy"),
    ],
)
def test_broken_and_active_pdfs_are_refused(data: bytes, reason: str):
    assert refusal(data, "cv.pdf") == reason


def test_a_pdf_that_only_speaks_of_javascript_is_taken():
    data = pdf(b"BT /F1 12 Tf 72 720 Td (Skills: HTML/CSS/JavaScript) Tj ET")

    assert extract_text(data).text == "Skills: HTML/CSS/JavaScript"


def test_a_program_hidden_in_a_packed_object_stream_is_found():
    packed = zlib.compress(b"1 0 <</S/JavaScript/JS(app.alert(1))>>")
    data = pdf(packed, stream=b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode")

    assert refusal(data) == "active"


LAUGHS = '<!DOCTYPE l [<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (word()[:200], "damaged"),
        (word(body="</w:t>"), "damaged"),
        (word("&j;", before=LAUGHS + "]>"), "suspicious"),
        (
            word("&f;", before='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'),
            "suspicious",
        ),
        (
            word("&f;", before='<!DOCTYPE x [<!ENTITY f SYSTEM "http://127.0.0.1:9/">]>'),
            "suspicious",
        ),
        (word(parts={"../../escape.xml": b"<a/>"}), "suspicious"),
        (word(parts={"word/vbaProject.bin": b"\xd0\xcf"}), "macro"),
        (word(parts={"word/media/big.xml": bytes(200 * 2**20)}), "bomb"),
        (word(parts={f"word/{n}.xml": b"" for n in range(3000)}), "bomb"),
        (word(parts=relation("http://127.0.0.1:9/t.dotm")), "remote"),
        (word(parts=relation("file://server/share/t.dotm")), "remote"),
        (
            word("</w:t></w:r></w:p>" + "<w:p>" * 9000 + "</w:p>" * 9000 + "<w:p><w:r><w:t>"),
            "suspicious",
        ),
    ],
)
def test_hostile_word_documents_are_refused(data: bytes, reason: str):
    assert refusal(data, "cv.docx") == reason


def test_a_local_template_path_is_no_reason_to_refuse():
    data = word(parts=relation("file:///C:/Users/ana/Templates/Normal.dotm"))

    assert extract_text(data).text == "Ana"


def test_a_part_that_lies_about_its_size_is_refused():
    data = bytearray(word(parts={"word/media/a.xml": bytes(64 * 2**20)}))
    true_size = (64 * 2**20).to_bytes(4, "little")
    lie = bytes(data).replace(true_size, (10).to_bytes(4, "little"))

    assert lie != bytes(data)
    assert refusal(lie) == "bomb"


def test_a_zip_without_a_word_document_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("0.zip", word())

    assert refusal(out.getvalue(), "cv.docx") == "not_word"


def test_a_reading_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(documents, "_CHILD", "import time; time.sleep(600)")
    started = time.monotonic()

    with pytest.raises(DocumentRefused) as caught:
        extract_text(pdf(), max_seconds=0.1)

    assert caught.value.reason_code == "too_heavy"
    assert time.monotonic() - started < 300


def test_every_reason_says_what_is_wrong_and_what_to_do():
    for message, what_to_do in REASONS.values():
        assert message.endswith(".")
        assert what_to_do.endswith(".")
