"""Titles: which occupation a job title names."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from taxonomy.words import title_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taxonomy.compiled import TitleRow

_LONGEST: Final = 12
_MOST_WORDS: Final = 40
_SAME_WORK: Final = {"engineer": "developer", "developer": "engineer", "lead": "manager"}


class Titles:
    """Known titles in one sorted string, found by bisection: a dict would take ten times it."""

    def __init__(self, titles: Iterable[TitleRow]) -> None:
        texts: list[str] = []
        known: set[str] = set()
        self._starts = array("I", [0])
        self._occupations = array("H")
        for title in titles:
            texts.append(title.text)
            known.update(title.text.split())
            self._starts.append(self._starts[-1] + len(title.text))
            self._occupations.append(title.occupation)
        self._text = "".join(texts)
        self._words = frozenset(known)

    def has_words(self, text: str) -> bool:
        """Return whether each word of `text` stands in some known title."""
        words = title_words(text)
        return bool(words) and self._words.issuperset(words)

    def longest_in(self, title: str) -> int | None:
        """Return the occupation row of the longest known title inside `title`, if any.

        Longest is most words, then most letters, then first. When nothing is known, engineers
        may be developers, developers engineers, and leads managers. Of a title longer than 40
        words the first 40 are read.
        """
        words = title_words(title)[:_MOST_WORDS]
        found = self._longest(words)
        if found is None and not _SAME_WORK.keys().isdisjoint(words):
            found = self._longest([_SAME_WORK.get(word, word) for word in words])
        return found

    def _longest(self, words: list[str]) -> int | None:
        for length in range(min(_LONGEST, len(words)), 0, -1):
            parts = [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]
            for part in sorted(parts, key=len, reverse=True):
                if (found := self._find(part)) is not None:
                    return found
        return None

    def _find(self, text: str) -> int | None:
        places = range(len(self._occupations))
        place = bisect_left(places, text, key=self._at)
        if place < len(places) and self._at(place) == text:
            return self._occupations[place]
        return None

    def _at(self, place: int) -> str:
        return self._text[self._starts[place] : self._starts[place + 1]]
