"""Which things in a sentence stand for one another."""

from __future__ import annotations

import re

import pytest

from services.ingest.extraction.alternatives import alternatives


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A or B", "AB"),
        ("A, B or C", "ABC"),
        ("A, B, or C", "ABC"),
        ("A and B", ""),
        ("A, B and C", ""),
        ("A, and B or C", "BC"),
        ("A or B, C and D", "AB"),
        ("A and/or B", "AB"),
        ("A oder B", "AB"),
        ("A u B; A o B", "AB"),
        ("A ou B", "AB"),
        ("A (2 years) or B", "AB"),
        ("A experience or B experience", "AB"),
        ("A or another broker", "A"),
        ("A or similar, B", "A"),
        ("A or newer", ""),
        ("A with B or better", ""),
        ("A. Work for B", ""),
    ],
)
def test_what_is_joined_by_or_is_an_alternative(text: str, expected: str) -> None:
    found = [match.span() for match in re.finditer(r"\b[A-D]\b", text)]
    assert {text[found[at][0]] for at in alternatives(text, found)} == set(expected)
