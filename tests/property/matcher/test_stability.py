"""What is said of the stability of a ranking holds: no change leads out of it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matcher.scoring import stability as module
from services.matcher.scoring.doubting import Left
from services.matcher.scoring.stability import Change, Group, Range, Standing, stability

if TYPE_CHECKING:
    from collections.abc import Sequence

FULL = 10_000
DEGREES = st.sampled_from((0, 1, 999, 4000, 6000, 6001, 7500, 9999, 10_000)) | st.integers(0, FULL)


@dataclass(frozen=True, slots=True)
class Ranking:
    """People by their degrees, ranked under weights; the first are shown."""

    weights: tuple[int, ...]
    people: tuple[Standing, ...]
    shown: int

    @property
    def stability(self) -> module.Stability:
        return stability(self.people, self.weights, shown=self.shown)


def points(degrees: Sequence[int], weights: Sequence[int | Fraction]) -> int:
    """Return the score as the scorer makes it, of weights that may be broken."""
    return sum(
        int(weight * degree // FULL) for weight, degree in zip(weights, degrees, strict=True)
    )


def places(scores: Sequence[Left]) -> list[int]:
    """Return the place of each: those below the line come after all others."""
    return [1 + sum(_key(other) > _key(each) for other in scores) for each in scores]


def _key(score: Left) -> tuple[bool, int]:
    return not score.below, score.points


def now(each: Standing) -> Left:
    return Left(each.points, each.below)


def under(people: Sequence[Standing], weights: Sequence[Fraction]) -> list[Left]:
    """Return the scores under other weights; the line does not move."""
    return [Left(points(degrees_of(each), weights), each.below) for each in people]


@st.composite
def rankings(draw: st.DrawFn, most_weight: int = 400) -> Ranking:
    weights = draw(st.lists(st.integers(0, most_weight), min_size=1, max_size=4).map(tuple))
    row = st.tuples(*(DEGREES for _ in weights))
    people: list[Standing] = []
    for degrees in draw(st.lists(row, min_size=1, max_size=7)):
        score, below = points(degrees, weights), draw(st.sampled_from((False, False, True)))
        left = Left(draw(st.integers(0, score)), below or draw(st.booleans()))
        people.append(Standing(score, degrees, below=below, left=left))
    people.sort(key=lambda each: _key(now(each)), reverse=True)
    return Ranking(weights, tuple(people), draw(st.integers(0, len(people) + 1)))


def moved(weights: Sequence[int]) -> st.SearchStrategy[tuple[Fraction, ...]]:
    """Return weights of which each is within 5% of what it was; often at an end, or whole."""

    def within(weight: int) -> st.SearchStrategy[Fraction]:
        low, high = Fraction(weight * 95, 100), Fraction(weight * 105, 100)
        whole = st.integers(-(-low // 1), high // 1).map(Fraction)
        return st.sampled_from((low, Fraction(weight), high)) | whole | st.fractions(low, high)

    return st.tuples(*map(within, weights))


def degrees_of(each: Standing) -> tuple[int, ...]:
    assert each.degrees
    return each.degrees


@given(rankings(), st.data())
def test_no_weights_within_five_percent_lead_out_of_the_ranges(
    ranking: Ranking, data: st.DataObject
) -> None:
    weights = data.draw(moved(ranking.weights))
    scores = under(ranking.people, weights)
    for held, place in zip(ranking.stability.by_weights, places(scores), strict=False):
        assert held.best <= place <= held.worst


@given(rankings())
def test_no_corner_of_the_weights_leads_out_of_the_ranges(ranking: Ranking) -> None:
    ends = [(Fraction(each * 95, 100), Fraction(each * 105, 100)) for each in ranking.weights]
    for weights in itertools.product(*ends):
        scores = under(ranking.people, weights)
        for held, place in zip(ranking.stability.by_weights, places(scores), strict=False):
            assert held.best <= place <= held.worst


@given(rankings(), st.data())
def test_neighbours_in_no_group_keep_their_order(ranking: Ranking, data: st.DataObject) -> None:
    weights = data.draw(moved(ranking.weights))
    scores = under(ranking.people, weights)
    for first in range(min(ranking.shown, len(ranking.people)) - 1):
        together = any(
            group.change is Change.WEIGHTS and group.first <= first < group.last
            for group in ranking.stability.groups
        )
        assert together or _key(scores[first]) > _key(scores[first + 1])


def left_of(each: Standing) -> Left:
    assert each.left is not None
    return each.left


@given(rankings())
def test_one_wrong_fact_leads_nobody_out_of_the_ranges(ranking: Ranking) -> None:
    before = [now(each) for each in ranking.people]
    for number, each in enumerate(ranking.people[: ranking.shown]):
        worst = left_of(each)
        less = Left((worst.points + each.points) // 2, worst.below)  # some other fact, less
        for left in (worst, less):
            scores = [*before[:number], left, *before[number + 1 :]]
            for held, place in zip(ranking.stability.by_one_fact, places(scores), strict=False):
                assert held.best <= place <= held.worst


@cache
def gain(weight: int, mine: int, other: int) -> int:
    """Return the most that one brings more than the other, tried at every weight that matters."""
    low, high = Fraction(weight * 95, 100), Fraction(weight * 105, 100)
    steps = {low, high}
    for degree in (mine, other):
        if degree:
            first, last = low * degree // FULL, high * degree // FULL
            steps |= {Fraction(k * FULL, degree) for k in range(first, last + 1)}
    inside = sorted(step for step in steps if low <= step <= high)
    between = [(one + next_one) / 2 for one, next_one in itertools.pairwise(inside)]
    return max(int(w * other // FULL) - int(w * mine // FULL) for w in [*inside, *between])


def plain(ranking: Ranking) -> module.Stability:
    """Return the same by the definition, pair by pair."""
    people, shown = ranking.people, ranking.people[: ranking.shown]

    def most(mine: Standing, other: Standing) -> int:
        rows = zip(ranking.weights, degrees_of(mine), degrees_of(other), strict=True)
        return sum(gain(*row) for row in rows)

    def may_pass(mine: Standing, other: Standing) -> int:
        """Return more than 0 if the other may come before, 0 if level with, else less."""
        if mine.below != other.below:
            return 1 if mine.below else -1
        return most(mine, other)

    gains = [[may_pass(mine, other) for other in people] for mine in shown]
    by_weights = tuple(
        Range(1 + sum(row[place] < 0 for row in gains), 1 + sum(gain > 0 for gain in gains[place]))
        for place in range(len(shown))
    )
    scores = [now(each) for each in people]
    less = [[*scores[:n], left_of(each), *scores[n + 1 :]] for n, each in enumerate(shown)]
    reached = [[places(those)[place] for those in [scores, *less]] for place in range(len(shown))]
    by_one_fact = tuple(Range(min(each), max(each)) for each in reached)
    pairs = range(len(shown) - 1)
    turned = {
        Change.WEIGHTS: [gains[place][place + 1] >= 0 for place in pairs],
        Change.ONE_FACT: [
            _key(left_of(shown[place])) <= _key(scores[place + 1]) for place in pairs
        ],
    }
    groups: list[Group] = []
    for change, by in turned.items():
        for alike, run in itertools.groupby(pairs, by.__getitem__):
            if alike:
                members = list(run)
                groups.append(Group(change, members[0], members[-1] + 1))
    return module.Stability(by_weights, by_one_fact, tuple(groups))


@settings(deadline=None)  # the definition takes its time
@given(rankings(most_weight=150))
def test_the_columns_say_what_the_definition_says(ranking: Ranking) -> None:
    assert ranking.stability == plain(ranking)


@given(rankings(most_weight=60_000), st.data())
def test_of_great_weights_too_none_leads_out_of_the_ranges(
    ranking: Ranking, data: st.DataObject
) -> None:
    weights = data.draw(moved(ranking.weights))
    scores = under(ranking.people, weights)
    for held, place in zip(ranking.stability.by_weights, places(scores), strict=False):
        assert held.best <= place <= held.worst


@given(rankings(), st.data())
def test_without_the_degrees_of_somebody_the_ranges_only_grow(
    ranking: Ranking, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.integers(0, len(ranking.people) - 1)))
    people = [
        each._replace(degrees=(), left=None) if number in gone else each
        for number, each in enumerate(ranking.people)
    ]
    held = stability(people, ranking.weights, shown=ranking.shown)
    for wide, narrow in zip(held.by_weights, ranking.stability.by_weights, strict=True):
        assert wide.best <= narrow.best
        assert wide.worst >= narrow.worst


@given(rankings())
def test_who_is_not_within_reach_changes_no_range(ranking: Ranking) -> None:
    near = module.within_reach(ranking.people, ranking.shown, len(ranking.weights))
    people = [
        each if place < near else each._replace(degrees=())
        for place, each in enumerate(ranking.people)
    ]
    assert stability(people, ranking.weights, shown=ranking.shown) == ranking.stability


@given(rankings())
def test_each_stands_within_the_own_ranges(ranking: Ranking) -> None:
    ranks = places([now(each) for each in ranking.people])
    held = ranking.stability
    for ranges in (held.by_weights, held.by_one_fact):
        for each, place in zip(ranges, ranks, strict=False):
            assert each.best <= place <= each.worst <= len(ranking.people)
