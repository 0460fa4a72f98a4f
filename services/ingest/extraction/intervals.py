"""Months of work as half-open intervals, so that overlaps count once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Interval:
    """The months from `start` up to but not including `end`, as `YearMonth.index` counts."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval ends before it starts: {self.start} to {self.end}")


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same months as disjoint, non-touching, non-empty intervals in order."""
    merged: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: (each.start, each.end)):
        if interval.start == interval.end:
            continue
        if merged and interval.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return tuple(merged)


def months(intervals: Iterable[Interval]) -> int:
    """Return how many different months the intervals cover."""
    return sum(interval.end - interval.start for interval in union(intervals))
