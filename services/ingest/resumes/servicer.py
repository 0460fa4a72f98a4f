"""candor.ingest.v1.ResumeService."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2
from candor.ingest.v1 import resume_service_pb2 as pb
from candor.ingest.v1.resume_service_pb2_grpc import ResumeServiceServicer

from servicekit import outbox, pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.candidates.repository import Candidates
from services.ingest.resumes import wire
from services.ingest.resumes.operations import OperationNotFailed
from services.ingest.resumes.receiving import receive
from services.ingest.resumes.repository import Operations

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.ingest.resumes.operations import Operation
    from services.ingest.resumes.watching import Watchers
    from services.ingest.stores import Stores

LOOK_AGAIN = 5.0  # seconds, should a notification be lost with its connection


class ResumeServicer(ResumeServiceServicer):
    """Takes files in and tells how far they are. See the proto for the contract."""

    def __init__(self, stores: Stores, watchers: Watchers) -> None:
        self._stores = stores
        self._watchers = watchers

    async def UploadResume(
        self, request: pb.UploadResumeRequest, context: Context
    ) -> pb.UploadResumeResponse:
        return await receive(self._stores, caller(), request)

    async def GetOperation(
        self, request: pb.GetOperationRequest, context: Context
    ) -> pb.GetOperationResponse:
        found = await self._get(caller(), parse_id(request.operation_id, "operation_id"))
        return pb.GetOperationResponse(operation=wire.operation(found))

    async def ListOperations(
        self, request: pb.ListOperationsRequest, context: Context
    ) -> pb.ListOperationsResponse:
        who = caller()
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            operations = Operations(conn, who.tenant, own=who.own)
            found = await operations.page(before, request.state, size + 1)
        listed = [wire.operation(each) for each in found[:size]]
        token = (
            self._stores.pages.token(request, listed[-1].operation_id, who)
            if len(found) > size
            else ""
        )
        return pb.ListOperationsResponse(operations=listed, next_page_token=token)

    async def WatchOperation(
        self, request: pb.WatchOperationRequest, context: Context
    ) -> AsyncIterator[pb.WatchOperationResponse]:
        who, operation_id = caller(), parse_id(request.operation_id, "operation_id")
        with self._watchers.watching(str(operation_id)) as changed:
            shown = None
            while True:
                changed.clear()
                found = await self._get(who, operation_id)
                if found != shown:
                    yield pb.WatchOperationResponse(operation=wire.operation(found))
                if found.ended:
                    return
                shown = found
                # Not wait_for: before Python 3.12 it can swallow a cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN):
                        await changed.wait()

    async def RetryOperation(
        self, request: pb.RetryOperationRequest, context: Context
    ) -> pb.RetryOperationResponse:
        who, operation_id = caller(), parse_id(request.operation_id, "operation_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "RetryOperation")
            known = await requests.recall(request.request_id, request, pb.RetryOperationResponse())
            if known is not None:
                return known
            again = await self._restart(conn, who, operation_id)
            response = pb.RetryOperationResponse(operation=wire.operation(again))
            await requests.remember(request.request_id, response, person_id=again.candidate_id)
        return response

    async def _restart(self, conn: Connection, who: Caller, operation_id: UUID) -> Operation:
        operations, now = Operations(conn, who.tenant, own=who.own), self._stores.clock()
        found = await operations.get(operation_id)
        await Candidates(conn, who.tenant).hold(found.candidate_id)
        if not await operations.restarted(found.operation_id, now):
            raise OperationNotFailed("it has not failed", operation_id=found.operation_id)
        again = await operations.get(operation_id)
        retried = events_pb2.OperationRetried(
            operation_id=again.operation_id, attempts=again.attempts
        )
        work = events_pb2.ParseResume(operation_id=again.operation_id)
        about = outbox.About(who.tenant, again.operation_id, who.actor)
        await outbox.announce(conn, retried, about, now)
        await outbox.enqueue(conn, work, about, now)
        return again

    async def _get(self, who: Caller, operation_id: UUID) -> Operation:
        async with transaction(self._stores.pool, who.tenant) as conn:
            return await Operations(conn, who.tenant, own=who.own).get(operation_id)
