"""What callers are told when the gateway itself refuses: our words, in the one shape.

Over REST that is the JSON of a google.rpc.Status, the same that the transcoder makes of a
service's status. Over gRPC it is a status whose details travel in grpc-status-details-bin.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import grpc
from candor.errors.v1 import error_reason_pb2
from candor.errors.v1.error_reason_pb2 import ErrorReason
from google.protobuf import any_pb2, duration_pb2, json_format
from google.rpc import error_details_pb2, status_pb2

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from gateway.tree import Node

DOMAIN = "candor.dev"
RETRY_SECONDS = 1

Code = grpc.StatusCode


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a caller gets instead of an answer."""

    code: grpc.StatusCode
    reason: ErrorReason.ValueType
    message: str
    retry: bool = False
    """Whether the same call may succeed soon."""

    def status(self, **metadata: str) -> status_pb2.Status:
        """Return it as every error of Candor is: with an ErrorInfo, `metadata` in it."""
        reason = ErrorReason.Name(self.reason).removeprefix("ERROR_REASON_")
        details: list[Message] = [
            error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN, metadata=metadata)
        ]
        if self.retry:
            delay = duration_pb2.Duration(seconds=RETRY_SECONDS)
            details.append(error_details_pb2.RetryInfo(retry_delay=delay))
        packed = [_packed(detail) for detail in details]
        return status_pb2.Status(code=number(self.code), message=self.message, details=packed)

    def as_json(self, **metadata: str) -> Node:
        """Return the status as a JSON object, with the fields that the transcoder prints."""
        status = self.status(**metadata)
        text = json_format.MessageToJson(status, always_print_fields_with_no_presence=True)
        return json.loads(text)

    def as_header(self) -> str:
        """Return the status as the value of grpc-status-details-bin."""
        return base64.b64encode(self.status().SerializeToString(deterministic=True)).decode()


MALFORMED = Refusal(
    Code.INVALID_ARGUMENT,
    error_reason_pb2.ERROR_REASON_REQUEST_MALFORMED,
    "the request is not of the expected shape",
)
TOKEN_INVALID = Refusal(
    Code.UNAUTHENTICATED,
    error_reason_pb2.ERROR_REASON_TOKEN_INVALID,
    "the token does not prove who is calling",
)
NOT_ALLOWED = Refusal(
    Code.PERMISSION_DENIED,
    error_reason_pb2.ERROR_REASON_CALLER_NOT_ALLOWED,
    "calls from here are not allowed",
)
NO_PATH = Refusal(
    Code.NOT_FOUND,
    error_reason_pb2.ERROR_REASON_ROUTE_NOT_FOUND,
    "there is no such path or method",
)
NO_METHOD = Refusal(Code.UNIMPLEMENTED, NO_PATH.reason, NO_PATH.message)
BODY_TOO_LARGE = Refusal(
    Code.INVALID_ARGUMENT,
    error_reason_pb2.ERROR_REASON_REQUEST_TOO_LARGE,
    "the body is larger than the gateway takes",
)
HEADERS_TOO_LARGE = Refusal(
    Code.INVALID_ARGUMENT,
    error_reason_pb2.ERROR_REASON_REQUEST_TOO_LARGE,
    "the headers are larger than the gateway takes",
)
MESSAGE_TOO_LARGE = Refusal(
    Code.RESOURCE_EXHAUSTED,
    error_reason_pb2.ERROR_REASON_REQUEST_TOO_LARGE,
    "the message is larger than the service takes",
)
TOO_LATE = Refusal(
    Code.DEADLINE_EXCEEDED,
    error_reason_pb2.ERROR_REASON_DEADLINE_TOO_SHORT,
    "the time for this call ran out",
)
UNAVAILABLE = Refusal(
    Code.UNAVAILABLE,
    error_reason_pb2.ERROR_REASON_SERVICE_UNAVAILABLE,
    "a service cannot be reached",
    retry=True,
)


def fault(code: grpc.StatusCode) -> Refusal:
    """Return what is said of a bug that shows as `code`."""
    return Refusal(code, error_reason_pb2.ERROR_REASON_INTERNAL, "internal error")


def number(code: grpc.StatusCode) -> int:
    """Return the number of `code` on the wire."""
    return cast("tuple[int, str]", cast("Any", code).value)[0]


def _packed(detail: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(detail)
    return packed
