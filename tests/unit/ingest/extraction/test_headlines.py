"""What stands above a resume: a name, or what somebody works as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.reading import ContactKind, Employment, Summary
from tests.unit.ingest.extraction.resumes import extracted

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_WORK = "Experience\n{job}, Northwind Traders, Jan 2015 - May 2018\nOpened the shop\n"
_HEADLINES = (
    "Table Games Dealer",
    "Key Holder",
    "Aircraft Sales",
    "Sleep Technologist, RPSGT",
    "Claims Service Manger",
)


@pytest.mark.parametrize("headline", _HEADLINES)
def test_what_a_job_is_called_is_no_name(headline: str, taxonomy: Taxonomy) -> None:
    text = f"{headline.upper()}\n{_WORK.format(job=headline)}"
    extraction = extracted(text, taxonomy)
    assert extraction.reading.contact(ContactKind.NAME) == ""
    lines = [line.text for line in extraction.facts.lines]
    assert lines[0] == headline.upper()
    assert lines[2].startswith(headline)


@pytest.mark.parametrize("headline", _HEADLINES)
def test_the_name_is_found_under_what_a_job_is_called(headline: str, taxonomy: Taxonomy) -> None:
    text = f"{headline}\nAda Lovelace\nx1@example.org\n{_WORK.format(job=headline)}"
    assert extracted(text, taxonomy).reading.contact(ContactKind.NAME) == "Ada Lovelace"


@pytest.mark.parametrize("reach", ["x1@example.org", "(512) 555-0188"])
def test_a_name_of_such_words_is_one_where_somebody_is_reached(
    reach: str, taxonomy: Taxonomy
) -> None:
    text = f"Mason Porter\n{reach}\n{_WORK.format(job='Mason Porter')}"
    assert extracted(text, taxonomy).reading.contact(ContactKind.NAME) == "Mason Porter"


@pytest.mark.parametrize("name", ["Mason Porter", "Ada Walker"])
def test_a_name_of_such_words_is_one_where_no_job_is_called_so(
    name: str, taxonomy: Taxonomy
) -> None:
    text = f"{name}\n{_WORK.format(job='Key Holder')}"
    assert extracted(text, taxonomy).reading.contact(ContactKind.NAME) == name


def test_a_page_that_a_resume_points_to_names_nobody(taxonomy: Taxonomy) -> None:
    text = (
        "Accountant\nSkills\nPython\nExperience\nClerk at the school office, 2015 - 2018\n"
        "Child Nutrition\nhttps://example.org/office/child-nutrition/\n"
    )
    assert extracted(text, taxonomy).reading.contact(ContactKind.NAME) == ""


@pytest.mark.parametrize(
    "head",
    [
        "Ada Lovelace | ada@example.org | (512) 555-0188 | 12 Baker Street, London",
        "Ada Lovelace\nada@example.org",
    ],
)
def test_no_contact_line_is_part_of_a_summary(head: str, taxonomy: Taxonomy) -> None:
    prose = "Restores boilers and pumps for hospitals in the whole of the valley."
    text = f"{head}\nBoiler Fitter\n{prose}\nSkills\nPython\n"
    (summary,) = extracted(text, taxonomy).reading.of(Summary)
    assert summary.text == prose


def test_a_street_and_a_birthday_are_no_job(taxonomy: Taxonomy) -> None:
    text = "Ada Lovelace\n12 Baker Street, London\nDate of birth: 28 May 1965\nada@example.org\n"
    assert extracted(f"{text}Skills\nPython\n", taxonomy).reading.of(Employment) == ()


@pytest.mark.parametrize("head", ["Ada Lovelace - Page 2", "ADA LOVELACE", "A. Lovelace, Ada (2)"])
def test_the_name_at_the_head_of_a_page_is_no_employer(head: str, taxonomy: Taxonomy) -> None:
    work = "Experience\nClerk\nJan 2015 - May 2018\nOpened the shop\n{}Key Holder\n2012 - 2014\n"
    top = "Ada Lovelace\nada@example.org\n"
    with_head = extracted(top + work.format(f"{head}\n"), taxonomy).facts
    without = extracted(top + work.format(""), taxonomy).facts
    assert with_head.lines == without.lines
    assert [each.title for each in with_head.positions] == [
        each.title for each in without.positions
    ]


def test_what_stands_beside_something_personal_above_all_headings_is_left(
    taxonomy: Taxonomy,
) -> None:
    text = "Ada Lovelace\nNationality: Danish | Speaks German B2\nSkills\nPython\n"
    facts = extracted(text, taxonomy).facts
    assert [line.text for line in facts.lines] == ["Speaks German B2", "Skills", "Python"]
