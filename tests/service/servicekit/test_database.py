"""A database is migrated to head before it is used, and a transaction is one tenant's."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import asyncpg
import pytest

from servicekit import database
from servicekit.database import transaction

if TYPE_CHECKING:
    from pathlib import Path

    from servicekit.database import Pool

THING = "CREATE TABLE thing (tenant text NOT NULL, name text); SELECT isolate('thing');"


def migration(folder: Path, name: str, sql: str) -> None:
    (folder / name).write_text(sql)


async def applied(pool: Pool) -> list[str]:
    rows = await pool.fetch('SELECT name FROM migration ORDER BY name COLLATE "C"')
    return [row["name"] for row in rows]


async def test_each_migration_is_applied_once_in_order(dsn: str, no_migrations: Path) -> None:
    migration(no_migrations, "0002_more.sql", "ALTER TABLE thing ADD size int;")
    migration(no_migrations, "0001_thing.sql", THING)
    for _ in range(2):
        async with database.pool(dsn, no_migrations, size=2) as pool:
            assert await applied(pool) == [
                "service/0001_thing.sql",
                "service/0002_more.sql",
                "servicekit/0001_rooms_of_every_service.sql",
                "servicekit/0020_erased.sql",
            ]
    migration(no_migrations, "0003_last.sql", "ALTER TABLE thing ADD weight int;")
    async with database.pool(dsn, no_migrations, size=2) as pool:
        assert "service/0003_last.sql" in await applied(pool)
        assert await pool.fetch("SELECT size, weight FROM thing") == []


async def test_processes_that_start_together_migrate_once(dsn: str, no_migrations: Path) -> None:
    migration(no_migrations, "0001_thing.sql", THING)
    migration(no_migrations, "0002_row.sql", "CREATE TABLE once (); SELECT pg_sleep(0.1);")

    async def start() -> list[str]:
        async with database.pool(dsn, no_migrations, size=2) as pool:
            return await applied(pool)

    starts = await asyncio.gather(*(start() for _ in range(5)))
    assert all(each == starts[0] and len(each) == 4 for each in starts)


async def test_a_migration_that_fails_leaves_nothing_and_keeps_those_before_it(
    dsn: str, no_migrations: Path
) -> None:
    migration(no_migrations, "0001_thing.sql", THING)
    migration(no_migrations, "0002_half.sql", "CREATE TABLE half (); SELECT 1 / 0;")
    for _ in range(2):
        with pytest.raises(asyncpg.DivisionByZeroError):
            await _start(dsn, no_migrations)
    (no_migrations / "0002_half.sql").write_text("CREATE TABLE half ();")
    async with database.pool(dsn, no_migrations, size=2) as pool:
        assert "service/0002_half.sql" in await applied(pool)


async def test_a_transaction_that_fails_leaves_nothing(dsn: str, no_migrations: Path) -> None:
    migration(no_migrations, "0001_thing.sql", THING)

    async def fail(pool: Pool) -> None:
        async with transaction(pool, "acme") as conn:
            await conn.execute("INSERT INTO thing VALUES ('acme', 'lamp')")
            raise ZeroDivisionError

    async with database.pool(dsn, no_migrations, size=2) as pool:
        with pytest.raises(ZeroDivisionError):
            await fail(pool)
        async with transaction(pool, "acme") as conn:
            assert await conn.fetch("SELECT name FROM thing") == []


async def test_a_connection_forgets_its_tenant_with_the_transaction(
    dsn: str, no_migrations: Path
) -> None:
    migration(no_migrations, "0001_thing.sql", THING)
    async with database.pool(dsn, no_migrations, size=1) as pool:  # one: it is used again
        async with transaction(pool, "acme") as conn:
            await conn.execute("INSERT INTO thing VALUES ('acme', 'lamp')")
        async with transaction(pool, "beta") as conn:
            assert await conn.fetch("SELECT name FROM thing") == []
        assert await pool.fetch("SELECT name FROM thing") == []
        async with transaction(pool, "acme") as conn:
            assert len(await conn.fetch("SELECT name FROM thing")) == 1


@pytest.mark.parametrize("tenant", ["acme' OR true --", "%", "acme,beta", "*", ""])
async def test_a_tenant_is_a_value_and_never_a_pattern(
    dsn: str, no_migrations: Path, tenant: str
) -> None:
    migration(no_migrations, "0001_thing.sql", THING)
    async with database.pool(dsn, no_migrations, size=1) as pool:
        async with transaction(pool, "acme") as conn:
            await conn.execute("INSERT INTO thing VALUES ('acme', 'lamp')")
        async with transaction(pool, tenant) as conn:
            assert await conn.fetch("SELECT name FROM thing") == []


async def test_json_goes_in_and_out_as_values(pool: Pool) -> None:
    value = {"a": [1, "ü", None]}
    assert await pool.fetchval("SELECT $1::jsonb", value) == value


async def _start(dsn: str, folder: Path) -> None:
    async with database.pool(dsn, folder, size=1):
        pass
