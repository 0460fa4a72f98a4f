"""Sentences that should be found, planted in real postings.

`planted.txt` was written before the rules.
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

FILE = Path(__file__).with_name("planted.txt")
_NEEDLE = re.compile(r"\[\[(.+?)\]\]")
_FIRST_YEAR = 2007  # nothing that planted.txt names by {old} is older


@dataclass(frozen=True, slots=True)
class Planted:
    """A posting with a sentence in it, and where in it the words are that should be found."""

    category: str
    language: str
    sentence: str
    text: str
    spans: tuple[tuple[int, int], ...]


def planted(postings: Sequence[Posting], dice: Random, *, year: int) -> Iterator[Planted]:
    """Yield each sentence as a line of its own somewhere in a posting."""
    for line in FILE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        category, language, marked = line.split("|", 2)
        marked = marked.replace("{old}", str(year - _FIRST_YEAR + dice.randrange(1, 6)))
        lines = dice.choice(postings).text.split("\n")
        at = dice.randrange(1, len(lines) + 1)
        before = "\n".join(lines[:at]) + "\n"
        sentence = marked.replace("[[", "").replace("]]", "")
        text = before + sentence + "\n" + "\n".join(lines[at:])
        yield Planted(category, language, sentence, text, tuple(_spans(marked, len(before))))


def _spans(marked: str, start: int) -> Iterator[tuple[int, int]]:
    for number, match in enumerate(_NEEDLE.finditer(marked)):
        begin = start + match.start() - 4 * number
        yield begin, begin + len(match[1])
