"""Deadlines: `grpc-timeout` over REST as over gRPC (1S is a second, 1m a millisecond)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import grpc
import grpc.aio
import pytest
from candor.ingest.v1.job_service_pb2 import GetJobRequest
from candor.ingest.v1.job_service_pb2_grpc import JobServiceStub

from tests.service.gateway.rig import error_of

if TYPE_CHECKING:
    import httpx

    from tests.harness.identity import Metadata


@pytest.mark.parametrize("deadline", ["1m", "50m", "200000u", "0S"])
async def test_a_deadline_over_rest_ends_the_call(rest: httpx.AsyncClient, deadline: str) -> None:
    begun = time.monotonic()
    response = await rest.get("/v1/jobs/slow", headers={"grpc-timeout": deadline})
    assert error_of(response, 504) == ("DEADLINE_TOO_SHORT", {})
    assert response.json()["code"] == 4
    assert time.monotonic() - begun < 2


async def test_a_deadline_that_is_long_enough_changes_nothing(rest: httpx.AsyncClient) -> None:
    response = await rest.get("/v1/jobs/7", headers={"grpc-timeout": "20S"})
    assert response.status_code == 200
    assert 19 < float(response.json()["job"]["title"]) < 21


async def test_without_a_deadline_the_service_sets_its_own(rest: httpx.AsyncClient) -> None:
    response = await rest.get("/v1/jobs/7")
    assert response.json()["job"]["title"] == "None"


async def test_a_grpc_deadline_reaches_the_service(
    channel: grpc.aio.Channel, bearer: Metadata
) -> None:
    jobs = JobServiceStub(channel)
    answer = await jobs.GetJob(GetJobRequest(job_id="7"), metadata=bearer, timeout=20)
    assert 19 < float(answer.job.title) < 21
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await jobs.GetJob(GetJobRequest(job_id="slow"), metadata=bearer, timeout=0.1)
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
