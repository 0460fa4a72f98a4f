"""The scorers by name, one module a version, kept for ever so that every run replays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from services.matcher.scoring import v1
from services.matcher.scoring.explaining import explain
from services.matcher.scoring.v2 import scorer as v2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.matcher.scoring.contributions import Contribution
    from services.matcher.scoring.facts import Facts, Rubric
    from services.matcher.scoring.tables import Tables

CURRENT = "v2"
FULL = 10_000
"""Basis points of a criterion that is fully met."""


class Scorer(Protocol):
    """A rubric made ready to score by, under one version of the tables.

    Integers only: the same facts get the same points on every machine, in any order.
    """

    @property
    def rubric(self) -> Rubric:
        """What is scored by."""
        ...

    def points(self, facts: Facts) -> int:
        """Return the score: the sum of what each criterion brings."""
        ...

    def degrees(self, facts: Facts) -> tuple[int, ...]:
        """Return how far each criterion is met, in basis points, in the rubric's order.

        A criterion brings `weight * degree // 10_000` points.
        """
        ...

    def explain(self, facts: Facts) -> tuple[Contribution, ...]:
        """Return what each criterion adds, in the rubric's order; the sum is `points`."""
        ...


class _V1:
    def __init__(self, rubric: Rubric, tables: Tables) -> None:
        self.rubric = rubric
        self._tables = tables

    def points(self, facts: Facts) -> int:
        return v1.points(facts, self.rubric, self._tables)

    def degrees(self, facts: Facts) -> tuple[int, ...]:
        criteria = self.rubric.criteria
        return tuple(v1.degree(facts, each, self._tables).basis_points for each in criteria)

    def explain(self, facts: Facts) -> tuple[Contribution, ...]:
        return explain(facts, self.rubric, self._tables)


def scorer(name: str, rubric: Rubric, tables: Tables) -> Scorer:
    """Return the scorer of that name for a rubric.

    Raises:
        KeyError: there is none of that name.
    """
    return {"v1": _V1, "v2": v2.Scorer}[name](rubric, tables)


def scored_points(scoring: Scorer, facts: Facts) -> tuple[int, bool]:
    """Return the score, and whether a knock-out criterion is not met at all."""
    return summed(scoring.rubric, scoring.degrees(facts))


def summed(rubric: Rubric, degrees: Sequence[int]) -> tuple[int, bool]:
    """Return the score that degrees make, and whether a knock-out is not met at all."""
    points, below = 0, False
    for criterion, degree in zip(rubric.criteria, degrees, strict=True):
        points += criterion.weight * degree // FULL
        below |= criterion.knock_out and not degree
    return points, below
