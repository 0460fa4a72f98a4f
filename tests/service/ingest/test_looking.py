"""Pictures of text, read by processes of their own that hold up no others."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import psutil
import pytest
import pytest_asyncio
from PIL import Image

from services.ingest import parsing
from services.ingest.documents.errors import FileDamaged, FileTooLarge, TextUnreadable
from services.ingest.documents.eyes import Eyes
from services.ingest.documents.scans import ScanFound
from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.quality import Problem
from services.ingest.extraction.reading import ContactKind
from tests.fixtures import files, scans
from tests.harness.nurseries import nurseries

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from services.ingest.documents.document import Document
    from services.ingest.parsing import Parser

pytestmark = pytest.mark.asyncio(loop_scope="module")

AS_OF = YearMonth(2025, 6)
SCAN = Path(__file__).parents[2] / "fixtures" / "resumes" / "john-doe-scan.jpg"
PAGES = 3


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def looker() -> AsyncGenerator[Parser]:
    memory = 1536 * 1024 * 1024
    async with parsing.pool(workers=1, timeout=60, memory=memory, scanned_pages=PAGES) as looker:
        yield looker


async def _read(looker: Parser, data: bytes) -> Document:
    return (await looker.parse(data, as_of=AS_OF)).document


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
async def test_a_picture_of_a_page_is_read_as_the_page(looker: Parser, kind: str) -> None:
    document = await _read(looker, scans.image(scans.page(), kind=kind))
    assert document.media_type == f"image/{kind.lower()}"
    assert document.text == files.RESUME


@pytest.mark.parametrize("degrees", [2, -3, 90, 180, 270])
async def test_a_page_that_lies_on_its_side_or_askew_is_read_as_if_it_did_not(
    looker: Parser, degrees: float
) -> None:
    document = await _read(looker, scans.image(scans.page(turned=degrees)))
    assert document.text == files.RESUME


async def test_each_line_and_page_says_how_surely_it_was_read(looker: Parser) -> None:
    (page,) = (await _read(looker, SCAN.read_bytes())).pages
    assert page.ocr_confidence is not None
    assert 95 < page.ocr_confidence <= 100
    assert len(page.ocr_lines) > 30
    assert page.ocr_lines[0].start == page.start
    assert page.ocr_lines[-1].end == page.end - 1
    assert all(30 <= line.confidence <= 100 for line in page.ocr_lines)


async def test_a_real_scan_gives_the_facts_that_it_shows(looker: Parser) -> None:
    parsed = await looker.parse(SCAN.read_bytes(), as_of=AS_OF)
    assert parsed.reading.contact(ContactKind.EMAIL) == "john.doe@email.com"
    assert len(parsed.facts.positions) >= 2
    assert parsed.facts.skills


async def test_pages_that_hold_text_are_not_looked_at(looker: Parser) -> None:
    document = await _read(looker, scans.pdf([files.RESUME, scans.page()]))
    first, second = document.pages
    assert first.ocr_confidence is None
    assert not first.ocr_lines
    assert second.ocr_confidence is not None
    assert document.text[second.start : second.end] == files.RESUME


async def test_a_text_layer_that_is_no_text_is_read_off_the_page(looker: Parser) -> None:
    document = await _read(looker, scans.pdf([scans.page()], layer=scans.GARBLED * 12))
    assert document.text == files.RESUME


async def test_every_page_of_a_tiff_is_read(looker: Parser) -> None:
    document = await _read(looker, scans.image(scans.page(), scans.page("Second page\nof two")))
    assert [page.number for page in document.pages] == [1, 2]
    assert document.text == files.RESUME + "Second page\nof two\n"


@pytest.mark.parametrize(
    "data",
    [
        scans.image(*[scans.page()] * (PAGES + 1)),
        scans.pdf([scans.page()] * (PAGES + 1)),
    ],
    ids=["tiff", "pdf"],
)
async def test_pictured_pages_beyond_those_looked_at_are_left_out_and_that_is_said(
    looker: Parser, data: bytes
) -> None:
    parsed = await looker.parse(data, as_of=AS_OF)
    assert parsed.document.text == files.RESUME * PAGES
    assert parsed.document.pages_left_out == 1
    assert parsed.quality is not None
    assert Problem.PAGES_LEFT_OUT in parsed.quality.problems


async def test_a_picture_that_unpacks_to_far_more_than_a_page_is_refused(looker: Parser) -> None:
    with pytest.raises(FileTooLarge) as refused:
        await _read(looker, scans.image(Image.new("1", (20_000, 8_000))))
    assert refused.value.metadata["unit"] == "pixels"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
async def test_a_picture_that_was_cut_short_is_damaged(
    looker: Parser, kind: str, share: float
) -> None:
    data = scans.image(scans.page(), kind=kind)
    with pytest.raises(FileDamaged):
        await _read(looker, data[: int(len(data) * share)])


async def test_a_picture_without_text_is_unreadable(looker: Parser) -> None:
    with pytest.raises(TextUnreadable) as refused:
        await _read(looker, scans.image(Image.new("RGB", (600, 800), "navy")))
    assert refused.value.metadata["signal"] == "no_text"


async def test_who_does_not_look_says_that_somebody_must() -> None:
    async with parsing.pool(workers=1) as parser:
        with pytest.raises(ScanFound):
            await parser.parse(SCAN.read_bytes(), as_of=AS_OF)


async def test_text_is_read_while_a_picture_is_looked_at(looker: Parser) -> None:
    async with parsing.pool(workers=1) as parser:
        looking = asyncio.create_task(_read(looker, SCAN.read_bytes()))
        assert (await _read(parser, files.pdf(files.RESUME))).text == files.RESUME
        assert not looking.done()
        assert "John Doe" in (await looking).text


async def test_looking_takes_one_core_and_little_memory(looker: Parser) -> None:
    await _read(looker, SCAN.read_bytes())
    # The newest: an Ingest that other suites share may have one, too.
    (child,) = max(nurseries("looking"), key=psutil.Process.create_time).children()
    assert child.num_threads() == 1
    assert child.memory_full_info().pss < 700 * 1024 * 1024


async def test_the_networks_come_with_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> NoReturn:
        raise AssertionError("something is fetched")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    monkeypatch.setattr(socket, "getaddrinfo", unreachable)
    assert Eyes(pages=1).pages == 1
