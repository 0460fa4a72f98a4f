"""A document's text as lines that know where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BULLET = re.compile(
    r"[\s\ue000-\uf8ff]*(?:(?:[•◦▪▫◆◇●○■□·‣\u2043➢➤►▶✓✔❖§*∙⚫►][\s\ue000-\uf8ff]*)+\.?"
    r"|[-\u2013—o]\s+(?=\S))"
)
_EDGES = " \t\r\f\v\u00a0\u200b\ufeff"
_LONGEST = 1000
_FOOTER = re.compile(
    r"(?:.{0,60}[\u2013—|·•-]\s*)?(?:(?:page|seite|página)\s*)?\d{1,2}\s*(?:/|of|von|de|sur)\s*\d{1,2}"
    r"(?:\s*[\u2013—|·•-].{0,60})?|(?:last\s+updated|stand|mise\s+à\s+jour)\b.{0,40}\d{4}\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line without its bullet and outer spaces: `document.text[start:end] == text`."""

    text: str
    start: int
    end: int
    bullet: bool

    @property
    def is_footer(self) -> bool:
        """Whether the line only numbers a page, as in "3/4" or "Ada Lovelace - 1/2"."""
        return len(self.text) < 80 and _FOOTER.fullmatch(self.text) is not None


def lines_of(text: str) -> tuple[TextLine, ...]:
    """Return the lines of `text` that are not blank, in order.

    A longer line than any page has is broken at spaces, to bound what a hostile one costs.
    """
    found: list[TextLine] = []
    offset = 0
    for raw in text.split("\n"):
        start = 0
        for stop in _breaks(raw):
            line = _line(raw[start:stop], offset + start)
            if line is not None:
                found.append(line)
            start = stop
        offset += len(raw) + 1
    return tuple(found)


def _breaks(raw: str) -> Iterator[int]:
    """Yield where the pieces of a line end."""
    start = 0
    while len(raw) - start > _LONGEST:
        space = raw.rfind(" ", start, start + _LONGEST)
        start = space + 1 if space > start else start + _LONGEST
        yield start
    yield len(raw)


def _line(raw: str, offset: int) -> TextLine | None:
    """Return the line that stands at `offset`, or nothing when it is blank."""
    mark = _BULLET.match(raw)
    bullet = mark is not None and raw[: mark.end()].strip(_EDGES) != ""
    left = mark.end() if mark is not None and bullet else 0
    body = raw[left:]
    stripped = body.strip(_EDGES)
    if not stripped:
        return None
    start = offset + left + body.index(stripped)
    return TextLine(stripped, start, start + len(stripped), bullet)
