"""Small real services behind the gateway: what they do is said by the ids in a call."""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias, cast

import grpc
import grpc.aio
from candor.ingest.v1.job_service_pb2 import GetJobRequest, GetJobResponse, Job
from candor.ingest.v1.job_service_pb2_grpc import (
    JobServiceServicer,
    add_JobServiceServicer_to_server,
)
from candor.ingest.v1.operation_pb2 import Operation
from candor.ingest.v1.resume_service_pb2 import (
    UploadResumeRequest,
    UploadResumeResponse,
    WatchOperationRequest,
    WatchOperationResponse,
)
from candor.ingest.v1.resume_service_pb2_grpc import (
    ResumeServiceServicer,
    add_ResumeServiceServicer_to_server,
)
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_status import rpc_status

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

Context: TypeAlias = "grpc.aio.ServicerContext[object, object]"

MESSAGE_BYTES = 16 << 20


class Jobs(JobServiceServicer):
    """`missing` has a typed error, `bare` one without details, `slow` no answer at all."""

    async def GetJob(self, request: GetJobRequest, context: Context) -> GetJobResponse:
        match request.job_id:
            case "missing":
                await refuse(context)
            case "bare":
                await context.abort(grpc.StatusCode.FAILED_PRECONDITION, "not yet: 100 %")
            case "slow":
                await asyncio.Event().wait()
            case "unavailable":
                await context.abort(grpc.StatusCode.UNAVAILABLE, "upstream is sad")
            case "huge":
                return GetJobResponse(job=Job(text="x" * (15 << 20)))
            case _:
                pass
        return GetJobResponse(job=Job(job_id=request.job_id, text=json.dumps(_metadata(context))))


class Resumes(ResumeServiceServicer):
    """Operations `refused` and `broken` fail before and after the first message."""

    async def UploadResume(
        self, request: UploadResumeRequest, context: Context
    ) -> UploadResumeResponse:
        digest = hashlib.sha256(request.file.data).hexdigest()
        operation = Operation(
            operation_id=digest, document_id=request.filename, attempts=len(request.file.data)
        )
        return UploadResumeResponse(operation=operation)

    async def WatchOperation(
        self, request: WatchOperationRequest, context: Context
    ) -> AsyncIterator[WatchOperationResponse]:
        match request.operation_id:
            case "refused":
                await refuse(context)
            case "bare":
                await context.abort(grpc.StatusCode.FAILED_PRECONDITION, "not yet: 100 %")
            case _:
                pass
        for attempt in (1, 2):
            yield WatchOperationResponse(
                operation=Operation(operation_id=request.operation_id, attempts=attempt)
            )
        if request.operation_id == "broken":
            await refuse(context)
        if request.operation_id == "open":
            await asyncio.Event().wait()


async def refuse(context: Context) -> None:
    """End the call with NOT_FOUND and details, as servicekit does."""
    detail = any_pb2.Any()
    detail.Pack(
        error_details_pb2.ErrorInfo(
            reason="JOB_NOT_FOUND", domain="candor.dev", metadata={"job_id": "missing"}
        )
    )
    ending = rpc_status.to_status(
        status_pb2.Status(code=5, message="no such job", details=[detail])
    )
    await context.abort(ending.code, ending.details, ending.trailing_metadata)


@asynccontextmanager
async def serving(port: int = 0) -> AsyncGenerator[int]:
    """Serve all of them with health, yielding the port."""
    server = grpc.aio.server(
        options=[
            ("grpc.so_reuseport", 0),
            ("grpc.max_receive_message_length", MESSAGE_BYTES),
            ("grpc.max_send_message_length", MESSAGE_BYTES),
        ]
    )
    add_JobServiceServicer_to_server(Jobs(), server)
    add_ResumeServiceServicer_to_server(Resumes(), server)
    probe = health.aio.HealthServicer()
    await probe.set("", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(probe, server)
    bound = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    try:
        yield bound
    finally:
        await server.stop(grace=0)


def _metadata(context: Context) -> dict[str, str]:
    pairs = cast("tuple[tuple[str, str], ...]", context.invocation_metadata() or ())
    return {key: str(value) for key, value in pairs}
