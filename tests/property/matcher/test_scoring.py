"""What holds of every score, whoever is scored for whatever."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from hypothesis import given
from hypothesis import strategies as st

from services.matcher.scoring import v1
from services.matcher.scoring.explaining import MOST_EVIDENCE, explain
from services.matcher.scoring.facts import Kind
from services.matcher.scoring.proposing import MAX_POINTS, propose
from tests.property.matcher.scoring import (
    SKILLS,
    TONGUES,
    Table,
    all_asked_by,
    asked,
    criteria,
    degrees,
    everything,
    facts_of,
    lines,
    positions,
    rubrics,
    skills,
    tables,
    tongues,
    with_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from services.matcher.scoring.facts import (
        Criterion,
        Facts,
        Level,
        Line,
        Position,
        Rubric,
        Skill,
    )
    from services.matcher.scoring.proposing import Asked

T = TypeVar("T")
NOBODY = facts_of()
NOTHING_NEAR = Table()


@given(everything, rubrics, tables)
def test_points_are_the_sum_of_contributions_each_within_its_weight(
    facts: Facts, rubric: Rubric, table: Table
) -> None:
    contributions = explain(facts, rubric, table)
    points = v1.points(facts, rubric, table)
    assert [each.criterion for each in contributions] == list(rubric.criteria)
    assert points == sum(each.points for each in contributions)
    assert 0 <= points <= rubric.max_points
    for each in contributions:
        assert type(each.points) is int
        assert 0 <= each.points <= each.criterion.weight
        assert each.reason
    assert type(points) is int


@given(everything, criteria, tables)
def test_a_degree_is_whole_basis_points_and_names_what_shows_it(
    facts: Facts, criterion: Criterion, table: Table
) -> None:
    degree = v1.degree(facts, criterion, table)
    assert type(degree.basis_points) is int
    assert 0 <= degree.basis_points <= v1.FULL
    if not degree.basis_points:
        return
    match criterion.kind:
        case Kind.SKILL:
            assert degree.skill_id in facts.skills
            assert degree.related == (degree.skill_id != criterion.skill_id)
        case Kind.OCCUPATION:
            assert facts.positions[degree.position]
        case Kind.EDUCATION:
            assert facts.education[degree.education].level
        case Kind.LANGUAGE:
            assert facts.languages[criterion.language][degree.language]
        case _:
            assert not degree.related


@given(everything, rubrics, tables)
def test_evidence_is_given_for_points_only_and_quotes_blind_lines_once(
    facts: Facts, rubric: Rubric, table: Table
) -> None:
    texts = {line.text for line in facts.lines} | {""}
    for each in explain(facts, rubric, table):
        quotes = [evidence.quote for evidence in each.evidence]
        assert len(quotes) == len(set(quotes)) <= MOST_EVIDENCE
        assert set(quotes) <= texts
        if not v1.degree(facts, each.criterion, table).basis_points:
            assert not each.evidence
            assert each.reason.startswith("No evidence of ")


@given(criteria, tables)
def test_who_shows_nothing_gets_nothing(criterion: Criterion, table: Table) -> None:
    assert v1.degree(NOBODY, criterion, table) == v1.NONE


@given(everything, criteria, tables)
def test_without_its_evidence_a_criterion_brings_nothing(
    facts: Facts, criterion: Criterion, table: Table
) -> None:
    match criterion.kind:
        case Kind.SKILL:
            near = {criterion.skill_id, *(other for other, _ in table.related(criterion.skill_id))}
            kept = {name: skill for name, skill in facts.skills.items() if name not in near}
            left = replace(facts, skills=kept)
        case Kind.TERM:
            left = replace(facts, lines=(), folded="")
        case Kind.EXPERIENCE:
            left = replace(facts, total_months=0)
        case Kind.EDUCATION:
            left = replace(facts, education=())
        case Kind.LANGUAGE:
            rest = {
                code: said for code, said in facts.languages.items() if code != criterion.language
            }
            left = replace(facts, languages=rest)
        case Kind.OCCUPATION:
            left = replace(facts, positions=())
    assert v1.degree(left, criterion, table) == v1.NONE


@given(everything, rubrics, tables, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(
    facts: Facts, rubric: Rubric, table: Table, dice: Random
) -> None:
    def shuffled(values: Iterable[T]) -> list[T]:
        found = list(values)
        dice.shuffle(found)
        return found

    other = facts_of(
        total_months=facts.total_months,
        skills=dict(shuffled(facts.skills.items())),
        positions=shuffled(facts.positions),
        education=shuffled(facts.education),
        languages=dict(shuffled(facts.languages.items())),
        lines=shuffled(facts.lines),
    )
    assert v1.points(other, rubric, table) == v1.points(facts, rubric, table)


def _never_less(less: Facts, more: Facts, rubric: Rubric, table: Table) -> None:
    before = [each.points for each in explain(less, rubric, table)]
    after = [each.points for each in explain(more, rubric, table)]
    assert all(low <= high for low, high in zip(before, after, strict=True))


@given(everything, all_asked_by(Kind.SKILL), tables, st.sampled_from(SKILLS), skills)
def test_another_skill_never_lowers_a_score(
    facts: Facts, rubric: Rubric, table: Table, skill_id: str, skill: Skill
) -> None:
    without = {name: known for name, known in facts.skills.items() if name != skill_id}
    less = replace(facts, skills=without)
    _never_less(less, replace(facts, skills={**without, skill_id: skill}), rubric, table)


@given(
    everything,
    all_asked_by(Kind.SKILL),
    tables,
    st.sampled_from(SKILLS),
    skills,
    st.integers(0, 60),
)
def test_more_months_of_a_skill_or_fresher_use_never_lower_a_score(
    facts: Facts, rubric: Rubric, table: Table, skill_id: str, skill: Skill, more: int
) -> None:
    less = replace(facts, skills={**facts.skills, skill_id: skill})
    longer = replace(skill, months=skill.months + more)
    _never_less(less, replace(facts, skills={**facts.skills, skill_id: longer}), rubric, table)
    fresher = replace(skill, months_since_use=max(-1, skill.months_since_use - more))
    if fresher.months_since_use >= 0:
        changed = replace(facts, skills={**facts.skills, skill_id: fresher})
        _never_less(less, changed, rubric, table)


@given(everything, all_asked_by(Kind.SKILL), tables, st.sampled_from(SKILLS), skills)
def test_another_mention_changes_no_points(
    facts: Facts, rubric: Rubric, table: Table, skill_id: str, skill: Skill
) -> None:
    once = replace(skill, mentions=skill.mentions[:1])
    less = replace(facts, skills={**facts.skills, skill_id: once})
    more = replace(facts, skills={**facts.skills, skill_id: skill})
    assert v1.points(less, rubric, table) == v1.points(more, rubric, table)


@given(
    everything,
    all_asked_by(Kind.OCCUPATION, Kind.EXPERIENCE),
    tables,
    positions,
    st.integers(0, 600),
)
def test_another_position_and_more_months_never_lower_a_score(
    facts: Facts, rubric: Rubric, table: Table, position: Position, months: int
) -> None:
    more = replace(facts, positions=(*facts.positions, position))
    _never_less(facts, more, rubric, table)
    longer = replace(more, total_months=facts.total_months + months)
    _never_less(more, longer, rubric, table)
    grown = replace(position, months=position.months + months)
    _never_less(more, replace(more, positions=(*facts.positions, grown)), rubric, table)


@given(everything, all_asked_by(Kind.EDUCATION), degrees)
def test_another_degree_never_lowers_a_score(facts: Facts, rubric: Rubric, degree: Level) -> None:
    more = replace(facts, education=(*facts.education, degree))
    _never_less(facts, more, rubric, NOTHING_NEAR)


@given(everything, all_asked_by(Kind.LANGUAGE), st.sampled_from(TONGUES), tongues)
def test_another_word_on_a_language_never_lowers_a_score(
    facts: Facts, rubric: Rubric, code: str, tongue: Level
) -> None:
    said = (*facts.languages.get(code, ()), tongue)
    more = replace(facts, languages={**facts.languages, code: said})
    _never_less(facts, more, rubric, NOTHING_NEAR)


@given(everything, all_asked_by(Kind.TERM), lines)
def test_another_line_never_lowers_a_score(facts: Facts, rubric: Rubric, line: Line) -> None:
    _never_less(facts, with_line(facts, line), rubric, NOTHING_NEAR)


@given(
    everything,
    rubrics,
    tables,
    st.tuples(st.sampled_from(SKILLS), skills),
    st.tuples(positions, degrees, lines),
)
def test_whatever_is_added_lowers_no_part_of_a_score(
    facts: Facts,
    rubric: Rubric,
    table: Table,
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
    _never_less(facts, grown, rubric, table)


@given(asked)
def test_a_proposed_rubric_gives_1000_points_and_names_its_criteria_in_order(job: Asked) -> None:
    rubric = propose("job", "digest", job)
    criteria_count = len(job.items) + bool(job.title)
    assert [each.criterion_id for each in rubric.criteria] == [
        f"c{number}" for number in range(1, criteria_count + 1)
    ]
    assert rubric.max_points == (MAX_POINTS if criteria_count else 0)
    assert all(each.weight >= 0 for each in rubric.criteria)


@given(asked)
def test_a_must_never_weighs_less_than_the_same_as_a_should(job: Asked) -> None:
    heaviest: dict[tuple[Kind, bool], int] = {}
    lightest: dict[tuple[Kind, bool], int] = {}
    for each in propose("job", "digest", job).criteria:
        slot = (each.kind, each.must)
        heaviest[slot] = max(heaviest.get(slot, 0), each.weight)
        lightest[slot] = min(lightest.get(slot, MAX_POINTS), each.weight)
    for kind in Kind:
        if (kind, True) in lightest and (kind, False) in heaviest:
            assert lightest[kind, True] >= heaviest[kind, False]
    for slot, weight in heaviest.items():
        assert weight - lightest[slot] <= 1
