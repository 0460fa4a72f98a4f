"""Tables: closeness of labels and words by embedding, built offline and committed.

`python -m benchmarks.skills.tables` writes them; `#` lines say with which model and of which
labels. A row is a cosine in hundredths and two texts, so that anyone can read and dispute it.
They are not built at compile time because another processor may round a cosine otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SKILLS: Final = "skills.tsv"
OCCUPATIONS: Final = "occupations.tsv"
STEMS: Final = "stems.tsv"
DESCRIPTIONS: Final = "descriptions.tsv"


class Pair(NamedTuple):
    """Two texts and the cosine of their embeddings in hundredths."""

    cosine: int
    first: str
    second: str


def read(file: Path) -> list[Pair]:
    """Return the pairs of a table.

    Raises:
        ValueError: a row is not a number and two texts.
        OSError: there is no such table.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    return [_pair(line) for line in lines if not line.startswith("#")]


def write(file: Path, head: Iterable[str], pairs: Iterable[Pair]) -> None:
    """Write a table with these lines as its head, by texts."""
    rows = sorted(pairs, key=lambda pair: (pair.first, pair.second))
    lines = [*(f"# {line}" for line in head), *(f"{p.cosine}\t{p.first}\t{p.second}" for p in rows)]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")


def _pair(line: str) -> Pair:
    cosine, first, second = line.split("\t")
    return Pair(int(cosine), first, second)
