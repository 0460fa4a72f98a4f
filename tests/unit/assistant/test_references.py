from __future__ import annotations

import pytest

from services.assistant.hiring import Job
from services.assistant.references import candidates_called, jobs_close_to, jobs_titled

TITLES = (
    "Backend Engineer",
    "Senior Backend Engineer",
    "Registered Nurse",
    "Java Developer",
    "JavaScript Developer",
    "C++ Developer",
    "Ingénieur Qualité",
)
JOBS = [Job(title, title, is_open=True) for title in TITLES]
NAMES = {"1": "Amara Okafor", "2": "Amara Bello", "3": "Priya Nair", "4": "Seán O'Neill"}


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        ("backend engineer", ["Backend Engineer"]),
        ("senior backend", ["Senior Backend Engineer"]),
        ("back-end engineer", ["Backend Engineer", "Senior Backend Engineer"]),
        ("backend", ["Backend Engineer", "Senior Backend Engineer"]),
        ("nurse", ["Registered Nurse"]),
        ("nurses", ["Registered Nurse"]),
        ("java", ["Java Developer"]),
        ("javascript dev", ["JavaScript Developer"]),
        ("c++", ["C++ Developer"]),
        ("c", []),
        ("ingenieur", ["Ingénieur Qualité"]),
        ("female nurse", []),
        ("backend nurse", []),
        ("world", []),
        ("", []),
    ],
)
def test_a_title_is_found_when_each_word_occurs_in_it(said: str, titles: list[str]) -> None:
    assert [job.title for job in jobs_titled(said, JOBS)] == titles


def test_open_jobs_win_over_closed_ones_of_the_same_title() -> None:
    closed, opened = Job("1", "Nurse", is_open=False), Job("2", "Nurse", is_open=True)
    assert jobs_titled("nurse", [closed, opened]) == (opened,)
    assert jobs_titled("nurse", [closed]) == (closed,)


def test_titles_that_share_a_word_are_close() -> None:
    assert [job.title for job in jobs_close_to("backend developer wizard", JOBS)][:1] == [
        "Backend Engineer"
    ]
    assert jobs_close_to("astronaut", JOBS) == ()


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("amara okafor", ("1",)),
        ("okafor amara", ("1",)),
        ("amara", ("1", "2")),
        ("priya", ("3",)),
        ("sean o'neill", ("4",)),
        ("priya okafor", ()),
        ("pri", ()),
        ("", ()),
    ],
)
def test_a_candidate_is_found_by_words_of_the_name(said: str, ids: tuple[str, ...]) -> None:
    assert candidates_called(said, NAMES) == ids
