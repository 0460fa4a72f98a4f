"""For how long data may be kept, and what a proposal to erase is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from servicekit.errors import FieldInvalid

if TYPE_CHECKING:
    from datetime import datetime

USUAL_MONTHS = 24
MOST_MONTHS = 120
LONGEST = timedelta(days=3653)
"""How far an extension may reach: ten years."""


class ProposalState(IntEnum):
    """What became of a proposal, as candor.ingest.v1.ProposalState numbers it."""

    OPEN = 1
    APPROVED = 2
    DISMISSED = 3


@dataclass(frozen=True, slots=True)
class Proposal:
    """That somebody should be erased, for a person to decide."""

    proposal_id: str
    candidate_id: str
    reason: int  # candor.ingest.v1.ErasureReason
    state: ProposalState
    created_at: datetime
    settled_at: datetime | None = None
    settled_by: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """One entry in the history of what a person agreed to or withdrew."""

    notice: str
    given: bool
    recorded_at: datetime


def months(value: int) -> int:
    """Return a number of months to keep data for, or raise FieldInvalid."""
    if not 1 <= value <= MOST_MONTHS:
        raise FieldInvalid("months", f"want 1 to {MOST_MONTHS}")
    return value


def extension(until: datetime, now: datetime) -> datetime:
    """Return the date to keep somebody until, or raise FieldInvalid."""
    if not now < until <= now + LONGEST:
        raise FieldInvalid("keep_time", "want a time in the future, at most ten years")
    return until
