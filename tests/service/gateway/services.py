"""Small real services behind the gateway: the ids in a call say what they do.

python -m tests.service.gateway.services PORT
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias, cast

import grpc
import grpc.aio
from candor.ingest.v1 import job_service_pb2_grpc, resume_service_pb2_grpc
from candor.ingest.v1.job_service_pb2 import GetJobRequest, GetJobResponse, Job
from candor.ingest.v1.operation_pb2 import Operation
from candor.ingest.v1.resume_service_pb2 import (
    UploadResumeRequest,
    UploadResumeResponse,
    WatchOperationRequest,
    WatchOperationResponse,
)
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_status import rpc_status

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator
    from typing import Any

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

MESSAGE_BYTES = 16 << 20
OPTIONS = (
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", MESSAGE_BYTES),
    ("grpc.max_send_message_length", MESSAGE_BYTES),
)


class Jobs(job_service_pb2_grpc.JobServiceServicer):
    """Job `missing` is an error of ours, `bare` one without details, `slow` never comes.

    `fault` is an exception past all guards. Any other has the call's metadata as its
    text and the seconds that are left for the call as its title.
    """

    async def GetJob(self, request: GetJobRequest, context: Context) -> GetJobResponse:
        match request.job_id:
            case "missing":
                await refuse(context)
            case "bare":
                await context.abort(grpc.StatusCode.UNAVAILABLE, "secret words")
            case "fault":
                raise RuntimeError("secret words")
            case "slow":
                await asyncio.Event().wait()
            case _:
                pass
        text, left = json.dumps(_metadata(context)), str(context.time_remaining())
        return GetJobResponse(job=Job(job_id=request.job_id, text=text, title=left))


class Resumes(resume_service_pb2_grpc.ResumeServiceServicer):
    """Of operation `refused` no message comes, of `broken` two, of `open` two and no end."""

    async def UploadResume(
        self, request: UploadResumeRequest, context: Context
    ) -> UploadResumeResponse:
        digest = hashlib.sha256(request.file.data).hexdigest()
        operation = Operation(operation_id=digest, document_id=request.filename)
        return UploadResumeResponse(operation=operation)

    async def WatchOperation(
        self, request: WatchOperationRequest, context: Context
    ) -> AsyncIterator[WatchOperationResponse]:
        if request.operation_id == "refused":
            await refuse(context)
        for attempts in (1, 2):
            operation = Operation(operation_id=request.operation_id, attempts=attempts)
            yield WatchOperationResponse(operation=operation)
        if request.operation_id == "broken":
            await refuse(context)
        if request.operation_id == "open":
            await asyncio.Event().wait()


async def refuse(context: Context) -> None:
    """End the call with NOT_FOUND and details, as servicekit does."""
    info = error_details_pb2.ErrorInfo(
        reason="JOB_NOT_FOUND", domain="candor.dev", metadata={"job_id": "missing"}
    )
    detail = any_pb2.Any()
    detail.Pack(info)
    status = status_pb2.Status(code=5, message="no such job", details=[detail])
    ending = rpc_status.to_status(status)
    await context.abort(ending.code, ending.details, ending.trailing_metadata)


@asynccontextmanager
async def serving(port: int = 0) -> AsyncGenerator[int]:
    """Serve them all with health, yielding the port."""
    server = grpc.aio.server(options=OPTIONS)
    job_service_pb2_grpc.add_JobServiceServicer_to_server(Jobs(), server)
    resume_service_pb2_grpc.add_ResumeServiceServicer_to_server(Resumes(), server)
    async with started(server, port) as bound:
        yield bound


@asynccontextmanager
async def started(server: grpc.aio.Server, port: int = 0) -> AsyncGenerator[int]:
    """Run `server` with health while the block lasts, yielding its port."""
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


async def main(port: int) -> None:
    """Serve until killed."""
    async with serving(port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
