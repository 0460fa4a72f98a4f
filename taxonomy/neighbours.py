"""Neighbours: pairs of rows and their closeness, packed."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taxonomy.compiled import CloseRow


class Neighbours:
    """For each row the rows near it, nearest first and then in the order of rows."""

    def __init__(self, pairs: Iterable[CloseRow], rows: int) -> None:
        near: dict[int, list[tuple[int, int]]] = {}
        for pair in pairs:
            near.setdefault(pair.first, []).append((-pair.closeness, pair.second))
            near.setdefault(pair.second, []).append((-pair.closeness, pair.first))
        self._starts = array("I", [0])
        self._rows = array("H")
        self._closeness = bytearray()
        self._asked: dict[int, tuple[tuple[str, int], ...]] = {}
        for row in range(rows):
            for negated, other in sorted(near.pop(row, ())):
                self._rows.append(other)
                self._closeness.append(-negated)
            self._starts.append(len(self._rows))

    def of(self, row: int, ids: Sequence[str]) -> tuple[tuple[str, int], ...]:
        """Return the ids of the rows near `row`, each with its closeness.

        Scoring asks for the same few rows for every candidate: those asked for are kept.
        """
        known = self._asked.get(row)
        if known is None:
            here = range(self._starts[row], self._starts[row + 1])
            known = tuple((ids[self._rows[place]], self._closeness[place]) for place in here)
            self._asked[row] = known
        return known
