"""Skills as lists have them."""

from __future__ import annotations

import pytest

from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.listed import listed_skills_of
from services.ingest.extraction.sections import sections_of


def _names(text: str) -> list[str]:
    text = f"Skills\n{text}"
    found = listed_skills_of(sections_of(lines_of(text)))
    for skill in found:
        assert " ".join(text[skill.start : skill.end].split()) == skill.name
    return [skill.name for skill in found]


@pytest.mark.parametrize(
    "text",
    [
        "Go, Erasure coding, CI/CD",
        "\u2022 Go\n\u2022 Erasure coding\n\u2022 CI/CD",
        "Go | Erasure coding | CI/CD",
        "Backend: Go, Erasure coding\nOps: CI/CD",
        "Backend:\tGo, Erasure coding,\nCI/CD",
        "Go (expert), Erasure coding \u2013 advanced; CI/CD (5 years)",
        "Go\tErasure coding\nCI/CD",
    ],
)
def test_items_are_told_apart_in_every_layout(text: str) -> None:
    assert _names(text) == ["Go", "Erasure coding", "CI/CD"]


def test_an_item_goes_on_in_the_next_line_of_a_full_list() -> None:
    text = "Python, Distributed Systems, Microservices\nArchitecture, Event-driven Systems"
    assert _names(text)[2] == "Microservices Architecture"


def test_sentences_are_no_items() -> None:
    assert _names("I have worked with many tools in many teams for many years\nGo") == ["Go"]
