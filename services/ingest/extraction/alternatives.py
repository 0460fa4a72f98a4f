"""Which of the things that a sentence asks for are alternatives: "Python or Go".

Whoever has one of them has what is asked for, so none of them alone is a must.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_OR = r"(?:and\s?/\s?or|or|oder|bzw\.?|o|u|ou)"
# What may stand between an item and the word that joins it: "Kafka experience (2 years) or".
_AFTER = (
    r"\s*(?:\([^)]*\)\s*)?(?:(?:experience|skills?|knowledge|certification|analyst|engineer"
    r"|developer|designer|manager|administrator|nurse)\b\s*)?"
)
_BETWEEN = re.compile(
    rf"{_AFTER}(?P<link>,?\s*\b{_OR}\s|,|/)\s*(?:(?!and\b|und\b|y\b|et\b)\w+\s+){{0,2}}\(?",
    re.IGNORECASE,
)
# "Python 3 or later" is no alternative, "gRPC or another RPC framework" is one.
_FOLLOWED = re.compile(
    rf"{_AFTER},?\s*\b{_OR}\s+(?!better|higher|above|newer|later|more|greater|beyond"
    r"|höher|besser|neuer|mehr|superior|mayor|más|supérieur|plus)\w",
    re.IGNORECASE,
)


def alternatives(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the indices of those of `spans`, in order of the text, that are alternatives.

    Of "A, B or C" all three are. What follows after another comma is not.
    """
    links = [_link(text[end:start]) for (_, end), (start, _) in pairwise(spans)]
    found: set[int] = set()
    for at, (_, end) in enumerate(spans):
        is_joined = at < len(links) and links[at] == "or"
        if not is_joined and _FOLLOWED.match(text, end) is None:
            continue
        found.add(at)
        if is_joined:
            found.add(at + 1)
        while at > 0 and links[at - 1] == ",":
            at -= 1  # noqa: PLW2901  # back to where the list begins
            found.add(at)
    return frozenset(found)


def _link(between: str) -> str:
    """Return how two items are joined: "or", ",", or "" when they are not in one list."""
    match = _BETWEEN.fullmatch(between)
    if match is None:
        return ""
    link = match["link"].strip()
    return link if link in (",", "/", "") else "or"
