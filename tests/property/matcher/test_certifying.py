"""What is said of a ranking, held against the scorer itself: other rubrics, facts taken away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matcher.scoring.certifying import Ranked, certified
from services.matcher.scoring.doubting import Doubts, without
from services.matcher.scoring.scorers import scored_points, scorer
from tests.property.matcher.scoring import everything, rubrics, tables
from tests.property.matcher.test_doubting import SCORERS, every_fact

if TYPE_CHECKING:
    from services.matcher.scoring.facts import Facts, Rubric
    from services.matcher.scoring.scorers import Scorer
    from services.matcher.scoring.stability import Stability
    from services.matcher.scoring.tables import Tables

pools = st.lists(everything, min_size=2, max_size=4)


def places(order: list[Facts], scoring: Scorer) -> list[int]:
    scores = [(not below, points) for points, below in (scored_points(scoring, f) for f in order)]
    return [1 + sum(other > each for other in scores) for each in scores]


def of(name: str, pool: list[Facts], rubric: Rubric, by: Tables) -> tuple[list[Facts], Stability]:
    """Return the people in their order, and what is said of it."""
    scoring = scorer(name, rubric, by)
    known = [by.read(each) for each in pool]
    order = sorted(known, key=lambda facts: _key(scoring, facts))
    ranking = [Ranked(*scored_points(scoring, each), each) for each in order]
    return order, certified(ranking, scoring, Doubts(name, rubric, by), shown=len(order))


def _key(scoring: Scorer, facts: Facts) -> tuple[bool, int]:
    points, below = scored_points(scoring, facts)
    return below, -points


def _near(weight: int) -> st.SearchStrategy[int]:
    low, high = -(-weight * 95 // 100), weight * 105 // 100
    return st.sampled_from((low, high)) | st.integers(low, high)


@pytest.mark.parametrize("name", SCORERS)
@settings(deadline=None)
@given(pool=pools, rubric=rubrics, by=tables, data=st.data())
def test_the_scorer_ranks_within_the_ranges_by_every_rubric_that_is_near(
    name: str, pool: list[Facts], rubric: Rubric, by: Tables, data: st.DataObject
) -> None:
    order, held = of(name, pool, rubric, by)
    for _ in range(5):
        near = tuple(
            replace(each, weight=data.draw(_near(each.weight))) for each in rubric.criteria
        )
        moved = places(order, scorer(name, replace(rubric, criteria=near), by))
        for known, place in zip(held.by_weights, moved, strict=True):
            assert known.best <= place <= known.worst


@pytest.mark.parametrize("name", SCORERS)
@settings(deadline=None)
@given(pool=pools, rubric=rubrics, by=tables)
def test_the_scorer_ranks_within_the_ranges_without_any_one_fact(
    name: str, pool: list[Facts], rubric: Rubric, by: Tables
) -> None:
    order, held = of(name, pool, rubric, by)
    scoring = scorer(name, rubric, by)
    for number, each in enumerate(order):
        for fact in every_fact(each):
            doubted = [*order[:number], without(each, fact), *order[number + 1 :]]
            for known, place in zip(held.by_one_fact, places(doubted, scoring), strict=True):
                assert known.best <= place <= known.worst
