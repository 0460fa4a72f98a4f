"""What is offered to somebody for a rubric, and what never is."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest

from services.matcher.scoring.additions import (
    CertificateAddition,
    DegreeAddition,
    LanguageAddition,
    RoleAddition,
    SkillAddition,
    TermAddition,
    WorkAddition,
)
from services.matcher.scoring.applying import NOWHERE, applied
from services.matcher.scoring.counterfactuals import counterfactuals
from services.matcher.scoring.facts import (
    Certificate,
    Criterion,
    Kind,
    Level,
    Line,
    Position,
    Rubric,
    Skill,
    Step,
)
from services.matcher.scoring.offering import ladders
from services.matcher.scoring.reckoning import Score, reckoned
from services.matcher.scoring.v2.scorer import Scorer
from tests.property.matcher.scoring import Table, facts_of

if TYPE_CHECKING:
    from services.matcher.scoring.facts import Facts
    from services.matcher.scoring.tables import Tables


def asked(kind: Kind, label: str, *, weight: int = 100, **what: Any) -> Criterion:
    return Criterion("c", kind, True, label, weight, NOWHERE, **what)  # noqa: FBT003


def rubric(*criteria: Criterion) -> Rubric:
    return Rubric("job", "digest", criteria)


def offered(facts: Facts, *criteria: Criterion) -> list[object]:
    return [step for ladder in ladders(facts, rubric(*criteria)) for step in ladder]


def reckon(facts: Facts, by: Rubric) -> Score:
    scoring = Scorer(by, cast("Tables", Table()))
    return reckoned(scoring, facts, {})


GO = asked(Kind.SKILL, "Go", skill_id="go")


def test_a_skill_is_offered_listed_and_by_years() -> None:
    assert offered(facts_of(), GO) == [
        SkillAddition("go", "Go", 0, 0, 0),
        SkillAddition("go", "Go", 12, 12, 12),
        SkillAddition("go", "Go", 24, 24, 12),
        SkillAddition("go", "Go", 36, 36, 12),
    ]


def test_a_skill_that_shows_is_offered_to_the_next_steps() -> None:
    facts = facts_of(skills={"go": Skill("Go", 20, 0, ())}, total_months=20)
    assert offered(facts, GO) == [
        SkillAddition("go", "Go", 24, 4, 12),
        SkillAddition("go", "Go", 36, 16, 12),
    ]


def test_a_skill_of_long_ago_can_be_used_again() -> None:
    facts = facts_of(skills={"go": Skill("Go", 50, 70, ())}, total_months=50)
    assert offered(facts, GO) == [SkillAddition("go", "Go", 62, 12, 12)]
    fresh = facts_of(skills={"go": Skill("Go", 50, 3, ())}, total_months=50)
    assert offered(fresh, GO) == []


def test_work_is_offered_in_steps_of_a_year_to_what_is_asked() -> None:
    facts = facts_of(total_months=30)
    steps = offered(facts, asked(Kind.EXPERIENCE, "5 years", months=54))
    assert steps == [WorkAddition(36, 6), WorkAddition(48, 18), WorkAddition(54, 24)]


def test_the_occupation_is_offered_by_years_in_it() -> None:
    criterion = asked(Kind.OCCUPATION, "Nurse", occupation_id="nurse")
    held = facts_of(positions=[Position("Nurse", "nurse", 6, NOWHERE)])
    steps = offered(held, criterion)
    assert steps == [RoleAddition("nurse", "Nurse", 12, 6), RoleAddition("nurse", "Nurse", 24, 18)]
    assert offered(facts_of(), asked(Kind.OCCUPATION, "Ninja")) == [], "no known occupation"


def test_a_language_is_offered_up_to_the_level_asked_for_but_never_as_the_first_one() -> None:
    german = asked(Kind.LANGUAGE, "German native", language="de", language_level=7)
    said = facts_of(languages={"de": (Level(4, NOWHERE),)})
    assert offered(said, german) == [
        LanguageAddition("de", "German", 5, 4),
        LanguageAddition("de", "German", 6, 4),
    ]


def test_a_degree_is_offered_at_the_level_asked_for_alone() -> None:
    facts = facts_of(education=[Level(1, NOWHERE)])
    criterion = asked(Kind.EDUCATION, "Master", level=4)
    assert offered(facts, criterion) == [DegreeAddition(4, 1)]
    assert offered(facts_of(education=[Level(5, NOWHERE)]), criterion) == []


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Apache Flink", TermAddition),
        ("Certified Scrum Master", CertificateAddition),
        ("forklift licence", CertificateAddition),
    ],
)
def test_words_are_offered_as_what_they_are(label: str, kind: type) -> None:
    assert offered(facts_of(), asked(Kind.TERM, label, term=label.casefold())) == [
        kind(label.casefold(), label)
    ]


def test_a_certificate_that_the_resume_names_anywhere_is_not_asked_for_again() -> None:
    criterion = asked(Kind.CERTIFICATE, "CKA", term="cka")
    assert offered(facts_of(), criterion) == [CertificateAddition("cka", "CKA")]
    named = facts_of(lines=[Line("I have the CKA.", NOWHERE)])
    held = replace(facts_of(), certificates=(Certificate("CKA", "cka", NOWHERE),))
    assert offered(named, criterion) == offered(held, criterion) == []


def test_a_scale_of_its_own_says_which_steps_are_offered() -> None:
    levels = (Step("some", 6, 0, 50), Step("much", 18, 0, 100))
    steps = offered(facts_of(), replace(GO, levels=levels))
    assert [each.months for each in steps if isinstance(each, SkillAddition)] == [0, 6, 18]


def test_of_alternatives_each_is_offered_by_its_own_name() -> None:
    rust = asked(Kind.SKILL, "Rust", skill_id="rust")
    either = replace(GO, label="Go or Rust", alternatives=(GO, rust))
    labels = [each.label for each in offered(facts_of(), either) if isinstance(each, SkillAddition)]
    assert labels == ["Go"] * 4 + ["Rust"] * 4


def test_a_scale_is_of_the_alternatives_too() -> None:
    rust = asked(Kind.SKILL, "Rust", skill_id="rust")
    either = replace(GO, alternatives=(GO, rust), levels=(Step("much", 18, 0, 100),))
    steps = [each for each in offered(facts_of(), either) if isinstance(each, SkillAddition)]
    assert [(each.label, each.months) for each in steps] == [
        *(("Go", 0), ("Go", 18), ("Rust", 0), ("Rust", 18))
    ]


def test_words_of_the_advert_and_its_line_of_work_are_not_something_to_add() -> None:
    assert offered(facts_of(), asked(Kind.WORDS, "words"), asked(Kind.LINE_OF_WORK, "work")) == []


def test_a_set_meets_every_knock_out() -> None:
    must = replace(asked(Kind.LANGUAGE, "German", language="de", weight=1), knock_out=True)
    job = rubric(GO, must)
    found = counterfactuals(facts_of(), job, lambda facts: reckon(facts, job), 60, 5)
    assert not found.now.above
    assert all(
        any(isinstance(each, LanguageAddition) for each in one.additions) for one in found.sets
    )
    assert found.sets


@pytest.mark.parametrize(
    "label",
    [
        *("US citizen", "EU citizenship", "native speaker", "young team player", "18 years old"),
        *("female applicants", "Christian values", "veteran status", "date of birth", "photo"),
    ],
)
def test_words_about_who_somebody_is_are_never_offered(label: str) -> None:
    assert offered(facts_of(), asked(Kind.TERM, label, term=label.casefold())) == []


def test_months_of_a_skill_are_months_of_work() -> None:
    """So one thing may bring points for two criteria: a sum of parts would be wrong."""
    years = asked(Kind.EXPERIENCE, "3 years", months=36)
    job = rubric(GO, years)
    both = applied(facts_of(), [SkillAddition("go", "Go", 36, 36, 12)])
    assert reckon(both, job) == (True, 200)
    found = counterfactuals(facts_of(), job, lambda facts: reckon(facts, job), 200, 5)
    assert found.sets[0].additions == (SkillAddition("go", "Go", 36, 36, 12),)


def test_a_large_rubric_is_searched_within_bounds_and_says_so() -> None:
    """Sixty skills of four steps each: 10**41 sets."""
    many = rubric(
        *(asked(Kind.SKILL, f"S{n}", skill_id=f"s{n}", weight=100 + n) for n in range(60))
    )
    scored = 0

    def scorer(facts: Facts) -> Score:
        nonlocal scored
        scored += 1
        return reckon(facts, many)

    began = time.perf_counter()
    found = counterfactuals(facts_of(), many, scorer, many.max_points // 2, 5)
    assert not found.complete
    (one,) = found.sets
    assert one.points >= many.max_points // 2
    for left_out in one.additions:
        rest = [each for each in one.additions if each != left_out]
        assert scorer(applied(facts_of(), rest)).points < many.max_points // 2
    assert scored < 10_000
    assert time.perf_counter() - began < 20
    easy = counterfactuals(facts_of(), many, scorer, 100, 5)
    assert easy.complete
    assert [len(each.additions) for each in easy.sets] == [1] * 5
