"""Laws of the months of work."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from services.ingest.extraction.intervals import Interval, months, union

if TYPE_CHECKING:
    from random import Random

_intervals = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 120)).map(
        lambda each: Interval(each[0], each[0] + each[1])
    ),
    max_size=12,
)


def _covered(intervals: list[Interval] | tuple[Interval, ...]) -> set[int]:
    return {month for each in intervals for month in range(each.start, each.end)}


@given(_intervals)
def test_union_covers_the_same_months_and_each_once(intervals: list[Interval]) -> None:
    merged = union(intervals)
    assert _covered(merged) == _covered(intervals)
    assert sum(each.end - each.start for each in merged) == len(_covered(intervals))


@given(_intervals)
def test_union_is_in_order_with_a_gap_between_any_two(intervals: list[Interval]) -> None:
    merged = union(intervals)
    assert all(left.end < right.start for left, right in pairwise(merged))


@given(_intervals, st.randoms())
def test_the_order_of_jobs_does_not_matter(intervals: list[Interval], random: Random) -> None:
    shuffled = sorted(intervals, key=lambda _: random.random())
    assert union(shuffled) == union(intervals) == union(union(intervals))


@given(_intervals, _intervals)
def test_more_jobs_never_mean_less_time_and_never_more_than_their_sum(
    some: list[Interval], others: list[Interval]
) -> None:
    assert months(some) <= months([*some, *others]) <= months(some) + months(others)
