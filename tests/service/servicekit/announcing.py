"""Things to announce, and what was published of them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import nats
from candor.common.v1 import event_pb2, policy_pb2
from candor.ingest.v1 import events_pb2

from servicekit import outbox
from servicekit.database import transaction

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from nats.js import JetStreamContext

    from servicekit.database import Connection, Pool

BOUND = 15.0
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ACTOR = event_pb2.Actor(subject="user-1", kind=policy_pb2.PRINCIPAL_KIND_PERSON)


async def announce(conn: Connection, tenant: str = "acme", object_id: str = "op-1") -> str:
    """Announce that an operation was retried, when `conn` commits; return the event's id."""
    data = events_pb2.OperationRetried(operation_id=object_id, attempts=2)
    return await outbox.announce(conn, data, outbox.About(tenant, object_id, ACTOR), NOW)


async def committed(pool: Pool, count: int = 1, tenant: str = "acme") -> list[str]:
    """Commit `count` events in one transaction; return their ids in order."""
    async with transaction(pool, tenant) as conn:
        return [await announce(conn, tenant) for _ in range(count)]


class Published:
    """What a stream holds."""

    def __init__(self, js: JetStreamContext, stream: str) -> None:
        self._js = js
        self._stream = stream

    async def events(self) -> list[event_pb2.Event]:
        """Return the events stored so far, in order."""
        last = (await self._js.stream_info(self._stream)).state.last_seq
        stored = [await self._js.get_msg(self._stream, seq) for seq in range(1, last + 1)]
        return [event_pb2.Event.FromString(each.data or b"") for each in stored]

    async def ids(self) -> list[str]:
        """Return the ids of the events stored so far, in order."""
        return [event.event_id for event in await self.events()]

    async def until(self, count: int) -> list[str]:
        """Wait until `count` events are stored and return their ids."""
        async with asyncio.timeout(BOUND):
            while True:
                if (await self._js.stream_info(self._stream)).state.messages >= count:
                    return await self.ids()
                await asyncio.sleep(0.02)


@asynccontextmanager
async def published(nats_url: str, stream: str = "EVENTS") -> AsyncGenerator[Published]:
    """Look at a stream from outside."""
    client = await nats.connect(nats_url)
    try:
        yield Published(client.jetstream(), stream)
    finally:
        await client.close()
