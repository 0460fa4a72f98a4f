"""Events written in the transaction of the change they announce.

A service appends with `announce` (an event, for whoever listens) or `enqueue` (work, for
one worker) inside its own transaction. `relay_forever` publishes what has been committed
and deletes it once JetStream has stored it. A crash between the two publishes again under
the same event id, which the stream drops if it comes soon and inboxes if it comes late.
"""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nats.errors
from candor.common.v1 import event_pb2
from opentelemetry import metrics, propagate
from uuid_utils.compat import uuid7

from servicekit import outages
from servicekit.background import background
from servicekit.notices import listen_forever

if TYPE_CHECKING:
    from datetime import datetime

    from google.protobuf.message import Message

    from servicekit.database import Connection, Pool
    from servicekit.events import Events

log = logging.getLogger(__name__)

CHANNEL = "outbox"
RELAY_LOCK = 0x72656C61  # "rela": one relay at a time keeps a service's events in order
BATCH = 200
WORD = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class About:
    """What every event says beside what happened."""

    tenant: str
    object_id: str
    actor: event_pb2.Actor


async def announce(conn: Connection, data: Message, about: About, now: datetime) -> str:
    """Publish `data` as an event if and when the transaction commits; return the event's id."""
    return await _append(conn, "candor", data, _envelope(data, about, now))


async def enqueue(conn: Connection, data: Message, about: About, now: datetime) -> str:
    """Queue `data` as work if and when the transaction commits; return the event's id."""
    return await _append(conn, "work", data, _envelope(data, about, now))


def subject(stream: str, tenant: str, data: type[Message] | Message) -> str:
    """Return `<stream>.<tenant>.<service>.<event>.v1` for a message of an events.proto."""
    package, _, name = data.DESCRIPTOR.full_name.rpartition(".")
    _, service, version = package.split(".")
    return f"{stream}.{tenant}.{service}.{WORD.sub('-', name).lower()}.{version}"


def _envelope(data: Message, about: About, now: datetime) -> event_pb2.Event:
    event = event_pb2.Event(
        event_id=str(uuid7()),
        tenant=about.tenant,
        source=data.DESCRIPTOR.full_name.split(".")[1],
        object_id=about.object_id,
        actor=about.actor,
    )
    event.event_time.FromDatetime(now)
    event.data.Pack(data)
    return event


async def _append(conn: Connection, stream: str, data: Message, event: event_pb2.Event) -> str:
    headers: dict[str, str] = {}
    propagate.inject(headers)
    await conn.execute(
        """
        INSERT INTO outbox (tenant, event_id, subject, payload, headers)
        VALUES ($1, $2, $3, $4, $5)
        """,
        event.tenant,
        event.event_id,
        subject(stream, event.tenant, data),
        event.SerializeToString(),
        headers,
    )
    await conn.execute("SELECT pg_notify($1, '')", CHANNEL)
    return event.event_id


async def relay(pool: Pool, events: Events) -> int:
    """Publish up to a batch of committed events in their order; return how many."""
    async with pool.acquire() as conn, conn.transaction():
        await conn.execute("SELECT set_config('candor.room', 'relay', true)")
        if not await conn.fetchval("SELECT pg_try_advisory_xact_lock($1)", RELAY_LOCK):
            return 0
        rows = await conn.fetch(
            """
            SELECT seq, event_id, subject, payload, headers FROM outbox ORDER BY seq LIMIT $1
            """,
            BATCH,
        )
        await events.publish(
            [(row["subject"], row["payload"], str(row["event_id"]), row["headers"]) for row in rows]
        )
        await conn.execute("DELETE FROM outbox WHERE seq = ANY($1)", [row["seq"] for row in rows])
    return len(rows)


async def relay_forever(pool: Pool, events: Events, *, idle: float = 1.0) -> None:
    """Relay until cancelled: when something commits, and every `idle` seconds to be sure.

    While PostgreSQL or NATS is away it warns and tries again; what it has not published
    stays in the outbox.
    """
    published = metrics.get_meter(__name__).create_counter("candor.outbox.published")
    committed = asyncio.Event()
    async with background(listen_forever(pool, CHANNEL, lambda _: committed.set())):
        while True:
            committed.clear()
            count = await _relayed(pool, events)
            published.add(count)
            if count < BATCH:
                # Not wait_for: before Python 3.12 it can swallow a cancellation.
                with suppress(TimeoutError):
                    async with asyncio.timeout(idle):
                        await committed.wait()


async def _relayed(pool: Pool, events: Events) -> int:
    try:
        return await relay(pool, events)
    except nats.errors.ConnectionClosedError:
        raise  # the client has given up: only a new start helps
    except (*outages.DATABASE, *outages.EVENTS):
        log.warning("cannot relay; trying again", exc_info=True)
        await asyncio.sleep(outages.PAUSE)
        return 0
