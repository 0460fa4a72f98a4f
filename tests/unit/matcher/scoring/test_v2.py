"""Scoring, version 2: what is new in its table, and why a score is what it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.matcher.scoring.contributions import Contribution, knocked_out, top_reasons
from services.matcher.scoring.facts import (
    AdvertWord,
    Criterion,
    Facts,
    Kind,
    Level,
    Line,
    Position,
    Rubric,
    Skill,
    Span,
    Step,
)
from services.matcher.scoring.scorers import scorer
from services.matcher.scoring.tables import MOST_LEXICONS, Tables
from taxonomy import taxonomy, work
from tests.property.matcher.scoring import certified, facts_of, tables_of

HERE = Span(1, 0, 9)
NEAR = tables_of(((0, 2, 50),), 80)  # Go and Rust; engineers and nurses
SAID = tuple(AdvertWord(word, 10, HERE) for word in ("audit", "ledger", "patient"))


def asks(kind: Kind, label: str = "Anything", **fields: object) -> Criterion:
    made = Criterion("c1", kind, must=True, label=label, weight=100, job_span=HERE)
    return replace(made, **fields)  # pyright: ignore[reportArgumentType]  # named by the test


def lined(*texts: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for text in texts:
        lines.append(Line(text, Span(1, at, at + len(text))))
        at += len(text) + 1
    return lines


def part(facts: Facts, criterion: Criterion) -> Contribution:
    scoring = scorer("v2", Rubric("job", "digest", (criterion,)), NEAR)
    (only,) = scoring.explain(NEAR.read(facts))
    assert scoring.degrees(NEAR.read(facts)) == (only.degree,)
    return only


@pytest.mark.parametrize(
    ("texts", "term", "expected"),
    [
        (("Wrote C++",), "c", 0),
        (("Wrote C# and C++", "C++ again"), "c", 0),
        (("Wrote C, then C++",), "c", 7_000),
        (("Wrote C++",), "c++", 7_000),
        (("Wrote C++", "more c++"), "c++", 10_000),
        (("Objective-C",), "c", 7_000),
        (("COBOL, COBOL and cobol",), "cobol", 7_000),
        (("cobols", "xcobol"), "cobol", 0),
        (("north of here", "a wind"), "north wind", 4_000),
        (("north of here",), "north wind", 2_000),
        (("north of here",), "north wind farms", 0),
        (("the north wind",), "north wind", 7_000),
    ],
)
def test_a_term_stands_as_whole_words_or_by_half_of_them(
    texts: tuple[str, ...], term: str, expected: int
) -> None:
    assert part(facts_of(lines=lined(*texts)), asks(Kind.TERM, term=term)).degree == expected


def test_a_term_that_a_certificate_has_is_full() -> None:
    lines = lined("Certified Nurse", "Registered", "certified nurse")
    facts = facts_of(lines=lines[:2], certificates=[certified("Certified Nurse", lines[0].span)])
    for kind in (Kind.TERM, Kind.CERTIFICATE):
        found = part(facts, asks(kind, term="certified nurse"))
        assert (found.degree, found.reason) == (10_000, "Certificate: Certified Nurse.")
        assert [each.quote for each in found.evidence] == ["Certified Nurse"]
    bare = facts_of(lines=lines)
    assert part(bare, asks(Kind.CERTIFICATE, term="certified nurse")).degree == 7_000
    assert part(bare, asks(Kind.TERM, term="certified nurse")).degree == 10_000


def test_a_scale_is_that_of_the_alternatives_as_well() -> None:
    levels = (Step("shows", 0, 0, 40), Step("a year", 12, 0, 90))
    other = asks(Kind.SKILL, "Python", skill_id="python")
    group = asks(Kind.SKILL, "Go or Python", skill_id="go", levels=levels, alternatives=(other,))
    lines = lined("Python")
    for months, expected in ((0, 4_000), (11, 4_000), (12, 9_000), (400, 9_000)):
        shown = Skill("Python", months, 0, (lines[0].span,))
        found = part(facts_of(skills={"python": shown}, lines=lines), group)
        assert (found.degree, found.met_by) == (expected, "Python")


def test_all_jobs_whose_months_count_are_cited_and_told() -> None:
    lines = lined("Engineer at A", "Cook", "Senior Engineer at B")
    held = [
        Position("Engineer", "engineer", 12, lines[0].span),
        Position("Cook", "", 90, lines[1].span),
        Position("Senior Engineer", "engineer", 6, lines[2].span),
    ]
    facts = facts_of(positions=held, lines=lines)
    same = part(facts, asks(Kind.OCCUPATION, "Developer", occupation_id="engineer"))
    assert (same.degree, same.reason) == (9_000, "The same occupation: Engineer, 1 y 6 m.")
    assert [each.quote for each in same.evidence] == [lines[0].text, lines[2].text]
    near = part(facts, asks(Kind.OCCUPATION, "Nurse", occupation_id="nurse"))
    assert near.related
    assert (near.degree, len(near.evidence)) == (7_200, 2)
    titled = part(facts, asks(Kind.OCCUPATION, "Cook"))
    assert (titled.degree, titled.reason) == (5_000, "Close to the job's title: Cook, 7 y 6 m.")
    assert [each.quote for each in titled.evidence] == ["Cook"]


def test_equal_lines_are_cited_each() -> None:
    lines = lined("Go", "Go")
    shown = Skill("Go", 14, 0, (lines[0].span, lines[1].span, Span(1, 0, 1)))
    found = part(facts_of(skills={"go": shown}, lines=lines), asks(Kind.SKILL, skill_id="go"))
    assert [each.span for each in found.evidence] == [line.span for line in lines]
    assert found.reason == "Go: 1 y 2 m in jobs that name it, last now."


def test_words_are_cited_in_blocks_by_the_line_that_has_most() -> None:
    lines = lined("an audit", "audit of a ledger", "a garden", "one patient")
    found = part(facts_of(lines=lines), asks(Kind.WORDS, words=SAID))
    assert found.degree == 10_000
    assert [(each.span, each.quote) for each in found.evidence] == [
        (Span(1, lines[0].span.start, lines[1].span.end), "audit of a ledger"),
        (lines[3].span, "one patient"),
    ]
    assert found.reason == ("3 of the 3 words that the advert turns on: audit, ledger, patient.")
    assert part(facts_of(lines=lines[:1]), asks(Kind.WORDS, words=SAID)).degree == 4_000
    none = part(facts_of(lines=lines[2:3]), asks(Kind.WORDS, words=SAID))
    assert none.reason == "None of the words that the advert turns on."


def test_the_line_of_work_names_its_loudest_words_and_cites_where_they_stand() -> None:
    criterion = asks(Kind.LINE_OF_WORK, "Work as Accountant", term="ledger", words=SAID[:2])
    lines = lined("a garden", "audit of the ledger", "the weather")
    found = part(facts_of(lines=lines), criterion)
    assert found.degree > 9_000
    assert found.reason == "The resume speaks of this line of work: ledger, audit."
    assert [each.quote for each in found.evidence] == ["audit of the ledger"]
    none = part(facts_of(lines=lines[:1]), criterion)
    assert (none.degree, none.evidence) == (0, ())
    assert none.reason == "The resume does not speak of this line of work: Work as Accountant."


def test_a_word_that_only_case_folding_shows_is_cited() -> None:
    """Facts are folded, lines are not: "ﬁ" is one letter in some files."""
    whole = Tables(taxonomy.load(), work.load())
    criterion = asks(Kind.LINE_OF_WORK, term="financial analyst")
    scoring = scorer("v2", Rubric("job", "digest", (criterion,)), whole)
    (found,) = scoring.explain(whole.read(facts_of(lines=lined("ﬁnancial"))))
    assert found.degree
    assert [each.quote for each in found.evidence] == ["ﬁnancial"]


def test_reasons_and_knock_outs_are_made_of_what_was_met() -> None:
    criteria = (
        asks(Kind.EDUCATION, "Bachelor", level=3, knock_out=True),
        asks(Kind.LANGUAGE, "German", language="de", language_level=4, weight=50),
        asks(Kind.EXPERIENCE, "5 years", months=60),
        asks(Kind.SKILL, "Go", skill_id="go", knock_out=True),
    )
    lines = lined("MSc", "German B1", "Head")
    facts = facts_of(
        total_months=30,
        positions=[Position("Head", "", 30, lines[2].span)],
        education=[Level(4, lines[0].span)],
        languages={"de": (Level(3, lines[1].span),)},
        lines=lines,
    )
    parts = scorer("v2", Rubric("job", "digest", criteria), NEAR).explain(NEAR.read(facts))
    assert [each.points for each in parts] == [100, 37, 50, 0]
    assert knocked_out(parts) == ["Go"]
    assert top_reasons(parts) == [
        "100 of 100 points for Bachelor: Degree: master.",
        "50 of 100 points for 5 years: 2 y 6 m of work; 5 y asked for.",
        "37 of 50 points for German: Language level: B1.",
    ]


def test_lexicons_are_kept_for_so_many_criteria_and_no_more() -> None:
    tables = Tables(NEAR.taxonomy, NEAR.work)
    first = asks(Kind.LINE_OF_WORK, term="ledger")
    kept = tables.lexicon(first)
    assert tables.lexicon(first) is kept
    others = [replace(first, weight=1000 + number) for number in range(MOST_LEXICONS)]
    later = [tables.lexicon(each) for each in others]
    assert all(tables.lexicon(each) is known for each, known in zip(others, later, strict=True))
    again = tables.lexicon(first)
    assert again is not kept
    assert (again.weights.tolist(), again.length) == (kept.weights.tolist(), kept.length)
