"""Why a score is what it is, in words and places."""

from __future__ import annotations

import pytest

from services.matcher.scoring.explaining import Contribution, Evidence, explain
from services.matcher.scoring.facts import (
    Criterion,
    Facts,
    Kind,
    Level,
    Line,
    Position,
    Rubric,
    Skill,
    Span,
)
from tests.property.matcher.scoring import Table, facts_of

TEXTS = ("Built tools in Go", "Head of Tools", "BSc", "German B2", "Go again", "Go, lastly", "Go")
LINES = [Line(text, Span(1, 100 * n, 100 * n + len(text))) for n, text in enumerate(TEXTS)]
AT = [line.span for line in LINES]
NEAR = Table(skills={"c": (("go", 40),)})
FACTS = facts_of(
    total_months=30,
    skills={"go": Skill("Go", 14, 0, tuple(AT[n] for n in (0, 4, 5, 6)))},
    positions=[Position("Head of Tools", "dev", 30, AT[1])],
    education=[Level(3, AT[2])],
    languages={"de": (Level(4, AT[3]),)},
    lines=LINES,
)


def why(criterion: Criterion, facts: Facts = FACTS) -> Contribution:
    (only,) = explain(facts, Rubric("job", "digest", (criterion,)), NEAR)
    return only


def asks(kind: Kind, label: str, **fields: str | int) -> Criterion:
    rest = {"criterion_id": "c1", "must": True, "weight": 100, "job_span": Span(1, 0, 0)}
    return Criterion(kind=kind, label=label, **{**rest, **fields})  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("criterion", "points", "reason", "quotes"),
    [
        (
            asks(Kind.SKILL, "Go", skill_id="go"),
            84,
            "Go: 1 y 2 m in jobs that name it, last now.",
            ["Built tools in Go", "Go again", "Go, lastly"],
        ),
        (
            asks(Kind.SKILL, "C", skill_id="c"),
            33,
            "Go (1 y 2 m in jobs that name it) is close to C.",
            ["Built tools in Go", "Go again", "Go, lastly"],
        ),
        (asks(Kind.SKILL, "Rust", skill_id="rust"), 0, "No evidence of Rust.", []),
        (
            asks(Kind.TERM, "tools", term="tools"),
            100,
            "The resume says “tools”.",
            ["Built tools in Go", "Head of Tools"],
        ),
        (
            asks(Kind.EXPERIENCE, "5 years", months=60),
            50,
            "2 y 6 m of work; 5 y asked for.",
            ["Head of Tools"],
        ),
        (asks(Kind.EDUCATION, "Master", level=4), 50, "Degree: bachelor.", ["BSc"]),
        (
            asks(Kind.LANGUAGE, "German", language="de", language_level=4),
            100,
            "Language level: B2.",
            ["German B2"],
        ),
        (
            asks(Kind.OCCUPATION, "Developer", occupation_id="dev"),
            100,
            "The same occupation: Head of Tools, 2 y 6 m.",
            ["Head of Tools"],
        ),
        (
            asks(Kind.OCCUPATION, "Tools Buyer"),
            25,
            "Close to the job's title: Head of Tools, 2 y 6 m.",
            ["Head of Tools"],
        ),
    ],
)
def test_a_contribution_says_what_brought_its_points(
    criterion: Criterion, points: int, reason: str, quotes: list[str]
) -> None:
    found = why(criterion)
    assert (found.points, found.reason) == (points, reason)
    assert [each.quote for each in found.evidence] == quotes
    assert [each.span for each in found.evidence] == [AT[TEXTS.index(quote)] for quote in quotes]


@pytest.mark.parametrize(
    ("months", "since", "reason"),
    [
        (0, -1, "Go: listed."),
        (0, 0, "Go: listed, last now."),
        (3, 11, "Go: 3 m in jobs that name it, last 11 m ago."),
        (24, 30, "Go: 2 y in jobs that name it, last 2 y 6 m ago."),
    ],
)
def test_the_use_of_a_skill_is_told_in_years_and_months(
    months: int, since: int, reason: str
) -> None:
    facts = facts_of(skills={"go": Skill("Go", months, since, (AT[0],))}, lines=LINES)
    assert why(asks(Kind.SKILL, "Go", skill_id="go"), facts).reason == reason


def test_a_line_that_was_stripped_is_quoted_as_nothing() -> None:
    facts = facts_of(education=[Level(3, Span(1, 9000, 9003))], lines=LINES)
    found = why(asks(Kind.EDUCATION, "Bachelor", level=3), facts)
    assert found.evidence == (Evidence(Span(1, 9000, 9003), ""),)


def test_a_line_that_shows_a_thing_twice_is_cited_once() -> None:
    first, second = Span(1, 0, 2), Span(1, 5, 8)
    facts = facts_of(skills={"go": Skill("Go", 0, -1, (first, second))}, lines=LINES)
    found = why(asks(Kind.SKILL, "Go", skill_id="go"), facts)
    assert found.evidence == (Evidence(first, "Built tools in Go"),)
