"""Audit, wired: the one place where its parts meet."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from candor.audit.v1 import ledger_service_pb2
from candor.audit.v1.ledger_service_pb2_grpc import add_LedgerServiceServicer_to_server

from servicekit import auth, database, events, outbox, sealing
from servicekit.background import background
from servicekit.events import Subscription
from servicekit.pages import Pages
from servicekit.server import Room, serving
from services.audit import erasing
from services.audit.appending import CONSUMER, Appender
from services.audit.servicer import LedgerServicer
from services.audit.signing import ledger_key

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from services.audit.settings import Settings

MIGRATIONS = Path(__file__).with_name("migrations")
# One lane: the ledger keeps the order in which events were announced.
EVERYTHING = Subscription(CONSUMER, "EVENTS", ("candor.>",), batch=256)


@asynccontextmanager
async def running(settings: Settings) -> AsyncGenerator[str]:
    """Run audit while the block lasts, yielding the address it serves on."""
    key = ledger_key(settings.ledger_key_file, settings.origin)
    tokens = Pages(sealing.master_key(settings.master_key_file))
    async with (
        database.pool(
            settings.database.get_secret_value(), MIGRATIONS, size=settings.pool_size
        ) as pool,
        events.connected(settings.nats.get_secret_value(), "audit") as bus,
    ):
        room = Room(
            ledger_service_pb2.DESCRIPTOR.services_by_name["LedgerService"],
            LedgerServicer(pool, key, tokens),
            add_LedgerServiceServicer_to_server,
        )
        eraser = erasing.Eraser(pool, lambda: datetime.now(UTC))
        async with (
            background(
                outbox.relay_forever(pool, bus),
                bus.consume_forever(EVERYTHING, Appender(pool, key).handle),
                bus.consume_forever(erasing.SUBSCRIPTION, eraser.handle),
            ),
            serving(
                settings.listen,
                [room],
                auth.Verifier(settings.issuers),
                call_timeout=settings.call_timeout,
                grace=settings.stop_grace,
            ) as address,
        ):
            yield address
