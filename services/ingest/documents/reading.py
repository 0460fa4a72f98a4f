"""A file's bytes to its document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.ingest.documents import archive, detect, docx, legible, pdf, plain, smuggled
from services.ingest.documents.characters import visible
from services.ingest.documents.document import Document, Page, Span
from services.ingest.documents.errors import (
    FileEmpty,
    FileEncrypted,
    FileTooLarge,
    FileTypeUnsupported,
)
from services.ingest.documents.findings import (
    MAX_FINDINGS,
    MAX_TEXT,
    Finding,
    FindingKind,
    Sheet,
)
from services.ingest.documents.instructions import RULES, Rule, instructions_in
from services.ingest.documents.package import Package

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYTES = 10 * 1024 * 1024
_MAX_TITLE = 40  # words of a title, a list of keywords, a description


def read(data: bytes, *, rules: Sequence[Rule] = RULES) -> Document:
    """Return the text of a PDF, a DOCX or a plain text file, in reading order.

    The type is told from the content. The text holds only what a reader of the page would
    see: see `characters.visible`. Where a DOCX breaks its pages is not known before it is laid
    out, so it is one page. Raises a FileRefused for a file that gives no readable text.
    """
    check_size(data)
    media_type, pages = _pages(data)
    document = _document(media_type, pages, rules)
    legible.check(document)
    return document


def admit(data: bytes) -> None:
    """Check what can be told of a file without reading it: for before it is stored.

    Its size, its type by content, and what an archive says of itself. Raises a FileRefused.
    """
    check_size(data)
    media_type = detect.media_type(data)
    if media_type == detect.ZIP:
        archive.check_directory(data)
    elif media_type == detect.ENCRYPTED_OFFICE:
        raise FileEncrypted("the file opens only with a password")
    elif media_type not in (detect.PDF, detect.PLAIN):
        raise FileTypeUnsupported("files of this type are not read", detected=media_type)


def check_size(data: bytes) -> None:
    """Raise FileEmpty or FileTooLarge, before anything else looks at `data`."""
    if not data:
        raise FileEmpty("the file is empty")
    if len(data) > MAX_BYTES:
        raise FileTooLarge(
            "the file is too large", unit="bytes", size=str(len(data)), limit=str(MAX_BYTES)
        )


def _pages(data: bytes) -> tuple[str, list[Sheet]]:
    media_type = detect.media_type(data)
    if media_type == detect.PDF:
        return media_type, pdf.pages(data)
    if media_type == detect.ENCRYPTED_OFFICE:
        raise FileEncrypted("the file opens only with a password")
    if media_type == detect.ZIP:
        package = Package(data)
        media_type = detect.package_type(package)
        if media_type == detect.DOCX:
            return media_type, [docx.sheet(package)]
    text = plain.decode(data) if media_type == detect.PLAIN else None
    if text is None:
        raise FileTypeUnsupported("files of this type are not read", detected=media_type)
    _check_characters(len(text))
    return media_type, [Sheet(lines) for lines in plain.pages(text)]


def _check_characters(count: int) -> None:
    if count > pdf.MAX_CHARACTERS:
        raise FileTooLarge(
            "the file has too much text",
            unit="characters",
            size=str(count),
            limit=str(pdf.MAX_CHARACTERS),
        )


def _document(media_type: str, pages: list[Sheet], rules: Sequence[Rule]) -> Document:
    parts: list[str] = []
    spans: list[Page] = []
    findings: list[Finding] = []
    start = 0
    for number, sheet in enumerate(pages, start=1):
        text, hidden = _text(sheet)
        parts.append(text)
        spans.append(Page(number, start, start + len(text)))
        findings += (
            Finding(kind, Span(number, start + at, start + at), visible(said)[:MAX_TEXT])
            for kind, at, said in hidden
        )
        start += len(text)
    _check_characters(start)
    document = Document(media_type, "".join(parts), tuple(spans))
    said = [
        Finding(FindingKind.INSTRUCTION, document.span(*place), document.text[slice(*place)])
        for place in instructions_in(document.text, rules)
    ]
    # All of these count: what is not recorded as an instruction would become a fact.
    hidden = [each for each in findings if _is_telling(each, rules)][:MAX_FINDINGS]
    return replace(document, findings=(*hidden, *map(_cut, said)))


def _is_telling(finding: Finding, rules: Sequence[Rule]) -> bool:
    """Say whether a finding is one: metadata that only names things is on most files."""
    if finding.kind is not FindingKind.METADATA:
        return True
    return len(finding.text.split()) > _MAX_TITLE or bool(instructions_in(finding.text, rules))


def _cut(finding: Finding) -> Finding:
    return replace(finding, text=finding.text[:MAX_TEXT])


def _text(sheet: Sheet) -> tuple[str, list[tuple[FindingKind, int, str]]]:
    """Return the lines cleaned, each ending in a newline, without blank ones in succession.

    And what was hidden: how, before which character, and what.
    """
    kept: list[str] = []
    starts: list[int] = []
    hidden: list[tuple[FindingKind, int, str]] = []
    length = 0
    for line in sheet.lines:
        starts.append(length)
        shown, spelled = smuggled.split(line)
        hidden += ((FindingKind.HIDDEN_CHARACTERS, length, said) for said in spelled)
        for piece in visible(shown).rstrip("\n").split("\n"):
            clean = _tidy(piece)
            if clean or (kept and kept[-1]):
                kept.append(clean)
                length += len(clean) + 1
    while kept and not kept[-1]:
        kept.pop()
        length -= 1
    hidden += (
        (each.kind, starts[each.line] if each.line < len(starts) else length, each.text)
        for each in sheet.hidden
    )
    text = "".join(line + "\n" for line in kept)
    return text, [(kind, min(at, len(text)), said) for kind, at, said in hidden]


def _tidy(line: str) -> str:
    """Return the line with single spaces within its cells, and single tabs between them."""
    cells = (" ".join(cell.split()) for cell in line.split("\t"))
    return "\t".join(cell for cell in cells if cell)
