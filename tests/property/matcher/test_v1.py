"""What holds of every score of the first scorer, by which old runs are replayed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matcher.scoring.scorers import FULL, scorer
from tests.property.matcher.scoring import (
    SKILLS,
    V1_KINDS,
    degrees,
    everything,
    lines,
    positions,
    rubrics,
    rubrics_of,
    skills,
    tables,
    with_line,
)

if TYPE_CHECKING:
    from services.matcher.scoring.facts import Facts, Level, Line, Position, Rubric, Skill
    from services.matcher.scoring.tables import Tables


@settings(deadline=None)
@given(everything, rubrics, tables)
def test_points_are_the_sum_of_contributions_each_within_its_weight(
    facts: Facts, rubric: Rubric, near: Tables
) -> None:
    scoring = scorer("v1", rubric, near)
    parts = scoring.explain(facts)
    assert [each.criterion for each in parts] == list(rubric.criteria)
    assert scoring.points(facts) == sum(each.points for each in parts)
    assert scoring.degrees(facts) == tuple(each.degree for each in parts)
    texts = {line.text for line in facts.lines} | {""}
    for each in parts:
        assert type(each.points) is int
        assert 0 <= each.degree <= FULL
        assert each.points == each.criterion.weight * each.degree // FULL
        assert {one.quote for one in each.evidence} <= texts
        assert each.degree or not each.evidence


@settings(deadline=None)
@given(
    everything,
    rubrics_of(*V1_KINDS),
    tables,
    st.tuples(st.sampled_from(SKILLS), skills),
    st.tuples(positions, degrees, lines),
)
def test_whatever_is_added_lowers_no_part_of_a_score(
    facts: Facts,
    rubric: Rubric,
    near: Tables,
    skill: tuple[str, Skill],
    more: tuple[Position, Level, Line],
) -> None:
    position, degree, line = more
    skill_id, shown = skill
    grown = replace(
        with_line(facts, line),
        skills={skill_id: shown, **facts.skills},
        positions=(*facts.positions, position),
        education=(*facts.education, degree),
    )
    scoring = scorer("v1", rubric, near)
    pairs = zip(scoring.degrees(facts), scoring.degrees(grown), strict=True)
    assert all(before <= after for before, after in pairs)
