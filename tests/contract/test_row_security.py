"""Every table of every service keeps tenants apart, whatever a statement says.

The tables are those that the migrations make, on a real server, under the service's own
role; a table that is added is tested without a word here.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest

import services
from deploy.local.postgres import SERVICES
from servicekit import database
from tests.harness import postgres

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from deploy.local.postgres import Cluster
    from servicekit.database import Connection, Pool

ROOT = Path(services.__path__[0])
WITHOUT_TENANT = {"migration"}

every_service = pytest.mark.parametrize("service", SERVICES)

# A value of each type that the tables use, in PostgreSQL's own words.
VALUES = {
    "text": "'x'",
    "uuid": "gen_random_uuid()",
    "bytea": "'\\x00'::bytea",
    "smallint": "1",
    "integer": "1",
    "bigint": "1",
    "boolean": "true",
    "jsonb": "'{}'::jsonb",
    "timestamp with time zone": "now()",
    "date": "'2026-03-01'::date",
    "text[]": "'{}'::text[]",
    "uuid[]": "'{}'::uuid[]",
    "boolean[]": "'{}'::boolean[]",
    "integer[]": "'{}'::integer[]",
    "smallint[]": "'{}'::smallint[]",
}


@asynccontextmanager
async def opened(cluster: Cluster, service: str) -> AsyncGenerator[tuple[Pool, Connection]]:
    """Yield a service's pool on its own tables, and a superuser's connection to them."""
    async with (
        postgres.database(cluster, service) as dsn,
        database.pool(dsn, ROOT / service / "migrations", size=3) as pool,
    ):
        name = await pool.fetchval("SELECT current_database()")
        admin = await asyncpg.connect(cluster.admin_dsn(name))
        try:
            yield pool, admin
        finally:
            await admin.close()


async def tables(conn: Connection) -> list[str]:
    rows = await conn.fetch(
        """
        SELECT table_name FROM information_schema.tables
        WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
        ORDER BY table_name
        """
    )
    return [row["table_name"] for row in rows if row["table_name"] not in WITHOUT_TENANT]


async def insert(conn: Connection, table: str, tenant: str) -> None:
    """Insert a row of `tenant` into `table`."""
    columns = await conn.fetch(
        """
        SELECT attname, format_type(atttypid, NULL) AS kind FROM pg_attribute
        WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped
            AND attidentity = '' AND attgenerated = '' AND attname <> 'tenant'
        """,
        table,
    )
    names = ", ".join(["tenant", *(row["attname"] for row in columns)])
    values = ", ".join(["$1", *(VALUES[row["kind"]] for row in columns)])
    await conn.execute(f"INSERT INTO {table} ({names}) VALUES ({values})", tenant)  # noqa: S608


async def fill(admin: Connection, table: str, tenant: str) -> None:
    """Insert a row of `tenant` into `table`, past row security and foreign keys."""
    async with admin.transaction():
        await admin.execute("SET LOCAL session_replication_role = replica")
        await insert(admin, table, tenant)


async def seen(conn: Connection | Pool, table: str) -> set[str]:
    return {row["tenant"] for row in await conn.fetch(f"SELECT tenant FROM {table}")}  # noqa: S608


def test_every_service_with_migrations_is_tested() -> None:
    assert {folder.parent.name for folder in ROOT.glob("*/migrations")} == set(SERVICES)


@every_service
async def test_every_table_has_a_tenant_and_forces_row_security(
    cluster: Cluster, service: str
) -> None:
    async with opened(cluster, service) as (_, admin):
        names = await tables(admin)
        secured = await admin.fetch(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
                AND relrowsecurity AND relforcerowsecurity
                AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)
                AND EXISTS (
                    SELECT FROM pg_attribute
                    WHERE attrelid = pg_class.oid AND attname = 'tenant' AND attnotnull
                )
            """
        )
    assert len(names) > 4
    assert {row["relname"] for row in secured} == set(names)


CLERKS = {"ingest": ("retention",), "matcher": ("indexed", "standing")}
"""Tables of ids and dates that a service looks through for work, in every tenant."""


