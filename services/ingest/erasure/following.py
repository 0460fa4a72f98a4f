"""What follows an erasure: its files go, and the services' confirmations are collected."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from candor.assistant.v1 import events_pb2 as assistant_events_pb2
from candor.audit.v1 import events_pb2 as audit_events_pb2
from candor.ingest.v1 import events_pb2
from candor.matcher.v1 import events_pb2 as matcher_events_pb2

from servicekit import erasing, inbox, outbox
from servicekit.database import transaction
from services.ingest.erasure import holdings
from services.ingest.erasure.erasures import Confirmation, is_done
from services.ingest.erasure.repository import Erasures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2

    from services.ingest.stores import Stores

WORDS = {
    "ingest": events_pb2.ErasureConfirmed,
    "matcher": matcher_events_pb2.ErasureConfirmed,
    "assistant": assistant_events_pb2.ErasureConfirmed,
    "audit": audit_events_pb2.ErasureConfirmed,
}
"""By the service that announces it, its confirmation."""


class FileRemover:
    """Handles CandidateErased: removes the person's files, and confirms for Ingest."""

    CONSUMER = "ingest-erased"

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Remove the files that each event's erasure noted. Doing it twice changes nothing."""
        for event in events:
            erased = events_pb2.CandidateErased()
            event.data.Unpack(erased)
            await self._remove(event, erased)

    async def _remove(self, event: event_pb2.Event, erased: events_pb2.CandidateErased) -> None:
        async with transaction(self._stores.pool, event.tenant) as conn:
            addresses = await holdings.Removals(conn, event.tenant).of(erased.erasure_id)
        for address in addresses:
            await self._stores.files.remove(address)
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, self.CONSUMER, event.tenant, event.event_id):
                return
            await holdings.Removals(conn, event.tenant).done(erased.erasure_id)
            deleted = await holdings.deleted_of(conn, event.tenant, erased.candidate_id)
            confirmed = events_pb2.ErasureConfirmed(
                erasure_id=erased.erasure_id,
                candidate_id=erased.candidate_id,
                deleted=erasing.told(deleted),
            )
            about = outbox.About(event.tenant, erased.candidate_id, event.actor)
            await outbox.announce(conn, confirmed, about, self._stores.clock())


class Collector:
    """Handles the ErasureConfirmed of every service: with the last, the erasure is done."""

    CONSUMER = "ingest-confirmed"

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Note each confirmation."""
        for event in events:
            await self._note(event)

    async def _note(self, event: event_pb2.Event) -> None:
        confirmed = WORDS[event.source]()
        event.data.Unpack(confirmed)
        word = Confirmation(
            event.source,
            {each.kind: each.count for each in confirmed.deleted},
            event.event_time.ToDatetime(UTC),
        )
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, self.CONSUMER, event.tenant, event.event_id):
                return
            erasures, now = Erasures(conn, event.tenant), self._stores.clock()
            services = await erasures.confirm(confirmed.erasure_id, word)
            if is_done(services) and await erasures.finish(confirmed.erasure_id, now):
                finished = events_pb2.ErasureFinished(
                    erasure_id=confirmed.erasure_id, candidate_id=confirmed.candidate_id
                )
                about = outbox.About(event.tenant, confirmed.candidate_id, event.actor)
                await outbox.announce(conn, finished, about, now)
