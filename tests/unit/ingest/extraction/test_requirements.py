"""What job texts ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.facts import (
    EducationLevel,
    LanguageLevel,
    Requirement,
    RequirementKind,
)
from services.ingest.extraction.requirements import requirements

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_POSTING = """Senior Data Engineer (m/f/d)
Acme is looking for people. Free Python courses for all.
Responsibilities
\u2022 Maintain our Java services
Requirements
\u2022 5+ years of experience with Spark and Frobnicator
\u2022 Bachelor's degree in Computer Science or Statistics
\u2022 Fluent English and German (B2); knowledge of Kafka is a plus
Nice to have
\u2022 Terraform, AcmeCloud3
\u2022 Spark certification
Benefits
\u2022 Kubernetes conference tickets
"""


def _asked(text: str, taxonomy: Taxonomy, kind: RequirementKind) -> list[tuple[str, bool]]:
    items = requirements(text, taxonomy=taxonomy).items
    return [(item.label, item.must) for item in items if item.kind is kind]


def test_the_title_is_clean_and_names_its_occupation(taxonomy: Taxonomy) -> None:
    found = requirements(_POSTING, taxonomy=taxonomy)
    assert found.title == "Senior Data Engineer"
    assert found.occupation_id


def test_skills_of_must_and_should_sections_only_are_asked_for(taxonomy: Taxonomy) -> None:
    skills = dict(_asked(_POSTING, taxonomy, RequirementKind.SKILL))
    assert skills["Apache Spark"]
    assert not skills["Apache Kafka"]
    assert not skills["Terraform"]
    assert skills.keys().isdisjoint({"Java", "Kubernetes", "Python"})


def test_a_field_of_study_is_no_must(taxonomy: Taxonomy) -> None:
    assert not dict(_asked(_POSTING, taxonomy, RequirementKind.SKILL)).get(
        "Computer science", False
    )


def test_years_degree_and_languages_are_asked_for(taxonomy: Taxonomy) -> None:
    items = requirements(_POSTING, taxonomy=taxonomy).items
    assert [i.months for i in items if i.kind is RequirementKind.EXPERIENCE] == [60]
    assert [i.level for i in items if i.kind is RequirementKind.EDUCATION] == [
        EducationLevel.BACHELOR
    ]
    languages = [
        (i.language, i.language_level) for i in items if i.kind is RequirementKind.LANGUAGE
    ]
    assert languages == [("en", LanguageLevel.C1), ("de", LanguageLevel.B2)]


def test_names_that_the_taxonomy_does_not_know_are_terms(taxonomy: Taxonomy) -> None:
    terms = _asked(_POSTING, taxonomy, RequirementKind.TERM)
    assert terms == [("Frobnicator", True), ("AcmeCloud3", False)]


def test_each_requirement_quotes_its_line(taxonomy: Taxonomy) -> None:
    items = requirements(_POSTING, taxonomy=taxonomy).items
    lines = {line.strip("\u2022 ") for line in _POSTING.split("\n")}
    assert {_POSTING[i.span.start : i.span.end] for i in items} <= lines


def test_prose_that_asks_counts_without_a_heading(taxonomy: Taxonomy) -> None:
    text = "Analyst\nYou have 3 to 5 years of experience with SQL. Our office has a Python."
    assert [label for label, _ in _asked(text, taxonomy, RequirementKind.SKILL)] == ["SQL"]
    assert _asked(text, taxonomy, RequirementKind.EXPERIENCE) == [("3 years of experience", True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Anforderungen:\n- Mindestens 3 Jahre Erfahrung mit Docker\nVon Vorteil\n- Terraform",
            [("Docker", True), ("Terraform", False)],
        ),
        (
            "Requisitos\n- 4 a\u00f1os de experiencia en Docker\nValorable:\n- Terraform",
            [("Docker", True), ("Terraform", False)],
        ),
        (
            "Cerințe\n- 5 ani de experiență cu Docker\nConstituie un avantaj\n- Terraform",
            [("Docker", True), ("Terraform", False)],
        ),
        (
            "Requisiti\n- 5 anni di esperienza con Docker\n- Gradito Terraform\nOffriamo\nJava",
            [("Docker", True), ("Terraform", False)],
        ),
        (
            "Requisitos\n- 5 anos de experiência com Docker\nDiferenciais\n- Terraform",
            [("Docker", True), ("Terraform", False)],
        ),
        (
            "Wat wij vragen\n- 5 jaar ervaring met Docker\nPluspunten\nTerraform\nWij bieden\nJava",
            [("Docker", True), ("Terraform", False)],
        ),
        (
            "Wymagania\n- 5 lat doświadczenia z Docker\nMile widziane\nTerraform\nOferujemy\nJava",
            [("Docker", True), ("Terraform", False)],
        ),
        (
            "Profil recherch\u00e9\n5 ans d'exp\u00e9rience avec Docker\nLes plus : Terraform",
            [("Docker", True), ("Terraform", False)],
        ),
    ],
)
def test_other_languages_have_musts_and_shoulds(
    text: str, expected: list[tuple[str, bool]], taxonomy: Taxonomy
) -> None:
    assert _asked(text, taxonomy, RequirementKind.SKILL) == expected
    assert len(_asked(text, taxonomy, RequirementKind.EXPERIENCE)) == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Bachelor's or Master's degree", (EducationLevel.BACHELOR, True)),
        ("PhD in physics", (EducationLevel.DOCTORATE, True)),
        ("A degree in CS or equivalent practical experience", (EducationLevel.BACHELOR, False)),
        ("BS/MS in Computer Science", (EducationLevel.BACHELOR, True)),
        ("Abgeschlossene Berufsausbildung", (EducationLevel.VOCATIONAL, True)),
        ("Bac+5 en informatique", (EducationLevel.MASTER, True)),
        ("Master's degree preferred", (EducationLevel.MASTER, False)),
    ],
)
def test_the_lowest_degree_that_will_do_is_asked_for(
    line: str, expected: tuple[EducationLevel, bool], taxonomy: Taxonomy
) -> None:
    items = requirements(f"Requirements\n{line}", taxonomy=taxonomy).items
    degrees = [(i.level, i.must) for i in items if i.kind is RequirementKind.EDUCATION]
    assert degrees == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "We were founded 20 years ago",
        "Candidates must be 18 years old",
        "English speaking customers",
        "Great Team in Berlin with Flexible Hours on Fridays",
    ],
)
def test_what_is_no_requirement_is_not_asked_for(line: str, taxonomy: Taxonomy) -> None:
    kinds = {i.kind for i in requirements(f"Requirements\n{line}", taxonomy=taxonomy).items}
    unwanted = {RequirementKind.EXPERIENCE, RequirementKind.LANGUAGE, RequirementKind.TERM}
    assert kinds.isdisjoint(unwanted)


def test_a_must_beats_a_should_and_nothing_is_asked_twice(taxonomy: Taxonomy) -> None:
    text = "Nice to have\nDocker\nRequirements\nDocker\nDocker"
    (item,) = requirements(text, taxonomy=taxonomy).items
    assert item.must
    assert item.span.start == text.index("Requirements\n") + len("Requirements\n")


def test_a_text_that_only_names_skills_asks_for_them_as_shoulds(taxonomy: Taxonomy) -> None:
    assert _asked("Our stack: all about\nthings like Docker", taxonomy, RequirementKind.SKILL) == [
        ("Docker", False)
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "???", "\U0001f680", "x" * 5000])
def test_a_text_that_asks_for_nothing_has_no_items(text: str, taxonomy: Taxonomy) -> None:
    items: tuple[Requirement, ...] = requirements(text, taxonomy=taxonomy).items
    assert items == ()


def test_a_domain_and_alternatives_in_a_title_are_no_musts(taxonomy: Taxonomy) -> None:
    asked = "Requirements\nSQL\n"
    for title in ("Data Analyst, Merchandising", "Data Analyst - Merchandising"):
        skills = dict(_asked(f"{title}\n{asked}", taxonomy, RequirementKind.SKILL))
        assert skills == {"Merchandising": False, "SQL": True}
    skills = dict(
        _asked(f"Python Developer, Merchandising\n{asked}", taxonomy, RequirementKind.SKILL)
    )
    assert skills == {"Python": True, "Merchandising": False, "SQL": True}


def test_a_name_inside_a_known_name_is_not_asked_for_beside_it(taxonomy: Taxonomy) -> None:
    text = "Requirements\nExperience with gRPC, a typed RPC framework, and XRPC"
    assert _asked(text, taxonomy, RequirementKind.SKILL) == [("gRPC", True)]
    assert _asked(text, taxonomy, RequirementKind.TERM) == [("XRPC", True)]


def test_letters_for_a_degree_are_asked_for_as_education_only(taxonomy: Taxonomy) -> None:
    text = "Requirements\nBachelor of Science in Nursing (BSN)"
    assert _asked(text, taxonomy, RequirementKind.TERM) == []
    assert _asked(text, taxonomy, RequirementKind.EDUCATION) == [("Bachelor's degree", True)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Python or Go in production", {"Python": False, "Go": False}),
        (
            "Dashboards in Tableau, Looker or Power BI",
            {"Data visualisation": True, "Tableau": False, "Looker": False, "Power BI": False},
        ),
        ("Kafka or another message broker", {"Apache Kafka": False}),
        ("PostgreSQL and Kafka", {"PostgreSQL": True, "Apache Kafka": True}),
        ("PostgreSQL, and Java or Kotlin", {"PostgreSQL": True, "Java": False, "Kotlin": False}),
        ("Frobnicator or Grobulator3", {"Frobnicator": False, "Grobulator3": False}),
        ("Fluent English or German", {"English C1": False, "German C1": False}),
        ("English at C1 level or better", {"English C1": True}),
    ],
)
def test_of_alternatives_none_is_a_must(
    line: str, expected: dict[str, bool], taxonomy: Taxonomy
) -> None:
    items = requirements(f"Requirements\nYou know {line}", taxonomy=taxonomy).items
    assert {item.label: item.must for item in items} == expected


def test_an_alternative_that_is_a_must_elsewhere_stays_one(taxonomy: Taxonomy) -> None:
    text = "Requirements\nPython or Java in production\nJava: streams and profiling"
    skills = dict(_asked(text, taxonomy, RequirementKind.SKILL))
    assert (skills["Python"], skills["Java"]) == (False, True)


_ADVERTS = Path(__file__).parents[4] / "samples" / "jobs"


@pytest.mark.parametrize(
    ("advert", "musts", "not_musts"),
    [
        (
            "data-analyst",
            {"SQL", "Statistics", "Excel", "Data visualisation", "3 years of experience"},
            {"Merchandising", "Tableau", "Looker", "Power BI", "Python", "dbt"},
        ),
        (
            "icu-nurse",
            {
                *("Nursing licence", "Basic life support", "Advanced cardiac life support"),
                *("Critical care", "Bachelor's degree", "2 years of experience"),
            },
            {"BSN", "CCRN", "ECMO", "Renal replacement therapy"},
        ),
        (
            "senior-backend-engineer",
            {"PostgreSQL", "Kubernetes", "English C1", "5 years of experience"},
            {"RPC", "gRPC", "Python", "Go", "Apache Kafka", "NATS", "Bachelor's degree"},
        ),
    ],
)
def test_the_sample_adverts_ask_for_what_they_say(
    advert: str, musts: set[str], not_musts: set[str], taxonomy: Taxonomy
) -> None:
    text = (_ADVERTS / f"{advert}.txt").read_text("utf-8")
    found = {item.label for item in requirements(text, taxonomy=taxonomy).items if item.must}
    assert musts <= found
    assert found.isdisjoint(not_musts)


@pytest.mark.parametrize(
    ("line", "months"),
    [
        ("At least three years of experience", 36),
        ("3-5 years of experience", 36),
        ("mindestens 3 Jahre Erfahrung", 36),
        ("al menos 3 años de experiencia", 36),
        ("au moins 3 ans d'expérience", 36),
        ("18 months of experience", 18),
        ("During your first two years you work with us", 0),
    ],
)
def test_years_are_read_in_four_languages(line: str, months: int, taxonomy: Taxonomy) -> None:
    items = requirements(f"Clerk\nRequirements\n- {line}\n", taxonomy=taxonomy).items
    assert [item.months for item in items if item.months] == ([months] if months else [])


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        ("Python or Go, and SQL", {"Python": 1, "Go": 1, "SQL": 0}),
        ("one of Python, Java and Go", {"Python": 1, "Java": 1, "Go": 1}),
        ("Python or Go; Java or Scala", {"Python": 1, "Go": 1, "Java": 2, "Scala": 2}),
        (
            "Bachelor's degree or 4 years of experience",
            {"Bachelor's degree": 1, "4 years of experience": 1},
        ),
        ("fluent English or German", {"English C1": 1, "German C1": 1}),
    ],
)
def test_alternatives_share_a_number(line: str, groups: dict[str, int], taxonomy: Taxonomy) -> None:
    items = requirements(f"Clerk\nRequirements\n- {line}\n", taxonomy=taxonomy).items
    assert {item.label: item.alternative for item in items} == groups
    for item in items:
        assert item.one_is_must is (item.alternative > 0)
        assert item.must is (item.alternative == 0)


def test_what_the_employer_says_of_itself_ends_what_it_asks_for(taxonomy: Taxonomy) -> None:
    text = "Clerk\nRequirements\n- Excel\nABOUT Acme\nOur app runs on Kubernetes.\n"
    assert _asked(text, taxonomy, RequirementKind.SKILL) == [("Excel", True)]
