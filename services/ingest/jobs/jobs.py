"""What a job is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from servicekit.errors import Code, FieldInvalid, ServiceError

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_TEXT = 50_000
LONGEST_TITLE = 200


class JobState(IntEnum):
    """Whether a job is to be filled, as candor.ingest.v1.JobState numbers it."""

    OPEN = 1
    CLOSED = 2


class JobFormat(IntEnum):
    """How a job is written, as candor.ingest.v1.JobFormat numbers it."""

    UNSPECIFIED = 0
    PLAIN = 1
    HTML = 2
    JOB_POSTING = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A well-formed job that is not stored yet."""

    title: str
    text: str
    format: JobFormat = JobFormat.PLAIN
    hiring_organization: str = ""
    employment_types: tuple[str, ...] = ()
    valid_through: datetime | None = None

    def __post_init__(self) -> None:
        if not self.text.strip() or len(self.text) > LONGEST_TEXT:
            raise FieldInvalid("text", f"want 1 to {LONGEST_TEXT} characters")
        if len(self.title) > LONGEST_TITLE:
            raise FieldInvalid("title", f"want at most {LONGEST_TITLE} characters")
        if "\0" in self.text or "\0" in self.title:
            raise FieldInvalid("text", "want text")


@dataclass(frozen=True, slots=True)
class Job:
    """A position to fill. `requirements` are the canonical bytes that the digest names."""

    job_id: str
    draft: Draft
    requirements: bytes
    requirements_digest: str
    state: JobState
    created_at: datetime


class JobNotFound(ServiceError):
    """No job has the id."""

    code = Code.NOT_FOUND
    reason = "JOB_NOT_FOUND"


class JobClosed(ServiceError):
    """The job is no longer to be filled."""

    code = Code.FAILED_PRECONDITION
    reason = "JOB_CLOSED"
