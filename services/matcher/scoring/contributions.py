"""What a criterion adds to a score, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.matcher.scoring.facts import Criterion, Span


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
    related: bool
    reason: str
    evidence: tuple[Evidence, ...]
    met_by: str = ""
