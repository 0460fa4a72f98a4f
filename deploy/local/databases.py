"""A database and a role for each service, on a server that is up."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import asyncpg

from deploy.local import StackFault

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

_PATIENCE = 2.0


class PasswordRefused(StackFault):
    """The server does not know the password that the data folder has for its superuser."""


class NotPrepared(StackFault):
    """The services' databases could not be made."""


class NotAsked(StackFault):
    """The server did not answer a question of the operator's."""


async def answers(admin_dsn: str) -> bool:
    """Return whether the server takes queries.

    Raises:
        PasswordRefused: it never will from us.
    """
    try:
        async with _connected(admin_dsn) as connection:
            return await connection.fetchval("SELECT true")
    except asyncpg.InvalidPasswordError as error:
        raise PasswordRefused(
            "PostgreSQL refuses the superuser's password in keys/: the folders keys and"
            " postgres are not from the same stack"
        ) from error
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False  # It starts, or stops.


async def prepare(admin_dsn: str, passwords: Mapping[str, str]) -> None:
    """Give each service of `passwords` a role with its password and a database of its own.

    The role is no superuser and cannot pass row security by right; it owns its database
    (tables want FORCE ROW LEVEL SECURITY, since owners are exempt) and may connect to no
    other. What exists is left as it is, but for the password.

    Raises:
        NotPrepared: the server refused, or went away.
    """
    try:
        async with _connected(admin_dsn) as connection:
            for service, password in passwords.items():
                await _prepare_one(connection, service, password)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise NotPrepared(f"preparing the databases: {error}") from error


async def indexed_tenants(admin_dsn: str) -> list[str]:
    """Return every tenant of whom Matcher has indexed somebody or knows a job.

    The address is of its database.

    Row security hides this from Matcher itself.

    Raises:
        NotAsked: the server refused, or went away.
    """
    try:
        async with _connected(admin_dsn) as connection:
            rows = await connection.fetch(
                "SELECT tenant FROM indexed UNION SELECT tenant FROM job ORDER BY tenant"
            )
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise NotAsked(f"asking for the tenants: {error}") from error
    return [row["tenant"] for row in rows]


async def _prepare_one(connection: asyncpg.Connection, service: str, password: str) -> None:
    # These statements take no parameters; the server's own quoting makes them safe.
    role, secret = await connection.fetchrow(
        "SELECT quote_ident($1), quote_literal($2)", service, password
    ) or ("", "")
    if not await connection.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", service):
        await connection.execute(f"CREATE ROLE {role} LOGIN NOINHERIT PASSWORD {secret}")
    else:
        await connection.execute(f"ALTER ROLE {role} PASSWORD {secret}")
    if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", service):
        await connection.execute(f"CREATE DATABASE {role} OWNER {role}")
    await connection.execute(f"REVOKE ALL ON DATABASE {role} FROM PUBLIC")


@asynccontextmanager
async def _connected(dsn: str) -> AsyncGenerator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn, timeout=_PATIENCE)
    try:
        yield connection
    finally:
        await connection.close()
