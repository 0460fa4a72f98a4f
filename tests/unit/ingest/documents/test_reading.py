from __future__ import annotations

import pytest

from services.ingest.documents.errors import (
    FileDamaged,
    FileEmpty,
    FileEncrypted,
    FileRefused,
    FileTooLarge,
    FileTypeUnsupported,
    TextUnreadable,
)
from services.ingest.documents.reading import MAX_BYTES, check_size, read
from services.ingest.documents.scans import ScanFound
from tests.fixtures import files


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (files.pdf(files.RESUME), "application/pdf"),
        (b"\n\n" + files.pdf(files.RESUME), "application/pdf"),
        (
            files.docx(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (files.RESUME.encode(), "text/plain"),
    ],
    ids=["pdf", "pdf after blank lines", "docx", "text"],
)
def test_the_type_is_told_by_content_and_each_type_gives_the_same_text(
    data: bytes, media_type: str
) -> None:
    document = read(data)
    assert document.media_type == media_type
    assert document.text == files.RESUME


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(FileEmpty) as refused:
        read(b"")
    assert refused.value.reason == "FILE_EMPTY"


def test_a_file_over_ten_mebibytes_is_refused_and_one_of_just_that_is_not() -> None:
    check_size(bytes(MAX_BYTES))
    with pytest.raises(FileTooLarge) as refused:
        read(bytes(MAX_BYTES + 1))
    assert refused.value.metadata == {
        "unit": "bytes",
        "size": "10485761",
        "limit": "10485760",
    }


def test_more_text_than_a_person_writes_of_themselves_is_refused() -> None:
    with pytest.raises(FileTooLarge) as refused:
        read(files.RESUME.encode() * 3000)
    assert refused.value.metadata["unit"] == "characters"


@pytest.mark.parametrize(
    ("data", "detected"),
    [
        (b"GIF89a" + bytes(60), "image/gif"),
        (b"\0\0\0\x18ftypheic" + bytes(60), "image/heic"),
        (b'{"name": "not a resume", "version": 1}', "application/json"),
        (b"<?xml version='1.0'?><invoice/>", "application/xml"),
        (b"\x7fELF\x02\x01" + bytes(60), "application/x-executable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/x-ole-storage"),
        (bytes(range(256)), "application/octet-stream"),
        (files.archive([("notes.txt", files.RESUME)]), "application/zip"),
    ],
)
def test_a_file_of_another_type_is_refused_with_the_type_that_it_has(
    data: bytes, detected: str
) -> None:
    with pytest.raises(FileTypeUnsupported) as refused:
        read(data)
    assert refused.value.metadata == {"detected": detected}


def test_another_office_file_is_refused_with_its_type() -> None:
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    types = f'<Types><Override PartName="/xl/workbook.xml" ContentType="{sheet}.main+xml"/></Types>'
    with pytest.raises(FileTypeUnsupported) as refused:
        read(files.archive([("[Content_Types].xml", types)]))
    assert refused.value.metadata == {"detected": sheet}


@pytest.mark.parametrize(
    "data",
    [
        files.encrypted_pdf(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        files.docx().replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"),
    ],
    ids=["pdf", "office", "zip entries"],
)
def test_a_file_that_needs_a_password_is_refused_as_encrypted(data: bytes) -> None:
    with pytest.raises(FileEncrypted) as refused:
        read(data)
    assert refused.value.reason == "FILE_ENCRYPTED"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.9, 0.97])
def test_a_pdf_that_was_cut_short_is_damaged(share: float) -> None:
    data = files.pdf(*[files.RESUME] * 5)
    with pytest.raises(FileDamaged):
        read(data[: int(len(data) * share)])


def test_a_pdf_that_was_cut_short_is_damaged_also_where_a_reader_could_mend_it() -> None:
    page = b"BT /F 12 Tf 50 700 Td (Alex Example builds payment services in Python and Go) Tj ET\n"
    data = files.raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R"
        b"/Resources<</Font<</F 4 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(page) * 40, page * 40),
    )
    assert "payment services" in read(data).text
    with pytest.raises(FileDamaged) as refused:
        read(data[: data.index(b"endstream") - 1800])
    assert refused.value.metadata == {"part": "end"}


@pytest.mark.parametrize("share", [0.05, 0.5, 0.97])
def test_a_docx_that_was_cut_short_is_damaged(share: float) -> None:
    data = files.docx()
    with pytest.raises(FileDamaged) as refused:
        read(data[: int(len(data) * share)])
    assert refused.value.metadata == {"part": "directory"}


def test_a_pdf_without_pages_or_structure_is_damaged() -> None:
    for data in (
        b"%PDF-1.7\nnothing here\nstartxref\n0\n%%EOF\n",
        files.raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"),
    ):
        with pytest.raises(FileDamaged):
            read(data)


def test_a_pdf_with_too_many_pages_is_refused() -> None:
    with pytest.raises(FileTooLarge) as refused:
        read(files.pdf(*["Page"] * 201))
    assert refused.value.metadata == {"unit": "pages", "size": "201", "limit": "200"}


def test_a_pdf_with_nothing_on_its_pages_is_unreadable() -> None:
    with pytest.raises(TextUnreadable) as refused:
        read(files.pdf(""))
    assert refused.value.metadata["signal"] == "no_text"


@pytest.mark.parametrize("data", [files.pictured_pdf(), files.PNG], ids=["pdf", "picture"])
def test_a_file_that_is_all_picture_has_to_be_looked_at(data: bytes) -> None:
    with pytest.raises(ScanFound):
        read(data)


def test_pages_follow_one_another_and_each_is_found_by_its_span() -> None:
    document = read(files.pdf("First page of Alex Example\nWrites Python", "Second page of Alex"))
    assert [document.text[page.start : page.end] for page in document.pages] == [
        "First page of Alex Example\nWrites Python\n",
        "Second page of Alex\n",
    ]
    at = document.text.index("Second")
    assert document.span(at, at + 6).page == 2


def test_a_form_feed_in_plain_text_begins_a_page() -> None:
    document = read(f"{files.RESUME}\f{files.RESUME}".encode())
    assert [page.number for page in document.pages] == [1, 2]
    assert document.text == files.RESUME * 2


def test_every_refusal_has_a_reason_of_its_own() -> None:
    reasons = [refusal.reason for refusal in FileRefused.__subclasses__()]
    assert len(set(reasons)) == len(reasons)
