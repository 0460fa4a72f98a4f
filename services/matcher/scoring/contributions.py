"""What a criterion adds to a score, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.matcher.scoring.facts import Criterion, Span

MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the resume, and the blind line there."""

    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion adds. `met_by` names the alternative that met it, if one did."""

    criterion: Criterion
    points: int
    degree: int  # basis points
    related: bool
    reason: str
    evidence: tuple[Evidence, ...]
    met_by: str = ""


def knocked_out(contributions: Sequence[Contribution]) -> list[str]:
    """Return the labels of the knock-out criteria that are not met at all."""
    return [
        each.criterion.label
        for each in contributions
        if each.criterion.knock_out and not each.degree
    ]


def top_reasons(contributions: Sequence[Contribution]) -> list[str]:
    """Return why the score is what it is, in three sentences at most: what brought most points."""
    ordered = sorted(contributions, key=lambda each: -each.points)[:MOST_REASONS]
    return [
        f"{each.points} of {each.criterion.weight} points for {each.criterion.label}: {each.reason}"
        for each in ordered
        if each.points
    ]
