"""Texts made to be slow; each took minutes or for ever with an unbounded pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.ingest.extraction.lines import lines_of
from services.ingest.extraction.requirements import requirements
from tests.unit.ingest.extraction.resumes import extracted

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_SIZE = 60_000


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "\t",
        "(",
        "1 ",
        "a.",
        "Ab, ",
        "2019 - ",
        "Jan ",
        "www.a/",
        "x@",
        "m/",
        "PMP certified A/B, ",
    ],
)
def test_a_hostile_line_is_read_in_bounded_time(unit: str, taxonomy: Taxonomy) -> None:
    line = unit * (_SIZE // len(unit))
    for heading in ("", "Experience\n", "Education\n", "Requirements\n"):
        text = f"{heading}{line}@ 2019"
        extracted(text, taxonomy)
        requirements(text, taxonomy=taxonomy)


def test_an_endless_line_is_broken_and_loses_nothing() -> None:
    text = "word " * 1000 + "x" * 2500
    lines = lines_of(text)
    assert max(len(line.text) for line in lines) <= 1000
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(text[line.start : line.end] == line.text for line in lines)
