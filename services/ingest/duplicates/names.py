"""Names that may be one person's: a key that misspellings share, and how alike two are."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from services.ingest.extraction.folding import fold

APART = 70
"""Below this, two names are of different people."""
ALIKE = 86
"""From this on, two names may be spellings of one."""

WITHIN = 95
"""A name within another."""

_TOKEN = re.compile(r"[^\W\d_]+")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "prof", "phd", "md", "mba", "jr", "sr"})
_SOUNDS = (("ph", "f"), ("ck", "k"), ("c", "k"), ("z", "s"), ("w", "v"), ("th", "t"))
_VOWELS = re.compile(r"(?<!^)[aeiouyh]")
_TWICE = re.compile(r"(.)\1+")


def tokens(name: str) -> list[str]:
    """Return the words of a name, folded, without titles and single letters."""
    found = _TOKEN.findall(fold(name))
    return [each for each in found if len(each) > 1 and each not in _TITLES]


def name_keys(name: str) -> set[str]:
    """Return keys of which two spellings of a name share one, whatever its order.

    Of the first and last word one counts by its consonants and the other by its first
    letter, so that a misspelling of either leaves a key as it was. None for one word.
    """
    words = tokens(name)
    if len(words) < 2:  # a first and a last one
        return set()
    first, last = words[0], words[-1]
    return {f"{_sound(first)}/{last[0]}", f"{_sound(last)}/{first[0]}"}


def likeness(one: str, other: str) -> int | None:
    """Return how alike two names are, from 0 to 100; None if one of them is not known.

    One may lack words between the first and the last of the other; then it is at 95 at most.
    """
    first, second = tokens(one), tokens(other)
    if not first or not second:
        return None
    if len(first) != len(second) and min(len(first), len(second)) > 1:
        few, many = sorted((first, second), key=len)
        if set(few) < set(many):
            return WITHIN
        ends = round(_ratio([few[0], few[-1]], [many[0], many[-1]]))
        return max(min(ends, WITHIN), round(_ratio(first, second)))
    return round(_ratio(first, second))


def _ratio(one: list[str], other: list[str]) -> float:
    return fuzz.token_sort_ratio(" ".join(one), " ".join(other))


def _sound(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return _TWICE.sub(r"\1", _VOWELS.sub("", word))
