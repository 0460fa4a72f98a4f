"""Resumes with places for a person in them: a way to begin, and the work that follows.

Each part tells who somebody is in its own ways; any beginning goes with any work.
"""

from __future__ import annotations

from pathlib import Path

_PARTS = Path(__file__).parents[2] / "fixtures" / "identity"


def resumes() -> list[str]:
    """Return a hundred resumes with fields of `people.Person.values` in braces."""
    beginnings, works = (
        (_PARTS / name).read_text(encoding="utf-8").split("%%\n")
        for name in ("beginnings.txt", "works.txt")
    )
    return [beginning + work for work in works for beginning in beginnings]
