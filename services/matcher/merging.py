"""From merges of candidates to an index that knows one of them, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import grpc.aio
from candor.ingest.v1 import events_pb2, facts_service_pb2, facts_service_pb2_grpc

from servicekit import channel, inbox
from servicekit.database import transaction
from servicekit.erasing import Erased
from servicekit.errors import Code
from services.matcher.indexing import TIMEOUT, Wanted, version
from services.matcher.repository import FactsStore, Merged

if TYPE_CHECKING:
    from candor.common.v1 import event_pb2

    from servicekit.auth import MeshIdentity
    from servicekit.database import Connection
    from services.matcher.indexing import Indexer
    from services.matcher.stores import Stores

CONSUMER = "matcher-merges"


class Joiner:
    """Handles CandidatesMerged and CandidatesUnmerged of Ingest."""

    def __init__(
        self, stores: Stores, indexer: Indexer, ingest: grpc.aio.Channel, identity: MeshIdentity
    ) -> None:
        self._stores = stores
        self._indexer = indexer
        self._ingest = facts_service_pb2_grpc.FactsServiceStub(ingest)
        self._identity = identity

    async def handle(self, event: event_pb2.Event) -> None:
        """Bring both candidates of the event to where Ingest says that they are now.

        Not where the event says: one that was late would undo what came after it.
        """
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                return
            kept_id, other_id = _both(event)
            for candidate_id in (kept_id, other_id):
                await self._bring(conn, event, candidate_id)
            if not await Merged(conn, event.tenant).into([other_id]):
                # Or they would stay when the other is erased.
                store = FactsStore(conn, event.tenant, self._stores.master)
                await store.part(kept_id, other_id)

    async def _bring(self, conn: Connection, event: event_pb2.Event, candidate_id: str) -> None:
        if await Erased(conn, event.tenant).hold([candidate_id]):
            return
        standing = await self._standing(event, candidate_id)
        merged = Merged(conn, event.tenant)
        store = FactsStore(conn, event.tenant, self._stores.master)
        if standing.kept_id:
            await merged.add(candidate_id, standing.kept_id)
        else:
            await merged.remove(candidate_id)
        if not standing.facts_digest:
            await store.forget_indexed(candidate_id)
            await self._stores.index.delete([candidate_id])
        elif await store.current(UUID(candidate_id)) != standing.facts_digest:
            wanted = Wanted(event.tenant, event.actor, candidate_id, standing.facts_digest)
            known = await self._indexer.fetch(wanted)
            if known is None:
                return  # erased meanwhile, which deletes the point
            await self._stores.index.put(await self._indexer.points([known]))
            await store.add(candidate_id, wanted.facts_digest, known.body)
            await store.reindexed(
                candidate_id,
                wanted.facts_digest,
                version(standing.operation_id, standing.corrections),
            )

    async def _standing(
        self, event: event_pb2.Event, candidate_id: str
    ) -> facts_service_pb2.GetStandingResponse:
        try:
            return await self._ingest.GetStanding(
                facts_service_pb2.GetStandingRequest(candidate_id=candidate_id),
                metadata=channel.bearer(self._identity.token(event.tenant, event.actor)),
                timeout=TIMEOUT,
            )
        except grpc.aio.AioRpcError as error:
            if error.code() is not Code.NOT_FOUND:
                raise
            return facts_service_pb2.GetStandingResponse()  # gone since: nothing is to be found


def _both(event: event_pb2.Event) -> tuple[str, str]:
    merged, unmerged = events_pb2.CandidatesMerged(), events_pb2.CandidatesUnmerged()
    if event.data.Unpack(merged):
        return merged.kept_id, merged.other_id
    event.data.Unpack(unmerged)
    return unmerged.kept_id, unmerged.other_id
