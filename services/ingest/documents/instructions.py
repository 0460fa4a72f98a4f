"""Sentences of a document that speak to a screener, to software or to a model."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from services.ingest.documents.instruction_rules import TOPIC, Rule, rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

RULES = rules()
"""The rules that ship."""

_LONGEST = 600  # characters of a sentence that are looked at
_WRAPPED = 55  # characters: a shorter line was not ended by the margin
_MARKS = frozenset("<#[{=:")
_WORD = re.compile("[a-z]+")
_NEAR = 2  # characters between neighbours
_MIXED = re.compile(r"\S+")
_SPACED = re.compile(r"(?:\b\w ){6,}\w\b")  # I g n o r e
_FULL = 70  # characters
_ENDS = re.compile(r"[.!?]+[\"'\u201d\u00bb)\]]*(?=\s|$)")
_BULLET = re.compile(r"\s*[•◦▪▫◆●○■□·‣➢►✓*-]\s")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|no|nr|dr|mr|mrs|ms|st|inc|ltd|co|jr|sr)|\b[a-z])\.$", re.IGNORECASE
)
# Letters of other scripts that look like Latin ones (Unicode TR39, confusables), and quotes.
_ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u0261\u04bb\u04cf"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408"
    "\u0405\u03b1\u03bf\u03b5\u03c1\u03bd\u03b9\u03ba\u03c4\u0391\u0392\u0395\u0397\u0399"
    "\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u0396"
    "\u2018\u2019\u00b4\u201c\u201d",
    "aeopcyxijsdghlABEKMHOPCTYXIJSaoepvIKtABEHIKMNOPTYXZ'''\"\"",
)


def instructions_in(text: str, rules: Sequence[Rule] = RULES) -> list[tuple[int, int]]:
    """Return where `text` speaks to who reads it: whole sentences, neighbours as one."""
    alone = _by_topics(rules)
    beside = [rule.pattern for rule in rules if rule.beside]
    sentences = list(_sentences(text))
    folded = [_folded(text[start:end]) for start, end in sentences]
    found = [_is_one(said, alone) for said in folded]
    for at in [at for at, is_found in enumerate(found) if is_found]:
        for step in (1, -1):
            _spread(at, step, text, sentences, folded, found, beside)
    return _joined([place for place, is_found in zip(sentences, found, strict=True) if is_found])


def _by_topics(rules: Sequence[Rule]) -> Mapping[frozenset[str], list[re.Pattern[str]]]:
    """Return the patterns that count alone, by the topics that a sentence has to have one of."""
    found: defaultdict[frozenset[str], list[re.Pattern[str]]] = defaultdict(list)
    for rule in rules:
        if not rule.beside:
            found[rule.topics].append(rule.pattern)
    return found


def _is_one(said: str, rules: Mapping[frozenset[str], Sequence[re.Pattern[str]]]) -> bool:
    words = {word[:TOPIC] for word in _WORD.findall(said)}
    for topics, patterns in rules.items():
        is_other = topics.isdisjoint(words) if topics else _MARKS.isdisjoint(said)
        if not is_other and any(pattern.search(said) for pattern in patterns):
            return True
    return False


def _spread(
    at: int,
    step: int,
    text: str,
    sentences: Sequence[tuple[int, int]],
    folded: Sequence[str],
    found: list[bool],
    beside: Sequence[re.Pattern[str]],
) -> None:
    """Mark the neighbours of a found sentence, in one direction, that go on about it."""
    while 0 <= at + step < len(sentences):
        before, after = sorted((sentences[at], sentences[at + step]))
        at += step
        is_near = after[0] - before[1] <= _NEAR and not _BULLET.match(text, after[0])
        if found[at] or not is_near or not any(rule.search(folded[at]) for rule in beside):
            return
        found[at] = True


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of `text` stand; one may go on over the end of a full line."""
    start, at = 0, 0
    lines = text.split("\n")
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        for stop in _stops(line):
            yield from _trimmed(text, start, at + stop)
            start = at + stop
        end = at + len(line)
        if end - start > _LONGEST or not _goes_on(line, below):
            yield from _trimmed(text, start, end)
            start = end
        at = end + 1


def _goes_on(line: str, below: str) -> bool:
    """Say whether a line was broken by the margin, so that the one below goes on with it."""
    if len(line) < _WRAPPED or "\t" in below or _BULLET.match(below):
        return False
    return below[:1].islower() or (len(line) >= _FULL and _ENDS.search(below) is not None)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the piece without the blanks around it, unless it is blank."""
    piece = text[start:end]
    if piece.strip():
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(piece.strip())


def _stops(line: str) -> Iterator[int]:
    """Yield where sentences and cells end within a line."""
    for match in _ENDS.finditer(line):
        if match[0] != "." or not _ABBREVIATED.search(
            line[max(0, match.start() - 6) : match.end()]
        ):
            yield match.end()


def _joined(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in places:
        if joined and start - joined[-1][1] <= _NEAR:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _folded(sentence: str) -> str:
    """Return the sentence as the rules have it: lower case, no accents, single spaces."""
    said = " ".join(sentence.split())[:_LONGEST]
    if not said.isascii():
        said = _MIXED.sub(lambda match: match[0].translate(_ALIKE), said)
        decomposed = unicodedata.normalize("NFD", said)
        said = "".join(c for c in decomposed if not unicodedata.combining(c))
    if _SPACED.search(said):
        said = _SPACED.sub(lambda match: match[0].replace(" ", ""), said.replace("   ", " "))
    return said.lower()
