"""Reciprocal rank fusion: one order from several, by places alone.

Cormack, Clarke, Buettcher 2009. The scores of different arms have nothing in common; their
places do. Weighted, in integers, and equals come in the order of their ids: the same lists
give the same order, whichever way they came.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from services.matcher.retrieval.arms import RRF_K, SCALE, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.matcher.retrieval.arms import Arm


class Hit(NamedTuple):
    """What one arm found; a greater score is better."""

    point_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Selected:
    """Somebody, or a job, that retrieval selected."""

    point_id: str
    points: int
    places: Mapping[Arm, int]
    """From 1, for each arm that found it; equals share a place."""


def fuse(found: Mapping[Arm, Sequence[Hit]], *, limit: int) -> tuple[Selected, ...]:
    """Return at most `limit` of what the arms found, best first."""
    places: dict[str, dict[Arm, int]] = {}
    points: dict[str, int] = {}
    for arm in sorted(found):
        most = WEIGHTS[arm] * SCALE
        for point_id, place in _places(found[arm]):
            places.setdefault(point_id, {})[arm] = place
            points[point_id] = points.get(point_id, 0) + most // (RRF_K + place)
    best = sorted(points, key=lambda each: (-points[each], each))[:limit]
    return tuple(Selected(each, points[each], places[each]) for each in best)


def _places(hits: Sequence[Hit]) -> list[tuple[str, int]]:
    ordered = sorted(hits, key=itemgetter(1), reverse=True)
    held: list[tuple[str, int]] = []
    place, last = 0, float("nan")
    for number, (point_id, score) in enumerate(ordered, 1):
        if score != last:
            place, last = number, score
        held.append((point_id, place))
    return held
