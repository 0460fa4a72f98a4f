"""Erasing a candidate from Audit.

The ledger stays, byte for byte: it holds ids and digests. What Audit sealed for the person
can be opened no more, for their key goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.audit.v1 import events_pb2
from candor.ingest.v1 import events_pb2 as ingest_events_pb2

from servicekit import inbox, outbox
from servicekit.database import transaction
from servicekit.erasing import BACKOFF, Erased, Erasure, told
from servicekit.events import Subscription

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from candor.common.v1 import event_pb2

    from servicekit.database import Pool

CONSUMER = "audit-erased"
SUBSCRIPTION = Subscription(
    CONSUMER, "EVENTS", ("candor.*.ingest.candidate-erased.v1",), backoff=BACKOFF
)


class Eraser:
    """Handles CandidateErased of Ingest."""

    def __init__(self, pool: Pool, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._clock = clock

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Destroy the key of the candidate that each event names, and confirm."""
        for event in events:
            erased = ingest_events_pb2.CandidateErased()
            event.data.Unpack(erased)
            await self._erase(event, erased)

    async def _erase(
        self, event: event_pb2.Event, erased: ingest_events_pb2.CandidateErased
    ) -> None:
        async with transaction(self._pool, event.tenant) as conn:
            if not await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                return
            deleted = await Erased(conn, event.tenant).erase(
                Erasure(erased.erasure_id, erased.candidate_id, erased.subject), _nothing
            )
            confirmed = events_pb2.ErasureConfirmed(
                erasure_id=erased.erasure_id,
                candidate_id=erased.candidate_id,
                deleted=told(deleted),
            )
            about = outbox.About(event.tenant, erased.candidate_id, event.actor)
            await outbox.announce(conn, confirmed, about, self._clock())


async def _nothing() -> Mapping[str, int]:
    """Delete nothing: what is sealed goes with its key."""
    return {}
