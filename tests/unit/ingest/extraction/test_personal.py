"""What is taken out of a sentence, and what stays in it."""

from __future__ import annotations

import pytest

from services.ingest.extraction.personal import is_label, is_personal, without_personal


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Registered nurse and mother of two.", "Registered nurse ."),
        ("I am a 34-year-old Mexican salesperson.", "I am a salesperson."),
        ("A Polish citizen, fond of Rust.", ", fond of Rust."),
        ("Led the team. She lives with her husband in Ulm.", "Led the team."),
        ("Volunteer at St. Mary's Church", "Volunteer at a community"),
        ("Directeur technique, 42 ans, mari\u00e9e, deux enfants.", "Directeur technique,,,."),
        ("Ingeniera de nacionalidad india", "Ingeniera "),
    ],
)
def test_family_age_origin_and_faith_leave_the_sentence(text: str, left: str) -> None:
    assert without_personal(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "I am a German teacher",
        "Taught at Temple University",
        "Manager of the Church Street branch, with 12 years of experience",
        "Improved citizen services in three cities",
        "Moved 20 services from Java to Rust",
        "10 a\u00f1os de experiencia en ventas",
        "Served the children of two schools",
        "Formerly with a single point of failure",
    ],
)
def test_work_stays(text: str) -> None:
    assert without_personal(text) == text


@pytest.mark.parametrize("piece", ["Military service: completed", "Geburtsname: Abc", "Age 34"])
def test_labels_of_what_is_personal_are_known(piece: str) -> None:
    assert is_label(piece)


@pytest.mark.parametrize(
    "line", ["verheiratet, 2 Kinder", "Ulm, den 3. Mai 2024", "Madrid, a 3 de mayo de 2024"]
)
def test_lines_that_are_all_personal_are_known(line: str) -> None:
    assert is_personal(line)
