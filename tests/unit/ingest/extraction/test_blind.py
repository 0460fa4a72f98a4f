"""What must not be left in the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.gender import without_gender
from tests.unit.ingest.extraction.resumes import extracted

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy


def _lines(text: str, taxonomy: Taxonomy) -> list[str]:
    return [line.text for line in extracted(text, taxonomy).facts.lines]


def test_the_contact_block_is_gone_and_the_headline_stays(taxonomy: Taxonomy) -> None:
    text = (
        "Ada Lovelace\nSoftware Engineer\n12 Baker Street, London\n"
        "ada@example.org | +44 20 7946 0958\n"
        "linkedin.com/in/ada\n[photo]\nada.dev | @ada\nSkills\nPython\n"
    )
    assert _lines(text, taxonomy) == ["Software Engineer", "Skills", "Python"]


@pytest.mark.parametrize(
    "line",
    [
        "Date of birth: 3 May 1985",
        "DOB 03/05/1985",
        "Born: 1985 in Leeds",
        "Age: 39",
        "Nationality: Danish",
        "Marital status: married",
        "Gender: female",
        "Geburtsdatum: 3.5.1985",
        "Familienstand: ledig",
        "Fecha de nacimiento: 3/5/1985",
        "Estado civil: casada",
        "N\u00e9e le 3 mai 1985",
        "Nationalit\u00e9 : fran\u00e7aise",
        "Married",
        "32 years old",
        "ada@example.org",
        "https://ada.example.org/cv",
        "+44 20 7946 0958",
        "Twitter: @ada",
    ],
)
def test_a_line_about_the_person_is_gone(line: str, taxonomy: Taxonomy) -> None:
    text = f"Ada Lovelace\nada@example.org\nSummary\nBuilds engines.\n{line}\nSkills\nPython\n"
    assert _lines(text, taxonomy) == ["Summary", "Builds engines.", "Skills", "Python"]


def test_one_piece_of_a_line_goes_and_the_rest_stays(taxonomy: Taxonomy) -> None:
    text = "Ada Lovelace\nSummary\nNationality: Danish | Driving licence: B | Date of birth: 1985\n"
    assert _lines(text, taxonomy) == ["Summary", "Driving licence: B"]


@pytest.mark.parametrize(
    "heading", ["Personal Details", "References", "Pers\u00f6nliche Daten", "Contact"]
)
def test_sections_about_people_are_gone(heading: str, taxonomy: Taxonomy) -> None:
    text = f"Ada Lovelace\nSkills\nPython\n{heading}\nCharles Babbage, friend\nProjects\nEngine\n"
    assert _lines(text, taxonomy) == ["Skills", "Python", "Projects", "Engine"]


@pytest.mark.parametrize(
    "written",
    [
        "Ada Lovelace",
        "ADA LOVELACE",
        "Lovelace, Ada",
        "Ms. Lovelace",
        "Lovelace",
        "Ada K. Lovelace",
    ],
)
def test_the_name_is_replaced_wherever_it_stands(written: str, taxonomy: Taxonomy) -> None:
    text = f"Ada Lovelace\nada@example.org\nAwards\n{written} won first prize\n"
    assert _lines(text, taxonomy) == ["Awards", "Candidate won first prize"]


def test_a_part_of_the_name_that_is_also_a_skill_is_left_alone(taxonomy: Taxonomy) -> None:
    text = "Ruby Jackson\nruby@example.org\nSkills\nRuby, Python\nAwards\nRuby Jackson won\n"
    assert _lines(text, taxonomy) == ["Skills", "Ruby, Python", "Awards", "Candidate won"]


def test_years_of_education_are_gone_and_those_of_work_stay(taxonomy: Taxonomy) -> None:
    text = (
        "Ada Lovelace\nExperience\nEngineer, Acme, 2012 - 2014\nEducation\n"
        "BSc Physics, Leeds University, 2008 - 2011\n"
        "\u2022 Class of 2011\nAwards\nBest of show, 2013\nGraduated with honours in 2011\n"
    )
    joined = "\n".join(_lines(text, taxonomy))
    assert "2012 - 2014" in joined
    assert "2013" in joined
    assert "2008" not in joined
    assert "2011" not in joined


def test_technologies_with_dots_are_no_pages(taxonomy: Taxonomy) -> None:
    text = "Skills\nNode.js, ASP.NET, Booking.com APIs, TCP/IP\n"
    assert _lines(text, taxonomy)[1] == "Node.js, ASP.NET, Booking.com APIs, TCP/IP"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He trusts his team and they trust him", "She trusts her team and they trust her"),
        ("HE LED HIS TEAM", "SHE LED HER TEAM"),
        ("Head waiter", "Head waitress"),
        ("Softwareentwickler", "Softwareentwicklerin"),
        ("Ingeniero y desarrollador", "Ingeniera y desarrolladora"),
        ("Directeur et vendeur", "Directrice et vendeuse"),
        ("Mr. Lee", "Mrs. Lee"),
        ("Lee (he/him)", "Lee (she/her)"),
    ],
)
def test_both_genders_become_the_same_text(one: str, other: str) -> None:
    assert without_gender(one) == without_gender(other)


def test_acronyms_are_no_pronouns() -> None:
    assert (
        without_gender("Ran the HIS and HER2 tests in Berlin")
        == "Ran the HIS and HER2 tests in Berlin"
    )


def test_titles_and_fields_are_blind_too(taxonomy: Taxonomy) -> None:
    text = (
        "Ada Lovelace\nada@example.org\nExperience\nWaitress, Acme Hotel, 2012 - 2014\n"
        "Education\nBSc in Lovelace Studies, Leeds University, 2011\n"
    )
    facts = extracted(text, taxonomy).facts
    assert [position.title for position in facts.positions] == ["Server"]
    assert [education.field for education in facts.education] == ["Candidate Studies"]
