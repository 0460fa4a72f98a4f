"""Headers and footers that run through a file's pages: `Ada Lovelace - 2/3`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERED = "#"
_EDGE = 2  # lines at the top, and as many at the bottom
_OF_PAGES = re.compile(
    r"(?P<number>\d{1,3})\s*(?:/|\b(?:of|von|de|sur|di|van|z)\b)\s*\d{1,3}\s*$", re.IGNORECASE
)
_LAST_NUMBER = re.compile(r"(?:(?<=^)|(?<=\s)|(?<=page))(?P<number>\d{1,3})\s*$", re.IGNORECASE)
_LONGEST = 60  # characters of one that has no page number: longer ones are sentences
_SENTENCE = re.compile(r"^\W|[.,;:]$")
_BLANKS = re.compile(r"\s+")


def said_once(pages: Sequence[list[str]]) -> list[list[str]]:
    """Return the lines of each page, without what most pages begin or end with but for its number.

    And without what every page has in the same place there, unless it reads as a sentence.
    Where such a line stands first it stays.
    """
    tops = [_keys(lines[:_EDGE], number) for number, lines in enumerate(pages, start=1)]
    ends = [_keys(lines[: -_EDGE - 1 : -1], number) for number, lines in enumerate(pages, start=1)]
    running = _running(tops, len(pages)), _running(ends, len(pages))
    found: set[str] = set()
    left: list[list[str]] = []
    for lines, top, end in zip(pages, tops, ends, strict=True):
        start, stop = _repeated(top, running[0], found), _repeated(end, running[1], found)
        found.update(key for key in (*top, *end) if key in running[0] | running[1])
        left.append(lines[start : max(start, len(lines) - stop)])
    return left


def _keys(lines: Sequence[str], number: int) -> list[str]:
    """Return what is the same in a line of every page: what it says, and its number or place."""
    keys: list[str] = []
    for at, line in enumerate(lines):
        told = _OF_PAGES.search(line) or _LAST_NUMBER.search(line)
        is_page = told is not None and int(told["number"]) == number
        key = (
            f"{_NUMBERED}{line[: told.start()]}" if told is not None and is_page else f"{at}{line}"
        )
        keys.append(_BLANKS.sub(" ", key).strip().casefold())
    return keys


def _running(edges: Sequence[list[str]], pages: int) -> set[str]:
    counts = Counter(key for edge in edges for key in set(edge))
    return {key for key, count in counts.items() if _runs(key, count, pages)}


def _runs(key: str, count: int, pages: int) -> bool:
    if key.startswith(_NUMBERED):
        return count >= 2 and count * 2 > pages
    says = key[1:]
    return 2 <= count == pages and len(says) <= _LONGEST and _SENTENCE.search(says) is None


def _repeated(edge: Sequence[str], running: set[str], found: set[str]) -> int:
    """Return how many lines from the edge of a page have been read on one before."""
    count = 0
    while count < len(edge) and edge[count] in running and edge[count] in found:
        count += 1
    return count
