"""What a proposal and a merge are, and when two candidates may become one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from servicekit.errors import Code, FieldInvalid, ServiceError
from services.ingest.applications.stages import Stage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from services.ingest.applications.stages import Application


class Ground(IntEnum):
    """What two candidates have in common, as candor.ingest.v1.DuplicateReason numbers it."""

    EMAIL = 1
    PHONE = 2
    FILE = 3
    TEXT = 4
    CAREER = 5


class State(IntEnum):
    """What became of a proposal, as candor.ingest.v1.DuplicateState numbers it."""

    OPEN = 1
    MERGED = 2
    DISMISSED = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two candidates are: on which grounds, and from 50 to 100 how sure."""

    grounds: tuple[Ground, ...]
    score: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A proposal. `first_id` was created before `second_id`."""

    duplicate_id: str
    first_id: str
    second_id: str
    likeness: Likeness
    state: State
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """One candidate within another, or one that was. `superseded` are applications."""

    merge_id: str
    kept_id: str
    other_id: str
    superseded: tuple[str, ...]
    merged_at: datetime
    unmerged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Record:
    """A candidate's row, as merging looks at it."""

    candidate_id: str
    owner: str
    holds_others: bool


class DuplicateNotFound(ServiceError):
    """No proposal of the tenant has the id."""

    code = Code.NOT_FOUND
    reason = "DUPLICATE_NOT_FOUND"


class OwnersDiffer(ServiceError):
    """The candidate that was to go has an account of its own, which would lose its way in."""

    code = Code.FAILED_PRECONDITION
    reason = "OWNERS_DIFFER"


class MergeChained(ServiceError):
    """Others were merged into the candidate that was to go."""

    code = Code.FAILED_PRECONDITION
    reason = "MERGE_CHAINED"


class MergeNotFound(ServiceError):
    """No merge of the tenant has the id."""

    code = Code.NOT_FOUND
    reason = "MERGE_NOT_FOUND"


class MergeNotReversible(ServiceError):
    """The merge was undone already, or a later one has to be undone first."""

    code = Code.FAILED_PRECONDITION
    reason = "MERGE_NOT_REVERSIBLE"


def check_merge(kept: Record, other: Record) -> None:
    """Raise unless `other` may go into `kept`."""
    if kept.candidate_id == other.candidate_id:
        raise FieldInvalid("other_id", "want another candidate than keep_id")
    if other.owner:
        raise OwnersDiffer(
            "the candidate has an account of its own: keep that one",
            candidate_id=other.candidate_id,
        )
    if other.holds_others:
        raise MergeChained(
            "others were merged into the candidate: merge them into the kept one instead",
            candidate_id=other.candidate_id,
        )


def superseded(
    kept: Sequence[Application], other: Sequence[Application]
) -> list[tuple[Application, Application]]:
    """Return (which does not stand, which stands) for each job that both applied for."""
    by_job = {each.job_id: each for each in kept}
    pairs = [(by_job[each.job_id], each) for each in other if each.job_id in by_job]
    return [(min(pair, key=_standing), max(pair, key=_standing)) for pair in pairs]


def _standing(application: Application) -> tuple[int, float]:
    """Order applications: one that goes on before one that ended, then the further one.

    A rejection or withdrawal of one record must not end what goes on for the other: that
    would be an end without a person and a reason. Of equal ones the older stands.
    """
    ended = application.stage in (Stage.REJECTED, Stage.WITHDRAWN)
    return (0 if ended else application.stage, -application.created_at.timestamp())
