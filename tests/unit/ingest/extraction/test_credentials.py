"""Certificates, projects and the summary, and where they stand."""

from __future__ import annotations

import pytest

from services.ingest.extraction.certifications import certifications_of
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.projects import projects_of
from services.ingest.extraction.sections import sections_of
from services.ingest.extraction.summary import summary_of


@pytest.mark.parametrize(
    "text",
    [
        "\u2022 Certified Widget Maker, Widget Board (2019)\n\u2022 Licence to Test - ISTQB, 2021",
        "Certified Widget Maker | Widget Board | May 2019\nLicence to Test | ISTQB | 2021",
        "Certified Widget Maker\nWidget Board, 2019\nLicence to Test\nISTQB, 2021",
        "\u2022 Certified Widget\nMaker (Widget Board), 2019\n\u2022 Licence to Test, ISTQB, 2021",
    ],
)
def test_a_certificate_has_its_name_issuer_and_year(text: str) -> None:
    found = certifications_of(sections_of(lines_of(f"Certifications\n{text}\n")))
    assert [(each.name, each.issuer, each.year) for each in found] == [
        ("Certified Widget Maker", "Widget Board", 2019),
        ("Licence to Test", "ISTQB", 2021),
    ]


def test_courses_are_held_with_less_confidence_than_certificates() -> None:
    sure = certifications_of(sections_of(lines_of("Certificates\nHandling of Widgets, 2019\n")))
    less = certifications_of(sections_of(lines_of("Courses\nHandling of Widgets, 2019\n")))
    assert less[0].confidence < sure[0].confidence


@pytest.mark.parametrize(
    "text",
    [
        "Paygate\t2019 - 2020\n\u2022 A gateway\nLedger\t2021\n\u2022 A log\n",
        "Paygate\n\u2022 A gateway\nLedger\n\u2022 A log\n",
        "\u2022 Paygate: a gateway\n\u2022 Ledger: a log\n",
    ],
)
def test_projects_are_told_apart_dated_or_not(text: str) -> None:
    found = projects_of(sections_of(lines_of(f"Projects\n{text}")))
    assert [each.name for each in found] == ["Paygate", "Ledger"]


def test_a_section_without_any_project_has_none() -> None:
    assert projects_of(sections_of(lines_of("Projects\nand so on.\nSkills\nGo\n"))) == ()


def test_a_summary_is_its_lines_and_points_at_them() -> None:
    text = "Summary\nI build things\nfor people.\nSkills\nGo\n"
    (found,) = summary_of(sections_of(lines_of(text)))
    assert found.text == "I build things for people."
    assert text[found.start : found.end] == "I build things\nfor people."


def test_a_summary_without_a_heading_is_less_sure() -> None:
    text = "Ada Lovelace\nI have built large things for many people in many years.\nSkills\nGo\n"
    (found,) = summary_of(sections_of(lines_of(text)))
    assert (found.text[:6], found.confidence < 95) == ("I have", True)
