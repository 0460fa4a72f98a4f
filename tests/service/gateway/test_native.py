"""gRPC and gRPC-Web through the same port."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, cast

import grpc
import grpc.aio
import pytest
from candor.ingest.v1.facts_service_pb2 import GetScorableFactsRequest
from candor.ingest.v1.facts_service_pb2_grpc import FactsServiceStub
from candor.ingest.v1.job_service_pb2 import GetJobRequest, GetJobResponse
from candor.ingest.v1.job_service_pb2_grpc import JobServiceStub
from candor.ingest.v1.resume_service_pb2 import UploadResumeRequest, WatchOperationRequest
from candor.ingest.v1.resume_service_pb2_grpc import ResumeServiceStub
from google.api.httpbody_pb2 import HttpBody
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from tests.service.gateway.servicer import LARGE

if TYPE_CHECKING:
    from collections.abc import Awaitable

    import httpx

    from tests.harness.identity import Metadata


async def _reason(call: Awaitable[object]) -> tuple[grpc.StatusCode, str]:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return _told(caught.value)


def _told(error: grpc.aio.AioRpcError) -> tuple[grpc.StatusCode, str]:
    status = rpc_status.from_call(cast("Any", error))
    assert status is not None
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert info.domain == "candor.dev"
    assert status.message == error.details()
    return error.code(), info.reason


async def test_calls_pass(channel: grpc.aio.Channel, bearer: Metadata) -> None:
    answer = await JobServiceStub(channel).GetJob(GetJobRequest(job_id="7"), metadata=bearer)
    assert answer.job.job_id == "7"


async def test_messages_as_large_as_a_service_takes_pass(
    channel: grpc.aio.Channel, bearer: Metadata
) -> None:
    answer = await JobServiceStub(channel).GetJob(GetJobRequest(job_id="large"), metadata=bearer)
    assert len(answer.job.text) == LARGE
    request = UploadResumeRequest(file=HttpBody(data=bytes(LARGE)), filename="a")
    uploaded = await ResumeServiceStub(channel).UploadResume(request, metadata=bearer)
    assert uploaded.operation.document_id == "a"


async def test_streams_pass_and_tell_how_they_end(
    channel: grpc.aio.Channel, bearer: Metadata
) -> None:
    resumes = ResumeServiceStub(channel)
    request = WatchOperationRequest(operation_id="broken")
    call = resumes.WatchOperation(request, metadata=bearer)
    messages = call.__aiter__()
    received = [await anext(messages), await anext(messages)]
    assert [each.operation.attempts for each in received] == [1, 2]
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await anext(messages)
    assert _told(caught.value) == (grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND")


async def test_errors_of_services_pass(channel: grpc.aio.Channel, bearer: Metadata) -> None:
    jobs = JobServiceStub(channel)
    missing = await _reason(jobs.GetJob(GetJobRequest(job_id="missing"), metadata=bearer))
    assert missing == (grpc.StatusCode.NOT_FOUND, "JOB_NOT_FOUND")
    bare = await _reason(jobs.GetJob(GetJobRequest(job_id="bare"), metadata=bearer))
    assert bare == (grpc.StatusCode.UNAVAILABLE, "SERVICE_UNAVAILABLE")


async def test_the_gateway_refuses_in_a_status_with_details(
    channel: grpc.aio.Channel, bearer: Metadata
) -> None:
    anonymous = await _reason(JobServiceStub(channel).GetJob(GetJobRequest(job_id="7")))
    assert anonymous == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_INVALID")
    facts = FactsServiceStub(channel).GetScorableFacts(GetScorableFactsRequest(), metadata=bearer)
    assert await _reason(facts) == (grpc.StatusCode.UNIMPLEMENTED, "ROUTE_NOT_FOUND")
    health = health_pb2_grpc.HealthStub(channel)
    check = cast("Any", health).Check(health_pb2.HealthCheckRequest(), metadata=bearer)
    assert await _reason(check) == (grpc.StatusCode.UNIMPLEMENTED, "ROUTE_NOT_FOUND")


async def test_grpc_web_passes(rest: httpx.AsyncClient) -> None:
    message = GetJobRequest(job_id="7").SerializeToString()
    response = await rest.post(
        "/candor.ingest.v1.JobService/GetJob",
        content=struct.pack(">BI", 0, len(message)) + message,
        headers={"content-type": "application/grpc-web+proto", "x-grpc-web": "1"},
    )
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/grpc-web+proto"
    _, size = struct.unpack(">BI", response.content[:5])
    assert GetJobResponse.FromString(response.content[5 : 5 + size]).job.job_id == "7"
    assert b"grpc-status:0" in response.content[5 + size :]
