from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.documents.errors import FileDamaged, FileRefused
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


def _html(css: str, attributes: str = "") -> bytes:
    lines = "".join(f"<p {attributes}>{line}</p>" for line in files.RESUME.splitlines())
    return (
        f"<!DOCTYPE html><html><head><style>{css}</style></head><body>{lines}"
        '<p class="x">not seen</p></body></html>'
    ).encode()


@pytest.mark.parametrize(
    "css",
    ["p:foo({", "p:::!! {color: red}", "p:has(> {top: 0}", f"p{{font-size: {'9' * 9000}px}}"],
)
def test_styles_that_are_none_do_not_keep_a_page_from_being_read(css: str) -> None:
    assert "Alex Example" in read(_html(css)).text


def test_a_number_of_thousands_of_digits_does_not_show_what_is_hidden() -> None:
    css = f"p {{ width: {'1' * 9000}px }} .x {{ display: none }}"
    assert "not seen" not in read(_html(css)).text


@pytest.mark.parametrize(
    "data",
    [_html(f"p{{color: {'(' * 9000}"), _html("", f'style="color: {"[" * 9000}"')],
    ids=["sheet", "attribute"],
)
def test_styles_that_are_nested_too_deeply_are_damaged(data: bytes) -> None:
    with pytest.raises(FileDamaged) as refused:
        read(data)
    assert refused.value.metadata == {"part": "nesting"}
