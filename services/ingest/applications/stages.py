"""The stages of an application, and who may move it where.

Rule 4 of the design stands here: a negative end takes a person and a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from servicekit.errors import Code, FieldInvalid, ServiceError

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_NOTE = 2_000


class Stage(IntEnum):
    """How far an application is, as candor.ingest.v1.Stage numbers it."""

    APPLIED = 1
    SCREENING = 2
    INTERVIEW = 3
    OFFER = 4
    HIRED = 5
    REJECTED = 6
    WITHDRAWN = 7


ENDS = frozenset({Stage.HIRED, Stage.REJECTED, Stage.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Mover:
    """Who asks for a move."""

    subject: str
    kind: int
    is_person: bool
    is_candidate: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A well-formed wish to enter a stage."""

    stage: Stage
    reason: int  # candor.ingest.v1.DecisionReason, 0 for none
    note: str

    def __post_init__(self) -> None:
        if len(self.note) > LONGEST_NOTE:
            raise FieldInvalid("note", f"want at most {LONGEST_NOTE} characters")


@dataclass(frozen=True, slots=True)
class StageChange:
    """One step in the history. `note` is sealed."""

    stage: Stage
    actor: str
    actor_kind: int
    reason: int
    note: bytes
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Application:
    """A candidate for a job.

    `record_id` is the record that it was made for, whose key seals its notes; `candidate_id`
    the candidate whom that record belongs to now: another one after a merge.
    """

    application_id: str
    candidate_id: str
    record_id: str
    job_id: str
    owner: str
    stage: Stage
    created_at: datetime
    superseded_by: str = ""


class ApplicationNotFound(ServiceError):
    """No application that the caller may see has the id."""

    code = Code.NOT_FOUND
    reason = "APPLICATION_NOT_FOUND"


class ApplicationExists(ServiceError):
    """The candidate has applied for the job already."""

    code = Code.ALREADY_EXISTS
    reason = "APPLICATION_EXISTS"


class ApplicationSuperseded(ServiceError):
    """Another application of the same person for the same job stands in its place."""

    code = Code.FAILED_PRECONDITION
    reason = "APPLICATION_SUPERSEDED"


class StageNotReachable(ServiceError):
    """The stage cannot be entered from the present one, or not by this caller."""

    code = Code.FAILED_PRECONDITION
    reason = "STAGE_NOT_REACHABLE"


class HumanRequired(ServiceError):
    """Only a person may do this."""

    code = Code.PERMISSION_DENIED
    reason = "HUMAN_REQUIRED"


class ReasonMissing(ServiceError):
    """A decision against somebody needs a reason."""

    code = Code.FAILED_PRECONDITION
    reason = "REASON_MISSING"


def check(present: Stage, move: Move, mover: Mover) -> None:
    """Raise unless `mover` may take an application from `present` to the stage of `move`."""
    negative = move.stage in (Stage.REJECTED, Stage.WITHDRAWN)
    if negative and not mover.is_person:
        raise HumanRequired("only a person may end an application without a hire")
    onward = move.stage in ENDS or move.stage > present
    allowed = move.stage is Stage.WITHDRAWN if mover.is_candidate else True
    if present in ENDS or not onward or not allowed:
        raise StageNotReachable(
            "the stage cannot be entered from here",
            **{"from": present.name.lower(), "to": move.stage.name.lower()},
        )
    if negative and not mover.is_candidate and not move.reason:
        raise ReasonMissing("an end without a hire needs a reason")
