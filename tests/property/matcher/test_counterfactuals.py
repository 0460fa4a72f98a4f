"""What holds of every set of additions, whoever it is for, and of every promise made of one."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from itertools import product
from typing import TYPE_CHECKING, cast, get_args

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.matcher.promises.tables import kept, parsed, told
from services.matcher.scoring.additions import Addition
from services.matcher.scoring.applying import NOWHERE, applied, shown
from services.matcher.scoring.counterfactuals import Counterfactual, counterfactuals
from services.matcher.scoring.facts import Criterion, Kind, Rubric
from services.matcher.scoring.offering import ladders
from services.matcher.scoring.reckoning import Score, holds, reckoned
from services.matcher.scoring.searching import EXHAUSTIVE, Search
from services.matcher.scoring.v2.scorer import Scorer
from tests.property.matcher.additions import (
    Tables,
    all_tables,
    grown,
    large_rubrics,
    small_rubrics,
    true_facts,
)
from tests.property.matcher.scoring import Table, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.matcher.scoring.facts import Facts
    from services.matcher.scoring.offering import Ladder
    from services.matcher.scoring.searching import Reckon
    from services.matcher.scoring.tables import Tables as RealTables

NOTHING_NEAR = Tables(Table(), (0, 0, 0, 0))


def ready(rubric: Rubric, tables: Tables) -> Scorer:
    return Scorer(rubric, cast("RealTables", tables))


def by(scoring: Scorer) -> Reckon:
    return lambda facts: reckoned(scoring, facts, {})


def searching(facts: Facts, scoring: Scorer) -> Search:
    steps = ladders(facts, scoring.rubric)
    return Search(facts, by(scoring), steps, criteria=len(scoring.rubric.criteria))


def every_set(tops: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return product(*(range(top + 1) for top in tops))


def picked(steps: Sequence[Ladder], choice: Sequence[int]) -> tuple[Addition, ...]:
    return tuple(ladder[step - 1] for ladder, step in zip(steps, choice, strict=True) if step)


def minimal_by_force(facts: Facts, scoring: Scorer, target: Score) -> list[Counterfactual]:
    """Return every minimal set, by trying all sets and all sets below each."""
    steps, reckon = ladders(facts, scoring.rubric), by(scoring)
    reached = {
        choice: reckon(applied(facts, picked(steps, choice)))
        for choice in every_set([len(each) for each in steps])
    }
    reaching = [choice for choice, score in reached.items() if score >= target]
    return [
        Counterfactual(picked(steps, choice), reached[choice].points)
        for choice in reaching
        if not any(other != choice and all(map(int.__le__, other, choice)) for other in reaching)
    ]


def in_order(sets: Sequence[Counterfactual]) -> list[tuple[int, int]]:
    return sorted((len(each.additions), each.effort) for each in sets)


def term(number: int, weight: int) -> Criterion:
    words = f"word{number}"
    return Criterion(f"c{number}", Kind.TERM, False, words, weight, NOWHERE, term=words)  # noqa: FBT003


@settings(deadline=None, max_examples=6)
@given(st.lists(st.integers(1, 100), min_size=12, max_size=12), st.integers(1, 99))
def test_of_twelve_things_every_set_is_tried(weights: list[int], percent: int) -> None:
    scoring = ready(Rubric("job", "digest", tuple(map(term, range(12), weights))), NOTHING_NEAR)
    target = Score(above=True, points=max(1, sum(weights) * 7000 // 10_000 * percent // 100))
    search = searching(facts_of(), scoring)
    assert search.size == EXHAUSTIVE
    reaching = [each for each in every_set(search.everything) if search.score(each) >= target]
    minimal = {
        each
        for each in reaching
        if not any(
            search.score((*each[:at], 0, *each[at + 1 :])) >= target
            for at, step in enumerate(each)
            if step
        )
    }
    found = counterfactuals(facts_of(), scoring.rubric, by(scoring), target.points, 5)
    assert [len(each.additions) for each in found.sets] == sorted(map(sum, minimal))[:5]
    assert found.complete
    taken = [{str(getattr(each, "term", "")) for each in one.additions} for one in found.sets]
    forced = [{f"word{at}" for at, step in enumerate(each) if step} for each in minimal]
    assert all(each in forced for each in taken)


@settings(deadline=None)
@given(true_facts, small_rubrics, all_tables, st.integers(1, 100))
def test_the_sets_are_the_smallest_of_all_that_are_minimal(
    facts: Facts, rubric: Rubric, tables: Tables, percent: int
) -> None:
    scoring = ready(rubric, tables)
    assume(searching(facts, scoring).size <= 256)  # force takes the square of it
    target = max(1, rubric.max_points * percent // 100)
    expected = minimal_by_force(facts, scoring, Score(above=True, points=target))
    found = counterfactuals(facts, rubric, by(scoring), target, 5)
    assert found.complete
    assert all(each in expected for each in found.sets)
    assert [(len(each.additions), each.effort) for each in found.sets] == in_order(expected)[:5]
    assert len(set(found.sets)) == len(found.sets)
    assert bool(found.sets) == (found.reachable >= Score(above=True, points=target))


@settings(deadline=None)
@given(true_facts, small_rubrics, all_tables, st.integers(1, 100))
def test_the_search_by_size_finds_what_scoring_every_set_finds(
    facts: Facts, rubric: Rubric, tables: Tables, percent: int
) -> None:
    target = Score(above=True, points=max(1, rubric.max_points * percent // 100))
    search = searching(facts, ready(rubric, tables))
    assume(search.size <= 512)
    assume(search.score(search.nothing) < target <= search.score(search.everything))
    found, complete = search.bounded(target, 5)
    assert complete
    assert found == search.exhaust(target, 5)


@settings(deadline=None)
@given(true_facts, large_rubrics, all_tables, st.integers(1, 100))
def test_each_set_reaches_the_points_and_no_part_of_it_does(
    facts: Facts, rubric: Rubric, tables: Tables, percent: int
) -> None:
    reckon = by(ready(rubric, tables))
    target = Score(above=True, points=max(1, rubric.max_points * percent // 100))
    found = counterfactuals(facts, rubric, reckon, target.points, 5)
    for each in found.sets:
        assert reckon(applied(facts, each.additions)) == (True, each.points) >= target
        for left_out in each.additions:
            rest = [one for one in each.additions if one != left_out]
            assert reckon(applied(facts, rest)) < target
    if not found.sets:
        assert found.reachable < target


@settings(deadline=None, max_examples=300)
@given(true_facts, large_rubrics, all_tables, st.data())
def test_whoever_shows_the_additions_has_the_points(
    facts: Facts, rubric: Rubric, tables: Tables, data: st.DataObject
) -> None:
    steps, scoring = ladders(facts, rubric), ready(rubric, tables)
    choice = data.draw(st.tuples(*(st.integers(0, len(each)) for each in steps)))
    additions = picked(steps, choice)
    promised = by(scoring)(applied(facts, additions))
    held = holds(scoring, facts)
    later = data.draw(grown(facts, additions))
    assert all(shown(later, each) for each in additions)
    assert reckoned(scoring, later, held) >= promised >= by(scoring)(facts)


@given(true_facts, large_rubrics, all_tables)
def test_what_is_kept_of_a_table_scores_its_rubric_as_the_table_does(
    facts: Facts, rubric: Rubric, tables: Tables
) -> None:
    near = parsed(json.loads(json.dumps(told(kept(rubric, cast("RealTables", tables))))))
    again = Tables(Table(dict(near.skills), dict(near.occupations)), tables.said)
    assert by(ready(rubric, again))(facts) == by(ready(rubric, tables))(facts)


@settings(deadline=None)
@given(true_facts, large_rubrics)
def test_only_what_is_not_shown_yet_is_offered_and_each_step_shows_those_below(
    facts: Facts, rubric: Rubric
) -> None:
    for ladder in ladders(facts, rubric):
        assert [each.effort for each in ladder] == sorted(each.effort for each in ladder)
        assert len(set(ladder)) == len(ladder)
        assert len({type(each) for each in ladder}) == 1
        for number, step in enumerate(ladder):
            assert not shown(facts, step)
            assert all(shown(applied(facts, [step]), each) for each in ladder[: number + 1])
            assert not any(shown(applied(facts, [step]), each) for each in ladder[number + 1 :])


@given(true_facts, large_rubrics)
def test_nothing_is_offered_for_what_weighs_nothing(facts: Facts, rubric: Rubric) -> None:
    idle = tuple(replace(each, weight=0, knock_out=False) for each in rubric.criteria)
    assert not ladders(facts, Rubric("job", "digest", idle))


def test_every_kind_of_addition_is_something_that_a_person_does_and_shows() -> None:
    kinds = {each.__name__ for each in get_args(Addition)}
    assert kinds == {
        "CertificateAddition",
        "DegreeAddition",
        "LanguageAddition",
        "RoleAddition",
        "SkillAddition",
        "TermAddition",
        "WorkAddition",
    }
    names = {field.name for kind in get_args(Addition) for field in fields(kind)}
    assert names == {
        *("skill_id", "term", "code", "occupation_id", "label"),
        *("months", "more_months", "used_within_months", "level", "shown_level"),
    }
    of_the_whole_text = {Kind.WORDS, Kind.LINE_OF_WORK}
    assert len(set(Kind) - of_the_whole_text) == len(kinds)
