"""What a candidate is, and what it takes to become one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicekit.errors import Code, FieldInvalid, ServiceError

if TYPE_CHECKING:
    from datetime import datetime

NOTICE = re.compile(r"[A-Za-z0-9._-]{1,64}")


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to, and when."""

    notice: str
    recorded_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be hired, without who they are."""

    candidate_id: str
    owner: str  # subject of the person's own account, "" when somebody else entered them
    facts_digest: str
    consent: Consent
    created_at: datetime
    told_by: str = ""
    """Record merged into this one whose resume is the last, if there is one."""

    @property
    def source(self) -> str:
        """The record that profile and facts are of, and whose key seals them."""
        return self.told_by or self.candidate_id


@dataclass(frozen=True, slots=True)
class Standing:
    """Where searches find a candidate: "" where there is nothing to say."""

    kept_id: str
    facts_digest: str
    operation_id: str
    corrections: int
    owner: str
    """Subject of the person whose own record it is."""


class ConsentMissing(ServiceError):
    """The person has not agreed; nothing was stored."""

    code = Code.FAILED_PRECONDITION
    reason = "CONSENT_MISSING"


class CandidateNotFound(ServiceError):
    """No candidate that the caller may see has the id."""

    code = Code.NOT_FOUND
    reason = "CANDIDATE_NOT_FOUND"


class CandidateMerged(ServiceError):
    """The candidate was merged into another, who is to be asked for instead."""

    code = Code.NOT_FOUND
    reason = "CANDIDATE_MERGED"


class CandidateErased(ServiceError):
    """The candidate was erased; nothing about them is kept or taken in."""

    code = Code.NOT_FOUND
    reason = "CANDIDATE_ERASED"


class CandidateExists(ServiceError):
    """The caller has a candidate record already."""

    code = Code.ALREADY_EXISTS
    reason = "CANDIDATE_EXISTS"


class FactsNotReady(ServiceError):
    """No resume of the candidate has been understood yet."""

    code = Code.FAILED_PRECONDITION
    reason = "FACTS_NOT_READY"


class FactsNotFound(ServiceError):
    """The candidate has no facts of this digest."""

    code = Code.NOT_FOUND
    reason = "FACTS_NOT_FOUND"


def agreed(notice: str, now: datetime, *, consent: bool) -> Consent:
    """Return the consent to record, or raise ConsentMissing or FieldInvalid."""
    if not consent:
        raise ConsentMissing("the person must have agreed before anything is stored")
    if not NOTICE.fullmatch(notice):
        raise FieldInvalid("consent_notice", "want 1 to 64 of [A-Za-z0-9._-]")
    return Consent(notice, now)
