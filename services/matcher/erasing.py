"""Erasing a candidate from Matcher: facts, what was answered about them, and their point.

Runs stay: they hold ids, digests and points, which the ledger names. Without the facts,
a run shows an erased person's points and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2 as ingest_events_pb2
from candor.matcher.v1 import events_pb2

from servicekit import inbox, outbox
from servicekit.database import transaction
from servicekit.erasing import Erased, Erasure, told
from services.matcher.repository import FactsStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from candor.common.v1 import event_pb2

    from services.matcher.stores import Stores

CONSUMER = "matcher-erased"


class Eraser:
    """Handles CandidateErased of Ingest."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Delete what is held of the candidate that each event names, and confirm."""
        for event in events:
            erased = ingest_events_pb2.CandidateErased()
            event.data.Unpack(erased)
            await self._erase(event, erased)

    async def _erase(
        self, event: event_pb2.Event, erased: ingest_events_pb2.CandidateErased
    ) -> None:
        deleted = await self._delete(event.tenant, erased)
        # After the tombstone is committed: who indexes at this moment deletes the point, too.
        await self._stores.index.delete([erased.candidate_id])
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                return
            confirmed = events_pb2.ErasureConfirmed(
                erasure_id=erased.erasure_id,
                candidate_id=erased.candidate_id,
                deleted=told(deleted),
            )
            about = outbox.About(event.tenant, erased.candidate_id, event.actor)
            await outbox.announce(conn, confirmed, about, self._stores.clock())

    async def _delete(
        self, tenant: str, erased: ingest_events_pb2.CandidateErased
    ) -> Mapping[str, int]:
        async with transaction(self._stores.pool, tenant) as conn:
            store = FactsStore(conn, tenant, self._stores.master)
            return await Erased(conn, tenant).erase(
                Erasure(erased.erasure_id, erased.candidate_id, erased.subject),
                lambda: store.delete(erased.candidate_id),
            )
