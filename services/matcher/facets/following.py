"""What changes whom selections may return: consents, dates, preferences and applications."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from uuid import UUID

from candor.ingest.v1 import events_pb2
from candor.ingest.v1.application_service_pb2 import STAGE_WITHDRAWN

from servicekit import inbox
from servicekit.database import transaction
from servicekit.erasing import Erased
from services.matcher.facets.repository import Applied, Standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2

    from servicekit.database import Connection
    from services.matcher.facets.refreshing import Refresher
    from services.matcher.stores import Stores

STANDINGS = "matcher-standings"
RETENTIONS = "matcher-retentions"
APPLICATIONS = "matcher-applications"
PAGE = 64
FIRST = UUID(int=0)


class Follower:
    """Handles those events of Ingest."""

    def __init__(self, stores: Stores, refresher: Refresher) -> None:
        self._stores = stores
        self._refresher = refresher

    async def standings(self, events: Sequence[event_pb2.Event]) -> None:
        """Refresh whom each ConsentUpdated, RetentionExtended or PreferencesUpdated names."""
        for event in events:
            async with transaction(self._stores.pool, event.tenant) as conn:
                if await inbox.first_time(conn, STANDINGS, event.tenant, event.event_id):
                    # All of these are about the candidate that is their object.
                    named = [event.object_id]
                    await self._refresher.refresh(conn, event.tenant, event.actor, named)

    async def retentions(self, events: Sequence[event_pb2.Event]) -> None:
        """Refresh everybody of the tenant after each RetentionSet, page by page."""
        for event in events:
            after: UUID | None = FIRST
            while after is not None:
                after = await self._page(event, after)
            async with transaction(self._stores.pool, event.tenant) as conn:
                await inbox.first_time(conn, RETENTIONS, event.tenant, event.event_id)

    async def _page(self, event: event_pb2.Event, after: UUID) -> UUID | None:
        async with transaction(self._stores.pool, event.tenant) as conn:
            standings = Standings(conn, event.tenant, self._stores.master)
            named = await standings.page(after, PAGE)
            await self._refresher.refresh(conn, event.tenant, event.actor, named)
        return UUID(named[-1]) if named else None

    async def applications(self, events: Sequence[event_pb2.Event]) -> None:
        """Note who applied to what, and who has withdrawn."""
        for event in events:
            async with transaction(self._stores.pool, event.tenant) as conn:
                if await inbox.first_time(conn, APPLICATIONS, event.tenant, event.event_id):
                    await self._applied(conn, event)

    async def _applied(self, conn: Connection, event: event_pb2.Event) -> None:
        created, moved = events_pb2.ApplicationCreated(), events_pb2.ApplicationMoved()
        applied = Applied(conn, event.tenant)
        if event.data.Unpack(moved):
            withdrawn = moved.to_stage == STAGE_WITHDRAWN
            await applied.withdraw(moved.application_id, withdrawn=withdrawn)
        elif event.data.Unpack(created):
            if await Erased(conn, event.tenant).hold([created.candidate_id]):
                return
            at = event.event_time.ToDatetime(UTC)
            await applied.add(created.application_id, created.job_id, created.candidate_id, at)
