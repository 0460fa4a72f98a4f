"""The words that an advert turns on, and those that say which line of work it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from services.matcher.scoring.facts import AdvertWord, Span
from services.matcher.scoring.words import keys_in, keys_of
from taxonomy.work import words_of

if TYPE_CHECKING:
    from taxonomy.rarity import Rarity
    from taxonomy.work import LinesOfWork

MOST_WORDS: Final = 40
MOST_SPOKEN: Final = 80
LEAST_RARITY: Final = 12
NAMED: Final = 36  # rarity of what no language knows: a name, mostly
IN_TITLE: Final = 3
TIMES: Final = (16, 27, 34, 38, 42)  # 16 times 1 + ln n
ENGLISH: Final = 50  # of a hundred telling words that a description of an occupation uses


@dataclass(frozen=True, slots=True)
class Lexicons:
    """What tells the weight of words."""

    rarity: Rarity
    work: LinesOfWork


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of an advert that tell. `english` says whether lines of work know enough."""

    words: tuple[AdvertWord, ...]
    spoken: tuple[AdvertWord, ...]
    english: bool


def telling(text: str, title: str, lexicons: Lexicons) -> Telling:
    """Return the words of a job text that are rare and said often, and those of its trade."""
    lines = _lines(text)
    words = _rare(lines, keys_of(title), lexicons.rarity)
    known = [each for each in words if lexicons.work.knows(each.word)]
    best = tuple(words[:MOST_WORDS])
    english = 100 * len(known) >= ENGLISH * len(words)
    return Telling(best, _spoken(lines, lexicons.work) if english else (), english)


def _lines(text: str) -> list[tuple[Span, str]]:
    lines: list[tuple[Span, str]] = []
    at = 0
    for line in text.split("\n"):
        lines.append((Span(1, at, at + len(line)), line))
        at += len(line) + 1
    return lines


def _rare(lines: list[tuple[Span, str]], title: frozenset[str], rarity: Rarity) -> list[AdvertWord]:
    """Return words, the most telling first."""
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for span, line in lines:
        for word in keys_in(line):
            counts[word] += 1
            first.setdefault(word, span)
    found: list[AdvertWord] = []
    for word, span in first.items():
        rare = min(rarity.of(word), NAMED)
        if rare >= LEAST_RARITY and len(word) > 2:
            often = TIMES[min(counts[word], len(TIMES)) - 1]
            weight = rare * often * (IN_TITLE if word in title else 1) // 16
            found.append(AdvertWord(word, weight, span))
    return sorted(found, key=lambda each: (-each.weight, each.word))


def _spoken(lines: list[tuple[Span, str]], work: LinesOfWork) -> tuple[AdvertWord, ...]:
    """Return the words that descriptions of occupations use, those said most often first."""
    counts: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for span, line in lines:
        for word, times in words_of(line).items():
            if work.knows(word):
                counts[word] += times
                first.setdefault(word, span)
    ordered = sorted(counts, key=lambda word: (-counts[word] * work.rarity(word), word))
    return tuple(AdvertWord(word, counts[word], first[word]) for word in ordered[:MOST_SPOKEN])
