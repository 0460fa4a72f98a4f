"""A connection pool on one service's own database, migrated to head, and transactions in it.

Every table carries the tenant and has row security: `transaction` opens a transaction that
sees one tenant's rows. Outside of one, nothing is seen.
"""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import asyncpg

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

# asyncpg's classes are generic only in its stubs, hence the quotes.
Connection: TypeAlias = (
    "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
)
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Row: TypeAlias = "asyncpg.Record"

COMMON = Path(__file__).with_name("migrations")
MIGRATION_TIMEOUT = 600.0  # one may rewrite a large table, and the next migrator waits for it
MIGRATION_LOCK = 0x63616E64  # "cand": one migrator at a time per database


class _Kept(asyncpg.Connection):
    """A connection that is given back as it is: one question to the server less each time.

    What asyncpg would reset there is none of: settings are those of a transaction, and so are
    locks, and whoever listens stops doing so before giving the connection back. An open
    transaction is still rolled back.
    """

    def get_reset_query(self) -> str:
        return ""


async def _init(conn: Connection) -> None:
    await conn.set_type_codec("jsonb", encoder=json.dumps, decoder=json.loads, schema="pg_catalog")


@asynccontextmanager
async def pool(dsn: str, migrations: Path, *, size: int) -> AsyncGenerator[Pool]:
    """Open a pool on `dsn` after applying the migrations of servicekit and of `migrations`."""
    async with asyncpg.create_pool(
        dsn, init=_init, connection_class=_Kept, min_size=1, max_size=size, command_timeout=30
    ) as opened:
        await _migrate(opened, [COMMON, migrations])
        yield opened


async def _migrate(opened: Pool, folders: list[Path]) -> None:
    """Apply each file once, in name order within its folder, each in a transaction of its own."""
    async with opened.acquire() as conn:
        await conn.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK, timeout=MIGRATION_TIMEOUT)
        try:
            await conn.execute("CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY)")
            applied = {row["name"] for row in await conn.fetch("SELECT name FROM migration")}
            for name, sql in _files(folders):
                if name in applied:
                    continue
                async with conn.transaction():
                    await conn.execute(sql, timeout=MIGRATION_TIMEOUT)
                    await conn.execute("INSERT INTO migration (name) VALUES ($1)", name)
        finally:
            await conn.execute("SELECT pg_advisory_unlock($1)", MIGRATION_LOCK)


def _files(folders: list[Path]) -> list[tuple[str, str]]:
    paths = [path for folder in folders for path in sorted(folder.glob("*.sql"))]
    return [(f"{path.parent.parent.name}/{path.name}", path.read_text()) for path in paths]


@asynccontextmanager
async def transaction(opened: Pool, tenant: str) -> AsyncGenerator[Connection]:
    """Open a transaction that sees the rows of `tenant` and no others."""
    async with opened.acquire() as conn, conn.transaction():
        await conn.execute("SELECT set_config('candor.tenant', $1, true)", tenant)
        yield conn