@every_service
async def test_no_policy_but_the_relays_and_the_clerks_opens_more_than_the_tenant(
    cluster: Cluster, service: str
) -> None:
    async with opened(cluster, service) as (_, admin):
        rows = await admin.fetch("SELECT tablename, policyname, qual, with_check FROM pg_policies")
    rules = {(row["tablename"], row["policyname"]): row["qual"] for row in rows}
    assert not any(row["with_check"] for row in rows), "what may be seen may be written, no more"
    assert {key for key in rules if key[1] != "tenant"} == {
        ("outbox", "relay"),
        *((table, "clerk") for table in CLERKS.get(service, ())),
    }
    own = {rule for (_, name), rule in rules.items() if name == "tenant"}
    assert own == {"(tenant = current_setting('candor.tenant'::text, true))"}


@every_service
async def test_no_key_reaches_from_tenant_to_tenant(cluster: Cluster, service: str) -> None:
    """Uniqueness and references are checked past row security, so the tenant is in each."""
    async with opened(cluster, service) as (_, admin):
        rows = await admin.fetch(
            """
            SELECT indexrelid::regclass::text AS name FROM pg_index
            JOIN pg_attribute ON attrelid = indrelid AND attname = 'tenant'
            WHERE indisunique AND NOT attnum = ANY(indkey)
            UNION ALL
            SELECT conname FROM pg_constraint
            JOIN pg_attribute ON attrelid = conrelid AND attname = 'tenant'
            WHERE contype = 'f' AND NOT attnum = ANY(conkey)
            """
        )
    # Made by the server or random: they say nothing about another tenant.
    assert {row["name"] for row in rows} == {"outbox_pkey", "outbox_event_id_key"}


@every_service
async def test_no_view_or_function_runs_with_more_rights_than_the_caller(
    cluster: Cluster, service: str
) -> None:
    async with opened(cluster, service) as (_, admin):
        assert not await admin.fetch(
            "SELECT relname FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
        )
        assert not await admin.fetch(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
        )


@every_service
async def test_the_role_cannot_pass_row_security(cluster: Cluster, service: str) -> None:
    async with opened(cluster, service) as (pool, _):
        role = await pool.fetchrow(
            """
            SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication
            FROM pg_roles WHERE rolname = current_user
            """
        )
        member = await pool.fetchval(
            "SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole"
        )
    assert role is not None
    assert tuple(role) == (service, False, False, False, False, False)
    assert member == 0


@every_service
async def test_a_transaction_sees_its_own_tenant_and_nothing_sees_all(
    cluster: Cluster, service: str
) -> None:
    async with opened(cluster, service) as (pool, admin):
        for table in await tables(admin):
            await fill(admin, table, "a")
            await fill(admin, table, "b")
            assert await seen(admin, table) == {"a", "b"}
            async with database.transaction(pool, "a") as conn:
                assert await seen(conn, table) == {"a"}, table
            async with database.transaction(pool, "c") as conn:
                assert await seen(conn, table) == set(), table
            assert await seen(pool, table) == set(), f"{table} outside of a transaction"


@every_service
async def test_a_transaction_writes_for_its_own_tenant_only(cluster: Cluster, service: str) -> None:
    async with opened(cluster, service) as (pool, admin):
        for table in await tables(admin):
            async with database.transaction(pool, "a") as conn:
                with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
                    await insert(conn, table, "b")


@every_service
async def test_another_tenants_rows_cannot_be_changed_or_deleted(
    cluster: Cluster, service: str
) -> None:
    async with opened(cluster, service) as (pool, admin):
        for table in await tables(admin):
            await fill(admin, table, "b")
            for statement in (
                f"DELETE FROM {table}",  # noqa: S608
                f"UPDATE {table} SET tenant = 'a'",  # noqa: S608
            ):
                async with database.transaction(pool, "a") as conn:
                    try:
                        assert (await conn.execute(statement)).endswith(" 0"), table
                    except asyncpg.RaiseError as error:
                        assert "append-only" in str(error)  # noqa: PT017  # the other way to refuse
            assert await seen(admin, table) == {"b"}


@every_service
async def test_the_relay_sees_every_tenants_outbox_and_nothing_else(
    cluster: Cluster, service: str
) -> None:
    async with opened(cluster, service) as (pool, admin):
        names = await tables(admin)
        for table in names:
            await fill(admin, table, "a")
            await fill(admin, table, "b")
        async with pool.acquire() as conn, conn.transaction():
            await conn.execute("SELECT set_config('candor.room', 'relay', true)")
            visible = {table for table in names if await seen(conn, table)}
            assert visible == {"outbox"}
            assert await seen(conn, "outbox") == {"a", "b"}
        assert await seen(pool, "outbox") == set(), "the room ends with its transaction"
