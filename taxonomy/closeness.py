"""Closeness: how much knowing one thing says about the next, 1 to 99, from open sources.

The rules are in the docstring of `taxonomy.taxonomy`; here is the arithmetic, all in integers
so that every machine compiles the same table.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from taxonomy.compiled import CloseRow, Why
from taxonomy.taxonomy import NEAREST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taxonomy.merging import OccupationDraft
    from taxonomy.sources.aliases import Group
    from taxonomy.sources.esco import Siblings
    from taxonomy.sources.tables import Pair

LEAST: Final = 10
_SHARED_USERS: Final = 3
_SAME_CLASS: Final = 10
_SAME_CLASS_WEIGHT: Final = 25
_OTHER_CLASS_WEIGHT: Final = 15
_SAME_UNIT_GROUP: Final = 25
_SAME_MINOR_GROUP: Final = 10
_TITLE_WEIGHT: Final = 40
_LABEL_FLOOR: Final = 20
LABEL_COSINE: Final = 70
"""The least cosine, in hundredths, that says anything: below it most pairs share a word only."""


class Closeness:
    """Pairs of rows and the greatest closeness that anything said about them."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[int, int], tuple[int, Why]] = {}

    def rows(self) -> list[CloseRow]:
        """Return the pairs of which each is among the other's nearest, in order."""
        near: dict[int, list[tuple[int, int]]] = {}
        for (first, second), (closeness, _) in self._pairs.items():
            near.setdefault(first, []).append((-closeness, second))
            near.setdefault(second, []).append((-closeness, first))
        kept = {row: {other for _, other in sorted(near[row])[:NEAREST]} for row in near}
        return [
            CloseRow(first, second, closeness, why)
            for (first, second), (closeness, why) in sorted(self._pairs.items())
            if second in kept[first] and first in kept[second]
        ]

    def add_groups(self, groups: Iterable[Group], rows: dict[str, int]) -> None:
        """Add hand-written groups; `rows` is by label."""
        for group in groups:
            self._add_all({rows[label] for label in group.labels}, group.closeness, Why.WRITTEN)

    def add_siblings(self, siblings: Iterable[Siblings], rows: dict[str, int]) -> None:
        """Add skills under one ESCO concept; `rows` is by id, and may lack some."""
        for group in siblings:
            members = {rows[skill_id] for skill_id in group.skill_ids if skill_id in rows}
            self._add_all(members, group.closeness, Why.HIERARCHY)

    def add_use(self, users: Sequence[set[str]], classes: Sequence[set[str]]) -> None:
        """Add rows with at least three users in common; those of one class are closer."""
        by_user, by_class = _bits(users), _bits(classes)
        used = [row for row, bits in enumerate(by_user) if bits.bit_count() >= _SHARED_USERS]
        for first, second in combinations(used, 2):
            shared = (by_user[first] & by_user[second]).bit_count()
            if shared < _SHARED_USERS:
                continue
            dice = 200 * shared // (by_user[first].bit_count() + by_user[second].bit_count())
            if by_class[first] & by_class[second]:
                self._add(first, second, _SAME_CLASS + _SAME_CLASS_WEIGHT * dice // 100, Why.USE)
            else:
                self._add(first, second, _OTHER_CLASS_WEIGHT * dice // 100, Why.USE)

    def add_unit_groups(self, occupations: Sequence[OccupationDraft]) -> None:
        """Add occupations of one ISCO-08 unit or minor group, and of one SOC broad occupation."""
        words = [{word for title in work.titles for word in title.split()} for work in occupations]
        groups: dict[tuple[str, int], list[int]] = {}
        for row, occupation in enumerate(occupations):
            if occupation.unit_group:
                groups.setdefault((occupation.unit_group[:3], _SAME_MINOR_GROUP), []).append(row)
                groups.setdefault((occupation.unit_group, _SAME_UNIT_GROUP), []).append(row)
            if occupation.soc:
                groups.setdefault((occupation.soc[:6], _SAME_UNIT_GROUP), []).append(row)
        for (_, least), members in groups.items():
            for first, second in combinations(members, 2):
                shared = len(words[first] & words[second])
                dice = 200 * shared // (len(words[first]) + len(words[second]))
                self._add(first, second, least + _TITLE_WEIGHT * dice // 100, Why.HIERARCHY)

    def add_labels(self, pairs: Iterable[Pair], rows: dict[str, int]) -> None:
        """Add pairs of labels of like meaning; `rows` is by label, and may lack some."""
        for pair in pairs:
            if pair.first in rows and pair.second in rows and pair.cosine >= LABEL_COSINE:
                closeness = _LABEL_FLOOR + (pair.cosine - LABEL_COSINE) * 4 // 3
                self._add(rows[pair.first], rows[pair.second], closeness, Why.LABEL)

    def _add_all(self, rows: set[int], closeness: int, why: Why) -> None:
        for first, second in combinations(sorted(rows), 2):
            self._add(first, second, closeness, why)

    def _add(self, first: int, second: int, closeness: int, why: Why) -> None:
        if closeness < LEAST or first == second:
            return
        pair = (min(first, second), max(first, second))
        if closeness > self._pairs.get(pair, (0, why))[0]:
            self._pairs[pair] = (closeness, why)


def _bits(sets: Sequence[set[str]]) -> list[int]:
    """Return each set as an integer with a bit an element: they are intersected by the million."""
    place = {element: 1 << at for at, element in enumerate(sorted(set[str]().union(*sets)))}
    return [sum(place[element] for element in elements) for elements in sets]
