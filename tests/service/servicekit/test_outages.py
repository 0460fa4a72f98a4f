"""A lost connection ends neither the relay nor what waits for notices."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import asyncpg
import nats.errors
import pytest
import pytest_asyncio

from servicekit import database, events, outbox
from servicekit.background import background
from servicekit.notices import listen_forever
from tests.service.servicekit.announcing import BOUND, committed, published
from tests.service.servicekit.links import LOOPBACK, link, over

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from deploy.local.postgres import Cluster
    from servicekit.database import Pool
    from servicekit.events import Events
    from tests.service.servicekit.links import Link


@pytest_asyncio.fixture
async def to_postgres(cluster: Cluster) -> AsyncGenerator[Link]:
    async with link(cluster.port) as made:
        yield made


@asynccontextmanager
async def far_pool(dsn: str, through: Link, migrations: Path) -> AsyncGenerator[Pool]:
    """Open a pool whose connections run over `through`."""
    async with database.pool(over(dsn, through), migrations, size=4) as opened:
        yield opened


async def test_the_relay_goes_on_when_its_connections_were_ended(
    cluster: Cluster, pool: Pool, bus: Events, nats_url: str
) -> None:
    async with published(nats_url) as stored, background(outbox.relay_forever(pool, bus, idle=99)):
        before = await committed(pool)
        await stored.until(1)
        await _end_sessions(cluster, pool)
        after = await committed(pool)
        assert await stored.until(2) == before + after
        again = await committed(pool)
        assert await stored.until(3) == before + after + again, "it listens again"


async def test_the_relay_goes_on_when_postgresql_was_away(
    dsn: str,
    no_migrations: Path,
    pool: Pool,
    bus: Events,
    nats_url: str,
    to_postgres: Link,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with (
        far_pool(dsn, to_postgres, no_migrations) as far,
        published(nats_url) as stored,
        background(outbox.relay_forever(far, bus, idle=0.1)),
    ):
        before = await committed(pool)
        await stored.until(1)
        to_postgres.cut()
        after = await committed(pool, 2)
        await _logged(caplog, "cannot relay")
        await to_postgres.mend()
        assert await stored.until(3) == before + after


async def test_the_relay_goes_on_when_nats_was_away(
    pool: Pool, nats_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    server = urlsplit(nats_url)
    async with link(server.port or 0) as line:
        login = f"{server.username}:{server.password}"
        through = f"nats://{login}@{LOOPBACK}:{line.port}"
        async with (
            events.connected(through, "relay") as far,
            published(nats_url) as stored,
            background(outbox.relay_forever(pool, far, idle=0.1)),
        ):
            before = await committed(pool)
            await stored.until(1)
            line.stall()
            after = await committed(pool, 3)
            await _publishing(pool)
            line.cut()
            async with asyncio.timeout(events.PUBLISH_TIMEOUT / 2):  # the loss itself is the end
                await _logged(caplog, "cannot relay")
            await line.mend()
            assert await stored.until(4) == before + after


async def test_the_relay_ends_when_its_connection_to_nats_was_closed_for_good(
    pool: Pool, nats_url: str
) -> None:
    async with events.connected(nats_url, "short") as short:
        await short.publish([])
    await committed(pool)
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(outbox.relay_forever(pool, short), BOUND)
    assert caught.group_contains(nats.errors.ConnectionClosedError)


async def test_who_listens_hears_each_notice_and_of_each_new_beginning(
    cluster: Cluster, pool: Pool
) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with background(listen_forever(pool, "news", heard.put_nowait)):
        assert await _next(heard) == ""
        await pool.execute("SELECT pg_notify('news', 'one')")
        assert await _next(heard) == "one"
        await _end_sessions(cluster, pool)
        assert await _next(heard) == ""
        await pool.execute("SELECT pg_notify('news', 'two')")
        assert await _next(heard) == "two"


async def test_who_stops_listening_leaves_a_clean_connection(pool: Pool) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with background(listen_forever(pool, "news", heard.put_nowait)):
        await _next(heard)
    assert pool.get_size() == pool.get_idle_size()


async def _next(heard: asyncio.Queue[str]) -> str:
    return await asyncio.wait_for(heard.get(), BOUND)


async def _end_sessions(cluster: Cluster, pool: Pool) -> None:
    """End every session on the pool's database, as an administrator would."""
    name = await pool.fetchval("SELECT current_database()")
    admin = await asyncpg.connect(cluster.admin_dsn())
    await admin.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", name
    )
    await admin.close()


async def _publishing(pool: Pool) -> None:
    """Wait until a relay has read its batch, and holds its lock while it publishes."""
    async with asyncio.timeout(BOUND):
        while True:
            if await pool.fetchval(
                """
                SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE locktype = 'advisory' AND datname = current_database()
                    AND state = 'idle in transaction' AND query LIKE '%FROM outbox%'
                """
            ):
                return
            await asyncio.sleep(0.02)


async def _logged(caplog: pytest.LogCaptureFixture, words: str) -> None:
    async with asyncio.timeout(BOUND):
        while True:
            if words in caplog.text:
                return
            await asyncio.sleep(0.02)
