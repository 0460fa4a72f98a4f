"""What stands for people and jobs in retrieval."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from services.matcher.retrieval import evidence, portraits, wording
from services.matcher.retrieval.arms import Arm
from services.matcher.scoring.facts import Criterion, Kind, Line, Position, Rubric, Skill, Span
from services.matcher.scoring.tables import Tables
from taxonomy import taxonomy, work
from taxonomy.work import cosine, words_of
from tests.property.matcher.scoring import Table, facts_of

if TYPE_CHECKING:
    from services.matcher.retrieval.bm25 import SparseVector

HERE = Span(1, 0, 9)
TABLE = Table(
    skills={"python": (("go", 50), ("rust", 20)), "go": (("python", 50),)},
    occupations={"engineer": (("developer", 40),)},
)


@cache
def tables() -> Tables:
    return Tables(taxonomy.load(), work.load())


def used(months: int, since: int = -1, label: str = "") -> Skill:
    return Skill(label, months, since, (HERE,))


def asked(kind: Kind, key: str, *, weight: int = 10, must: bool = True) -> Criterion:
    return Criterion(
        criterion_id="c1",
        kind=kind,
        must=must,
        label=key.title(),
        weight=weight,
        job_span=HERE,
        skill_id=key if kind is Kind.SKILL else "",
        occupation_id=key if kind is Kind.OCCUPATION else "",
        term=key if kind is Kind.TERM else "",
    )


def rubric(*criteria: Criterion) -> Rubric:
    return Rubric("job", "digest", criteria)


def held(vector: SparseVector, *keys: str) -> list[float]:
    by_number = dict(zip(vector.indices, vector.values, strict=True))
    assert set(by_number) <= {evidence.number(key) for key in keys}
    return [round(by_number.get(evidence.number(key), 0.0), 4) for key in keys]


def test_numbers_of_ids_never_change() -> None:
    """Or every point in the index would have to be made again."""
    assert evidence.number("esco:0a2b3c4d") == 1175419748
    assert evidence.number("123456789") == 0xCBF43926  # the check value of CRC-32


def test_a_skill_weighs_more_the_longer_and_the_later_it_was_used() -> None:
    skills = {"python": used(36, 0), "go": used(36, 30), "rust": used(0), "c": used(600, 50)}
    found = held(evidence.skills_of(facts_of(skills=skills)), "python", "go", "rust", "c")
    assert found == [1.0, 0.925, 0.6, 0.85]


def test_an_occupation_weighs_by_months_in_it_and_how_lately_it_ended() -> None:
    jobs = [
        Position("A", "engineer", 12, HERE, 0),
        Position("B", "engineer", 12, HERE, 90),
        Position("C", "nurse", 24, HERE, 90),
        Position("D", "", 24, HERE, 0),
    ]
    found = held(evidence.occupations_of(facts_of(positions=jobs)), "engineer", "nurse")
    assert found == [1.0, 0.85]


def test_what_is_related_weighs_as_much_less_as_the_table_says() -> None:
    wanted = rubric(
        asked(Kind.OCCUPATION, "engineer"),
        asked(Kind.SKILL, "python", weight=30),
        asked(Kind.SKILL, "go", weight=15),
    )
    found = held(evidence.skills_asked(wanted, TABLE), "python", "go", "rust")
    assert found == [1.25, 1.0, 0.2]  # python asked, and near go that is half as heavy
    assert held(evidence.occupation_asked(wanted, TABLE), "engineer", "developer") == [1.0, 0.4]


def test_of_alternatives_each_is_looked_for_and_the_nearest_counts() -> None:
    ways = (asked(Kind.SKILL, "python"), asked(Kind.SKILL, "go"), asked(Kind.TERM, "widgets"))
    wanted = rubric(replace(asked(Kind.SKILL, "python"), label="one of", alternatives=ways))
    found = held(evidence.skills_asked(wanted, TABLE), "python", "go", "rust")
    assert found == [1.0, 1.0, 0.2]
    assert wording.asked_of(wanted) == "Python, Go, Widgets"


def test_skills_that_all_weigh_nothing_are_looked_for_alike() -> None:
    wanted = rubric(asked(Kind.SKILL, "rust", weight=0), asked(Kind.SKILL, "c", weight=0))
    assert held(evidence.skills_asked(wanted, TABLE), "rust", "c") == [1.0, 1.0]
    mixed = rubric(asked(Kind.SKILL, "rust", weight=0), asked(Kind.SKILL, "c", weight=1))
    assert held(evidence.skills_asked(mixed, TABLE), "rust", "c") == [0.0, 1.0]


def test_texts_of_a_person_are_titles_skills_and_what_they_say() -> None:
    facts = replace(
        facts_of(
            skills={"go": used(3, label="Go"), "python": used(9, label="Python")},
            positions=[Position("Nurse", "", 1, HERE), Position("Cook", "", 1, HERE)],
        ),
        summary="Calm under pressure.",
    )
    assert portraits.of_facts(facts, tables()).texts == {
        Arm.ROLES: "Nurse; Cook",
        Arm.SKILLS_MEANING: "Python, Go",
        Arm.SUMMARY: "Calm under pressure.",
    }


def test_without_a_summary_the_first_lines_that_say_something_stand_for_it() -> None:
    lines = [Line(text, HERE) for text in ("Experience", "2019", "Ran a ward of twelve beds")]
    assert portraits.of_facts(facts_of(lines=lines), tables()).texts == {
        Arm.SUMMARY: "Ran a ward of twelve beds"
    }
    endless = [Line("Ran a ward of twelve beds", HERE)] * 100
    assert len(wording.summary_of(facts_of(lines=endless))) == wording.MOST_CHARACTERS


def test_who_shows_nothing_has_a_portrait_of_nothing() -> None:
    drawn = portraits.of_facts(facts_of(), tables())
    assert (drawn.texts, drawn.words) == ({}, "")
    assert drawn.skills.indices == drawn.occupation.indices == ()


def test_texts_of_a_job_are_its_title_what_it_asks_and_both() -> None:
    wanted = rubric(
        asked(Kind.OCCUPATION, "engineer"),
        asked(Kind.SKILL, "go", must=False),
        asked(Kind.TERM, "widgets"),
        asked(Kind.EXPERIENCE, "3 years"),
    )
    drawn = portraits.of_rubric(wanted, tables())
    assert drawn.texts == {
        Arm.ROLES: "Engineer",
        Arm.SKILLS_MEANING: "Widgets, Go",
        Arm.SUMMARY: "Engineer, Widgets, Go",
    }
    assert drawn.words == "Engineer, Widgets, Go"


def test_a_job_that_asks_for_nothing_still_searches() -> None:
    assert portraits.of_rubric(rubric(), tables()).texts == {Arm.SUMMARY: ""}


@pytest.mark.parametrize("text", ["Registered nurse who knows Excel", "kubernetes"])
def test_a_text_is_looked_for_by_meaning_words_skills_and_occupation(text: str) -> None:
    known = tables().taxonomy
    drawn = portraits.of_text(text, tables())
    assert set(drawn.texts.values()) == {text}
    for mention in known.recognise(text):
        place = drawn.skills.indices.index(evidence.number(mention.skill_id))
        assert drawn.skills.values[place] >= 1.0  # no data frame
    occupation = known.occupation_of(text)
    assert bool(drawn.occupation.indices) == (occupation is not None)


def test_what_words_say_of_lines_of_work_is_near_the_cosine_that_is_scored() -> None:
    """It is that cosine, but for the words that say least for the line of work."""
    lines = tables().work
    sought = lines.lexicon([words_of("registered nurse, intensive care, triage of patients")])
    asked_for = evidence.work_sought(sought, lines)
    weights = dict(zip(asked_for.indices, asked_for.values, strict=True))
    assert len(weights) == evidence.MOST_WORDS
    found: dict[str, tuple[float, int]] = {}
    for text in ("nursing of patients on a ward", "kept ledgers and audited accounts"):
        told = lines.told(words_of(text))
        vector = evidence.work_of(told, lines)
        product = sum(
            value * weights.get(place, 0.0)
            for place, value in zip(vector.indices, vector.values, strict=True)
        )
        found[text] = (product, cosine(sought, told))
    ranked = sorted(found, key=lambda text: found[text][0])
    assert ranked == sorted(found, key=lambda text: found[text][1])
    assert ranked[-1] == "nursing of patients on a ward"
    product, exact = found[ranked[-1]]
    assert abs(10_000 * product / 256 - exact) < 500


def test_words_that_no_description_uses_say_nothing() -> None:
    lines = tables().work
    assert evidence.work_of(None, lines).indices == ()
    assert evidence.work_of(lines.told(words_of("xyzzy")), lines).indices == ()
    assert evidence.work_sought(lines.lexicon([words_of("xyzzy")]), lines).indices == ()
