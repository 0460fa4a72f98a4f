"""Who the resume is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.reading import Contact, ContactKind
from tests.unit.ingest.extraction.resumes import extracted

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy


def test_the_contact_block_is_read(taxonomy: Taxonomy) -> None:
    text = (
        "Last updated in Mar 2026\nDr. Ada Lovelace\nSoftware Engineer\n"
        "12 Baker Street, London | ada@example.org | +44 20 7946 0958\n"
        "github.com/ada\nSkills\nPython\n"
    )
    assert [(each.kind, each.value) for each in extracted(text, taxonomy).reading.of(Contact)] == [
        (ContactKind.NAME, "Ada Lovelace"),
        (ContactKind.EMAIL, "ada@example.org"),
        (ContactKind.PHONE, "+44 20 7946 0958"),
        (ContactKind.LOCATION, "12 Baker Street, London"),
        (ContactKind.LINK, "github.com/ada"),
    ]


def test_a_contact_section_is_read_too(taxonomy: Taxonomy) -> None:
    text = "Ada Lovelace\nSkills\nPython\nContact\nada@example.org\n(512) 555-0188\nParis, France\n"
    assert [each.value for each in extracted(text, taxonomy).reading.of(Contact)] == [
        "Ada Lovelace",
        "ada@example.org",
        "(512) 555-0188",
        "Paris, France",
    ]


@pytest.mark.parametrize(
    "first", ["SOUS CHEF", "Senior Software Engineer", "Machine Learning", "Curriculum Vitae"]
)
def test_a_title_or_skill_is_no_name(first: str, taxonomy: Taxonomy) -> None:
    assert extracted(f"{first}\nSkills\nPython\n", taxonomy).reading.contact(ContactKind.NAME) == ""


@pytest.mark.parametrize("name", ["Grace Cook", "Mark Baker", "Ruby Jackson", "Paris Carpenter"])
def test_a_name_that_is_also_a_job_is_known_by_the_address(name: str, taxonomy: Taxonomy) -> None:
    text = f"{name}\n{name.replace(' ', '.').lower()}@example.org\nSkills\nPython\n"
    assert extracted(text, taxonomy).reading.contact(ContactKind.NAME) == name


def test_dates_are_no_telephone_number(taxonomy: Taxonomy) -> None:
    text = "Ada Lovelace\n01/2019 - 03/2021\n(2018 - 2020)\n2016 2017 2018\nSkills\nPython\n"
    assert extracted(text, taxonomy).reading.contact(ContactKind.PHONE) == ""


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Ada Lovelace, RN, CCRN", "Ada Lovelace"),
        ("Dr. Ada Lovelace, PhD", "Ada Lovelace"),
        ("Ada Lovelace, RRT-ACCS", "Ada Lovelace"),
        ("ADA LOVELACE, RN", "ADA LOVELACE"),
        ("LOVELACE, ADA", "LOVELACE, ADA"),
        ("BYRON LOVELACE, ADA", "BYRON LOVELACE, ADA"),
    ],
)
def test_letters_behind_a_name_are_not_part_of_it(line: str, name: str, taxonomy: Taxonomy) -> None:
    text = f"{line}\nada@example.org\nSkills\nPython\n"
    assert extracted(text, taxonomy).reading.contact(ContactKind.NAME) == name


_SIDEBAR = (
    "Contact\n{email}\nSkills\nPython\nCertificates\nScrum Master\nGrace King Hopper\n"
    "Summary\nGrace builds engines.\nReferences\nGrace Byron\n"
)


def test_a_name_that_a_column_was_read_before_is_known_by_the_address(taxonomy: Taxonomy) -> None:
    extraction = extracted(_SIDEBAR.format(email="grace.hopper@example.org"), taxonomy)
    assert extraction.reading.contact(ContactKind.NAME) == "Grace King Hopper"
    assert [line.text for line in extraction.facts.lines] == [
        *(
            "Skills",
            "Python",
            "Certificates",
            "Scrum Master",
            "Summary",
            "Candidate builds engines.",
        )
    ]


def test_without_an_address_that_says_so_no_line_further_down_is_a_name(
    taxonomy: Taxonomy,
) -> None:
    extraction = extracted(_SIDEBAR.format(email="me@example.org"), taxonomy)
    assert extraction.reading.contact(ContactKind.NAME) == ""


def test_a_skill_further_down_is_no_name_though_the_address_has_it(taxonomy: Taxonomy) -> None:
    text = "Contact\npython.dev@example.org\nSkills\nPython Developer\nPython Django\n"
    assert extracted(text, taxonomy).reading.contact(ContactKind.NAME) == ""


@pytest.mark.parametrize(
    ("above", "name", "email"),
    [
        ("Art Collective", "Bart Smith", "bart.smith@example.org"),
        ("Member of Alpha Chi Omega", "Ivory Pinchinat", "pinchinat79@example.org"),
    ],
)
def test_the_name_is_what_has_most_of_the_address(
    above: str, name: str, email: str, taxonomy: Taxonomy
) -> None:
    for text in (f"{above}\n{name}\n{email}\n", f"Skills\n{above}\nContact\n{name}\n{email}\n"):
        assert extracted(text, taxonomy).reading.contact(ContactKind.NAME) == name
