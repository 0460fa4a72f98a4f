"""Assistant, wired: the one place where its parts meet."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from candor.assistant.v1 import assistant_service_pb2, export_service_pb2
from candor.assistant.v1.assistant_service_pb2_grpc import (
    add_AssistantServiceServicer_to_server,
)
from candor.assistant.v1.export_service_pb2_grpc import add_ExportServiceServicer_to_server

from servicekit import auth, channel, database, events, outbox, sealing
from servicekit.background import background
from servicekit.pages import Pages
from servicekit.server import Room, serving
from services.assistant import erasing
from services.assistant.exporting.servicer import ExportServicer
from services.assistant.servicer import AssistantServicer
from services.assistant.stores import Stores
from services.assistant.tools import Services

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from services.assistant.settings import Settings

MIGRATIONS = Path(__file__).with_name("migrations")


@asynccontextmanager
async def running(settings: Settings) -> AsyncGenerator[str]:
    """Run assistant while the block lasts, yielding the address it serves on."""
    master = sealing.master_key(settings.master_key_file)
    async with (
        database.pool(
            settings.database.get_secret_value(), MIGRATIONS, size=settings.pool_size
        ) as pool,
        channel.connected(settings.ingest) as ingest,
        channel.connected(settings.matcher) as matcher,
        events.connected(settings.nats.get_secret_value(), "assistant") as bus,
    ):
        stores = Stores(pool, master, Pages(master), lambda: datetime.now(UTC))
        services = Services(ingest, matcher, settings.tool_timeout)
        rooms = [
            Room(
                assistant_service_pb2.DESCRIPTOR.services_by_name["AssistantService"],
                AssistantServicer(stores, services),
                add_AssistantServiceServicer_to_server,
            ),
            Room(
                export_service_pb2.DESCRIPTOR.services_by_name["ExportService"],
                ExportServicer(stores),
                add_ExportServiceServicer_to_server,
            ),
        ]
        async with (
            background(
                outbox.relay_forever(pool, bus),
                bus.consume_forever(erasing.SUBSCRIPTION, erasing.Eraser(stores).handle),
            ),
            serving(
                settings.listen,
                rooms,
                auth.Verifier(settings.issuers),
                call_timeout=settings.call_timeout,
                grace=settings.stop_grace,
            ) as address,
        ):
            yield address
