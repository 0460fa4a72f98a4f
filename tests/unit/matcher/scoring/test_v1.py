"""Scoring, version 1: its table, cell by cell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matcher.scoring import v1
from services.matcher.scoring.facts import (
    Criterion,
    Facts,
    Kind,
    Level,
    Line,
    Position,
    Skill,
    Span,
)
from tests.property.matcher.scoring import Table, facts_of

HERE = Span(1, 0, 9)
NOTHING = Table()
NEAR = Table(skills={"go": (("rust", 50), ("c", 99))}, occupations={"dev": (("sre", 80),)})


def asks(kind: Kind, *, label: str = "Anything", **fields: str | int) -> Criterion:
    made = Criterion("c1", kind, must=True, label=label, weight=100, job_span=HERE)
    return replace(made, **fields)  # pyright: ignore[reportArgumentType]  # named by the test


def used(months: int, since: int) -> Skill:
    return Skill("Go", months, since, (HERE,))


def lined(*texts: str) -> Facts:
    return facts_of(lines=[Line(text, HERE) for text in texts])


@pytest.mark.parametrize(
    ("months", "since", "expected"),
    [
        (0, -1, 6000),
        (18, -1, 7250),
        (36, -1, 8500),
        (360, -1, 8500),
        (0, 0, 7500),
        (0, 12, 7500),
        (0, 13, 6750),
        (0, 36, 6750),
        (0, 37, 6000),
        (36, 12, 10_000),
        (35, 12, 9930),
    ],
)
def test_a_skill_counts_by_months_and_recency(months: int, since: int, expected: int) -> None:
    facts = facts_of(skills={"go": used(months, since)})
    degree = v1.degree(facts, asks(Kind.SKILL, skill_id="go"), NOTHING)
    assert degree == v1.Degree(expected, skill_id="go")


def test_a_related_skill_counts_by_its_closeness_unless_the_skill_itself_counts_more() -> None:
    wanted = asks(Kind.SKILL, skill_id="go")
    facts = facts_of(skills={"rust": used(36, 0)})
    assert v1.degree(facts, wanted, NEAR) == v1.Degree(5000, related=True, skill_id="rust")
    both = facts_of(skills={"rust": used(36, 0), "go": used(0, -1)})
    assert v1.degree(both, wanted, NEAR) == v1.Degree(6000, skill_id="go")
    nearer = facts_of(skills={"c": used(36, 0), "go": used(0, -1)})
    assert v1.degree(nearer, wanted, NEAR) == v1.Degree(9900, related=True, skill_id="c")


@pytest.mark.parametrize(
    ("texts", "term", "expected"),
    [
        (("Knows COBOL",), "cobol", 7000),
        (("Knows COBOL", "cobol again"), "cobol", 10_000),
        (("Knows COBOL, COBOL and cobol",), "cobol", 7000),
        (("cobol", "cobol", "cobol"), "cobol", 10_000),
        (("cobols", "micro-cobolic", "xcobol"), "cobol", 0),
        (("cobols, then cobol",), "cobol", 7000),
        (("north", "wind"), "north wind", 0),
        (("North Wind",), "north wind", 7000),
        (("Straße 4",), "strasse", 7000),
        (("C++ and C#",), "c++", 7000),
        ((), "cobol", 0),
    ],
)
def test_a_term_counts_by_the_lines_that_have_its_whole_words(
    texts: tuple[str, ...], term: str, expected: int
) -> None:
    facts = lined(*texts)
    assert v1.degree(facts, asks(Kind.TERM, term=term), NOTHING).basis_points == expected
    assert bool(v1.term_lines(facts, term)) == bool(expected)
    assert len(v1.term_lines(facts, term)) == {0: 0, 7000: 1, 10_000: 2}[expected]


@pytest.mark.parametrize(
    ("worked", "wanted", "expected"),
    [
        (0, 60, 0),
        (15, 60, 2500),
        (59, 60, 9833),
        (60, 60, 10_000),
        (90, 60, 10_000),
        (0, 0, 0),
        (1, 0, 10_000),
    ],
)
def test_experience_is_months_worked_over_months_asked_for(
    worked: int, wanted: int, expected: int
) -> None:
    degree = v1.degree(facts_of(total_months=worked), asks(Kind.EXPERIENCE, months=wanted), NOTHING)
    assert degree.basis_points == expected


@pytest.mark.parametrize(
    ("levels", "wanted", "expected"),
    [
        ((), 3, v1.NONE),
        ((0,), 0, v1.NONE),
        ((0,), 1, v1.NONE),
        ((1,), 3, v1.NONE),
        ((2,), 3, v1.Degree(5000, education=0)),
        ((2, 3), 3, v1.Degree(10_000, education=1)),
        ((5, 3), 3, v1.Degree(10_000, education=0)),
        ((1,), 0, v1.Degree(10_000, education=0)),
    ],
)
def test_education_is_full_at_its_level_and_half_one_below(
    levels: tuple[int, ...], wanted: int, expected: v1.Degree
) -> None:
    facts = facts_of(education=[Level(level, HERE) for level in levels])
    assert v1.degree(facts, asks(Kind.EDUCATION, level=wanted), NOTHING) == expected


@pytest.mark.parametrize(
    ("levels", "wanted", "expected"),
    [
        ((), 5, v1.NONE),
        ((5,), 5, v1.Degree(10_000, language=0)),
        ((7,), 5, v1.Degree(10_000, language=0)),
        ((4,), 5, v1.Degree(7500, language=0)),
        ((3,), 5, v1.Degree(5000, language=0)),
        ((1,), 7, v1.Degree(2500, language=0)),
        ((0,), 5, v1.Degree(5000, language=0)),
        ((0, 1), 7, v1.Degree(5000, language=0)),
        ((1, 6), 6, v1.Degree(10_000, language=1)),
        ((1,), 0, v1.Degree(10_000, language=0)),
    ],
)
def test_a_language_loses_a_quarter_for_each_level_below(
    levels: tuple[int, ...], wanted: int, expected: v1.Degree
) -> None:
    said = tuple(Level(level, HERE) for level in levels)
    facts = facts_of(languages={"de": said} if said else {})
    wanted_tongue = asks(Kind.LANGUAGE, language="de", language_level=wanted)
    assert v1.degree(facts, wanted_tongue, NOTHING) == expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([("Coder", "dev", 0)], v1.Degree(6000, position=0)),
        ([("Coder", "dev", 12)], v1.Degree(8000, position=0)),
        ([("Coder", "dev", 12), ("Maker", "dev", 12)], v1.Degree(10_000, position=0)),
        ([("Operator", "sre", 24)], v1.Degree(8000, related=True, position=0)),
        ([("Backend Developer", "", 5)], v1.Degree(5000, related=True, position=0)),
        ([("Developer", "", 5)], v1.Degree(2500, related=True, position=0)),
        ([("Cook", "chef", 99)], v1.NONE),
        ([("Cook", "chef", 99), ("Coder", "dev", 24)], v1.Degree(10_000, position=1)),
        ([], v1.NONE),
    ],
)
def test_an_occupation_counts_by_months_in_it_or_by_words_of_the_title(
    held: list[tuple[str, str, int]], expected: v1.Degree
) -> None:
    facts = facts_of(positions=[Position(*each, HERE) for each in held])
    wanted = asks(Kind.OCCUPATION, label="Senior Backend Developer", occupation_id="dev")
    assert v1.degree(facts, wanted, NEAR) == expected


def test_a_title_of_filler_words_matches_no_title() -> None:
    facts = facts_of(positions=[Position("Senior Lead", "", 12, HERE)])
    wanted = asks(Kind.OCCUPATION, label="Senior Lead (m/f/d)")
    assert v1.degree(facts, wanted, NOTHING) == v1.NONE
