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
# Before a list of which any will do: "one of AWS, GCP", "tools such as Jira, Trello".
_ANY_OF = re.compile(
    r"\b(?:(?:at least )?(?:one|any|either|some)(?: or more)? of(?: the following| these)?"
    r"(?: \w+){0,3}|either|mindestens eine[rsnm]?(?: der)?|eine[rsnm]? (?:der|von)|(?:al menos )?"
    r"(?:uno|una|alguno|alguna) de|(?:au moins )?(?:un|une|l['\u2019]une?) (?:des|de)"
    r"|such as|e\.?\s?g\.?|for example|for instance|z\.\s?b\.|zum beispiel|wie|p\.\s?ej\."
    r"|por ejemplo|tales? como|par exemple|tels? que)\s*[:,(]?\s*(?:\w+\s){0,2}\(?$",
    re.IGNORECASE,
)
_COMMA = re.compile(
    r"\s*(?:\([^)]*\))?\s*(?:,|/|,?\s*\b(?:and|und|y|et|&)\b|,?\s*\betc\b)\s*", re.IGNORECASE
)
# "Python 3 or later" is no alternative, "gRPC or another RPC framework" is one.
_FOLLOWED = re.compile(
    rf"{_AFTER},?\s*\b{_OR}\s+(?!better|higher|above|newer|later|more|greater|beyond"
    r"|höher|besser|neuer|mehr|superior|mayor|más|supérieur|plus)\w",
    re.IGNORECASE,
)


def groups(text: str, spans: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return the indices of those of `spans`, in order of the text, that are alternatives.

    Each comes with the index of the first of its group. Of "A, B or C" all three are one;
    what follows after another comma is not in it. Of "one of A, B and C" all three are. A
    group of one is an alternative to something that is not among the spans.
    """
    links = [_link(text[end:start]) for (_, end), (start, _) in pairwise(spans)]
    found: dict[int, int] = {}
    for at, (_, end) in enumerate(spans):
        is_joined = at < len(links) and links[at] == "or"
        if not is_joined and (at in found or _FOLLOWED.match(text, end) is None):
            continue
        first = found.get(at, at)
        while (
            first > 0 and first not in found and links[first - 1] == "," and first - 1 not in found
        ):
            first -= 1  # back to where the list begins
        found.update(dict.fromkeys(range(first, at + 1 + is_joined), first))
    for at in range(len(spans)):
        if at not in found and _ANY_OF.search(text, 0, spans[at][0]) is not None:
            found.update(dict.fromkeys(range(at, _end_of_list(text, spans, at)), at))
    return found


def alternatives(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the indices of those of `spans`, in order of the text, that are alternatives."""
    return frozenset(groups(text, spans))


def _end_of_list(text: str, spans: Sequence[tuple[int, int]], at: int) -> int:
    """Return the index after the last of the items that are listed from `at` on."""
    while at + 1 < len(spans) and _COMMA.fullmatch(text, spans[at][1], spans[at + 1][0]):
        at += 1
    return at + 1


def _link(between: str) -> str:
    """Return how two items are joined: "or", ",", or "" when they are not in one list."""
    match = _BETWEEN.fullmatch(between)
    if match is None:
        return ""
    link = match["link"].strip()
    return link if link in (",", "/", "") else "or"
