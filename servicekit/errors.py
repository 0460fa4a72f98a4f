"""Errors that cross a service boundary, and their one translation to gRPC."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.rpc import error_details_pb2, status_pb2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from google.protobuf.message import Message

Code = grpc.StatusCode
DOMAIN = "candor.dev"


class ServiceError(Exception):
    """An outcome that the caller can act on.

    Subclass it beside the rule that fails, with the gRPC code and a reason from
    candor.errors.v1.ErrorReason. Raise any other exception for a bug or an outage:
    callers see INTERNAL and no text of it. Metadata is shown to the caller and
    logged, so it carries ids and limits, never personal data.
    """

    code: ClassVar[grpc.StatusCode]
    reason: ClassVar[str]
    retry_after: ClassVar[float] = 0.0
    """Seconds after which the same call may succeed; 0 when a retry does not help."""

    def __init__(self, message: str, **metadata: str) -> None:
        super().__init__(message)
        self.metadata = metadata


class FieldInvalid(ServiceError):
    """A request field is malformed, whatever the state of the system."""

    code = Code.INVALID_ARGUMENT
    reason = "FIELD_INVALID"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}", field=field)
        self.field = field
        self.problem = problem
        self.violations: Sequence[tuple[str, str]] = ((field, problem),)
        """Every field that is wrong, with what is wrong with it, for BadRequest."""


def to_status(error: ServiceError) -> status_pb2.Status:
    """Return the google.rpc.Status that carries `error` to the caller."""
    details: list[Message] = [
        error_details_pb2.ErrorInfo(reason=error.reason, domain=DOMAIN, metadata=error.metadata)
    ]
    if isinstance(error, FieldInvalid):
        violations = [
            error_details_pb2.BadRequest.FieldViolation(field=field, description=problem)
            for field, problem in error.violations
        ]
        details.append(error_details_pb2.BadRequest(field_violations=violations))
    if error.retry_after:
        delay = duration_pb2.Duration()
        delay.FromMilliseconds(round(error.retry_after * 1000))
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    return status_pb2.Status(
        code=error.code.value[0], message=str(error), details=[_pack(detail) for detail in details]
    )


def _pack(detail: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(detail)
    return packed
