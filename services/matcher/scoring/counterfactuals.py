"""The smallest sets of additions that reach some points.

A set takes one step at most of each ladder. It is minimal when the scorer gives fewer than
the points asked for to every set that leaves one of its additions out or takes a lower step
of it. Points of a set are the scorer's on the changed facts: nothing is added up here,
because criteria touch one another (a related skill, months of work in all).

Up to EXHAUSTIVE sets are all scored; beyond, they are searched by size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.matcher.scoring.offering import ladders
from services.matcher.scoring.reckoning import Score
from services.matcher.scoring.searching import EXHAUSTIVE, Reckon, Search

if TYPE_CHECKING:
    from services.matcher.scoring.additions import Addition
    from services.matcher.scoring.facts import Facts, Rubric


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A minimal set, and the score with it."""

    additions: tuple[Addition, ...]
    points: int

    @property
    def effort(self) -> int:
        """Months that it takes at the least, one thing after the other, roughly."""
        return sum(each.effort for each in self.additions)


@dataclass(frozen=True, slots=True)
class Found:
    """What reaches the score asked for."""

    sets: tuple[Counterfactual, ...]
    """Fewest additions first, then least effort; the empty set alone if none is needed."""
    now: Score
    """The score without any."""
    reachable: Score
    """The score with everything."""
    complete: bool
    """Whether there is no smaller set, and none of the same size and less effort."""


def counterfactuals(
    facts: Facts, rubric: Rubric, reckon: Reckon, target_points: int, most: int
) -> Found:
    """Return up to `most` minimal sets of additions with which `facts` reach the points.

    They also meet every knock-out criterion of the rubric: who does not is below the line,
    whatever the points.
    """
    target = Score(above=True, points=target_points)
    search = Search(facts, reckon, ladders(facts, rubric), criteria=len(rubric.criteria))
    now, reachable = search.score(search.nothing), search.score(search.everything)
    if now >= target:
        return Found((Counterfactual((), now.points),), now, reachable, complete=True)
    if reachable < target:
        return Found((), now, reachable, complete=True)
    if search.size <= EXHAUSTIVE:
        found, complete = search.exhaust(target, most), True
    else:
        found, complete = search.bounded(target, most)
    sets = tuple(
        Counterfactual(search.additions(each), search.score(each).points) for each in found
    )
    return Found(sets, now, reachable, complete=complete)
