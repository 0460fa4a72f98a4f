"""The fewest points left without one fact: what taking away each fact in turn shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from services.matcher.scoring.doubting import Doubts, Fact, Left, without
from services.matcher.scoring.scorers import scored_points, scorer
from tests.property.matcher.scoring import everything, rubrics, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.matcher.scoring.facts import Facts, Rubric
    from services.matcher.scoring.tables import Tables

SCORERS = ("v1", "v2")


def every_fact(facts: Facts) -> Iterator[Fact]:
    """Yield all that facts say, and not only what a rubric asks for."""
    yield from (Fact("skill", name) for name in facts.skills)
    yield from (Fact("job", at=index) for index in range(len(facts.positions)))
    yield from (Fact("degree", at=index) for index in range(len(facts.education)))
    yield from (Fact("certificate", at=index) for index in range(len(facts.certificates)))
    for code, said in facts.languages.items():
        yield from (Fact("language", code, index) for index in range(len(said)))
    yield from (Fact("line", at=index) for index in range(len(facts.lines)))


@pytest.mark.parametrize("name", SCORERS)
@settings(deadline=None)
@given(facts=everything, rubric=rubrics, by=tables)
def test_what_is_left_at_the_worst_is_what_taking_away_every_fact_shows(
    name: str, facts: Facts, rubric: Rubric, by: Tables
) -> None:
    known, scoring = by.read(facts), scorer(name, rubric, by)
    kept = [known, *(without(known, fact) for fact in every_fact(known))]
    left = [Left(*scored_points(scoring, each)) for each in kept]
    found = Doubts(name, rubric, by).least(known, scoring.degrees(known))
    assert found == min(left, key=lambda each: (not each.below, each.points))


@pytest.mark.parametrize("name", SCORERS)
@settings(deadline=None)
@given(facts=everything, rubric=rubrics, by=tables)
def test_no_score_rises_when_a_fact_is_taken_away(
    name: str, facts: Facts, rubric: Rubric, by: Tables
) -> None:
    known, scoring = by.read(facts), scorer(name, rubric, by)
    points, below = scored_points(scoring, known)
    for fact in every_fact(known):
        less, fallen = scored_points(scoring, without(known, fact))
        assert less <= points
        assert fallen >= below
