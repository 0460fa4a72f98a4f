from __future__ import annotations

import pytest

from services.ingest.documents import archive
from services.ingest.documents.errors import FileArchiveBomb, FileDamaged
from services.ingest.documents.reading import read
from tests.fixtures import files

MIB = 1024 * 1024


def _rule(data: bytes) -> str:
    with pytest.raises(FileArchiveBomb) as refused:
        read(data)
    return refused.value.metadata["rule"]


def _padded(size: int) -> bytes:
    return files.docx_of("<w:p/>", extra={"word/media/image1.bmp": "\0" * size})


def test_an_entry_that_is_denser_than_files_are_is_a_bomb() -> None:
    assert _rule(_padded(10 * MIB)) == "ratio"


def test_a_dense_entry_that_is_small_is_none() -> None:
    archive.unpacked(_padded(MIB))


def test_an_entry_that_unpacks_to_too_much_is_a_bomb() -> None:
    assert _rule(_padded(archive.MAX_ENTRY + 1)) == "entry size"


def test_entries_that_together_unpack_to_too_much_are_a_bomb() -> None:
    part = "\0" * (archive.MAX_ENTRY - 1)
    entries = [(f"word/{index}.bin", part) for index in range(3)]
    assert _rule(files.archive(entries)) == "unpacked size"


def test_an_entry_that_unpacks_to_more_than_it_says_is_a_bomb() -> None:
    noise = bytes(index * index % 251 for index in range(300_007))
    data = files.archive([("word/media/image1.bmp", noise)])
    archive.unpacked(data)
    assert _rule(files.understated(data, "word/media/image1.bmp", 100)) == "declared size"


def test_a_huge_entry_that_says_it_is_small_is_a_bomb_and_is_not_unpacked_whole() -> None:
    data = files.understated(_padded(80 * MIB), "word/media/image1.bmp", 100)
    assert _rule(data) == "entry size"


def test_too_many_entries_are_a_bomb() -> None:
    entries = [(f"{index}.bin", b"") for index in range(archive.MAX_ENTRIES + 1)]
    assert _rule(files.archive(entries)) == "entries"


def test_archives_in_archives_spend_the_same_budget() -> None:
    inner = files.archive([(f"{index}.bin", b"") for index in range(900)])
    assert _rule(files.archive([(f"{index}.zip", inner) for index in range(3)])) == "entries"


def test_a_bomb_inside_an_archive_is_found() -> None:
    assert _rule(files.archive([("word/embeddings/sheet.xlsx", _padded(10 * MIB))])) == "ratio"


def test_archives_nested_without_end_are_a_bomb() -> None:
    data = files.RESUME.encode()
    for _ in range(archive.MAX_DEPTH + 1):
        data = files.archive([("inner.zip", data)])
    assert _rule(data) == "depth"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_its_entities_expand(encoding: str) -> None:
    laughs = "".join(f'<!ENTITY a{index + 1} "{f"&a{index};" * 10}">' for index in range(12))
    xml = f'<!DOCTYPE t [<!ENTITY a0 "ha">{laughs}]><w:document><w:body>&a12;</w:body></w:document>'
    data = files.docx_of("", extra={"word/document.xml": ""})
    entries = files.archive(
        [
            (
                "word/document.xml",
                f'<?xml version="1.0" encoding="{encoding}"?>{xml}'.encode(encoding),
            )
        ]
    )
    assert _rule(_merged(data, entries)) == "document type"


def test_xml_that_nests_without_end_is_damaged() -> None:
    with pytest.raises(FileDamaged) as refused:
        read(files.docx_of("<w:sdt>" * 500 + "</w:sdt>" * 500))
    assert refused.value.metadata == {"part": "nesting"}


def test_an_xml_part_larger_than_documents_are_is_a_bomb() -> None:
    text = "".join(f"<w:p><w:r><w:t>{index * 7919}</w:t></w:r></w:p>" for index in range(450_000))
    assert _rule(files.docx_of(text)) == "part size"


def test_an_entry_with_a_wrong_checksum_is_damaged() -> None:
    data = files.archive([("word/media/image1.bmp", bytes(range(256)) * 9)])
    at = data.index(b"image1.bmp") + len(b"image1.bmp") + 20
    with pytest.raises(FileDamaged):
        archive.unpacked(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])


def test_a_docx_without_the_part_that_it_names_is_damaged() -> None:
    with pytest.raises(FileDamaged) as refused:
        read(files.without(files.docx(), "word/document.xml"))
    assert refused.value.metadata == {"part": "document"}


def test_malformed_xml_is_damaged() -> None:
    with pytest.raises(FileDamaged) as refused:
        read(files.docx_of("<w:p>"))
    assert refused.value.metadata == {"part": "document"}


def _merged(data: bytes, more: bytes) -> bytes:
    return files.archive((files.entries(data) | files.entries(more)).items())
