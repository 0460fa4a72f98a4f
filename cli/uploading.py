"""Resumes in, with progress, each failure named."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

import grpc.aio
from candor.ingest.v1 import operation_pb2, resume_service_pb2, resume_service_pb2_grpc
from google.api import httpbody_pb2

from cli import receipts
from cli.connection import reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cli.connection import Target

AT_ONCE = 8
TYPES = frozenset({".pdf", ".docx", ".odt", ".rtf", ".txt"})
"""What is taken from a folder; of a file that is named, Ingest tells the type."""
WATCH_SECONDS = 120.0

Progress = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file; `problem` is "" when it is searchable.

    `doubt` says what is missing from one that was read in part.
    """

    file: Path
    candidate_id: str
    problem: str
    doubt: str = ""


def found(paths: Sequence[Path]) -> list[Path]:
    """Return the files named and those in the folders named that look like resumes."""
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        files += [each for each in inside if not path.is_dir() or each.suffix.lower() in TYPES]
    return [each for each in files if each.is_file()]


async def upload(
    channel: grpc.aio.Channel,
    where: Target,
    files: Sequence[Path],
    *,
    notice: str,
    progress: Progress,
) -> list[Outcome]:
    """Upload files, a few at a time, and follow each until it is searchable or failed.

    The same file under the same name is one upload however often it is sent.
    """
    turns = asyncio.Semaphore(AT_ONCE)
    service = resume_service_pb2_grpc.ResumeServiceStub(channel)

    async def one(file: Path) -> Outcome:
        async with turns:
            outcome = await _outcome(service, where, file, notice)
        progress()
        return outcome

    return list(await asyncio.gather(*(one(file) for file in files)))


async def _outcome(
    service: resume_service_pb2_grpc.ResumeServiceStub,
    where: Target,
    file: Path,
    notice: str,
) -> Outcome:
    content = await asyncio.to_thread(file.read_bytes)
    request = resume_service_pb2.UploadResumeRequest(
        request_id=str(uuid5(NAMESPACE_URL, f"{file.name}/{sha256(content).hexdigest()}")),
        file=httpbody_pb2.HttpBody(data=content),
        filename=file.name,
        consent=True,
        consent_notice=notice,
    )
    try:
        response = await service.UploadResume(request, metadata=where.metadata, timeout=60)
        operation = await _followed(service, where, response.operation)
    except grpc.aio.AioRpcError as error:
        return Outcome(file, "", reason(error))
    error = operation.error
    problem = f"{error.message} ({error.reason})" if error.reason else ""
    return Outcome(file, operation.candidate_id, problem, receipts.doubts(operation.quality))


async def _followed(
    service: resume_service_pb2_grpc.ResumeServiceStub,
    where: Target,
    operation: operation_pb2.Operation,
) -> operation_pb2.Operation:
    watch = resume_service_pb2.WatchOperationRequest(operation_id=operation.operation_id)
    async for update in service.WatchOperation(
        watch, metadata=where.metadata, timeout=WATCH_SECONDS
    ):
        operation = update.operation
    return operation
