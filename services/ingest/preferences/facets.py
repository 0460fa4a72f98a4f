"""What of a candidate searches may be narrowed by."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from candor.facts.v1 import facets_pb2, requirements_pb2
from candor.ingest.v1 import profile_pb2

from servicekit.sealing import PersonKeys
from services.ingest.candidates.repository import Candidates
from services.ingest.candidates.wire import PROFILE
from services.ingest.preferences.repository import PreferencesStore
from services.ingest.preferences.wire import to_preferences
from services.ingest.retention.repository import Retention

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from servicekit.database import Connection
    from servicekit.places import Gazetteer
    from services.ingest.candidates.candidates import Candidate

EPOCH = date(1970, 1, 1)


class FacetsReader:
    """Puts facets together for one tenant, in the caller's transaction."""

    def __init__(self, conn: Connection, tenant: str, master: bytes, gazetteer: Gazetteer) -> None:
        self._conn = conn
        self._tenant = tenant
        self._master = master
        self._gazetteer = gazetteer

    async def of(self, candidate_id: UUID) -> facets_pb2.Facets:
        """Return the facets of a candidate that stands for itself."""
        found, profile = await Candidates(self._conn, self._tenant).get(candidate_id)
        store = PreferencesStore(self._conn, self._tenant, self._master)
        said = to_preferences(await store.of(found.candidate_id))
        places = said.places or await self._told(found, profile)
        words = {word for place in places for word in self._gazetteer.words(place)}
        begins = said.available_from
        return facets_pb2.Facets(
            place_words=sorted(words),
            remote=[requirements_pb2.RemoteMode.ValueType(each) for each in sorted(said.remote)],
            available_day=(begins - EPOCH).days if begins else 0,
            open=said.open_to_jobs,
            consent_until=await self._until(found),
        )

    async def _until(self, found: Candidate) -> int:
        if found.consent.withdrawn_at:
            return int(found.consent.withdrawn_at.timestamp())
        until = await Retention(self._conn, self._tenant).until(found.candidate_id)
        return int(until.timestamp())

    async def _told(self, found: Candidate, sealed: bytes | None) -> Sequence[str]:
        """Return the place that the resume tells, if it tells one."""
        keys = await PersonKeys(self._conn, self._tenant, self._master).known([found.source])
        if sealed is None or found.source not in keys:
            return ()
        body = keys[found.source].open(sealed, purpose=PROFILE)
        location = profile_pb2.Profile.FromString(body).location
        return (location,) if location else ()
