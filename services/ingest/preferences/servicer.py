"""candor.ingest.v1.PreferencesService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2
from candor.ingest.v1 import preferences_service_pb2 as pb
from candor.ingest.v1.preferences_service_pb2_grpc import PreferencesServiceServicer

from servicekit import outbox
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.candidates.repository import Candidates
from services.ingest.preferences import wire
from services.ingest.preferences.repository import PreferencesStore

if TYPE_CHECKING:
    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.ingest.stores import Stores


class PreferencesServicer(PreferencesServiceServicer):
    """Keeps where, how and when people would work. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def UpdatePreferences(
        self, request: pb.UpdatePreferencesRequest, context: Context
    ) -> pb.UpdatePreferencesResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "UpdatePreferences")
            empty = pb.UpdatePreferencesResponse()
            known = await requests.recall(request.request_id, request, empty)
            if known is not None:
                return known
            candidates = Candidates(conn, who.tenant, own=who.own)
            found, _ = await candidates.get(candidate_id)
            await candidates.hold(found.candidate_id)
            said = await self._update(conn, who, found.candidate_id, request)
            response = pb.UpdatePreferencesResponse(preferences=said)
            await requests.remember(request.request_id, response, person_id=found.candidate_id)
        return response

    async def _update(
        self,
        conn: Connection,
        who: Caller,
        candidate_id: str,
        request: pb.UpdatePreferencesRequest,
    ) -> pb.Preferences:
        store = PreferencesStore(conn, who.tenant, self._stores.master)
        await store.lock(candidate_id)
        before = wire.to_preferences(await store.of(candidate_id))
        wish = wire.to_preferences(request.preferences)
        after = before.changed(wish, wire.names(request.update_mask))
        now = self._stores.clock()
        await store.put(candidate_id, wire.preferences(after), now)
        updated = events_pb2.PreferencesUpdated(candidate_id=candidate_id)
        await outbox.announce(conn, updated, outbox.About(who.tenant, candidate_id, who.actor), now)
        return await store.of(candidate_id)

    async def GetPreferences(
        self, request: pb.GetPreferencesRequest, context: Context
    ) -> pb.GetPreferencesResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            found, _ = await Candidates(conn, who.tenant, own=who.own).get(candidate_id)
            store = PreferencesStore(conn, who.tenant, self._stores.master)
            said = await store.of(found.candidate_id)
        return pb.GetPreferencesResponse(preferences=said)
