"""What was committed is published, once and in order; what was not, is not."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg
import pytest
from candor.ingest.v1 import events_pb2

from servicekit import database, outages, outbox
from servicekit.background import background
from servicekit.database import transaction
from tests.service.servicekit.announcing import (
    ACTOR,
    BOUND,
    NOW,
    announce,
    committed,
    published,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from deploy.local.postgres import Cluster
    from servicekit.database import Pool
    from servicekit.events import Events


async def test_what_was_rolled_back_is_not_published(
    pool: Pool, bus: Events, nats_url: str
) -> None:
    async def fail() -> None:
        async with transaction(pool, "acme") as conn:
            await announce(conn)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    kept = await committed(pool)
    assert await outbox.relay(pool, bus) == 1
    async with published(nats_url) as stored:
        assert await stored.ids() == kept


async def test_what_was_committed_is_published_once_and_in_order(
    pool: Pool, bus: Events, nats_url: str
) -> None:
    ids = [*await committed(pool, 3), *await committed(pool, 2, "beta"), *await committed(pool)]
    assert await outbox.relay(pool, bus) == 6
    assert await outbox.relay(pool, bus) == 0
    async with published(nats_url) as stored:
        assert await stored.ids() == ids


async def test_an_event_says_who_caused_what_in_which_tenant(
    pool: Pool, bus: Events, nats_url: str
) -> None:
    async with transaction(pool, "beta") as conn:
        await announce(conn, "beta", "op-7")
    await outbox.relay(pool, bus)
    async with published(nats_url) as stored:
        (event,) = await stored.events()
    assert (event.tenant, event.source, event.object_id) == ("beta", "ingest", "op-7")
    assert event.actor == ACTOR
    assert event.event_time.ToDatetime(NOW.tzinfo) == NOW
    data = events_pb2.OperationRetried()
    assert event.data.Unpack(data)
    assert data.operation_id == "op-7"


async def test_events_and_work_go_to_streams_of_their_own(
    pool: Pool, bus: Events, nats_url: str
) -> None:
    work = events_pb2.ParseResume(operation_id="op-1")
    async with transaction(pool, "acme") as conn:
        queued = await outbox.enqueue(conn, work, outbox.About("acme", "op-1", ACTOR), NOW)
        announced = await announce(conn)
    await outbox.relay(pool, bus)
    async with published(nats_url, "WORK") as stored:
        assert await stored.ids() == [queued]
    async with published(nats_url) as stored:
        assert await stored.ids() == [announced]


def test_a_subject_names_tenant_service_event_and_version() -> None:
    assert (
        outbox.subject("candor", "acme", events_pb2.OperationRetried)
        == "candor.acme.ingest.operation-retried.v1"
    )


async def test_a_crash_after_publishing_publishes_again_under_the_same_id_which_is_dropped(
    cluster: Cluster, dsn: str, pool: Pool, bus: Events, nats_url: str
) -> None:
    ids = await committed(pool, 3)
    async with (
        _connected(dsn) as owner,
        _connected(cluster.admin_dsn()) as admin,
        published(nats_url) as stored,
    ):
        async with owner.transaction():
            await owner.execute("LOCK TABLE outbox IN SHARE MODE")  # reading goes on, deleting not
            relaying = asyncio.create_task(outbox.relay(pool, bus))
            assert await stored.until(3) == ids
            idle = asyncio.wait_for(outbox.relay(pool, bus), BOUND)
            assert await idle == 0, "one relay at a time"
            await _end_whoever_waits(admin, owner)
            with pytest.raises(outages.DATABASE):
                await asyncio.wait_for(relaying, BOUND)
        assert await outbox.relay(pool, bus) == 3, "they are published again"
        assert await stored.ids() == ids, "and dropped"


async def test_the_relay_wakes_when_something_commits(
    pool: Pool, bus: Events, nats_url: str
) -> None:
    async with published(nats_url) as stored, background(outbox.relay_forever(pool, bus, idle=99)):
        first = await committed(pool)
        assert await stored.until(1) == first
        second = await committed(pool)
        assert await stored.until(2) == first + second


async def test_more_than_a_batch_is_published_without_waiting(
    pool: Pool, bus: Events, nats_url: str
) -> None:
    ids = await committed(pool, outbox.BATCH * 2 + 1)
    async with published(nats_url) as stored, background(outbox.relay_forever(pool, bus, idle=99)):
        assert await stored.until(len(ids)) == ids


async def test_two_relays_keep_the_order(
    dsn: str, no_migrations: Path, pool: Pool, bus: Events, nats_url: str
) -> None:
    async with (
        database.pool(dsn, no_migrations, size=4) as other,
        published(nats_url) as stored,
        background(
            outbox.relay_forever(pool, bus, idle=0.05), outbox.relay_forever(other, bus, idle=0.05)
        ),
    ):
        ids = [event_id for _ in range(60) for event_id in await committed(pool, 5)]
        assert await stored.until(300) == ids


async def test_a_bug_ends_the_relay_instead_of_being_retried_for_ever(
    pool: Pool, bus: Events
) -> None:
    async with pool.acquire() as conn:
        await conn.execute("DROP TABLE outbox")
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(outbox.relay_forever(pool, bus), BOUND)
    assert caught.group_contains(asyncpg.UndefinedTableError)


@asynccontextmanager
async def _connected(dsn: str) -> AsyncGenerator[asyncpg.Connection]:
    conn = await asyncpg.connect(dsn)
    try:
        yield conn
    finally:
        await conn.close()


async def _end_whoever_waits(admin: asyncpg.Connection, holder: asyncpg.Connection) -> None:
    """Terminate the session that waits for a lock of `holder`."""
    async with asyncio.timeout(BOUND):
        while True:
            ended = await admin.fetch(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE $1 = ANY(pg_blocking_pids(pid))
                """,
                holder.get_server_pid(),
            )
            if ended:
                return
            await asyncio.sleep(0.02)
