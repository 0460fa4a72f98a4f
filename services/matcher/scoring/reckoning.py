"""A score and on which side of the line it is, with what is held of an earlier one.

Every measure grows with evidence but one: the line of work is a proportion of the text, and
a resume that says more of something else is less about it. What somebody was promised must
not shrink by that, so it is held: it counts for as much as it did, or more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from services.matcher.scoring.facts import Kind
from services.matcher.scoring.scorers import FULL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.matcher.scoring.facts import Criterion, Facts
    from services.matcher.scoring.scorers import Scorer


class Score(NamedTuple):
    """Points; whoever fails a knock-out is after all who do not, so compare the whole."""

    above: bool
    """No knock-out criterion is unmet."""
    points: int


def reckoned(scoring: Scorer, facts: Facts, held: Mapping[str, int]) -> Score:
    """Return the score, each criterion met as far as `held` says of its id at the least."""
    points, above = 0, True
    for criterion, degree in zip(scoring.rubric.criteria, scoring.degrees(facts), strict=True):
        met = max(degree, held.get(criterion.criterion_id, 0))
        points += criterion.weight * met // FULL
        above &= bool(met) or not criterion.knock_out
    return Score(above, points)


def holds(scoring: Scorer, facts: Facts) -> dict[str, int]:
    """Return how far each criterion is met, in basis points, that is a proportion of the text."""
    degrees = zip(scoring.rubric.criteria, scoring.degrees(facts), strict=True)
    return {each.criterion_id: degree for each, degree in degrees if _is_proportion(each)}


def _is_proportion(criterion: Criterion) -> bool:
    ways = (criterion, *criterion.alternatives)
    return any(each.kind is Kind.LINE_OF_WORK for each in ways)
