"""How sure the places of a ranking are: which of them other weights or one wrong fact would turn.

Two changes are looked at, each alone:

- every weight of the rubric moves by at most PERCENT of itself, up or down, each on its own and
  all at once, to any number and not only to whole points;
- one fact of one candidate is not true, and is taken away (`doubting`).

Of two candidates the difference in points is looked at, criterion by criterion, since the same
weights hold for both: the greatest that weights allow is exact, with points rounded down as the
scorer does. Integers only. Who does not meet a knock-out criterion is below the line, after all
who do: no weight changes that, but a fact may.

Candidates are interchangeable when a change takes away that the first has more points. This is
said of neighbours: a group is a longest run in which each is interchangeable with the next, so
its first and last need not be. The range of places of a candidate is a bound: no change leads
out of it, and weights that lead to its ends for one may not for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from services.matcher.scoring.doubting import Left

    Integers = NDArray[np.int64]

PERCENT = 5
FULL = 10_000
LEAST, MOST = 100 - PERCENT, 100 + PERCENT  # of a weight, in hundredths
UNIT = 100 * FULL  # of a weight in hundredths, times basis points
EXACT = 2000
"""For as much weight each step is looked at; criteria after it may be a point wider each."""
MOST_NUMBERS = 20_000_000
"""Pairs, times weight and criteria, that are looked at in one go, to bound memory."""


class Change(IntEnum):
    """What may turn an order, as candor.matcher.v1.TieReason numbers it."""

    WEIGHTS = 1
    ONE_FACT = 2


class Standing(NamedTuple):
    """A candidate in a ranking. A tuple: hundreds are made for each ranking that is shown."""

    points: int
    degrees: tuple[int, ...] = ()  # by criterion; empty when the facts are not at hand
    below: bool = False  # the line: ranked after all who are not
    left: Left | None = None  # without the fact that counts most; None when that is not known


@dataclass(frozen=True, slots=True)
class Range:
    """The places that a candidate may have; equal points share one."""

    best: int
    worst: int


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbours, `first` to `last` counted from 0, each interchangeable with the next."""

    change: Change
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Stability:
    """What holds of the candidates shown."""

    by_weights: tuple[Range, ...]
    by_one_fact: tuple[Range, ...]
    groups: tuple[Group, ...]


def within_reach(ranking: Sequence[Standing], shown: int, criteria: int) -> int:
    """Return how many of a ranking, from its top, weights could bring above one that is shown.

    The rest stays below whatever their degrees are. `criteria` is how many the rubric has.
    """
    if not ranking[:shown]:
        return 0
    last = ranking[:shown][-1]
    lowest = _lowest(last.points, criteria)
    return len(ranking[:shown]) + sum(
        each.below == last.below and _highest(each.points, criteria) > lowest
        for each in ranking[shown:]
    )


def _lowest(points: int, criteria: int) -> int:
    """Return a number of points that weights leave at the least, of points alone."""
    return LEAST * points // 100 - criteria


def _highest(points: int, criteria: int) -> int:
    return MOST * (points + criteria) // 100


def stability(ranking: Sequence[Standing], weights: Sequence[int], *, shown: int) -> Stability:
    """Return how sure the first `shown` places of a ranking are, which is best first."""
    line = 4 * (sum(weights) + 1)  # more than any difference in points
    height = np.array([0 if each.below else line for each in ranking], np.int64)
    gains = _gains(ranking[:shown], ranking, weights) + height[None, :] - height[:shown, None]
    points = np.array([each.points for each in ranking], np.int64) + height
    least = np.array([_least(each, line) for each in ranking[:shown]], np.int64)
    return Stability(
        by_weights=_by_weights(gains),
        by_one_fact=_by_one_fact(points, least),
        groups=(
            *_groups(Change.WEIGHTS, np.diagonal(gains, 1)[: len(least) - 1] >= 0),
            *_groups(Change.ONE_FACT, least[:-1] <= points[1 : len(least)]),
        ),
    )


def _least(standing: Standing, line: int) -> int:
    """Return the points left without a fact, `line` more above the line."""
    left = standing.left
    if left is None:  # not known: all of it might be gone
        return 0
    return left.points + (0 if left.below else line)


