"""What is in a service's database, seen by the superuser."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from servicekit.database import Connection
    from tests.harness.services import Service


@asynccontextmanager
async def opened(service: Service) -> AsyncGenerator[Connection]:
    """Yield a connection that row security does not bind."""
    conn = await asyncpg.connect(service.database)
    try:
        yield conn
    finally:
        await conn.close()


async def tables(conn: Connection) -> list[str]:
    """Return the names of all tables that hold a tenant's rows."""
    rows = await conn.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'"
    )
    return [row["tablename"] for row in rows]


async def counts(service: Service, tenant: str) -> dict[str, int]:
    """Return how many rows of the tenant each table has that has any."""
    async with opened(service) as conn:
        found = {
            table: await conn.fetchval(
                f"SELECT count(*) FROM {table} WHERE tenant = $1",  # noqa: S608
                tenant,
            )
            for table in await tables(conn)
        }
    return {table: count for table, count in found.items() if count}


async def everything(service: Service) -> bytes:
    """Return every value of every row: as the server prints it, and its bytes."""
    found: list[bytes] = []
    async with opened(service) as conn:
        for table in await tables(conn):
            rows = await conn.fetch(f"SELECT *, t::text AS printed FROM {table} t")  # noqa: S608
            for row in rows:
                found += [
                    value if isinstance(value, bytes) else str(value).encode()
                    for value in row.values()
                ]
    return b"\n".join(found)


async def of_candidates(service: Service, *candidate_ids: str) -> dict[str, list[str]]:
    """Return each row of Ingest that is about the candidates, as the server prints it.

    That is every row of every table with their ids, and the history of their applications.
    """
    found: dict[str, list[str]] = {}
    async with opened(service) as conn:
        columns = await conn.fetch(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'candidate_id'"
        )
        where = {row["table_name"]: "candidate_id" for row in columns}
        where |= {"stage_change": "application_id", "person_key": "person_id"}
        for table, column in where.items():
            ids = (
                "SELECT application_id FROM application WHERE candidate_id = ANY($1::uuid[])"
                if column == "application_id"
                else "SELECT unnest($1::uuid[])"
            )
            rows = await conn.fetch(
                f"SELECT t::text AS printed FROM {table} t WHERE {column}::uuid IN ({ids})"  # noqa: S608
                " ORDER BY printed",
                list(candidate_ids),
            )
            if rows:
                found[table] = [row["printed"] for row in rows]
    return found
