from __future__ import annotations

import codecs

import pytest

from services.ingest.documents.errors import FileTypeUnsupported
from services.ingest.documents.reading import read

SPANISH = "Ingeniera de software, Málaga\nDiseñé servicios de pago para más de cien comercios\n"


@pytest.mark.parametrize(
    "data",
    [
        SPANISH.encode(),
        SPANISH.encode("utf-8-sig"),
        SPANISH.encode("utf-16"),
        codecs.BOM_UTF16_BE + SPANISH.encode("utf-16-be"),
        SPANISH.encode("utf-32"),
        SPANISH.encode("utf-16-le"),
        SPANISH.encode("utf-16-be"),
        SPANISH.encode("cp1252"),
        SPANISH.replace("\n", "\r\n").encode(),
        SPANISH.replace("\n", "\r").encode(),
    ],
    ids=["8", "8 mark", "16", "16 BE", "32", "16 LE bare", "16 BE bare", "1252", "CRLF", "CR"],
)
def test_text_is_the_same_in_every_encoding(data: bytes) -> None:
    assert read(data).text == SPANISH


def test_windows_punctuation_is_kept() -> None:
    text = "Résumé, “senior” engineer™ notes, 40 000 € a year, on payment services\n"
    assert read(text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"Alex Example\x00\x01\x02 " * 20,
        b"Alex Example \x01 engineer " * 20,
        codecs.BOM_UTF8 + b"\xff\xfe broken",
        b"\x81\x8d\x8f" * 40,
    ],
)
def test_bytes_that_are_no_text_are_not_read_as_text(data: bytes) -> None:
    with pytest.raises(FileTypeUnsupported):
        read(data)
