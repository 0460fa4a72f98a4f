"""Jobs without dates: where a header for one stands among lines that no date opens.

Only clear ones are taken: what looks like a header may be a line of what was done.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.ingest.extraction.entries import Entry, is_header_like
from services.ingest.extraction.headers import chunks_of, fields_before_place, fields_of
from services.ingest.extraction.titles import has_role, is_employer_like, is_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.ingest.extraction.lines import TextLine
    from taxonomy.taxonomy import Taxonomy

_MAX_WORDS = 12
_MAX_HEADER_LINES = 3
_SMALL = re.compile(r"\s(?:(?:and|of|for|the|in|to|at|de|del|la|für|und|des|du|&|y|et)\s)+")
_LOWER = re.compile(r"(?<![\w'\u2019/&+.-])[a-zß-ÿ]{3,}")
_LABEL = re.compile(r":\s|:$")


def with_undated(
    entries: Sequence[Entry], lines: Sequence[TextLine], taxonomy: Taxonomy
) -> tuple[Entry, ...]:
    """Return the entries of a section with those that no date opens, in the order of the text.

    `entries` are the dated ones of `lines`. A header within one of them, after what was done,
    ends it.
    """
    if not entries:
        return tuple(_opened(lines, taxonomy))
    found: list[Entry] = []
    before = [line for line in lines if line.end <= entries[0].start]
    found += _opened(before, taxonomy)
    for entry in entries:
        at = _next_opening(entry.lines, taxonomy)
        if at is None:
            found.append(entry)
            continue
        kept, rest = entry.lines[:at], entry.lines[at:]
        found.append(Entry(entry.header, entry.following, entry.period, kept))
        found += _opened(rest, taxonomy)
    return tuple(found)


def _next_opening(lines: Sequence[TextLine], taxonomy: Taxonomy) -> int | None:
    """Return the index of the first header of a job after what was done in the one before."""
    for at in range(2, len(lines)):
        if _opens(lines, at, taxonomy) and not is_header_like(lines[at - 1]):
            return at
    return None


def _opened(lines: Sequence[TextLine], taxonomy: Taxonomy) -> Iterator[Entry]:
    """Yield the entries that headers in `lines` open; what stands before the first is no job's."""
    starts = [at for at in range(len(lines)) if _opens(lines, at, taxonomy)]
    for at, until in zip(starts, [*starts, len(lines)][1:], strict=True):
        yield Entry(tuple(_header(lines[at:until])), (), None, tuple(lines[at:until]))


def _header(lines: Sequence[TextLine]) -> Iterator[str]:
    """Yield the lines at the beginning that read as a header."""
    for line in lines[:_MAX_HEADER_LINES]:
        if not is_header_like(line) or not _is_titled(line.text):
            return
        yield line.text


def _opens(lines: Sequence[TextLine], at: int, taxonomy: Taxonomy) -> bool:
    """Say whether a title and an employer stand at line `at`, in it or also in the next."""
    line = lines[at]
    if not is_header_like(line) or not _is_titled(line.text) or _LABEL.search(line.text):
        return False
    chunks = chunks_of(line.text)
    title, employer = fields_of(chunks, taxonomy)
    if title and employer and has_role(title):
        set_apart = len(chunks) > 1 or _is_told(lines, at)
        return is_employer_like(employer) or (set_apart and not has_role(employer))
    if not chunks:
        return all(fields_before_place([line.text]))
    if not has_role(line.text) or at + 1 >= len(lines):
        return False
    below = lines[at + 1]
    return is_header_like(below) and _names_employer(below.text)


def _is_told(lines: Sequence[TextLine], at: int) -> bool:
    """Say whether what was done follows line `at`."""
    return at + 1 < len(lines) and not is_header_like(lines[at + 1])


def _names_employer(text: str) -> bool:
    """Say whether a line under a title is an employer: by a word of its own, or by its town."""
    chunks = chunks_of(text)
    if has_role(text) or not chunks or _LABEL.search(text):
        return False
    return is_employer_like(text) or (chunks != [text] and not is_place(text))


def _is_titled(text: str) -> bool:
    """Say whether the words of a line are capitalised as those of names and titles are."""
    return len(text.split()) <= _MAX_WORDS and _LOWER.search(_SMALL.sub(" ", text)) is None
