"""Resumes in as a batch, with progress, each failure named, and begun again where it stopped."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

import grpc.aio
from candor.ingest.v1 import batch_service_pb2 as pb
from candor.ingest.v1 import batch_service_pb2_grpc

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from cli.connection import Target

TYPES = frozenset({".pdf", ".docx", ".odt", ".rtf", ".txt"})
"""What is taken from a folder; of a file that is named, Ingest tells the type."""
AT_ONCE = 100  # files of one stream: the gateway gives it five minutes
LARGEST = 10 * 1024 * 1024  # bytes of a file; of a larger one, no more is sent than shows it
QUIET_SECONDS = 300.0  # without a change, after which nothing more is waited for

Progress = Callable[[int], None]
"""Told how many files have come to their end."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that did not become searchable, and why."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the files of a batch, those of earlier times included."""

    batch_id: str
    done: int
    failed: tuple[Failed, ...]


def found(paths: Sequence[Path]) -> list[Path]:
    """Return the files named and those in the folders named that look like resumes."""
    files: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        files += [each for each in inside if not path.is_dir() or each.suffix.lower() in TYPES]
    return [each for each in files if each.is_file()]


class Import:
    """Puts files into one batch and follows them."""

    def __init__(self, channel: grpc.aio.Channel, where: Target) -> None:
        self._service = batch_service_pb2_grpc.BatchServiceStub(channel)
        self._metadata = where.metadata

    async def begin(self, paths: Sequence[Path], *, notice: str) -> str:
        """Return the batch of these paths: the one of before when they are imported again."""
        named = "\n".join(sorted(str(path.resolve()) for path in paths))
        request = pb.CreateBatchRequest(
            request_id=str(uuid5(NAMESPACE_URL, f"{notice}\n{named}")),
            consent=True,
            consent_notice=notice,
            label=", ".join(path.name for path in paths)[:200],
        )
        response = await self._service.CreateBatch(request, metadata=self._metadata, timeout=30)
        return response.batch.batch_id

    async def run(self, batch_id: str, files: Sequence[Path], progress: Progress) -> Outcome:
        """Send what the batch does not have and wait until all of it has come to an end."""
        watching = asyncio.create_task(self._watch(batch_id, progress))
        try:
            conflicts = await self._send(batch_id, files)
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError, grpc.aio.AioRpcError, TimeoutError):
                await watching  # what it failed of, sending or the next watch tells
        batch = await self._watch(batch_id, progress, until_done=True)
        failed = [*conflicts, *await self._failed(batch_id)]
        return Outcome(batch_id, batch.indexed_count, tuple(failed))

    async def _send(self, batch_id: str, files: Sequence[Path]) -> list[Failed]:
        names = _names(files)
        conflicts: list[Failed] = []
        for first in range(0, len(files), AT_ONCE):
            requests = _requests(batch_id, list(names.items())[first : first + AT_ONCE])
            told = await self._service.ImportResumes(requests, metadata=self._metadata)
            conflicts += [
                _as_failed(each)
                for each in told.refused
                if each.error.reason == "BATCH_ITEM_CONFLICT"
            ]
        return conflicts

    async def _watch(
        self, batch_id: str, progress: Progress, *, until_done: bool = False
    ) -> pb.Batch:
        """Tell the progress; return the batch when it is closed or, if asked to, all is done."""
        watching = self._service.WatchBatch(
            pb.WatchBatchRequest(batch_id=batch_id), metadata=self._metadata
        )
        batch = pb.Batch()
        async with asyncio.timeout(QUIET_SECONDS) as patience:
            async for update in watching:
                batch = update.batch
                patience.reschedule(asyncio.get_running_loop().time() + QUIET_SECONDS)
                progress(batch.indexed_count + batch.failed_count)
                if until_done and not batch.received_count + batch.parsed_count:
                    watching.cancel()
                    return batch
        return batch

    async def candidate(self, batch_id: str) -> str:
        """Return the candidate of the batch's first item; "" when it was refused."""
        request = pb.ListBatchItemsRequest(batch_id=batch_id, page_size=1)
        page = await self._service.ListBatchItems(request, metadata=self._metadata, timeout=30)
        return page.items[0].candidate_id if page.items else ""

    async def _failed(self, batch_id: str) -> list[Failed]:
        request = pb.ListBatchItemsRequest(
            batch_id=batch_id, page_size=200, state=pb.BATCH_ITEM_STATE_FAILED
        )
        failed: list[Failed] = []
        while True:
            page = await self._service.ListBatchItems(request, metadata=self._metadata, timeout=30)
            failed += [_as_failed(each) for each in page.items]
            request.page_token = page.next_page_token
            if not page.next_page_token:
                return failed


def _names(files: Sequence[Path]) -> dict[str, Path]:
    """Return the files by their paths below the folder that they have in common."""
    if not files:
        return {}
    whole = [file.resolve() for file in files]
    common = os.path.commonpath([file.parent for file in whole])
    return {str(file.relative_to(common)): file for file in whole}


async def _requests(
    batch_id: str, files: Sequence[tuple[str, Path]]
) -> AsyncIterator[pb.ImportResumesRequest]:
    for name, file in files:
        content = await asyncio.to_thread(_content, file)
        yield pb.ImportResumesRequest(batch_id=batch_id, filename=name, content=content)


def _content(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _as_failed(item: pb.BatchItem) -> Failed:
    return Failed(item.name, f"{item.error.message} ({item.error.reason})")
