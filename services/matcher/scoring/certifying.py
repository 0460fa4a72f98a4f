"""How sure a ranking is, from the facts of those who could matter to the places shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from services.matcher.scoring.stability import Standing, stability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.matcher.scoring.doubting import Doubts
    from services.matcher.scoring.facts import Facts
    from services.matcher.scoring.scorers import Scorer
    from services.matcher.scoring.stability import Stability


class Ranked(NamedTuple):
    """A candidate with the score of a run. `facts` are None when they are not at hand."""

    points: int
    below: bool
    facts: Facts | None
    degrees: tuple[int, ...] = ()  # when they are known already


def certified(
    ranking: Sequence[Ranked], scoring: Scorer, doubts: Doubts, *, shown: int
) -> Stability:
    """Return how sure the first `shown` places of a ranking by a scorer are.

    Facts are needed of those that `stability.within_reach` says. Who has none, be it that they
    are gone, is taken to be as near as the points allow.
    """
    standings: list[Standing] = []
    for place, each in enumerate(ranking):
        if each.facts is None:
            standings.append(Standing(each.points, below=each.below))
            continue
        degrees = each.degrees or scoring.degrees(each.facts)
        left = doubts.least(each.facts, degrees) if place < shown else None
        standings.append(Standing(each.points, degrees, below=each.below, left=left))
    weights = [each.weight for each in scoring.rubric.criteria]
    return stability(standings, weights, shown=shown)
