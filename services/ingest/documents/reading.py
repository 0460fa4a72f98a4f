"""A file's bytes to its document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.ingest.documents import (
    archive,
    detect,
    docx,
    hypertext,
    json_resume,
    legible,
    marked,
    odt,
    pdf,
    plain,
    rtf,
    scans,
    smuggled,
)
from services.ingest.documents.characters import visible
from services.ingest.documents.document import Document, Page, ScannedLine, Span
from services.ingest.documents.errors import (
    FileEmpty,
    FileEncrypted,
    FileTooLarge,
    FileTypeUnsupported,
    TextUnreadable,
)
from services.ingest.documents.findings import (
    MAX_FINDINGS,
    MAX_TEXT,
    Finding,
    FindingKind,
)
from services.ingest.documents.instructions import RULES, Rule, instructions_in
from services.ingest.documents.package import Package
from services.ingest.documents.scans import ScanFound
from services.ingest.documents.sheet import Content, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.ingest.documents.scans import Eyes

MAX_BYTES = 10 * 1024 * 1024
_MAX_TITLE = 40  # words of a title, a list of keywords, a description
_MAX_SOURCE = 4 * 1024 * 1024  # characters of HTML, most of which are not text


def read(data: bytes, *, eyes: Eyes | None = None, rules: Sequence[Rule] = RULES) -> Document:
    """Return the text of a file in reading order; `detect.READ` lists the types.

    The type is told from the content. The text holds only what a reader of the page would
    see: see `characters.visible`. Where an office file breaks its pages is not known before it
    is laid out, so it is one page. Raises a FileRefused for a file that gives no readable text,
    and ScanFound for one whose pages have to be looked at, if there are no `eyes` for that.
    """
    check_size(data)
    content = _content(data, eyes)
    document = _document(content, rules)
    try:
        legible.check(document)
    except TextUnreadable:
        is_seen = all(sheet.confidences is not None for sheet in content.sheets)
        if is_seen or content.media_type != detect.PDF or not scans.has_pictures(data):
            raise
        if eyes is None:
            raise ScanFound from None
        everything = range(len(content.sheets))
        sheets, left_out = scans.pages(data, eyes, content.sheets, everything)
        document = _document(Content(detect.PDF, sheets, left_out), rules)
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
    elif media_type not in detect.READ:
        raise _unsupported(media_type)


def check_size(data: bytes) -> None:
    """Raise FileEmpty or FileTooLarge, before anything else looks at `data`."""
    if not data:
        raise FileEmpty("the file is empty")
    if len(data) > MAX_BYTES:
        raise FileTooLarge(
            "the file is too large", unit="bytes", size=str(len(data)), limit=str(MAX_BYTES)
        )


def _content(data: bytes, eyes: Eyes | None) -> Content:
    media_type = detect.media_type(data)
    if media_type == detect.PDF:
        sheets, left_out = _pdf(data, eyes)
        return Content(media_type, sheets, left_out=left_out)
    if media_type in detect.PICTURES:
        if eyes is None:
            raise ScanFound
        sheets, left_out = scans.pictures(data, eyes)
        return Content(media_type, sheets, left_out=left_out)
    if media_type == detect.ENCRYPTED_OFFICE:
        raise FileEncrypted("the file opens only with a password")
    if media_type == detect.ZIP:
        return _packaged(data)
    if media_type == detect.RTF:
        return Content(media_type, [rtf.read(data)])
    if media_type in detect.TEXTS:
        return _written(media_type, data)
    raise _unsupported(media_type)


def _pdf(data: bytes, eyes: Eyes | None) -> tuple[list[Sheet], int]:
    """Return the pages, and how many pictured ones were left out."""
    sheets = pdf.pages(data)
    bare = [number for number, sheet in enumerate(sheets) if _is_bare(sheet.lines)]
    if not bare or not scans.has_pictures(data, bare):
        return sheets, 0
    if eyes is None:
        raise ScanFound
    return scans.pages(data, eyes, sheets, bare)


def _packaged(data: bytes) -> Content:
    package = Package(data)
    media_type = detect.package_type(package)
    if media_type == detect.DOCX:
        return Content(media_type, [docx.sheet(package)])
    if media_type == detect.ODT:
        return Content(media_type, [odt.read(package)])
    raise _unsupported(media_type)


def _written(media_type: str, data: bytes) -> Content:
    """Return what is written in HTML, Markdown, JSON or plain lines."""
    text = hypertext.decode(data) if media_type == detect.HTML else plain.decode(data)
    if text is None:
        raise _unsupported(media_type)
    _check_characters(len(text), limit=_MAX_SOURCE if media_type == detect.HTML else None)
    if media_type in (detect.HTML, detect.MARKDOWN):
        reader = hypertext if media_type == detect.HTML else marked
        return Content(media_type, [reader.read(text)])
    if media_type == detect.JSON:
        resume = json_resume.read(text)
        if resume is None:
            raise _unsupported(media_type)
        return Content(media_type, [Sheet(resume)])
    return Content(media_type, [Sheet(lines) for lines in plain.pages(text)])


def _unsupported(media_type: str) -> FileTypeUnsupported:
    return FileTypeUnsupported("files of this type are not read", detected=media_type)


def _is_bare(lines: list[str]) -> bool:
    """Say whether a page has next to no text: less than a stamp or a page number and a name."""
    return sum(map(str.isalpha, "".join(lines))) < legible.MIN_PAGE_LETTERS


def _check_characters(count: int, *, limit: int | None = None) -> None:
    limit = pdf.MAX_CHARACTERS if limit is None else limit
    if count > limit:
        raise FileTooLarge(
            "the file has too much text", unit="characters", size=str(count), limit=str(limit)
        )


def _document(content: Content, rules: Sequence[Rule]) -> Document:
    parts: list[str] = []
    pages: list[Page] = []
    findings: list[Finding] = []
    start = 0
    for number, sheet in enumerate(content.sheets, start=1):
        if sheet.confidences is None:
            text, hidden = _text(sheet)
            page = Page(number, start, start + len(text))
            findings += (
                Finding(kind, Span(number, start + at, start + at), visible(said)[:MAX_TEXT])
                for kind, at, said in hidden
            )
        else:
            text, page = _scanned(sheet, number, start)
        parts.append(text)
        pages.append(page)
        start += len(text)
    _check_characters(start)
    document = Document(
        content.media_type, "".join(parts), tuple(pages), pages_left_out=content.left_out
    )
    said = [
        Finding(FindingKind.INSTRUCTION, document.span(*place), document.text[slice(*place)])
        for place in instructions_in(document.text, rules)
    ]
    # All of these count: what is not recorded as an instruction would become a fact.
    hidden = [each for each in findings if _is_telling(each, rules)][:MAX_FINDINGS]
    return replace(document, findings=(*hidden, *map(_cut, said)))


def _scanned(sheet: Sheet, number: int, start: int) -> tuple[str, Page]:
    """Return the text of a page that was read off a picture, and where it stands."""
    text = ""
    lines: list[ScannedLine] = []
    for line, confidence in zip(sheet.lines, sheet.confidences or (), strict=True):
        clean, _ = _text(Sheet([line]))
        if clean:
            at = start + len(text)
            lines.append(ScannedLine(at, at + len(clean) - 1, round(confidence, 1)))
            text += clean
    length = sum(line.end - line.start for line in lines)
    mean = sum((line.end - line.start) * line.confidence for line in lines) / max(1, length)
    return text, Page(number, start, start + len(text), round(mean, 1), tuple(lines))


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
