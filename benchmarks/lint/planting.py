"""Sentences that should be found, planted in real postings.

`planted.txt` was written before the rules, the others say when.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from benchmarks.lint.postings import Posting

LISTS = ("planted", "widened", "heldout")
_NEEDLE = re.compile(r"\[\[(.+?)\]\]")
_FIRST_YEAR = 2007  # nothing that the lists name by {old} is older


@dataclass(frozen=True, slots=True)
class Planted:
    """A posting with a sentence in it, and where in it the words are that should be found."""

    origin: str  # the list that it is of
    category: str
    language: str
    sentence: str
    text: str
    spans: tuple[tuple[int, int], ...]


def planted(postings: Sequence[Posting], dice: Random, *, year: int) -> Iterator[Planted]:
    """Yield each sentence as a line of its own somewhere in a posting."""
    for origin, line in _lines():
        category, language, marked = line.split("|", 2)
        marked = marked.replace("{old}", str(year - _FIRST_YEAR + dice.randrange(1, 6)))
        lines = dice.choice(postings).text.split("\n")
        at = dice.randrange(1, len(lines) + 1)
        before = "\n".join(lines[:at]) + "\n"
        sentence = marked.replace("[[", "").replace("]]", "")
        text = before + sentence + "\n" + "\n".join(lines[at:])
        yield Planted(
            origin, category, language, sentence, text, tuple(_spans(marked, len(before)))
        )


def _lines() -> Iterator[tuple[str, str]]:
    for name in LISTS:
        file = Path(__file__).with_name(f"{name}.txt")
        for line in file.read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                yield name, line


def _spans(marked: str, start: int) -> Iterator[tuple[int, int]]:
    for number, match in enumerate(_NEEDLE.finditer(marked)):
        begin = start + match.start() - 4 * number
        yield begin, begin + len(match[1])
