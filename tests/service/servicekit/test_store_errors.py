"""A database that is away, full or busy is an outage to the caller; a wrong query is a bug."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import asyncpg
import pytest
from candor.audit.v1 import ledger_service_pb2 as pb
from google.rpc import error_details_pb2

from servicekit import database
from servicekit.errors import Code
from tests.service.servicekit.links import link, over
from tests.service.servicekit.servicer import ROLE, Desk, detail, failure, open_desk, reason

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from google.rpc import status_pb2

    from deploy.local.postgres import Cluster
    from servicekit.database import Connection, Pool
    from tests.harness.identity import Identities


async def status_of(
    does: Callable[[], Awaitable[object]], identities: Identities
) -> status_pb2.Status:
    """Return how a call fails whose method does this."""

    async def work() -> str:
        await does()
        return ""

    async with open_desk(Desk(work), identities) as opened:
        call = opened.GetEntry(pb.GetEntryRequest(), metadata=identities.metadata(ROLE))
        return await failure(call)


def assert_outage(status: status_pb2.Status) -> None:
    assert status.code == Code.UNAVAILABLE.value[0]
    assert reason(status) == "STORE_UNAVAILABLE"
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.ToMilliseconds() == 1000
    assert status.message == "a store cannot be reached"


async def test_a_database_that_cannot_be_reached(
    cluster: Cluster, dsn: str, no_migrations: Path, identities: Identities
) -> None:
    async with (
        link(cluster.port) as line,
        database.pool(over(dsn, line), no_migrations, size=1) as far,
    ):
        line.cut()
        assert_outage(await status_of(lambda: far.fetchval("SELECT 1"), identities))
        assert_outage(await status_of(lambda: far.fetchval("SELECT 1"), identities))


async def test_a_database_that_goes_away_in_a_transaction(
    cluster: Cluster, pool: Pool, identities: Identities
) -> None:
    async def ended_from_outside() -> None:
        async with database.transaction(pool, "acme") as conn:
            await _end(cluster, conn)
            await conn.fetchval("SELECT 1")

    assert_outage(await status_of(ended_from_outside, identities))


async def test_a_database_whose_administrator_ends_the_session(
    cluster: Cluster, pool: Pool, identities: Identities
) -> None:
    async def ended_while_waiting() -> None:
        async with pool.acquire() as conn:
            sleeping = asyncio.create_task(conn.execute("SELECT pg_sleep(60)"))
            await _end(cluster, conn, once_active=True)
            await sleeping

    assert_outage(await status_of(ended_while_waiting, identities))


async def test_a_database_without_connections_left(
    cluster: Cluster, dsn: str, pool: Pool, identities: Identities
) -> None:
    name = await pool.fetchval("SELECT current_database()")
    await _as_admin(cluster, f"ALTER DATABASE {name} CONNECTION LIMIT 0")
    assert_outage(await status_of(lambda: asyncpg.connect(dsn), identities))


async def test_two_transactions_that_wait_for_each_other(
    pool: Pool, identities: Identities
) -> None:
    await pool.execute("CREATE TABLE thing (id int PRIMARY KEY, n int)")
    await pool.execute("INSERT INTO thing VALUES (1, 0), (2, 0)")
    first_done = asyncio.Barrier(2)

    async def both(one: int, other: int) -> None:
        async with pool.acquire() as conn, conn.transaction():
            await conn.execute("UPDATE thing SET n = n + 1 WHERE id = $1", one)
            await first_done.wait()
            await conn.execute("UPDATE thing SET n = n + 1 WHERE id = $1", other)

    async def meet() -> None:
        outcomes = await asyncio.gather(both(1, 2), both(2, 1), return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome

    status = await status_of(meet, identities)
    assert status.code == Code.ABORTED.value[0]
    assert reason(status) == "CONCURRENT_CHANGE"
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.ToMilliseconds() > 0


async def test_a_transaction_that_cannot_be_put_in_an_order(
    pool: Pool, identities: Identities
) -> None:
    await pool.execute("CREATE TABLE thing (id int PRIMARY KEY, n int)")
    await pool.execute("INSERT INTO thing VALUES (1, 0)")

    async def overtaken() -> None:
        async with pool.acquire() as conn, conn.transaction(isolation="repeatable_read"):
            await conn.fetchval("SELECT n FROM thing")
            await pool.execute("UPDATE thing SET n = n + 1")
            await conn.execute("UPDATE thing SET n = n + 1")

    assert reason(await status_of(overtaken, identities)) == "CONCURRENT_CHANGE"


async def test_a_query_that_takes_too_long(pool: Pool, identities: Identities) -> None:
    slow = pool.execute("SELECT pg_sleep(60)", timeout=0.1)
    assert reason(await status_of(lambda: slow, identities)) == "DEADLINE_TOO_SHORT"


@pytest.mark.parametrize(
    ("query", "arguments"),
    [
        ("SELECT * FROM nowhere", ()),
        ("SELECT $1::int", ("no number",)),
        ("SELECT $1::int", (2**40,)),
        ("SELECT 1 / 0", ()),
        ("SELECT 'x'::int", ()),
    ],
)
async def test_a_wrong_query_is_a_bug_and_no_outage(
    pool: Pool, identities: Identities, query: str, arguments: tuple[object, ...]
) -> None:
    status = await status_of(lambda: pool.fetchval(query, *arguments), identities)
    assert reason(status) == "INTERNAL"


async def _as_admin(cluster: Cluster, statement: str, *arguments: object) -> bool:
    admin = await asyncpg.connect(cluster.admin_dsn())
    try:
        return bool(await admin.fetch(statement, *arguments))
    finally:
        await admin.close()


async def _end(cluster: Cluster, conn: Connection, *, once_active: bool = False) -> None:
    """End the session of `conn`, as an administrator would."""
    states = ["active"] if once_active else ["active", "idle in transaction"]
    ending = """
        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
        WHERE pid = $1 AND state = ANY($2)
    """
    async with asyncio.timeout(10):
        while True:
            if await _as_admin(cluster, ending, conn.get_server_pid(), states):
                return
            await asyncio.sleep(0.02)
