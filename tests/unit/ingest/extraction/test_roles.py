"""Jobs without dates, and several with one employer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.employment import Job, jobs_of
from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.sections import sections_of
from tests.unit.ingest.extraction.resumes import AS_OF

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_TWO_ROLES = {
    "employer above, with dates of its own": (
        "Acme Corporation, Boston, MA\tJun 2015 - Mar 2021\n"
        "Senior Engineer\tJan 2018 - Mar 2021\n\u2022 Led\n"
        "Engineer\tJun 2015 - Dec 2017\n\u2022 Did\n"
    ),
    "employer above": (
        "Acme Corporation\n"
        "Senior Engineer\tJan 2018 - Mar 2021\n\u2022 Led\n"
        "Engineer\tJun 2015 - Dec 2017\n\u2022 Did\n"
    ),
    "employer and duration above": (
        "Acme Corporation\n5 yrs 10 mos\n"
        "Senior Engineer\nJan 2018 - Mar 2021 (3 yrs)\nBoston, MA\n\u2022 Led\n"
        "Engineer\nJun 2015 - Dec 2017\n\u2022 Did\n"
    ),
}


def _jobs(text: str, taxonomy: Taxonomy) -> list[Job]:
    sections = sections_of(lines_of(f"Experience\n{text}"))
    return list(jobs_of(sections, as_of=AS_OF, taxonomy=taxonomy))


def _told(jobs: list[Job]) -> list[tuple[str, str]]:
    return [(job.title, job.employer) for job in jobs]


@pytest.mark.parametrize("layout", _TWO_ROLES)
def test_each_role_has_the_employer_above_it(taxonomy: Taxonomy, layout: str) -> None:
    later = "Beta Ltd\nTester\tFeb 2012 - Nov 2014\n\u2022 Tested\n"
    assert _told(_jobs(_TWO_ROLES[layout] + later, taxonomy)) == [
        ("Senior Engineer", "Acme Corporation"),
        ("Engineer", "Acme Corporation"),
        ("Tester", "Beta Ltd"),
    ]


def test_a_job_long_after_another_does_not_have_its_employer(taxonomy: Taxonomy) -> None:
    text = "Acme Corporation\nEngineer\tJan 2018 - Mar 2021\n\u2022 Led\nCook\t2010 - 2011\n"
    assert _told(_jobs(text, taxonomy))[1] == ("Cook", "")


@pytest.mark.parametrize(
    "header",
    [
        "Store Manager, Blue Harbor Books",
        "Store Manager | Blue Harbor Books",
        "Blue Harbor Books \u2013 Store Manager",
        "Store Manager\nBlue Harbor Books, Portland, OR",
    ],
)
def test_a_job_without_dates_is_held_with_no_months_and_less_confidence(
    taxonomy: Taxonomy, header: str
) -> None:
    text = f"{header}\n\u2022 Ran the shop.\nCook, Acme Inc, 2010 - 2011\n\u2022 Cooked\n"
    undated, dated = _jobs(text, taxonomy)
    assert (undated.title, undated.employer) == ("Store Manager", "Blue Harbor Books")
    assert undated.interval is None
    assert undated.confidence < dated.confidence


@pytest.mark.parametrize(
    "line",
    [
        "Managed the shop floor and the team of the store manager",
        "Reported to the Director of Sales at Globex Inc.",
        "Lead Engineer, Architect, Mentor",
        "Tools: Manager Pro, Acme Suite",
    ],
)
def test_what_was_done_opens_no_job(taxonomy: Taxonomy, line: str) -> None:
    text = f"Cook, Acme Inc, 2010 - 2011\nCooked for many people.\n{line}\nCleaned up.\n"
    assert _told(_jobs(text, taxonomy)) == [("Cook", "Acme Inc")]


def test_a_job_told_in_two_sections_is_one(taxonomy: Taxonomy) -> None:
    job = "Cook, Acme Inc, 2010 - 2011\n\u2022 Cooked\n"
    assert len(_jobs(f"{job}Work History\n{job}", taxonomy)) == 1


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Auditor\t2010 - 2011\tAcme Widgets Boston, MA", ("Auditor", "Acme Widgets")),
        ("2010 - 2011\nShop Assistant Acme Widgets Boston, MA", ("Shop Assistant", "Acme Widgets")),
        ("2010 - 2011 Bauleiterin, Hoch GmbH, M\u00fcnchen", ("Bauleiterin", "Hoch GmbH")),
        ("Auditor\t2010 - 2011\tSalt Lake City, UT", ("Auditor", "")),
    ],
)
def test_an_employer_is_told_from_its_town(
    taxonomy: Taxonomy, header: str, expected: tuple[str, str]
) -> None:
    assert _told(_jobs(f"{header}\n\u2022 Did it.\n", taxonomy)) == [expected]
