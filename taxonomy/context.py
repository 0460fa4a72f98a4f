"""Context: whether a word that is also ordinary English names a tool where it stands.

"Go", "Excel" or "R" in a sentence says nothing; in "Python, Go and R" it does. A guarded word
is believed when any of these holds:

- a tool that needs no context is next to it in a list, maybe past other guarded words;
- two guarded words of two or more letters are next to each other in a list;
- it stands alone between list marks, or alone on its line;
- the words around it are about use: "experience with Go", "Excel macros", "written in Rust".

Single letters are believed only beside a tool, or after "programming in" and the like.
In another case than its own a word is believed only beside a tool, in a list on both sides.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_LINK: Final = re.compile(r"[\s,;/|•·●▪*&+()\[\]:\u2013-]*(?:(?:and|or)\b[\s(]*)?")
_LONGEST_LINK: Final = 10
_AROUND: Final = 40
_LIST_BEFORE: Final = re.compile(r"(?:[,;/|•·●▪*(:&\[]|\b(?:and|or))\s*$|^\s*[-\u2013]?\s*$")
_LIST_AFTER: Final = re.compile(r"\s*(?:[,;/|•·●▪)&\]]|(?:and|or)\b|\.?\s*$|\.?\s*\n)")
_MARK_BEFORE: Final = re.compile(r"[,;/|•·●▪*(:\[]\s*$")
_MARK_AFTER: Final = re.compile(r"\s*[,;/|•·●▪)\]](?!\s*\d)|\.?\s*$")
_LINE_BEFORE: Final = re.compile(r"(?:^|\n)[ \t•·●▪*\u2013-]*$")
_LINE_AFTER: Final = re.compile(r"[ \t]*(?:\n|$)")
_USE_BEFORE: Final = re.compile(
    r"\b(?:in|with|using|of|via|like|modern|advanced|knowledge|proficient|skilled|experienced)\s+$",
    re.IGNORECASE,
)
_USE_ENDS: Final = re.compile(
    r"\s*(?:[,;/)|.:]?\s*(?:$|\n)|[,;/)|](?!\s*\d)|\.\s"
    r"|(?:and|or|for|to|on|with|as|is|including|preferred|required|desired)\b)"
)
_USE_AFTER: Final = re.compile(
    r"\s+(?:developers?|engineers?|programm\w+|language|code\w*|coding|scripts?|scripting|apps?|"
    r"applications?|components?|framework|hooks|micro|services?|back ?end|front ?end|sdk|apis?|"
    r"jobs?|clusters?|pipelines?|macros?|spreadsheets?|formulas?|skills?|experience|libraries|"
    r"packages?|databases?|charts?|expert|tests?|stack|ecosystem|projects?|platform)\b",
    re.IGNORECASE,
)
_LETTER_USE: Final = re.compile(
    r"\b(?:programming|coding|scripting|programs?|code|scripts?|written|experience|proficien\w+|"
    r"analys\w+|models?|modell?ing|software|packages?)\s+(?:in|with|using)\s+$",
    re.IGNORECASE,
)
_GLUED: Final = frozenset("-&'\u2019.+#@_")


class Word(NamedTuple):
    """A chosen span of a text, and what is known of it before its context is read."""

    start: int
    end: int
    guarded: bool
    tool: bool
    own_case: bool
    """Written as its surface is; only then may words around it speak for it."""


def believed(text: str, words: Sequence[Word]) -> list[bool]:
    """Say of each word, in order and apart, whether it names its skill. Linear in the text."""
    vouched = _vouched(text, words)
    return [
        not word.guarded or _holds(text, word, beside_tool=beside, beside_word=pair)
        for word, (beside, pair) in zip(words, vouched, strict=True)
    ]


def _vouched(text: str, words: Sequence[Word]) -> list[tuple[bool, bool]]:
    """Return for each word whether a tool, and whether another guarded word, is beside it."""
    links = [_linked(text, left, right) for left, right in pairwise(words)]
    tools, pairs = [False] * len(words), [False] * len(words)
    for order in (range(1, len(words)), range(len(words) - 2, -1, -1)):
        for here in order:
            there = here - order.step
            if links[min(here, there)]:
                tools[here] |= words[there].tool if not words[there].guarded else tools[there]
                pairs[here] |= words[there].guarded and _is_name(words[there])
    return list(zip(tools, pairs, strict=True))


def _linked(text: str, left: Word, right: Word) -> bool:
    gap = right.start - left.end
    return gap <= _LONGEST_LINK and _LINK.fullmatch(text, left.end, right.start) is not None


def _is_name(word: Word) -> bool:
    return word.own_case and word.end - word.start > 1


def _holds(text: str, word: Word, *, beside_tool: bool, beside_word: bool) -> bool:
    before = text[max(0, word.start - _AROUND) : word.start]
    after = text[word.end : word.end + _AROUND]
    if not word.own_case:
        return beside_tool and _in_list(before, after)
    if word.end - word.start == 1:
        return _letter_holds(before, after, beside_tool=beside_tool)
    if _glued(before) or (after[:1] in _GLUED and after[1:2].isalnum()):
        return False
    return beside_tool or beside_word or _stands_alone(before, after) or _in_use(before, after)


def _letter_holds(before: str, after: str, *, beside_tool: bool) -> bool:
    if _glued(before) or (after[:1] in _GLUED and after.rstrip() != "."):
        return False
    if beside_tool:
        return _in_list(before, after)
    return _LETTER_USE.search(before) is not None


def _glued(before: str) -> bool:
    return before[-1:] in _GLUED


def _in_list(before: str, after: str) -> bool:
    return _LIST_BEFORE.search(before) is not None and _LIST_AFTER.match(after) is not None


def _stands_alone(before: str, after: str) -> bool:
    if _LINE_BEFORE.search(before) and _LINE_AFTER.match(after):
        return True
    return _MARK_BEFORE.search(before) is not None and _MARK_AFTER.match(after) is not None


def _in_use(before: str, after: str) -> bool:
    if _USE_AFTER.match(after):
        return True
    return _USE_BEFORE.search(before) is not None and _USE_ENDS.match(after) is not None