def _by_weights(gains: Integers) -> tuple[Range, ...]:
    best = 1 + (gains[:, : len(gains)] < 0).sum(0)
    worst = 1 + (gains > 0).sum(1)
    return _ranges(best, worst)


def _by_one_fact(points: Integers, least: Integers) -> tuple[Range, ...]:
    shown = points[: len(least)]
    above = points[None, :] > shown[:, None]  # who is above whom, as it stands
    # One fact less of somebody above, whoever it is, is one place better for those below.
    gives_way = above[:, : len(least)] & (least[None, :] <= shown[:, None])
    best = 1 + above.sum(1) - gives_way.any(1)
    worst = 1 + (points[None, :] > least[:, None]).sum(1) - (shown > least)
    return _ranges(best, worst)


def _ranges(best: Integers, worst: Integers) -> tuple[Range, ...]:
    return tuple(map(Range, best.tolist(), worst.tolist()))


def _groups(change: Change, turned: NDArray[np.bool_]) -> Iterator[Group]:
    """Yield the longest runs of neighbours; `turned` says it of each and the next."""
    first = 0
    for place, with_next in enumerate([*turned.tolist(), False]):
        if not with_next:
            if place > first:
                yield Group(change, first, place)
            first = place + 1


def _gains(
    upper: Sequence[Standing], lower: Sequence[Standing], weights: Sequence[int]
) -> Integers:
    """Return how many points more than each of `upper` each of `lower` may have, at the most."""
    times = np.array(weights, np.int64)
    rows, ours = _known(upper, len(weights))
    columns, theirs = _known(lower, len(weights))
    least = np.array([_lowest(each.points, len(weights)) for each in upper], np.int64)
    most = np.array([_highest(each.points, len(weights)) for each in lower], np.int64)
    least[rows] = (LEAST * times * ours // UNIT).sum(1)
    most[columns] = (MOST * times * theirs // UNIT).sum(1)
    gains = most[None, :] - least[:, None]  # what holds of any degrees
    each_row = len(columns) * (len(weights) + min(sum(weights), EXACT))
    most_rows = max(1, MOST_NUMBERS // max(1, each_row))
    for first in range(0, len(rows), most_rows):
        part = slice(first, first + most_rows)
        gains[np.ix_(rows[part], columns)] = _exact(ours[part], theirs, times)
    np.fill_diagonal(gains, 0)  # nobody overtakes themselves
    return gains


def _known(ranking: Sequence[Standing], width: int) -> tuple[Integers, Integers]:
    """Return whose degrees are known, by place, and their degrees."""
    known = [(place, each.degrees) for place, each in enumerate(ranking) if each.degrees]
    places = np.array([place for place, _ in known], np.int64)
    return places, np.array([degrees for _, degrees in known], np.int64).reshape(len(known), width)


def _exact(ours: Integers, theirs: Integers, weights: Integers) -> Integers:
    """Return how many points more each of `theirs` may have than each of `ours`, at the most.

    `w * d // FULL` rises by one where `w * d / FULL` is whole. So of one criterion the
    difference is greatest at the least weight, or at a weight at which the other's points have
    just risen: at the k-th such, `w = k * FULL / other`, those of `mine` are `mine * k // other`.
    """
    lowest = LEAST * weights * theirs // UNIT
    gain = lowest - (LEAST * weights * ours // UNIT)[:, None]
    rises = np.where(np.cumsum(weights) <= EXACT, MOST * weights * theirs // UNIT - lowest, 0)
    gain = gain.reshape(len(ours), -1)
    rising = np.flatnonzero(rises)
    if rising.size:
        steps = rises.ravel()[rising]
        starts = np.cumsum(steps) - steps
        whose = np.repeat(rising, steps)
        points = lowest.ravel()[whose] + 1 + np.arange(len(whose)) - np.repeat(starts, steps)
        more = points - ours[:, whose % len(weights)] * points // theirs.ravel()[whose]
        best = np.maximum.reduceat(more, starts, axis=1)
        gain[:, rising] = np.maximum(gain[:, rising], best)
    gain = gain.reshape(len(ours), *theirs.shape)
    rough = np.cumsum(weights) > EXACT
    if rough.any():
        apart = theirs[:, rough] - ours[:, None, rough]
        moved = np.where(apart > 0, MOST, LEAST) * weights[rough]
        gain[:, :, rough] = -(-moved * apart // UNIT)
    return gain.sum(2)
