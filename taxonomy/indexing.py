"""Indexing: which words are said of which published names, with integer weights.

A target is a published name: a skill of ESCO with its qualifier, or a label of ours that ESCO
has no name for. Its words are those of the name, and less those of its other names. A word
weighs by its inverse document frequency (Robertson and Sparck Jones), a target's words are
brought to one length, and everything is rounded here, once.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log, sqrt
from typing import TYPE_CHECKING, Final

from taxonomy.compiled import TargetRow, WordRow
from taxonomy.words import stems

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taxonomy.sources.tables import Pair

_OTHER_NAMES: Final = 0.6
_OFTEN: Final = 8
_NEAREST: Final = 8
STEM_COSINE: Final = 50


@dataclass(frozen=True, slots=True)
class Named:
    """A target before it is indexed."""

    name: str
    skill: int
    ours: bool
    other_names: tuple[str, ...]

    def words(self) -> dict[str, float]:
        """Return its stems and how much each is said of it."""
        counts: dict[str, float] = dict(Counter(stems(self.name)))
        others = Counter(stem for name in self.other_names for stem in stems(name))
        often = max(1.0, others.total() / _OFTEN)
        for stem, count in others.items():
            counts[stem] = counts.get(stem, 0.0) + _OTHER_NAMES * min(1.0, count / often)
        return counts


def index(targets: Sequence[Named], near: Iterable[Pair]) -> tuple[list[TargetRow], list[WordRow]]:
    """Return the rows of the two sections that linking reads."""
    described = [target.words() for target in targets]
    found_in: dict[str, list[int]] = {}
    for row, words in enumerate(described):
        for stem in words:
            found_in.setdefault(stem, []).append(row)
    rarity = {stem: _rarity(len(rows), len(targets)) for stem, rows in found_in.items()}
    lengths = [sqrt(sum((n * rarity[s]) ** 2 for s, n in words.items())) for words in described]
    places = {stem: place for place, stem in enumerate(sorted(found_in))}
    neighbours = _neighbours(near, places)
    rows = [
        WordRow(
            stem,
            round(100 * rarity[stem]),
            neighbours.get(stem, ()),
            tuple(
                (row, round(1000 * described[row][stem] * rarity[stem] / lengths[row]))
                for row in found_in[stem]
            ),
        )
        for stem in places
    ]
    return [TargetRow(target.name, target.skill, target.ours) for target in targets], rows


def vocabulary(targets: Iterable[Named]) -> list[str]:
    """Return all stems that are said of any target, in order."""
    return sorted({stem for target in targets for stem in target.words()})


def _rarity(targets: int, of: int) -> float:
    return log(1 + (of - targets + 0.5) / (targets + 0.5))


def _neighbours(
    near: Iterable[Pair], places: Mapping[str, int]
) -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for pair in near:
        if pair.cosine >= STEM_COSINE and pair.first in places and pair.second in places:
            found.setdefault(pair.first, []).append((places[pair.second], pair.cosine))
            found.setdefault(pair.second, []).append((places[pair.first], pair.cosine))
    return {
        stem: tuple(sorted(rows, key=lambda row: (-row[1], row[0]))[:_NEAREST])
        for stem, rows in found.items()
    }
