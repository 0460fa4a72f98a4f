from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.documents.errors import FileRefused
from services.ingest.documents.reading import read
from services.ingest.documents.scans import ScanFound
from tests.fixtures import files

if TYPE_CHECKING:
    from collections.abc import Sequence

WHOLE = (files.pdf(files.RESUME), files.docx(), files.RESUME.encode())
edits = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=12)), max_size=6)


@given(st.sampled_from(WHOLE), edits)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_a_file_with_any_bytes_changed_is_read_or_refused(
    data: bytes, changes: Sequence[tuple[float, bytes]]
) -> None:
    for share, content in changes:
        at = int(share * len(data))
        data = data[:at] + content + data[at + len(content) :]
    with contextlib.suppress(FileRefused, ScanFound):
        read(data)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(FileRefused, ScanFound):
        read(data)


@given(st.text(max_size=400))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_text_is_read_or_refused_and_every_line_ends(text: str) -> None:
    with contextlib.suppress(FileRefused, ScanFound):
        document = read((files.RESUME + text).encode(errors="replace"))
        assert document.text.endswith("\n")
        assert document.pages[-1].end == len(document.text)
        assert all(
            page.end == following.start
            for page, following in zip(document.pages, document.pages[1:], strict=False)
        )


@pytest.mark.parametrize("head", [b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"\xd0\xcf\x11\xe0"])
def test_a_beginning_alone_is_refused(head: bytes) -> None:
    with pytest.raises(FileRefused):
        read(head)
