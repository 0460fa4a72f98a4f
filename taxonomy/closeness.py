"""Closeness: how much knowing one thing says about the next, 1 to 99, from open sources.

The rules are in the docstring of `taxonomy.taxonomy`; here is the arithmetic, all in integers
so that every machine compiles the same table.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from taxonomy.compiled import CloseRow
from taxonomy.taxonomy import NEAREST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taxonomy.merging import OccupationDraft, SkillDraft
    from taxonomy.sources.aliases import Group
    from taxonomy.sources.esco import Siblings

LEAST: Final = 10
_SHARED_OCCUPATIONS: Final = 3
_SAME_CLASS: Final = 10
_SAME_CLASS_WEIGHT: Final = 25
_OTHER_CLASS_WEIGHT: Final = 15
_SAME_UNIT_GROUP: Final = 25
_TITLE_WEIGHT: Final = 40


class Closeness:
    """Pairs of rows and the greatest closeness that anything said about them."""

    def __init__(self) -> None:
        self._pairs: dict[tuple[int, int], int] = {}

    def rows(self) -> list[CloseRow]:
        """Return the pairs of which each is among the other's nearest, in order."""
        near: dict[int, list[tuple[int, int]]] = {}
        for (first, second), closeness in self._pairs.items():
            near.setdefault(first, []).append((-closeness, second))
            near.setdefault(second, []).append((-closeness, first))
        kept = {row: {other for _, other in sorted(near[row])[:NEAREST]} for row in near}
        return [
            CloseRow(first, second, closeness)
            for (first, second), closeness in sorted(self._pairs.items())
            if second in kept[first] and first in kept[second]
        ]

    def add_groups(self, groups: Iterable[Group], rows: dict[str, int]) -> None:
        """Add hand-written groups; `rows` is by label."""
        for group in groups:
            self._add_all({rows[label] for label in group.labels}, group.closeness)

    def add_siblings(self, siblings: Iterable[Siblings], rows: dict[str, int]) -> None:
        """Add skills under one ESCO concept; `rows` is by id, and may lack some."""
        for group in siblings:
            members = {rows[skill_id] for skill_id in group.skill_ids if skill_id in rows}
            self._add_all(members, group.closeness)

    def add_use(self, skills: Sequence[SkillDraft]) -> None:
        """Add technologies that the same occupations use."""
        users = _bits([skill.occupations for skill in skills])
        classes = _bits([skill.commodities for skill in skills])
        used = [row for row, bits in enumerate(users) if bits.bit_count() >= _SHARED_OCCUPATIONS]
        for first, second in combinations(used, 2):
            shared = (users[first] & users[second]).bit_count()
            if shared < _SHARED_OCCUPATIONS:
                continue
            dice = 200 * shared // (users[first].bit_count() + users[second].bit_count())
            if classes[first] & classes[second]:
                self._add(first, second, _SAME_CLASS + _SAME_CLASS_WEIGHT * dice // 100)
            else:
                self._add(first, second, _OTHER_CLASS_WEIGHT * dice // 100)

    def add_unit_groups(self, occupations: Sequence[OccupationDraft]) -> None:
        """Add occupations of one ISCO-08 unit group."""
        words = [{word for title in work.titles for word in title.split()} for work in occupations]
        groups: dict[str, list[int]] = {}
        for row, occupation in enumerate(occupations):
            if occupation.unit_group:
                groups.setdefault(occupation.unit_group, []).append(row)
        for members in groups.values():
            for first, second in combinations(members, 2):
                shared = len(words[first] & words[second])
                dice = 200 * shared // (len(words[first]) + len(words[second]))
                self._add(first, second, _SAME_UNIT_GROUP + _TITLE_WEIGHT * dice // 100)

    def _add_all(self, rows: set[int], closeness: int) -> None:
        for first, second in combinations(sorted(rows), 2):
            self._add(first, second, closeness)

    def _add(self, first: int, second: int, closeness: int) -> None:
        if closeness >= LEAST:
            pair = (min(first, second), max(first, second))
            self._pairs[pair] = max(closeness, self._pairs.get(pair, 0))


def _bits(sets: Sequence[set[str]]) -> list[int]:
    """Return each set as an integer with a bit an element: they are intersected by the million."""
    place = {element: 1 << at for at, element in enumerate(sorted(set[str]().union(*sets)))}
    return [sum(place[element] for element in elements) for elements in sets]
