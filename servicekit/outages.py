"""Which exceptions mean that a store is away, and not that we have a bug."""

from __future__ import annotations

import asyncpg
import grpc.aio
import nats.errors

from servicekit.errors import Code, ServiceError

PAUSE = 1.0
"""Seconds that work in the background waits before it tries again what a store refused."""

EVENTS: tuple[type[Exception], ...] = (nats.errors.Error, TimeoutError)
"""NATS does not answer, or not in time."""

DATABASE: tuple[type[Exception], ...] = (
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    OSError,  # refused, reset, no such socket, and TimeoutError
)
"""PostgreSQL cannot be reached, stops, starts or has nothing left to give."""


def is_one(error: Exception) -> bool:
    """Return whether `error` says that something we stand on is away, for now."""
    if isinstance(error, ServiceError):
        return error.code is Code.UNAVAILABLE
    if isinstance(error, grpc.aio.AioRpcError):
        return error.code() in (Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED)
    return isinstance(error, EVENTS) or of_database(error)


def of_database(error: Exception) -> bool:
    """Return whether `error` says that PostgreSQL is away."""
    # A ValueError among asyncpg's InterfaceErrors is an argument of ours that does not fit.
    return isinstance(error, DATABASE) and not isinstance(error, TimeoutError | ValueError)
