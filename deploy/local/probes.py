"""Questions that tell a server that answers from one that merely runs."""

from __future__ import annotations

import asyncio
import json

import grpc.aio
from grpc_health.v1 import health_pb2

from deploy.local.ports import LOOPBACK

_PATIENCE = 1.0


async def grpc_serving(port: int, service: str = "") -> bool:
    """Return whether the server's grpc.health.v1 says SERVING for `service`."""
    async with grpc.aio.insecure_channel(f"{LOOPBACK}:{port}") as channel:
        check = channel.unary_unary(
            "/grpc.health.v1.Health/Check",
            request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=health_pb2.HealthCheckResponse.FromString,
        )
        try:
            answer = await check(health_pb2.HealthCheckRequest(service=service), timeout=_PATIENCE)
        except grpc.aio.AioRpcError:
            return False
        return answer.status == health_pb2.HealthCheckResponse.SERVING


async def http_ok(port: int, path: str) -> bool:
    """Return whether a GET of `path` is answered with status 200."""
    request = f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nConnection: close\r\n\r\n"
    line = await _first_line(port, request.encode())
    version, _, status = line.partition(b" ")
    return version.startswith(b"HTTP/1.") and status.startswith(b"200 ")


async def nats_with_jetstream(port: int) -> bool:
    """Return whether a NATS server greets us and has JetStream."""
    greeting = await _first_line(port, b"")
    if not greeting.startswith(b"INFO "):
        return False
    return bool(json.loads(greeting.removeprefix(b"INFO ")).get("jetstream"))


async def _first_line(port: int, request: bytes) -> bytes:
    """Return the first line that the server says after `request`; empty when it does not."""
    try:
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            try:
                writer.write(request)
                return await reader.readline()
            finally:
                writer.close()
                await writer.wait_closed()
    except (OSError, TimeoutError):
        return b""
