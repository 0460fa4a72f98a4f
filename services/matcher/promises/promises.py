"""Outcomes of asking for promises and of coming back with them."""

from __future__ import annotations

from servicekit.errors import Code, ServiceError


class PromiseInvalid(ServiceError):
    """The text is no promise that was signed for this tenant, or it was changed."""

    code = Code.INVALID_ARGUMENT
    reason = "PROMISE_INVALID"


class PromiseNotReached(ServiceError):
    """The additions do not reach the points."""

    code = Code.FAILED_PRECONDITION
    reason = "PROMISE_NOT_REACHED"


class PromiseNotScorable(ServiceError):
    """What was promised cannot be scored here."""

    code = Code.FAILED_PRECONDITION
    reason = "PROMISE_NOT_SCORABLE"


class TargetRankWithheld(ServiceError):
    """The points behind a place are somebody else's."""

    code = Code.PERMISSION_DENIED
    reason = "TARGET_RANK_WITHHELD"


class RunNotComparable(ServiceError):
    """No run of the job was made by what it is scored by now."""

    code = Code.FAILED_PRECONDITION
    reason = "RUN_NOT_COMPARABLE"
