"""What an operation is, and when it may start again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from datetime import datetime

    from services.ingest.extraction.quality import Quality


class State(IntEnum):
    """How far an operation is, as candor.ingest.v1.OperationState numbers it."""

    RUNNING = 1
    SUCCEEDED = 2
    FAILED = 3


class Scan(IntEnum):
    """What a virus scanner said, as candor.ingest.v1.ScanVerdict numbers it."""

    UNSPECIFIED = 0
    NOT_SCANNED = 1
    CLEAN = 2
    INFECTED = 3


@dataclass(frozen=True, slots=True)
class Document:
    """A stored file."""

    document_id: str
    candidate_id: str
    address: str
    size: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Operation:
    """The taking in of one resume. A step's time is None until it is done.

    `candidate_id` is the record whose resume it is; `belongs_to` the candidate whom that
    record belongs to now: another one after a merge.
    """

    operation_id: str
    candidate_id: str
    belongs_to: str
    document_id: str
    state: State
    attempts: int
    received_at: datetime
    extracted_at: datetime | None
    parsed_at: datetime | None
    indexed_at: datetime | None
    error_reason: str
    error_message: str
    quality: Quality | None
    """How well the file could be read; None until that is known."""
    scan: Scan
    created_at: datetime
    updated_at: datetime

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen unless somebody retries it."""
        return self.state is not State.RUNNING


class OperationNotFound(ServiceError):
    """No operation that the caller may see has the id."""

    code = Code.NOT_FOUND
    reason = "OPERATION_NOT_FOUND"


class ProcessingFailed(ServiceError):
    """A fault of ours kept the resume from being processed. An operation's error, not a call's."""

    code = Code.INTERNAL
    reason = "PROCESSING_FAILED"


class OperationNotFailed(ServiceError):
    """Only a failed operation can be retried."""

    code = Code.FAILED_PRECONDITION
    reason = "OPERATION_NOT_FAILED"
