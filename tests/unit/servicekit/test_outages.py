"""Which errors mean that a store is away, and which that we have a bug."""

from __future__ import annotations

import asyncpg
import nats.errors
import pytest

from servicekit import outages


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.ConnectionDoesNotExistError(),
        asyncpg.CannotConnectNowError(),
        asyncpg.AdminShutdownError(),
        asyncpg.CrashShutdownError(),
        asyncpg.TooManyConnectionsError(),
        asyncpg.DiskFullError(),
        asyncpg.InterfaceError("connection is closed"),
        ConnectionRefusedError(),
        ConnectionResetError(),
        FileNotFoundError("no such socket"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_database_is_away(error: Exception) -> None:
    assert outages.of_database(error)


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),  # said by its own name
        asyncpg.UndefinedTableError(),
        asyncpg.QueryCanceledError(),
        asyncpg.UniqueViolationError(),
        asyncpg.InvalidPasswordError(),
        asyncpg.exceptions.ClientConfigurationError("a malformed address"),
        nats.errors.ConnectionClosedError(),
        ValueError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_database_is_not_away(error: Exception) -> None:
    assert not outages.of_database(error)
