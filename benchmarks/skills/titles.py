"""Titles: whether a job title leads to the occupation that a person would name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure
from benchmarks.skills import measures

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

TITLES: Final = Path(__file__).with_name("titles.tsv")


def truth() -> list[tuple[str, str, str]]:
    """Return the hand-written rows: language, title, and the right occupation's label."""
    lines = TITLES.read_text(encoding="utf-8").splitlines()
    rows = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    return [(language, title, label) for language, title, label in rows]


def figures(taxonomy: Taxonomy) -> list[Figure]:
    """Return the share of titles that lead to the right occupation, by language."""
    by_language: dict[str, list[float]] = {}
    for language, title, label in truth():
        found = taxonomy.occupation_of(title)
        right = found is not None and found.label.casefold() in label.casefold().split(" | ")
        by_language.setdefault(language, []).append(float(right))
    return [
        Figure(
            f"titles_{language}",
            (found := measures.mean(right)).value,
            "",
            "",
            f"{len(right)} titles; 95% {found.low:.3f} to {found.high:.3f}",
        )
        for language, right in by_language.items()
    ]
