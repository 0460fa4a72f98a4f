"""Erasing a candidate from conversations: what was said about them, and what they said.

Messages are sealed for whoever asked, so the candidate's own key reaches none of them:
each message is written with whom it may name, and by that it is found here and emptied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.assistant.v1 import events_pb2
from candor.ingest.v1 import events_pb2 as ingest_events_pb2

from servicekit import inbox, outbox
from servicekit.database import transaction
from servicekit.erasing import BACKOFF, Erased, Erasure, told
from servicekit.events import Subscription
from services.assistant.repository import Conversations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2

    from services.assistant.stores import Stores

CONSUMER = "assistant-erased"
SUBSCRIPTION = Subscription(
    CONSUMER, "EVENTS", ("candor.*.ingest.candidate-erased.v1",), backoff=BACKOFF
)


class Eraser:
    """Handles CandidateErased of Ingest."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Empty what was said about the candidate that each event names, and confirm."""
        for event in events:
            erased = ingest_events_pb2.CandidateErased()
            event.data.Unpack(erased)
            await self._erase(event, erased)

    async def _erase(
        self, event: event_pb2.Event, erased: ingest_events_pb2.CandidateErased
    ) -> None:
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                return
            conversations = Conversations(conn, event.tenant, self._stores.master)
            deleted = await Erased(conn, event.tenant).erase(
                Erasure(erased.erasure_id, erased.candidate_id, erased.subject),
                lambda: conversations.forget(erased.candidate_id, erased.subject),
            )
            confirmed = events_pb2.ErasureConfirmed(
                erasure_id=erased.erasure_id,
                candidate_id=erased.candidate_id,
                deleted=told(deleted),
            )
            about = outbox.About(event.tenant, erased.candidate_id, event.actor)
            await outbox.announce(conn, confirmed, about, self._stores.clock())
