"""Degrees, fields and institutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.facts import EducationLevel
from services.ingest.extraction.reading import Schooling
from tests.unit.ingest.extraction.resumes import extracted

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_CASES = [
    (
        "PhD\tPrinceton University, Physics\tPrinceton, NJ",
        EducationLevel.DOCTORATE,
        "Physics",
        "Princeton University",
    ),
    (
        "BS in Biology, Leeds University, 2012 - 2015",
        EducationLevel.BACHELOR,
        "Biology",
        "Leeds University",
    ),
    (
        "UC Berkeley | 2019\nBachelor of Science, Computer Science",
        EducationLevel.BACHELOR,
        "Computer Science",
        "UC Berkeley",
    ),
    (
        "Leeds University - Leeds, UK\tSept 2014 - June 2018\nMSc in History",
        EducationLevel.MASTER,
        "History",
        "Leeds University",
    ),
    (
        "Associate of Applied Science Nursing, Austin College (2012 to 2014)",
        EducationLevel.VOCATIONAL,
        "Nursing",
        "Austin College",
    ),
    (
        "Master of Business Administration, INSEAD, 2010",
        EducationLevel.MASTER,
        "Business Administration",
        "INSEAD",
    ),
    (
        "Grado en Derecho, Universidad de Sevilla, 2011",
        EducationLevel.BACHELOR,
        "Derecho",
        "Universidad de Sevilla",
    ),
    (
        "Diplom-Informatiker, Universit\u00e4t Bonn, 2004",
        EducationLevel.MASTER,
        "",
        "Universit\u00e4t Bonn",
    ),
    (
        "M.Sc. Informatik, TU M\u00fcnchen, 2016",
        EducationLevel.MASTER,
        "Informatik",
        "TU M\u00fcnchen",
    ),
    (
        "Licence en droit, Universit\u00e9 de Lyon, 2009",
        EducationLevel.BACHELOR,
        "droit",
        "Universit\u00e9 de Lyon",
    ),
    (
        "High School Diploma, Lincoln High School, 2001",
        EducationLevel.SECONDARY,
        "",
        "Lincoln High School",
    ),
]


@pytest.mark.parametrize(("text", "level", "field", "institution"), _CASES)
def test_level_field_and_institution_are_told_apart(
    text: str, level: EducationLevel, field: str, institution: str, taxonomy: Taxonomy
) -> None:
    extraction = extracted(f"Education\n{text}\n", taxonomy)
    (fact,), (told,) = extraction.facts.education, extraction.reading.of(Schooling)
    assert (fact.level, fact.field, told.institution) == (level, field, institution)


def test_two_educations_are_two(taxonomy: Taxonomy) -> None:
    text = (
        "Education\nLeeds University\t2014 - 2018\nPhD in Physics\n"
        "\u2022 Thesis: On Masters of Stone\n\u2022 Prize (2017)\n"
        "York University\t2010 - 2014\nBSc in Maths\n\u2022 GPA 3.9\n"
    )
    studies = extracted(text, taxonomy).reading.of(Schooling)
    assert [(s.institution, s.end_year) for s in studies] == [
        ("Leeds University", 2018),
        ("York University", 2014),
    ]


def test_a_degree_written_out_counts_without_a_heading(taxonomy: Taxonomy) -> None:
    facts = extracted("Ada Lovelace\nBachelor of Science in Physics\nPython", taxonomy).facts
    assert [(e.level, e.field) for e in facts.education] == [(EducationLevel.BACHELOR, "Physics")]


def test_an_office_package_is_no_master(taxonomy: Taxonomy) -> None:
    facts = extracted(
        "Skills\nMS Office, Scrum Master, BA tools, driving licence\n", taxonomy
    ).facts
    assert facts.education == ()


def test_educations_whose_years_come_first_are_told_apart(taxonomy: Taxonomy) -> None:
    text = (
        "Education\n2015 - 2018\tPhD in Physics, University of Padua\n- Thesis: On Stones\n"
        "2013 - 2015\tMSc in Maths, University of Bologna\n"
    )
    studies = extracted(text, taxonomy).reading.of(Schooling)
    assert [(s.institution, s.end_year) for s in studies] == [
        ("University of Padua", 2018),
        ("University of Bologna", 2015),
    ]


def test_vocational_training_in_german_is_read(taxonomy: Taxonomy) -> None:
    text = (
        "Ausbildung\nFachweiterbildung Intensivpflege\nBildungszentrum Elbufer\n2018 - 2020\n"
        "Ausbildung zur Krankenpflegerin\nPflegeschule am See\n2013 - 2016\n"
    )
    extraction = extracted(text, taxonomy)
    assert [s.institution for s in extraction.reading.of(Schooling)] == [
        "Bildungszentrum Elbufer",
        "Pflegeschule am See",
    ]
    assert {e.level for e in extraction.facts.education} == {EducationLevel.VOCATIONAL}


def test_a_school_is_named_beside_its_course(taxonomy: Taxonomy) -> None:
    text = "Education\nSoftware Engineering Bootcamp\t2025\nCanal Street Coding School\n"
    (study,) = extracted(text, taxonomy).reading.of(Schooling)
    assert (study.field, study.institution) == (
        "Software Engineering Bootcamp",
        "Canal Street Coding School",
    )
