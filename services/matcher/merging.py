"""From merges of candidates to an index that knows one of them, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from candor.ingest.v1 import events_pb2

from servicekit import inbox
from servicekit.database import transaction
from servicekit.erasing import Erased
from services.matcher.facets.repository import Standings
from services.matcher.indexing import Wanted, version
from services.matcher.repository import FactsStore, Merged

if TYPE_CHECKING:
    from candor.common.v1 import event_pb2

    from servicekit.database import Connection
    from services.matcher.facets.refreshing import Refresher
    from services.matcher.indexing import Indexer
    from services.matcher.stores import Stores

CONSUMER = "matcher-merges"


class Joiner:
    """Handles CandidatesMerged and CandidatesUnmerged of Ingest."""

    def __init__(self, stores: Stores, indexer: Indexer, refresher: Refresher) -> None:
        self._stores = stores
        self._indexer = indexer
        self._refresher = refresher

    async def handle(self, event: event_pb2.Event) -> None:
        """Bring both candidates of the event to where Ingest says that they are now.

        Not where the event says: one that was late would undo what came after it. Whom
        nothing is known of any more leaves the index after the commit, so that searches
        find at least what the tables say; a second delivery tries that again.
        """
        kept_id, other_id = _both(event)
        async with transaction(self._stores.pool, event.tenant) as conn:
            store = FactsStore(conn, event.tenant, self._stores.master)
            if await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                standings = Standings(conn, event.tenant, self._stores.master)
                await standings.lock([kept_id, other_id])  # both in the order of everybody else
                for candidate_id in (kept_id, other_id):
                    await self._bring(conn, event, candidate_id)
                if not await Merged(conn, event.tenant).into([other_id]):
                    # Or they would stay when the other is erased.
                    await store.part(kept_id, other_id)
            known = await store.standing([kept_id, other_id])
        await self._stores.index.delete(sorted({kept_id, other_id} - set(known)))

    async def _bring(self, conn: Connection, event: event_pb2.Event, candidate_id: str) -> None:
        if await Erased(conn, event.tenant).hold([candidate_id]):
            return
        standing = await self._refresher.standing(event.tenant, event.actor, candidate_id)
        merged = Merged(conn, event.tenant)
        store = FactsStore(conn, event.tenant, self._stores.master)
        if standing.kept_id:
            await merged.add(candidate_id, standing.kept_id)
        else:
            await merged.remove(candidate_id)
        if not standing.facts_digest:
            await store.forget_indexed(candidate_id)
        elif await store.current(UUID(candidate_id)) != standing.facts_digest:
            wanted = Wanted(event.tenant, event.actor, candidate_id, standing.facts_digest)
            known = await self._indexer.fetch(wanted)
            if known is None:
                return  # erased meanwhile, which deletes the point
            points = await self._indexer.points([known])
            await self._indexer.put(conn, event.tenant, event.actor, points)
            await store.add(candidate_id, wanted.facts_digest, known.body)
            await store.reindexed(
                candidate_id,
                wanted.facts_digest,
                version(standing.operation_id, standing.corrections),
            )
        else:  # the same facts, but perhaps another place
            named = [candidate_id]
            await self._refresher.refresh(conn, event.tenant, event.actor, named)


def _both(event: event_pb2.Event) -> tuple[str, str]:
    merged, unmerged = events_pb2.CandidatesMerged(), events_pb2.CandidatesUnmerged()
    if event.data.Unpack(merged):
        return merged.kept_id, merged.other_id
    event.data.Unpack(unmerged)
    return unmerged.kept_id, unmerged.other_id
