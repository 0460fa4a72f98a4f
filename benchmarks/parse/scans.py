"""The character error of what is read from scans.

Characters inserted, deleted and replaced between the text on a scan and what was read, over the
characters of the text, runs of white space counting as one space (Levenshtein's distance, as in
ISRI's "Accuracy": Rice, Jenkins, Nartker 1996). A scan that is refused is all deleted.

The API tells no text of a document, so that this alone reads with Ingest's own module.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from services.ingest import parsing
from services.ingest.documents.errors import FileRefused
from services.ingest.extraction.facts import YearMonth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.parse.folder import Scan

_TODAY = YearMonth(2026, 1)  # facts are not looked at


@dataclass(frozen=True, slots=True)
class ScanRead:
    """One scan: the characters on it, how many are wrong, and why it was refused, if it was."""

    name: str
    characters: int
    errors: int
    refused: str = ""


async def read(scans: Sequence[Scan]) -> list[ScanRead]:
    """Return how each scan was read."""
    results: list[ScanRead] = []
    async with parsing.pool(workers=1, timeout=300) as parser:
        for scan in scans:
            refused, text = "", ""
            try:
                parsed = await parser.parse(scan.file.read_bytes(), as_of=_TODAY)
                text = parsed.document.text
            except FileRefused as refusal:
                refused = refusal.reason
            told = plain(scan.text)
            results.append(ScanRead(scan.file.name, len(told), errors(told, plain(text)), refused))
    return results


def plain(text: str) -> str:
    """Return `text` with single spaces, in compatibility form: ligatures are their letters."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def errors(told: str, read_as: str) -> int:
    """Return how many characters are inserted, deleted or replaced."""
    return Levenshtein.distance(told, read_as)


def error_rate(results: Sequence[ScanRead]) -> float | None:
    """Return the errors over all characters, or None without scans."""
    characters = sum(each.characters for each in results)
    return sum(each.errors for each in results) / characters if characters else None
