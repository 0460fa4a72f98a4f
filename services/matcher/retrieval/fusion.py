"""Reciprocal rank fusion: one order from several, by places alone.

Cormack, Clarke, Buettcher 2009. The scores of different arms have nothing in common; their
places do. Weighted, in integers, and equals come in the order of their ids: the same lists
give the same order, whichever way they came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.matcher.retrieval.arms import RRF_K, SCALE, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.matcher.retrieval.arms import Arm


@dataclass(frozen=True, slots=True)
class Hit:
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
    for arm in sorted(found):
        for point_id, place in _places(found[arm]):
            places.setdefault(point_id, {})[arm] = place
    points = {each: _points(held) for each, held in places.items()}
    best = sorted(points, key=lambda each: (-points[each], each))[:limit]
    return tuple(Selected(each, points[each], places[each]) for each in best)


def _points(places: Mapping[Arm, int]) -> int:
    return sum(WEIGHTS[arm] * SCALE // (RRF_K + place) for arm, place in places.items())


def _places(hits: Sequence[Hit]) -> list[tuple[str, int]]:
    ordered = sorted(hits, key=lambda hit: -hit.score)
    held: list[tuple[str, int]] = []
    place, last = 0, float("nan")
    for number, hit in enumerate(ordered, 1):
        if hit.score != last:
            place, last = number, hit.score
        held.append((hit.point_id, place))
    return held
