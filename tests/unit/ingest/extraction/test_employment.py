"""Jobs in the layouts that resumes have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.reading import Employment
from tests.unit.ingest.extraction.resumes import extracted

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_DASH = "\u2013"
_LAYOUTS = {
    "title and date, then employer": (
        "Staff Engineer\tJan 2020 - Present\nAcme \u2022 Berlin, Germany\n\u2022 Did it\n"
        "Data Analyst\t03/2018 - 12/2019\nGlobex \u2022 Madrid, Spain\n\u2022 Did that\n"
    ),
    "employer and date, then title": (
        f"Acme {_DASH} Berlin, Germany\tJan 2020 {_DASH} present\nStaff Engineer\n\u2022 Did it\n"
        f"Globex {_DASH} Madrid, Spain\tMar 2018 {_DASH} Dec 2019\nData Analyst\n\u2022 Did that\n"
    ),
    "title and place, then employer and date": (
        "Staff Engineer\tBerlin, Germany\nAcme\tJan 2020 - present\n\u2022 Did it, with\nOthers\n"
        "Data Analyst\tMadrid, Spain\nGlobex\tMar 2018 - Dec 2019\n\u2022 Did that\n"
    ),
    "one line, employer first": (
        f"Acme, Staff Engineer {_DASH} Berlin, Germany\tJan 2020 {_DASH} present\n\u2022 Did it\n"
        f"Globex, Data Analyst {_DASH} Madrid, Spain\tMar 2018 {_DASH} Dec 2019\n\u2022 Did that\n"
    ),
    "one line, date first": (
        f"Jan 2020 {_DASH} present Staff Engineer, Acme {_DASH} Berlin, Germany\n\u2022 Did it\n"
        f"Mar 2018 {_DASH} Dec 2019 Data Analyst, Globex {_DASH} Madrid, Spain\n\u2022 Did that\n"
    ),
    "one line with what was done": (
        "Staff Engineer - Acme (2020-01-01 to present): Led the team. Did it.\n"
        "Data Analyst - Globex (2018-03-01 to 2019-12-01): Did that in 2019.\n"
    ),
    "a bullet each": (
        "\u2022 Staff Engineer - Acme (2020-01-01 to present): Led the team (2021): all of it.\n"
        "\u2022 Data Analyst - Globex (2018-03-01 to 2019-12-01): Did that in 2019.\n"
    ),
    "dates in a right column beside the bullets": (
        "Acme, Staff Engineer\tBerlin, Germany\n\u2022 Did it with care and\tJan 2020 - present\n"
        "skill\t5 years\n"
        "Globex, Data Analyst\tMadrid, Spain\n\u2022 Did that\tMar 2018 - Dec 2019\n"
    ),
    "at": (
        "Staff Engineer at Acme, Jan 2020 - now\nText of it.\n"
        "Data Analyst at Globex, 3/2018 - 12/2019\n"
    ),
    "date above": (
        "Jan 2020 - Present\nStaff Engineer\nAcme, Berlin, Germany\n\u2022 Did it\n"
        "Mar 2018 - Dec 2019\nData Analyst\nGlobex, Madrid, Spain\n\u2022 Did that\n"
    ),
}


@pytest.mark.parametrize("layout", _LAYOUTS)
def test_jobs_are_told_apart_in_each_layout(layout: str, taxonomy: Taxonomy) -> None:
    text = f"Ada Lovelace\nada@example.org\nExperience\n{_LAYOUTS[layout]}Skills\nPython\n"
    extraction = extracted(text, taxonomy)
    jobs = [(job.title, job.employer, job.current) for job in extraction.reading.of(Employment)]
    assert jobs == [("Staff Engineer", "Acme", True), ("Data Analyst", "Globex", False)]
    assert [position.months for position in extraction.facts.positions] == [66, 22]


def test_overlapping_jobs_count_once(taxonomy: Taxonomy) -> None:
    text = "Experience\nEngineer, Acme, 01/2020 - 12/2020\nTutor, Globex, 07/2020 - 06/2021\n"
    assert extracted(text, taxonomy).facts.total_months == 18


def test_a_job_that_goes_on_ends_at_as_of(taxonomy: Taxonomy) -> None:
    text = "Experience\nEngineer, Acme, 06/2025 - Present\nTutor, Globex, 01/2024 - 05/2025\n"
    now, before = extracted(text, taxonomy).facts.positions
    assert (now.months, now.months_since_end) == (1, 0)
    assert (before.months, before.months_since_end) == (17, 1)


@pytest.mark.parametrize(
    ("title", "employer", "text"),
    [
        (
            "Desarrollador Backend",
            "Acme S.L.",
            "Experiencia\nDesarrollador Backend - Acme S.L. (enero 2020 - actualidad)",
        ),
        (
            "Softwareentwickler",
            "Acme GmbH",
            "Berufserfahrung\n01/2020 - heute\tSoftwareentwickler, Acme GmbH",
        ),
        (
            "Chef de projet",
            "Acme SA",
            "Exp\u00e9rience professionnelle\nChef de projet, Acme SA, janvier 2020 - pr\u00e9sent",
        ),
    ],
)
def test_jobs_are_read_in_other_languages(
    title: str, employer: str, text: str, taxonomy: Taxonomy
) -> None:
    (job,) = extracted(text, taxonomy).reading.of(Employment)
    assert (job.title, job.employer, job.current) == (title, employer, True)


def test_a_sentence_with_years_is_no_job(taxonomy: Taxonomy) -> None:
    text = (
        "Experience\nEngineer, Acme, 2018 - 2020\nBetween 2018 and 2019 we grew to 40 people.\n"
        "Awarded in 2019\n"
    )
    assert len(extracted(text, taxonomy).reading.of(Employment)) == 1


def test_jobs_without_a_heading_are_held_with_less_confidence(taxonomy: Taxonomy) -> None:
    (headed,) = extracted("Experience\nEngineer, Acme, 01/2018 - 01/2020", taxonomy).facts.positions
    (loose,) = extracted("Engineer, Acme, 01/2018 - 01/2020", taxonomy).facts.positions
    assert loose.confidence < headed.confidence


def test_the_title_is_quoted_and_names_its_occupation(taxonomy: Taxonomy) -> None:
    text = "Experience\nSenior Software Engineer, Acme, 2018 - 2020"
    (position,) = extracted(text, taxonomy).facts.positions
    assert text[position.span.start : position.span.end] == "Senior Software Engineer"
    assert position.occupation_id


@pytest.mark.parametrize(
    "title",
    [
        "Registered Nurse, Intensive Care",
        "Engineering Manager, Storefront",
        "Certified Nursing Assistant",
        "Working student, software developer",
        "Nursing Student, Senior Practicum",
    ],
)
def test_a_title_may_begin_as_what_was_done_does(title: str, taxonomy: Taxonomy) -> None:
    text = f"Experience\n{title}\nAcme Hospital, Boston, MA\nJan 2020 - May 2021\n- Did it\n"
    (job,) = extracted(text, taxonomy).reading.of(Employment)
    assert (job.title, job.employer) == (title, "Acme Hospital")


@pytest.mark.parametrize(
    "line",
    [
        "Managed a team of engineers",
        "Leading the team of analysts",
        "Assisted managers with planning",
        "Provided Care For Residents And Families",
    ],
)
def test_what_was_done_is_no_title_of_the_next_job(line: str, taxonomy: Taxonomy) -> None:
    text = (
        "Experience\nStaff Engineer\nAcme Ltd\n01/2020 - 05/2021\n"
        f"Data Analyst\nGlobex Ltd\n01/2018 - 12/2019\nDid it.\n{line}\n"
        "Tutor, Initech Ltd\n01/2015 - 12/2017\n"
    )
    jobs = [(job.title, job.employer) for job in extracted(text, taxonomy).reading.of(Employment)]
    assert jobs[2:] == [("Tutor", "Initech Ltd")]


@pytest.mark.parametrize("below", ["Acme Medical Center, Boston, MA", "Acme Hospital"])
def test_a_comma_in_a_title_stays_where_the_employer_is_below(
    below: str, taxonomy: Taxonomy
) -> None:
    text = f"Experience\nStaff Nurse, Surgical ICU\tJun 2021 - Present\n{below}\n- Did it\n"
    (job,) = extracted(text, taxonomy).reading.of(Employment)
    assert (job.title, job.employer) == ("Staff Nurse, Surgical ICU", below.partition(",")[0])


@pytest.mark.parametrize(
    ("line", "employer"),
    [
        ("Hotel Meridia, New York, NY", "Hotel Meridia"),
        ("Tidtabell, Uppsala", "Tidtabell"),
        ("Leeside Biologics, Cork", "Leeside Biologics"),
        ("Acme, Inc.", "Acme, Inc."),
        ("University of California, Berkeley", "University of California, Berkeley"),
        ("Hall, Smith & Jones", "Hall, Smith & Jones"),
    ],
)
def test_the_town_is_not_part_of_the_employer(line: str, employer: str, taxonomy: Taxonomy) -> None:
    text = f"Experience\nStaff Engineer\n{line}\n04/2019 - present\n- Did it\n"
    (job,) = extracted(text, taxonomy).reading.of(Employment)
    assert (job.title, job.employer) == ("Staff Engineer", employer)


@pytest.mark.parametrize(
    ("title", "occupation"),
    [
        ("Registered Nurse, Medical-Surgical", "Registered Nurse"),
        ("RN, ICU", "Registered Nurse"),
        ("Staff Nurse", "Registered Nurse"),
        ("Fachpflegerin Intensivstation", "Registered Nurse"),
        ("Senior Biostatistician", "Statistician"),
        ("Desarrollador backend", "Backend Engineer"),
        ("D\u00e9veloppeuse mobile", "Mobile Engineer"),
    ],
)
def test_titles_reach_their_occupation(title: str, occupation: str, taxonomy: Taxonomy) -> None:
    text = f"Experience\n{title}\nAcme Ltd\n01/2018 - 01/2020"
    (position,) = extracted(text, taxonomy).facts.positions
    known = taxonomy.occupation(position.occupation_id)
    assert known is not None
    assert known.label == occupation


def test_an_employer_behind_the_title_stays_though_the_line_goes_on_below(
    taxonomy: Taxonomy,
) -> None:
    text = (
        "Experience\nOct 2015 - Oct 2018\tResearcher, University of Leeds, Department of Life\n"
        "Sciences, Leeds, United Kingdom\n- Did it\n"
    )
    (job,) = extracted(text, taxonomy).reading.of(Employment)
    assert (job.title, job.employer) == ("Researcher", "University of Leeds, Department of Life")


@pytest.mark.parametrize(
    "text",
    [
        "Experiența profesională\nInginer electric\nAcme SRL, Cluj\nianuarie 2020 - martie 2022\n",
        "Esperienza lavorativa\nIngegnere elettrico\nAcme SpA, Torino\ngennaio 2020 - marzo 2022\n",
        "Experiência profissional\nEngenheiro\nAcme SA, Porto\njaneiro 2020 - março 2022\n",
        "Werkervaring\nTechnisch medewerker\nAcme BV, Utrecht\njanuari 2020 - maart 2022\n",
        "Doświadczenie zawodowe\nInżynier elektryk\nAcme SA, Kraków\nstyczeń 2020 - marzec 2022\n",
    ],
    ids=["ro", "it", "pt", "nl", "pl"],
)
def test_a_job_has_its_title_employer_and_months_in_each_language(
    text: str, taxonomy: Taxonomy
) -> None:
    (job,) = extracted("Ana Pop\n\n" + text, taxonomy).reading.of(Employment)
    assert job.title == text.split("\n")[1]
    assert job.employer.startswith("Acme")
    assert (job.start, job.end) == (YearMonth(2020, 1), YearMonth(2022, 3))
