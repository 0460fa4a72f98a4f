"""What holds of every score, whoever is scored for whatever."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from services.matcher.scoring.facts import Kind, Rubric
from services.matcher.scoring.scorers import FULL, Scorer, scored_points, scorer
from tests.property.matcher.scoring import (
    BY_LEVEL,
    BY_MONTHS,
    SKILLS,
    TONGUES,
    all_asked_by,
    certificates,
    criteria,
    criteria_of,
    degrees,
    edited,
    everything,
    facts_of,
    lines,
    positions,
    rubrics,
    rubrics_of,
    skills,
    tables,
    tables_of,
    tongues,
    with_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from random import Random

    from services.matcher.scoring.facts import (
        Certificate,
        Criterion,
        Facts,
        Level,
        Line,
        Position,
        Skill,
    )
    from services.matcher.scoring.tables import Tables

T = TypeVar("T")
NOTHING_NEAR = tables_of()
TYPED = tuple(kind for kind in Kind if kind is not Kind.LINE_OF_WORK)


def scored_by(rubric: Rubric, near: Tables = NOTHING_NEAR) -> Scorer:
    return scorer("v2", rubric, near)


def alone(facts: Facts, criterion: Criterion, near: Tables = NOTHING_NEAR) -> int:
    """Return how far facts meet a criterion, in basis points."""
    (degree,) = scored_by(rubric_of(criterion), near).degrees(near.read(facts))
    return degree


def rubric_of(*asked: Criterion) -> Rubric:
    return Rubric("job", "digest", asked)


@settings(deadline=None)
@given(everything, rubrics, tables)
def test_points_are_the_sum_of_contributions_each_within_its_weight(
    facts: Facts, rubric: Rubric, near: Tables
) -> None:
    scoring, read = scored_by(rubric, near), near.read(facts)
    parts, reached = scoring.explain(read), scoring.degrees(read)
    points = scoring.points(read)
    assert type(points) is int
    assert points == sum(each.points for each in parts)
    assert [each.criterion for each in parts] == list(rubric.criteria)
    assert tuple(each.degree for each in parts) == reached
    for each in parts:
        assert type(each.degree) is type(each.points) is int
        assert 0 <= each.degree <= FULL
        assert each.points == each.criterion.weight * each.degree // FULL
        assert each.reason
    assert 0 <= points <= rubric.max_points


@settings(deadline=None)
@given(everything, rubrics, tables)
def test_a_knock_out_changes_no_points_and_puts_below_the_line_who_does_not_meet_it(
    facts: Facts, rubric: Rubric, near: Tables
) -> None:
    read = near.read(facts)
    points, below = scored_points(scored_by(rubric, near), read)
    met = scored_by(rubric, near).degrees(read)
    pairs = zip(rubric.criteria, met, strict=True)
    assert below == any(each.knock_out and not degree for each, degree in pairs)
    assert points == scored_by(rubric, near).points(read)
    mild = replace(
        rubric, criteria=tuple(replace(each, knock_out=False) for each in rubric.criteria)
    )
    assert scored_points(scored_by(mild, near), read) == (points, False)


@settings(deadline=None)
@given(everything, rubrics, tables)
def test_evidence_is_given_for_degrees_only_and_quotes_blind_lines(
    facts: Facts, rubric: Rubric, near: Tables
) -> None:
    texts = {line.text for line in facts.lines} | {""}
    for each in scored_by(rubric, near).explain(near.read(facts)):
        assert {one.quote for one in each.evidence} <= texts
        if not each.degree:
            assert not each.evidence
            assert not each.met_by


@settings(deadline=None)
@given(criteria, tables)
def test_who_shows_nothing_gets_nothing(criterion: Criterion, near: Tables) -> None:
    assert alone(facts_of(), criterion, near) == 0


@settings(deadline=None)
@given(everything, rubrics, tables, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_matter(
    facts: Facts, rubric: Rubric, near: Tables, dice: Random
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
        languages={code: tuple(shuffled(each)) for code, each in shuffled(facts.languages.items())},
        lines=shuffled(facts.lines),
        certificates=shuffled(facts.certificates),
    )
    scoring = scored_by(rubric, near)
    assert scoring.degrees(near.read(other)) == scoring.degrees(near.read(facts))


@settings(deadline=None)
@given(everything, rubrics, tables, st.randoms(use_true_random=False))
def test_a_criterion_brings_the_same_wherever_it_stands_and_whatever_else_is_asked(
    facts: Facts, rubric: Rubric, near: Tables, dice: Random
) -> None:
    reached = scored_by(rubric, near).degrees(near.read(facts))
    assert reached == tuple(alone(facts, each, near) for each in rubric.criteria)
    order = list(range(len(rubric.criteria)))
    dice.shuffle(order)
    turned = replace(rubric, criteria=tuple(rubric.criteria[at] for at in order))
    assert scored_by(turned, near).degrees(near.read(facts)) == tuple(reached[at] for at in order)


@settings(deadline=None)
@given(everything, edited(*Kind), tables)
def test_of_alternatives_the_best_counts(facts: Facts, asked: Criterion, near: Tables) -> None:
    ways = [replace(each, levels=asked.levels) for each in (asked, *asked.alternatives)]
    each_alone = [alone(facts, replace(way, alternatives=()), near) for way in ways]
    assert alone(facts, asked, near) == max(each_alone)
    (part,) = scored_by(rubric_of(asked), near).explain(near.read(facts))
    if part.met_by:
        assert part.met_by in {each.label for each in asked.alternatives}
        assert max(each_alone) > each_alone[0]


@settings(deadline=None)
@given(everything, edited(*BY_MONTHS, *BY_LEVEL), tables)
def test_a_scale_that_brings_more_at_a_step_lowers_nobody(
    facts: Facts, asked: Criterion, near: Tables
) -> None:
    more = tuple(replace(each, percent=min(100, each.percent + 7)) for each in asked.levels)
    if more:
        raised = replace(asked, levels=more)
        assert alone(facts, asked, near) <= alone(facts, raised, near)
        assert alone(facts, replace(asked, levels=asked.levels[:1]), near) <= alone(
            facts, asked, near
        )


@settings(deadline=None)
@given(skills, criteria_of(Kind.SKILL), tables, everything)
def test_a_related_skill_never_brings_more_than_the_skill_itself_would(
    shown: Skill, asked: Criterion, near: Tables, facts: Facts
) -> None:
    other = next(each for each in SKILLS if each != asked.skill_id)
    with_other = alone(replace(facts, skills={other: shown}), asked, near)
    with_itself = alone(replace(facts, skills={asked.skill_id: shown}), asked, near)
    assert with_other < with_itself


@settings(deadline=None)
@given(everything, edited(Kind.SKILL), tables)
def test_a_skill_brings_the_most_that_one_of_those_held_would_bring_alone(
    facts: Facts, asked: Criterion, near: Tables
) -> None:
    """Whatever is skipped on the way to be fast brings no more than what is found."""
    held = [replace(facts, skills={name: skill}) for name, skill in facts.skills.items()]
    best = max((alone(each, asked, near) for each in held), default=0)
    assert alone(facts, asked, near) == best


@settings(deadline=None)
@given(positions, criteria_of(Kind.OCCUPATION), tables)
def test_a_related_occupation_never_brings_more_than_the_same_would(
    held: Position, asked: Criterion, near: Tables
) -> None:
    if not asked.occupation_id:
        return
    same = replace(held, occupation_id=asked.occupation_id)
    found = alone(facts_of(positions=[held]), asked, near)
    assert found <= alone(facts_of(positions=[same]), asked, near)


def _never_less(less: Facts, more: Facts, rubric: Rubric, near: Tables) -> None:
    """Check that more evidence brings no less, the line of work left as it was."""
    scoring, before = scored_by(rubric, near), near.read(less)
    after = replace(near.read(more), told=before.told)
    reached = zip(scoring.degrees(before), scoring.degrees(after), strict=True)
    assert all(low <= high for low, high in reached)


@settings(deadline=None)
@given(
    everything,
    all_asked_by(Kind.SKILL, Kind.CERTIFICATE),
    tables,
    st.sampled_from(SKILLS),
    skills,
    st.integers(0, 60),
)
def test_another_skill_its_months_and_its_recent_use_never_lower_a_score(
    facts: Facts, rubric: Rubric, near: Tables, skill_id: str, skill: Skill, more: int
) -> None:
    without = {name: known for name, known in facts.skills.items() if name != skill_id}
    less = replace(facts, skills=without)
    shown = replace(facts, skills={**without, skill_id: skill})
    _never_less(less, shown, rubric, near)
    longer = replace(skill, months=skill.months + more)
    _never_less(shown, replace(facts, skills={**without, skill_id: longer}), rubric, near)
    if skill.months_since_use >= 0:
        fresher = replace(skill, months_since_use=max(0, skill.months_since_use - more))
        _never_less(shown, replace(facts, skills={**without, skill_id: fresher}), rubric, near)
    else:
        tied = replace(skill, months_since_use=more)
        _never_less(shown, replace(facts, skills={**without, skill_id: tied}), rubric, near)


@settings(deadline=None)
@given(everything, rubrics, tables, st.sampled_from(SKILLS), skills)
def test_another_mention_changes_no_points(
    facts: Facts, rubric: Rubric, near: Tables, skill_id: str, skill: Skill
) -> None:
    once = replace(skill, mentions=skill.mentions[:1])
    less = near.read(replace(facts, skills={**facts.skills, skill_id: once}))
    more = near.read(replace(facts, skills={**facts.skills, skill_id: skill}))
    scoring = scored_by(rubric, near)
    assert scoring.degrees(less) == scoring.degrees(more)


@settings(deadline=None)
@given(
    everything,
    all_asked_by(Kind.OCCUPATION, Kind.EXPERIENCE),
    tables,
    positions,
    st.integers(0, 600),
)
def test_another_position_and_more_months_never_lower_a_score(
    facts: Facts, rubric: Rubric, near: Tables, position: Position, months: int
) -> None:
    more = replace(facts, positions=(*facts.positions, position))
    _never_less(facts, more, rubric, near)
    _never_less(more, replace(more, total_months=facts.total_months + months), rubric, near)
    grown = replace(position, months=position.months + months)
    _never_less(more, replace(more, positions=(*facts.positions, grown)), rubric, near)


@settings(deadline=None)
@given(everything, all_asked_by(Kind.EDUCATION), degrees)
def test_another_degree_never_lowers_a_score(facts: Facts, rubric: Rubric, degree: Level) -> None:
    more = replace(facts, education=(*facts.education, degree))
    _never_less(facts, more, rubric, NOTHING_NEAR)


@settings(deadline=None)
@given(everything, all_asked_by(Kind.LANGUAGE), st.sampled_from(TONGUES), tongues)
def test_another_word_on_a_language_never_lowers_a_score(
    facts: Facts, rubric: Rubric, code: str, tongue: Level
) -> None:
    spoken = (*facts.languages.get(code, ()), tongue)
    more = replace(facts, languages={**facts.languages, code: spoken})
    _never_less(facts, more, rubric, NOTHING_NEAR)


@settings(deadline=None)
@given(everything, all_asked_by(Kind.TERM, Kind.CERTIFICATE), certificates)
def test_another_certificate_never_lowers_a_score(
    facts: Facts, rubric: Rubric, certificate: Certificate
) -> None:
    more = replace(facts, certificates=(*facts.certificates, certificate))
    _never_less(facts, more, rubric, NOTHING_NEAR)


@settings(deadline=None)
@given(everything, all_asked_by(Kind.TERM, Kind.CERTIFICATE, Kind.WORDS), lines)
def test_another_line_never_lowers_what_terms_and_words_bring(
    facts: Facts, rubric: Rubric, line: Line
) -> None:
    _never_less(facts, with_line(facts, line), rubric, NOTHING_NEAR)


@settings(deadline=None)
@given(
    everything,
    rubrics_of(*TYPED),
    tables,
    st.tuples(st.sampled_from(SKILLS), skills),
    st.tuples(positions, degrees, lines, certificates),
)
def test_without_the_line_of_work_whatever_is_added_lowers_no_part_of_a_score(
    facts: Facts,
    rubric: Rubric,
    near: Tables,
    skill: tuple[str, Skill],
    more: tuple[Position, Level, Line, Certificate],
) -> None:
    """Read again whole by the tables: nothing is kept the same."""
    position, degree, line, certificate = more
    skill_id, shown = skill
    grown = replace(
        with_line(facts, line),
        skills={skill_id: shown, **facts.skills},
        positions=(*facts.positions, position),
        education=(*facts.education, degree),
        certificates=(*facts.certificates, certificate),
        languages={"de": (degree,), **facts.languages},
    )
    scoring = scored_by(rubric, near)
    reached = zip(scoring.degrees(near.read(facts)), scoring.degrees(near.read(grown)), strict=True)
    assert all(low <= high for low, high in reached)


@settings(deadline=None)
@given(everything, rubrics, tables)
def test_what_the_tables_read_anew_scores_as_before(
    facts: Facts, rubric: Rubric, near: Tables
) -> None:
    scoring, read = scored_by(rubric, near), near.read(facts)
    assert near.read(read).words == read.words
    assert scoring.explain(near.read(read)) == scoring.explain(read)
