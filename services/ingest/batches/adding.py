"""One file into a batch: stored as any upload is, or kept as an item that failed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2
from uuid_utils.compat import uuid7

from servicekit import outbox
from servicekit.database import transaction
from servicekit.sealing import PersonKeys
from services.ingest.batches.batches import Row, is_new, marks
from services.ingest.batches.repository import Batches, Items
from services.ingest.documents import reading
from services.ingest.documents.errors import FileRefused
from services.ingest.resumes.receiving import Arrived, take_in

if TYPE_CHECKING:
    from uuid import UUID

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from services.ingest.batches.batches import Batch, Item, Marks
    from services.ingest.stores import Stores

NAME = "batch-item-name"


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent for a batch."""

    batch_id: UUID
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Added:
    """The item of a file, and whether the batch had it before."""

    item: Item
    known: bool


async def add(stores: Stores, who: Caller, sent: Sent) -> Added:
    """Put a file into its batch in a transaction of its own, or return the item that it is.

    Raises BatchNotFound, BatchClosed or BatchItemConflict; a file that is refused is an item.
    """
    refused = await _refusal(sent.content)
    async with transaction(stores.pool, who.tenant) as conn:
        # Locked: of the same file sent twice at once, the second finds the first.
        batch = await Batches(conn, who.tenant).get(sent.batch_id, lock=True)
        return await _Adding(stores, conn, who, batch).add(sent, refused)


async def _refusal(content: bytes) -> FileRefused | None:
    try:
        await asyncio.to_thread(reading.admit, content)
    except FileRefused as error:
        return error
    return None


class _Adding:
    """The adding of one file to a batch that is locked."""

    def __init__(self, stores: Stores, conn: Connection, who: Caller, batch: Batch) -> None:
        self._stores = stores
        self._conn = conn
        self._who = who
        self._batch = batch
        self._items = Items(conn, who.tenant, batch.batch_id)

    async def add(self, sent: Sent, refused: FileRefused | None) -> Added:
        batch_id, tenant = self._batch.batch_id, self._who.tenant
        sent_as = marks(self._stores.master, tenant, batch_id, sent.name, sent.content)
        known = await self._items.named(sent_as)
        if not is_new(self._batch, known, sent_as) and known is not None:
            return Added(known, known=True)
        item_id = known.item_id if known is not None else str(uuid7())
        if refused is not None:
            await self._refuse(item_id, sent, sent_as, refused)
        else:
            await self._store(item_id, sent, sent_as, known)
        item = await self._items.named(sent_as)
        if item is None:
            raise AssertionError("stored just now")
        return Added(item, known=False)

    async def _refuse(self, item_id: str, sent: Sent, sent_as: Marks, refused: FileRefused) -> None:
        """Keep the name under the batch's key: there is no person yet whose it is."""
        row = Row(
            item_id, await self._sealed(sent.name, self._batch.batch_id), self._batch.batch_id
        )
        await self._items.put(
            replace(row, error_reason=refused.reason, error_message=str(refused)), sent_as
        )
        event = events_pb2.BatchItemRefused(
            batch_id=self._batch.batch_id, item_id=item_id, reason=refused.reason
        )
        about = outbox.About(self._who.tenant, self._batch.batch_id, self._who.actor)
        await outbox.announce(self._conn, event, about, self._stores.clock())

    async def _store(self, item_id: str, sent: Sent, sent_as: Marks, known: Item | None) -> None:
        """Take the file in, unless the batch has it under another name."""
        twin = await self._items.twin(sent_as)
        if twin is not None:
            candidate_id, operation_id = twin.record_id, twin.operation_id
        else:
            arrived = Arrived(
                candidate_id=known.candidate_id if known is not None else "",
                consent=self._batch.consent,
                filename=sent.name,
                content=sent.content,
            )
            operation = await take_in(self._stores, self._conn, self._who, arrived)
            candidate_id, operation_id = operation.candidate_id, operation.operation_id
        row = Row(item_id, await self._sealed(sent.name, candidate_id), candidate_id)
        await self._items.put(
            replace(row, candidate_id=candidate_id, operation_id=operation_id), sent_as
        )

    async def _sealed(self, name: str, person_id: str) -> bytes:
        keys = PersonKeys(self._conn, self._who.tenant, self._stores.master)
        return (await keys.of(person_id)).seal(name.encode(), purpose=NAME)
