"""What is on the bus of the services under test, and how to put an event there again."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

import nats
from candor.common.v1 import event_pb2
from candor.ingest.v1 import events_pb2
from nats.js.api import AckPolicy, ConsumerConfig

from servicekit import events
from tests.service import tables
from tests.service.clients import BOUND

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from nats.js import JetStreamContext

    from tests.harness.services import Ground, Service

PAUSE = 0.02
FOLLOWERS = (
    *("matcher-index", "matcher-jobs", "ingest-indexed", "audit-ledger"),
    *("matcher-standings", "matcher-retentions", "matcher-applications", "ingest-duplicates"),
    *("ingest-erased", "ingest-confirmed", "matcher-erased", "assistant-erased", "audit-erased"),
)


@asynccontextmanager
async def stream(on: Ground) -> AsyncGenerator[JetStreamContext]:
    """Yield JetStream as the services see it."""
    client = await nats.connect(on.nats)
    try:
        yield client.jetstream()
    finally:
        await client.close()


async def announced(on: Ground, tenant: str) -> list[event_pb2.Event]:
    """Return every event of the tenant that was ever announced, in order."""
    async with stream(on) as js:
        reader = await js.pull_subscribe(
            f"candor.{tenant}.>",
            stream="EVENTS",
            config=ConsumerConfig(ack_policy=AckPolicy.NONE),
        )
        waiting = (await reader.consumer_info()).num_pending or 0
        messages = await reader.fetch(waiting, timeout=BOUND) if waiting else []
    return [event_pb2.Event.FromString(each.data) for each in messages]


async def happened(on: Ground, tenant: str) -> list[str]:
    """Return the names of the tenant's events, in the order they were announced."""
    return [name_of(event) for event in await announced(on, tenant)]


def name_of(event: event_pb2.Event) -> str:
    """Return the name of what happened."""
    return event.data.type_url.rpartition(".")[2]


async def publish_again(on: Ground, subject: str, event: event_pb2.Event) -> None:
    """Publish the event as a late redelivery is: the stream no longer knows its id."""
    async with events.connected(on.nats, "test") as opened:
        await opened.publish([(subject, event.SerializeToString(), str(uuid4()), {})])


def work_again(tenant: str, operation_id: str, *, event_id: str = "") -> event_pb2.Event:
    """Return the work of reading an operation's file, under a known event id or a new one."""
    event = event_pb2.Event(
        event_id=event_id or str(uuid4()),
        tenant=tenant,
        source="ingest",
        object_id=operation_id,
        actor=event_pb2.Actor(subject="user-1", kind=event_pb2.Actor().kind),
    )
    event.event_time.GetCurrentTime()
    event.data.Pack(events_pb2.ParseResume(operation_id=operation_id))
    return event


async def settled(on: Ground, *producers: Service) -> None:
    """Wait until no work is queued and every event has been handled.

    Also those that `producers` have yet to publish; one that follows another is named later.
    """
    async with stream(on) as js, asyncio.timeout(BOUND):
        while await _left(js, producers):  # noqa: ASYNC110  # nothing tells of other processes
            await asyncio.sleep(PAUSE)


async def _left(js: JetStreamContext, producers: Sequence[Service]) -> int:
    """Count what is under way, in the order of its way: what moves on meanwhile is met again."""
    count = 0
    for producer in (*producers[:1], *producers):
        async with tables.opened(producer) as conn:
            count += await conn.fetchval("SELECT count(*) FROM outbox")
        count += await _unhandled(js)
    return count + await _unhandled(js)


async def _unhandled(js: JetStreamContext) -> int:
    count = (await js.stream_info("WORK")).state.messages
    for consumer in await js.consumers_info("EVENTS"):
        if consumer.name in FOLLOWERS:
            count += (consumer.num_pending or 0) + (consumer.num_ack_pending or 0)
    return count
