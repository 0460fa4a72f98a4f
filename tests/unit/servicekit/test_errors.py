"""What a caller learns of an error."""

from __future__ import annotations

from google.rpc import error_details_pb2, status_pb2

from servicekit.errors import DOMAIN, Code, FieldInvalid, ServiceError, to_status


class TooSoon(ServiceError):
    """Stands for any error of a service."""

    code = Code.UNAVAILABLE
    reason = "TOO_SOON"
    retry_after = 1.25


class TooLate(ServiceError):
    """Stands for any error that no retry helps."""

    code = Code.FAILED_PRECONDITION
    reason = "TOO_LATE"


def names(status: status_pb2.Status) -> list[str]:
    return [detail.type_url.rpartition(".")[2] for detail in status.details]


def test_a_status_carries_code_message_reason_domain_and_metadata() -> None:
    status = to_status(TooLate("it is over", job_id="j-1"))
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert (status.code, status.message) == (Code.FAILED_PRECONDITION.value[0], "it is over")
    assert (info.reason, info.domain, dict(info.metadata)) == (
        "TOO_LATE",
        DOMAIN,
        {"job_id": "j-1"},
    )
    assert names(status) == ["ErrorInfo"]


def test_what_a_retry_helps_says_when() -> None:
    status = to_status(TooSoon("not yet"))
    retry = error_details_pb2.RetryInfo()
    assert status.details[1].Unpack(retry)
    assert retry.retry_delay.ToMilliseconds() == 1250


def test_a_malformed_field_is_named_for_programs_and_for_people() -> None:
    status = to_status(FieldInvalid("page_size", "want 0 or more"))
    request = error_details_pb2.BadRequest()
    assert status.details[1].Unpack(request)
    (violation,) = request.field_violations
    assert (violation.field, violation.description) == ("page_size", "want 0 or more")
    assert status.message == "page_size: want 0 or more"
