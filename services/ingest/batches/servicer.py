"""candor.ingest.v1.BatchService."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from candor.ingest.v1 import batch_service_pb2 as pb
from candor.ingest.v1 import events_pb2
from candor.ingest.v1.batch_service_pb2_grpc import BatchServiceServicer
from uuid_utils.compat import uuid7

from servicekit import outbox, pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.batches import wire
from services.ingest.batches.adding import Sent, add
from services.ingest.batches.batches import Batch, BatchItemConflict, ItemState
from services.ingest.batches.repository import Batches, Items
from services.ingest.candidates.candidates import agreed
from services.ingest.resumes.watching import ANY
from services.ingest.resumes.wire import to_filename

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from uuid import UUID

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.ingest.batches.batches import Item
    from services.ingest.resumes.watching import Watchers
    from services.ingest.stores import Stores

LOOK_AGAIN = 5.0  # seconds, should a notification be lost with its connection
AT_MOST_EVERY = 0.25  # seconds between two looks: each item changes three times
MOST_REFUSED = 1_000  # named in one answer


class BatchServicer(BatchServiceServicer):
    """Takes batches in and tells how far they are. See the proto for the contract."""

    def __init__(self, stores: Stores, watchers: Watchers) -> None:
        self._stores = stores
        self._watchers = watchers

    async def CreateBatch(
        self, request: pb.CreateBatchRequest, context: Context
    ) -> pb.CreateBatchResponse:
        who, now, label = caller(), self._stores.clock(), wire.to_label(request.label)
        consent = agreed(request.consent_notice, now, consent=request.consent)
        batch_id = str(uuid7())
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "CreateBatch")
            known = await requests.recall(request.request_id, request, pb.CreateBatchResponse())
            if known is not None:
                return known
            sealed = (await keys.of(batch_id)).seal(label.encode(), purpose=wire.LABEL)
            await Batches(conn, who.tenant).add(
                Batch(batch_id, sealed, consent, closed=False, created_at=now)
            )
            event = events_pb2.BatchCreated(batch_id=batch_id, consent_notice=consent.notice)
            await outbox.announce(conn, event, outbox.About(who.tenant, batch_id, who.actor), now)
            response = pb.CreateBatchResponse(batch=await self._shown(conn, who, batch_id))
            await requests.remember(request.request_id, response, person_id=batch_id)
        return response

    async def GetBatch(self, request: pb.GetBatchRequest, context: Context) -> pb.GetBatchResponse:
        who, batch_id = caller(), parse_id(request.batch_id, "batch_id")
        return pb.GetBatchResponse(batch=await self._look(who, batch_id))

    async def ListBatchItems(
        self, request: pb.ListBatchItemsRequest, context: Context
    ) -> pb.ListBatchItemsResponse:
        who, batch_id = caller(), parse_id(request.batch_id, "batch_id")
        size = pages.size(request.page_size)
        after = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            batch = await Batches(conn, who.tenant).get(batch_id)
            items = Items(conn, who.tenant, batch.batch_id)
            found = await items.page(after, state=request.state, size=size + 1)
            listed = await self._rendered(conn, who, found[:size])
        token = (
            self._stores.pages.token(request, listed[-1].item_id, who) if len(found) > size else ""
        )
        return pb.ListBatchItemsResponse(items=listed, next_page_token=token)

    async def WatchBatch(
        self, request: pb.WatchBatchRequest, context: Context
    ) -> AsyncIterator[pb.WatchBatchResponse]:
        who, batch_id = caller(), parse_id(request.batch_id, "batch_id")
        with self._watchers.watching(ANY) as changed:
            shown = None
            while True:
                changed.clear()
                found = await self._look(who, batch_id)
                if found != shown:
                    yield pb.WatchBatchResponse(batch=found)
                under_way = found.received_count + found.parsed_count
                if found.state == pb.BATCH_STATE_CLOSED and not under_way:
                    return
                shown = found
                await asyncio.sleep(AT_MOST_EVERY)
                # Not wait_for: before Python 3.12 it can swallow a cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_AGAIN):
                        await changed.wait()

    async def UploadBatchItem(
        self, request: pb.UploadBatchItemRequest, context: Context
    ) -> pb.UploadBatchItemResponse:
        who, batch_id = caller(), parse_id(request.batch_id, "batch_id")
        sent = Sent(batch_id, to_filename(request.filename), request.file.data)
        added = await add(self._stores, who, sent)
        async with transaction(self._stores.pool, who.tenant) as conn:
            listed = await self._rendered(conn, who, [added.item])
        return pb.UploadBatchItemResponse(item=listed[0])

    async def ImportResumes(
        self, request_iterator: AsyncIterator[pb.ImportResumesRequest], context: Context
    ) -> pb.ImportResumesResponse:
        who, batch_id = caller(), ""
        told = pb.ImportResumesResponse()
        async for request in request_iterator:
            batch_id = request.batch_id or batch_id
            sent = Sent(
                parse_id(batch_id, "batch_id"), to_filename(request.filename), request.content
            )
            told.sent_count += 1
            await self._import(who, sent, told)
        return told

    async def _import(self, who: Caller, sent: Sent, told: pb.ImportResumesResponse) -> None:
        refused: list[pb.BatchItem] = []
        try:
            added = await add(self._stores, who, sent)
        except BatchItemConflict as error:
            refused = [wire.refused(sent.name, error)]
        else:
            told.known_count += added.known
            if added.item.state is ItemState.FAILED:
                async with transaction(self._stores.pool, who.tenant) as conn:
                    refused = await self._rendered(conn, who, [added.item])
        if len(told.refused) < MOST_REFUSED:
            told.refused.extend(refused)

    async def CloseBatch(
        self, request: pb.CloseBatchRequest, context: Context
    ) -> pb.CloseBatchResponse:
        who, batch_id = caller(), parse_id(request.batch_id, "batch_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "CloseBatch")
            known = await requests.recall(request.request_id, request, pb.CloseBatchResponse())
            if known is not None:
                return known
            batches = Batches(conn, who.tenant)
            found = await batches.get(batch_id, lock=True)
            if await batches.close(found.batch_id):
                event = events_pb2.BatchClosed(batch_id=found.batch_id)
                about = outbox.About(who.tenant, found.batch_id, who.actor)
                await outbox.announce(conn, event, about, self._stores.clock())
            response = pb.CloseBatchResponse(batch=await self._shown(conn, who, found.batch_id))
            await requests.remember(request.request_id, response, person_id=found.batch_id)
        return response

    async def _look(self, who: Caller, batch_id: UUID) -> pb.Batch:
        async with transaction(self._stores.pool, who.tenant) as conn:
            return await self._shown(conn, who, str(batch_id))

    async def _shown(self, conn: Connection, who: Caller, batch_id: str) -> pb.Batch:
        batch = await Batches(conn, who.tenant).get(parse_id(batch_id, "batch_id"))
        counts = await Items(conn, who.tenant, batch_id).counts()
        keys = await PersonKeys(conn, who.tenant, self._stores.master).known([batch_id])
        return wire.batch(batch, counts, keys.get(batch_id))

    async def _rendered(
        self, conn: Connection, who: Caller, found: list[Item]
    ) -> list[pb.BatchItem]:
        keys = await PersonKeys(conn, who.tenant, self._stores.master).known(
            {each.sealed_for for each in found}
        )
        return [wire.item(each, keys) for each in found]
