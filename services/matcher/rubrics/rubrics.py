"""What a version of a rubric is, and why one is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicekit.errors import Code, FieldInvalid, ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

LONGEST_REASON = 1_000


@dataclass(frozen=True, slots=True)
class Version:
    """What a job was scored by from some time on. `reason` is sealed; None of the proposal."""

    number: int
    rubric_digest: str
    parent_digest: str
    approver: str
    reason: bytes | None
    created_at: datetime
    current: bool

    @property
    def is_approved(self) -> bool:
        """Whether a person answers for it."""
        return bool(self.approver)


class RubricChanged(ServiceError):
    """The job has another rubric by now than the one that was edited."""

    code = Code.ABORTED
    reason = "RUBRIC_CHANGED"


class RubricNotFound(ServiceError):
    """The job has no such version."""

    code = Code.NOT_FOUND
    reason = "RUBRIC_NOT_FOUND"


class RubricUnchanged(ServiceError):
    """The document is what a person approved already."""

    code = Code.FAILED_PRECONDITION
    reason = "RUBRIC_UNCHANGED"


class RubricInvalid(FieldInvalid):
    """The document breaks rules: each field that does, with what is wrong with it."""

    reason = "RUBRIC_INVALID"

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        field, problem = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(field, f"{problem}{more}")
        self.metadata["problem"] = problem
        self.violations = tuple(problems)


def why(reason: str) -> str:
    """Return the reason of an approval, or raise FieldInvalid."""
    kept = reason.strip()
    if not 0 < len(kept) <= LONGEST_REASON:
        raise FieldInvalid("reason", f"want 1 to {LONGEST_REASON} characters")
    return kept
