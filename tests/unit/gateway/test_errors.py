"""What the gateway says when it refuses."""

from __future__ import annotations

import base64
from typing import cast

import pytest
from candor.errors.v1 import error_reason_pb2
from google.rpc import error_details_pb2, status_pb2

from gateway import bare, errors, replies
from gateway.errors import Code, Refusal, fault

REFUSALS = [value for value in vars(errors).values() if isinstance(value, Refusal)]


@pytest.mark.parametrize("refusal", [*REFUSALS, fault(Code.UNKNOWN)], ids=lambda each: each.message)
def test_a_refusal_says_the_same_in_json_and_in_a_header(refusal: Refusal) -> None:
    status = status_pb2.Status.FromString(base64.b64decode(refusal.as_header()))
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert f"ERROR_REASON_{info.reason}" in error_reason_pb2.ErrorReason.keys()  # noqa: SIM118
    body = refusal.as_json()
    assert body["code"] == status.code == errors.number(refusal.code)
    assert body["message"] == status.message == refusal.message
    details = cast("list[dict[str, object]]", body["details"])
    assert details[0] == {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": info.reason,
        "domain": "candor.dev",
        "metadata": {},
    }


def test_refusals_that_may_pass_soon_say_when_to_come_again() -> None:
    details = errors.UNAVAILABLE.status().details
    retry = error_details_pb2.RetryInfo()
    assert details[1].Unpack(retry)
    assert retry.retry_delay.seconds == errors.RETRY_SECONDS


def test_every_code_without_details_has_some() -> None:
    script = str(bare.http_filter())
    for code in Code:
        assert (f'["{errors.number(code)}"]' in script) is (code is not Code.OK)


def test_no_text_of_envoys_is_passed_on_but_what_is_wrong_with_a_request() -> None:
    mappers = cast("list[dict[str, object]]", replies.local_reply_config()["mappers"])
    quoting = [each for each in mappers if "LOCAL_REPLY_BODY" in str(each)]
    assert len(quoting) == 1
    assert "'default_value': 400" in str(quoting)
