"""A rubric made ready to score by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.matcher.scoring.v2.explaining import contribution
from services.matcher.scoring.v2.measures import FULL, UNMET, measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.matcher.scoring.contributions import Contribution
    from services.matcher.scoring.facts import Criterion, Facts, Rubric
    from services.matcher.scoring.tables import Tables
    from services.matcher.scoring.v2.measures import Met


class Scorer:
    """Scores by one rubric: the tables are looked up once, and not for each candidate."""

    def __init__(self, rubric: Rubric, tables: Tables) -> None:
        self.rubric = rubric
        self._tables = tables
        self._criteria = [_Ready(each, tables) for each in rubric.criteria]

    def points(self, facts: Facts) -> int:
        """Return the score: the sum of what each criterion brings."""
        return sum(
            ready.criterion.weight * ready.met(facts)[1].basis_points // FULL
            for ready in self._criteria
        )

    def degrees(self, facts: Facts) -> tuple[int, ...]:
        """Return how far each criterion is met, in basis points, in the rubric's order."""
        return tuple(ready.met(facts)[1].basis_points for ready in self._criteria)

    def explain(self, facts: Facts) -> tuple[Contribution, ...]:
        """Return what each criterion adds, in the rubric's order; the sum is `points`."""
        return tuple(
            contribution(facts, ready.criterion, *ready.met(facts), self._tables)
            for ready in self._criteria
        )


class _Ready:
    def __init__(self, criterion: Criterion, tables: Tables) -> None:
        self.criterion = criterion
        # A scale is the criterion's, and so of all its alternatives.
        others = (replace(each, levels=criterion.levels) for each in criterion.alternatives)
        self._ways: list[tuple[Criterion, Callable[[Facts], Met]]] = [
            (each, measure(each, tables)) for each in (criterion, *others)
        ]

    def met(self, facts: Facts) -> tuple[Criterion, Met]:
        """Return how far the criterion is met, and by which of its alternatives."""
        best = (self.criterion, UNMET)
        for way, measured in self._ways:
            found = measured(facts)
            if found.basis_points > best[1].basis_points:
                best = (way, found)
        return best
