"""Small real servicers: the ids in a call say what they do."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import grpc
import grpc.aio
from candor.ingest.v1 import job_service_pb2 as job_rpc
from candor.ingest.v1 import resume_service_pb2 as resume_rpc
from candor.ingest.v1.job_service_pb2_grpc import JobServiceServicer
from candor.ingest.v1.operation_pb2 import Operation
from candor.ingest.v1.resume_service_pb2_grpc import ResumeServiceServicer
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from grpc_status import rpc_status

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

LARGE = 15 << 20
"""Nearly all that a message holds."""


class Jobs(JobServiceServicer):
    """`missing` fails with details, `bare` without, `fault` by an exception; `slow` never ends.

    Any other job has the call's metadata as its text, and the seconds left as its title.
    """

    async def GetJob(
        self, request: job_rpc.GetJobRequest, context: Context
    ) -> job_rpc.GetJobResponse:
        match request.job_id:
            case "missing":
                await refuse(context)
            case "bare":
                await context.abort(grpc.StatusCode.UNAVAILABLE, "secret words")
            case "fault":
                raise RuntimeError("secret words")
            case "slow":
                await asyncio.Event().wait()
            case "large":
                return job_rpc.GetJobResponse(job=job_rpc.Job(text="x" * LARGE))
            case _:
                pass
        job = job_rpc.Job(
            job_id=request.job_id,
            text=json.dumps(_metadata(context)),
            title=str(context.time_remaining()),
        )
        return job_rpc.GetJobResponse(job=job)

    async def CreateJob(
        self, request: job_rpc.CreateJobRequest, context: Context
    ) -> job_rpc.CreateJobResponse:
        return job_rpc.CreateJobResponse(job=job_rpc.Job(text=request.text))

    async def ListJobs(
        self, request: job_rpc.ListJobsRequest, context: Context
    ) -> job_rpc.ListJobsResponse:
        return job_rpc.ListJobsResponse()

    async def CloseJob(
        self, request: job_rpc.CloseJobRequest, context: Context
    ) -> job_rpc.CloseJobResponse:
        return job_rpc.CloseJobResponse(job=job_rpc.Job(job_id=request.job_id))

    async def LintJob(
        self, request: job_rpc.LintJobRequest, context: Context
    ) -> job_rpc.LintJobResponse:
        return job_rpc.LintJobResponse()


class Resumes(ResumeServiceServicer):
    """Of operation `refused` no message comes, of `broken` two, of `open` two and no end."""

    async def UploadResume(
        self, request: resume_rpc.UploadResumeRequest, context: Context
    ) -> resume_rpc.UploadResumeResponse:
        digest = hashlib.sha256(request.file.data).hexdigest()
        operation = Operation(operation_id=digest, document_id=request.filename)
        return resume_rpc.UploadResumeResponse(operation=operation)

    async def WatchOperation(
        self, request: resume_rpc.WatchOperationRequest, context: Context
    ) -> AsyncIterator[resume_rpc.WatchOperationResponse]:
        if request.operation_id == "refused":
            await refuse(context)
        for attempts in (1, 2):
            operation = Operation(operation_id=request.operation_id, attempts=attempts)
            yield resume_rpc.WatchOperationResponse(operation=operation)
        if request.operation_id == "broken":
            await refuse(context)
        if request.operation_id == "open":
            await asyncio.Event().wait()

    async def GetOperation(
        self, request: resume_rpc.GetOperationRequest, context: Context
    ) -> resume_rpc.GetOperationResponse:
        return resume_rpc.GetOperationResponse()

    async def ListOperations(
        self, request: resume_rpc.ListOperationsRequest, context: Context
    ) -> resume_rpc.ListOperationsResponse:
        return resume_rpc.ListOperationsResponse()

    async def RetryOperation(
        self, request: resume_rpc.RetryOperationRequest, context: Context
    ) -> resume_rpc.RetryOperationResponse:
        return resume_rpc.RetryOperationResponse()


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


def _metadata(context: Context) -> dict[str, str]:
    pairs = cast("tuple[tuple[str, str], ...]", context.invocation_metadata() or ())
    return {key: str(value) for key, value in pairs}
