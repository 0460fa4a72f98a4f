"""Evidence for skills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.ingest.extraction.deriving import MAX_MENTIONS
from tests.unit.ingest.extraction.resumes import extracted

if TYPE_CHECKING:
    from services.ingest.extraction.facts import SkillEvidence
    from taxonomy.taxonomy import Taxonomy

_TEXT = """Ruby Jackson
ruby.jackson@example.org
Experience
Engineer, Oracle, 01/2020 - 12/2021
- Wrote Python and PostgreSQL
Analyst, Globex, 07/2021 - 06/2022
- Wrote Python
Skills
Docker, Python
"""


def _skills(text: str, taxonomy: Taxonomy) -> dict[str, SkillEvidence]:
    return {skill.label: skill for skill in extracted(text, taxonomy).facts.skills}


def test_months_are_those_of_the_jobs_that_mention_it_overlaps_once(taxonomy: Taxonomy) -> None:
    skills = _skills(_TEXT, taxonomy)
    assert (skills["Python"].months, skills["Python"].months_since_use) == (30, 36)
    assert (skills["PostgreSQL"].months, skills["PostgreSQL"].months_since_use) == (24, 42)


def test_a_skill_that_is_only_listed_has_no_months(taxonomy: Taxonomy) -> None:
    docker = _skills(_TEXT, taxonomy)["Docker"]
    assert (docker.months, docker.months_since_use) == (0, -1)


def test_a_skill_in_a_job_is_surer_than_one_in_a_list(taxonomy: Taxonomy) -> None:
    skills = _skills(_TEXT, taxonomy)
    assert (
        skills["Python"].confidence > skills["PostgreSQL"].confidence > skills["Docker"].confidence
    )


def test_nobody_has_a_skill_for_a_name_or_an_employer(taxonomy: Taxonomy) -> None:
    assert set(_skills(_TEXT, taxonomy)) == {"Python", "PostgreSQL", "Docker"}


def test_each_mention_is_quoted_up_to_a_bound(taxonomy: Taxonomy) -> None:
    text = "Skills\n" + "Python, SQL\n" * (MAX_MENTIONS + 3)
    python = _skills(text, taxonomy)["Python"]
    assert len(python.mentions) == MAX_MENTIONS
    assert {text[span.start : span.end] for span in python.mentions} == {"Python"}
