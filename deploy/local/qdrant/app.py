"""The endpoint, assembled."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import grpc.aio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import aio as health
from qdrant_client import grpc as pb

from deploy.local.qdrant.catalogue import Catalogue
from deploy.local.qdrant.servicer import CollectionsServicer, PointsServicer, QdrantServicer
from deploy.local.qdrant.translation import Translation

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from deploy.local.qdrant.settings import Settings

_LARGEST_MESSAGE = 64 << 20
_GRACE = 5.0
_TICK = 0.5


@asynccontextmanager
async def running(settings: Settings) -> AsyncGenerator[str]:
    """Serve while the block lasts, yielding the address; then finish the calls under way.

    All that was answered is synced to the disk when this returns. Raises BlockingIOError where
    another process has the data folder.
    """
    catalogue = await asyncio.to_thread(Catalogue, settings)
    try:
        async with asyncio.TaskGroup() as tasks:
            tending = tasks.create_task(_tend(catalogue))
            async with _serving(settings, catalogue) as address:
                yield address
            tending.cancel()
    finally:
        await asyncio.to_thread(catalogue.close)


@asynccontextmanager
async def _serving(settings: Settings, catalogue: Catalogue) -> AsyncGenerator[str]:
    server = grpc.aio.server(
        interceptors=[Translation()],
        options=[("grpc.max_receive_message_length", _LARGEST_MESSAGE), ("grpc.so_reuseport", 0)],
    )
    pb.add_QdrantServicer_to_server(QdrantServicer(), server)
    pb.add_CollectionsServicer_to_server(CollectionsServicer(catalogue, settings.tuning), server)
    pb.add_PointsServicer_to_server(PointsServicer(catalogue), server)
    watched = health.HealthServicer()
    await watched.set("", health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(watched, server)
    port = server.add_insecure_port(f"{settings.host}:{settings.port}")
    await server.start()
    try:
        yield f"{settings.host}:{port}"
    finally:
        await watched.enter_graceful_shutdown()
        await server.stop(_GRACE)


async def _tend(catalogue: Catalogue) -> None:
    while True:
        await asyncio.sleep(_TICK)
        catalogue.tend()
