"""Channels to other services of the mesh."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import grpc.aio
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from opentelemetry.instrumentation.grpc import aio_client_interceptors

from servicekit.server import MAX_MESSAGE_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

# UNAVAILABLE alone is safe to retry blindly (AIP-194): the call did not happen.
SERVICE_CONFIG = json.dumps(
    {
        "methodConfig": [
            {
                "name": [{}],
                "retryPolicy": {
                    "maxAttempts": 4,
                    "initialBackoff": "0.1s",
                    "maxBackoff": "2s",
                    "backoffMultiplier": 3,
                    "retryableStatusCodes": ["UNAVAILABLE"],
                },
            }
        ]
    }
)


@asynccontextmanager
async def connected(address: str) -> AsyncGenerator[grpc.aio.Channel]:
    """Open a channel to `address` that carries the trace on and retries what did not happen."""
    options: list[tuple[str, str | int]] = [
        ("grpc.service_config", SERVICE_CONFIG),
        ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
        ("grpc.keepalive_time_ms", 30_000),
        ("grpc.max_reconnect_backoff_ms", 2_000),
    ]
    async with grpc.aio.insecure_channel(
        address, options=options, interceptors=aio_client_interceptors()
    ) as channel:
        yield channel


def reason(error: grpc.aio.AioRpcError) -> str:
    """Return the reason that a call of another service was refused for; "" if it gave none."""
    status = rpc_status.from_call(error)  # pyright: ignore[reportArgumentType]  # typed for sync calls
    info = error_details_pb2.ErrorInfo()
    for detail in status.details if status is not None else ():
        if detail.Unpack(info):
            return info.reason
    return ""


def bearer(token: str) -> tuple[tuple[str, str], ...]:
    """Return the call metadata that carries `token`."""
    return (("authorization", f"Bearer {token}"),)
