"""What the index holds of a candidate's facets, brought to what Ingest says now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import grpc.aio
from candor.ingest.v1 import facts_service_pb2, facts_service_pb2_grpc

from servicekit import channel
from servicekit.erasing import Erased
from servicekit.errors import Code
from services.matcher.facets import wire
from services.matcher.facets.admission import place_marks
from services.matcher.facets.facets import NOWHERE, payload_of
from services.matcher.facets.repository import Standings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from candor.common.v1 import event_pb2

    from servicekit.auth import MeshIdentity
    from servicekit.database import Connection
    from services.matcher.facets.facets import Facets, Payload
    from services.matcher.stores import Stores

TIMEOUT = 10.0


class Refresher:
    """Asks Ingest where candidates stand and writes it down, in the caller's transaction."""

    def __init__(self, stores: Stores, ingest: grpc.aio.Channel, identity: MeshIdentity) -> None:
        self._stores = stores
        self._ingest = facts_service_pb2_grpc.FactsServiceStub(ingest)
        self._identity = identity

    async def standing(
        self, tenant: str, actor: event_pb2.Actor, candidate_id: str
    ) -> facts_service_pb2.GetStandingResponse:
        """Return where a candidate stands; of one who is gone, nothing is to be found."""
        try:
            return await self._ingest.GetStanding(
                facts_service_pb2.GetStandingRequest(candidate_id=candidate_id),
                metadata=channel.bearer(self._identity.token(tenant, actor)),
                timeout=TIMEOUT,
            )
        except grpc.aio.AioRpcError as error:
            if error.code() is not Code.NOT_FOUND:
                raise
            return facts_service_pb2.GetStandingResponse()

    async def noted(
        self, conn: Connection, tenant: str, actor: event_pb2.Actor, candidate_ids: Sequence[str]
    ) -> Mapping[str, Payload]:
        """Note where each of the candidates stands; return what their points are to hold.

        Whoever writes points of theirs does so in the same transaction. None of them may
        have been erased.
        """
        facets = await self._asked(conn, tenant, actor, candidate_ids)
        standings = Standings(conn, tenant, self._stores.master)
        for candidate_id, each in facets.items():
            await standings.put(candidate_id, each)
        return self._payloads(tenant, facets)

    async def refresh(
        self, conn: Connection, tenant: str, actor: event_pb2.Actor, candidate_ids: Sequence[str]
    ) -> None:
        """Bring the points of those of the candidates that are indexed to where they stand."""
        standings = Standings(conn, tenant, self._stores.master)
        erased = await Erased(conn, tenant).hold(candidate_ids)
        # Before looking who is indexed: one who is being indexed now was asked for before.
        await standings.lock(candidate_ids)
        present = await standings.indexed([each for each in candidate_ids if each not in erased])
        facets = await self._asked(conn, tenant, actor, sorted(present))
        before = await standings.load(sorted(present))
        changed = {key: each for key, each in facets.items() if each != before.get(key)}
        for candidate_id, payload in self._payloads(tenant, changed).items():
            await self._stores.index.set_payload(candidate_id, payload)
            await standings.put(candidate_id, changed[candidate_id])

    async def _asked(
        self, conn: Connection, tenant: str, actor: event_pb2.Actor, candidate_ids: Sequence[str]
    ) -> Mapping[str, Facets]:
        await Standings(conn, tenant, self._stores.master).lock(candidate_ids)
        answers = await asyncio.gather(
            *(self.standing(tenant, actor, each) for each in candidate_ids)
        )
        return {
            candidate_id: wire.to_facets(each.facets) if each.HasField("facets") else NOWHERE
            for candidate_id, each in zip(candidate_ids, answers, strict=True)
        }

    def _payloads(self, tenant: str, facets: Mapping[str, Facets]) -> Mapping[str, Payload]:
        marks = place_marks(self._stores.master, tenant)
        return {candidate_id: payload_of(each, marks) for candidate_id, each in facets.items()}
