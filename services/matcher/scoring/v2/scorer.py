"""A rubric made ready to score by."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from services.matcher.scoring.v2.explaining import Way, contribution
from services.matcher.scoring.v2.measures import FULL, measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.matcher.scoring.contributions import Contribution
    from services.matcher.scoring.facts import Criterion, Facts, Rubric
    from services.matcher.scoring.tables import Tables
    from services.matcher.scoring.v2.measures import Met


_BASIS_POINTS = attrgetter("basis_points")


class Scorer:
    """Scores by one rubric: the tables are looked up once, and not for each candidate."""

    def __init__(self, rubric: Rubric, tables: Tables) -> None:
        self.rubric = rubric
        self._tables = tables
        self._criteria = [_Ready(each, tables) for each in rubric.criteria]
        self._measures = [each.met for each in self._criteria]

    def points(self, facts: Facts) -> int:
        """Return the score: the sum of what each criterion brings."""
        return sum(
            ready.criterion.weight * ready.met(facts).basis_points // FULL
            for ready in self._criteria
        )

    def degrees(self, facts: Facts) -> tuple[int, ...]:
        """Return how far each criterion is met, in basis points, in the rubric's order."""
        return tuple([met(facts).basis_points for met in self._measures])

    def explain(self, facts: Facts) -> tuple[Contribution, ...]:
        """Return what each criterion adds, in the rubric's order; the sum is `points`."""
        return tuple(each.explained(facts, self._tables) for each in self._criteria)


class _Ready:
    def __init__(self, criterion: Criterion, tables: Tables) -> None:
        self.criterion = criterion
        # A scale is the criterion's, and so of all its alternatives.
        others = [replace(each, levels=criterion.levels) for each in criterion.alternatives]
        self._ways = (criterion, *others)
        self._measures = [measure(each, tables) for each in self._ways]
        self._told: dict[int, Way] = {}
        self.met: Callable[[Facts], Met] = self._best if others else self._measures[0]
        """Return how far the criterion is met, by itself or by the best of its alternatives."""

    def _best(self, facts: Facts) -> Met:
        return max((each(facts) for each in self._measures), key=_BASIS_POINTS)

    def explained(self, facts: Facts, tables: Tables) -> Contribution:
        """Return what the criterion adds, and why."""
        found = [each(facts) for each in self._measures]
        met = max(found, key=_BASIS_POINTS)
        number = found.index(met) if met.basis_points else 0
        if number not in self._told:
            self._told[number] = Way.of(self._ways[number], tables)
        return contribution(facts, self.criterion, self._told[number], met)
