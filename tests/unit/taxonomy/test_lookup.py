"""Lookups by id and by title in the packaged taxonomy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Senior Backend Engineer (m/f/d)", "Backend Engineer"),
        ("back-end developers", "Backend Engineer"),
        ("SRE II", "Site Reliability Engineer"),
        ("Lead DevOps Engineer, Platform", "DevOps Engineer"),
        ("Product Manager \u2013 Growth", "Product Manager"),
        ("ACCOUNT EXECUTIVE", "Account Executive"),
        ("Registered Nurse - ICU", "Registered Nurse"),
        ("Nurse Practitioner", "Nurse Practitioner"),
        ("Full-Stack Developer", "Full Stack Engineer"),
        ("welders", "welder"),
        ("ICU Nurse", "Registered Nurse"),
        ("Sous Chef", "Sous Chef"),
        ("Projektleiterin (m/w/d)", "Project Manager"),
        ("Ingeniero de software", "Software Engineer"),
        ("Infirmière en réanimation", "Registered Nurse"),
        ("Vertriebsleiterin", "Sales Manager"),
        ("React Native Engineer", "Mobile Engineer"),
        ("Principal Node.js Engineer", "Backend Engineer"),
        ("waitresses", "waiter/waitress"),
        ("Network Development Engineer", "Network Engineer"),
        ("Site Reliability Engineer (SRE)", "Site Reliability Engineer"),
        ("Loan Interviewers and Clerks", "Loan Interviewers and Clerks"),
    ],
)
def test_a_title_names_the_occupation_of_its_longest_part(
    taxonomy: Taxonomy, title: str, label: str
) -> None:
    found = taxonomy.occupation_of(title)
    assert found is not None
    assert found.label == label
    assert taxonomy.occupation(found.occupation_id) == found


@pytest.mark.parametrize(
    "title",
    [
        *("", "Werkstudent", "(m/f/d)", "the nursery of engines", "director", "Agent"),
        *("SQL server", "Backend Services Engineer", "Team Leader Customer Service", "product"),
    ],
)
def test_an_unknown_title_names_none(taxonomy: Taxonomy, title: str) -> None:
    assert taxonomy.occupation_of(title) is None


@pytest.mark.parametrize("unknown", ["", "candor:nothing", "esco:ffffffff", "zzz"])
def test_an_unknown_id_names_nothing(taxonomy: Taxonomy, unknown: str) -> None:
    assert taxonomy.skill(unknown) is None
    assert taxonomy.occupation(unknown) is None
    assert taxonomy.related(unknown) == ()
    assert taxonomy.related_occupations(unknown) == ()


def test_neighbours_come_nearest_first(taxonomy: Taxonomy) -> None:
    near = taxonomy.related("candor:kubernetes")
    assert [closeness for _, closeness in near] == sorted((c for _, c in near), reverse=True)
    assert dict(near)["candor:docker"] == 75


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("Dealer", True), ("SALES", True), ("advocates", True), ("Lovelace", False), ("", False)],
)
def test_words_of_titles_are_known(taxonomy: Taxonomy, word: str, *, is_one: bool) -> None:
    assert taxonomy.is_of_titles(word) is is_one
