"""Headings."""

from __future__ import annotations

import pytest

from services.ingest.extraction.headings import SectionKind
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.sections import heading_kind, sections_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("WORK EXPERIENCE", SectionKind.EXPERIENCE),
        ("Professional Experience:", SectionKind.EXPERIENCE),
        ("ProfessionalExperience", SectionKind.EXPERIENCE),
        ("Experiencia laboral", SectionKind.EXPERIENCE),
        ("Beruflicher Werdegang", SectionKind.EXPERIENCE),
        ("Exp\u00e9riences professionnelles", SectionKind.EXPERIENCE),
        ("Formaci\u00f3n acad\u00e9mica", SectionKind.EDUCATION),
        ("Education & Training", SectionKind.EDUCATION),
        ("Skills & Awards", SectionKind.SKILLS),
        ("Sprachkenntnisse", SectionKind.LANGUAGES),
        ("Pers\u00f6nliche Daten", SectionKind.PERSONAL),
        ("R\u00e9f\u00e9rences", SectionKind.REFERENCES),
        ("Competențe tehnice", SectionKind.SKILLS),
        ("EDUCAȚIE ȘI FORMARE", SectionKind.EDUCATION),
        ("Abilități și competențe", SectionKind.SKILLS),
        ("Istruzione e formazione", SectionKind.EDUCATION),
        ("Formação acadêmica", SectionKind.EDUCATION),
        ("Talenkennis", SectionKind.LANGUAGES),
        ("Doświadczenie zawodowe", SectionKind.EXPERIENCE),
    ],
)
def test_a_heading_is_known_in_each_language(text: str, kind: SectionKind) -> None:
    assert heading_kind(text) is kind


@pytest.mark.parametrize(
    "text", ["experience", "Experience with Python and SQL", "Python & SQL", "", "Skills: Python"]
)
def test_prose_is_no_heading(text: str) -> None:
    assert heading_kind(text) is None


def test_what_stands_before_a_heading_is_the_header() -> None:
    sections = sections_of(lines_of("Ada\n\nSkills\n\u2022 Python\n\u2022 Skills\nExperience\n"))
    assert [(s.kind, len(s.lines)) for s in sections] == [
        (SectionKind.HEADER, 1),
        (SectionKind.SKILLS, 2),
        (SectionKind.EXPERIENCE, 0),
    ]


def test_a_line_knows_where_it_stands_without_its_bullet() -> None:
    text = "  \u2022  Built \U0001f680 things \nNext"
    first, second = lines_of(text)
    assert (text[first.start : first.end], first.bullet) == ("Built \U0001f680 things", True)
    assert (text[second.start : second.end], second.bullet) == ("Next", False)
