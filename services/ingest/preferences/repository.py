"""The `preference` table, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import preferences_service_pb2 as pb

from servicekit.sealing import PersonKeys
from servicekit.timestamps import timestamp

if TYPE_CHECKING:
    from datetime import datetime

    from servicekit.database import Connection

PREFERENCES = "preferences"


class PreferencesStore:
    """What people have said, each sealed under their key."""

    def __init__(self, conn: Connection, tenant: str, master: bytes) -> None:
        self._conn = conn
        self._tenant = tenant
        self._keys = PersonKeys(conn, tenant, master)

    async def of(self, candidate_id: str) -> pb.Preferences:
        """Return what a candidate has said, or what holds of who has said nothing."""
        row = await self._conn.fetchrow(
            """
            SELECT body, updated_at FROM preference WHERE tenant = $1 AND candidate_id = $2
            """,
            self._tenant,
            candidate_id,
        )
        if row is None:
            return pb.Preferences(open_to_jobs=True)
        key = await self._keys.existing(candidate_id)
        said = pb.Preferences.FromString(key.open(row["body"], purpose=PREFERENCES))
        said.update_time.CopyFrom(timestamp(row["updated_at"]))
        return said

    async def lock(self, candidate_id: str) -> None:
        """Wait for whoever changes what the candidate says, and keep others from it."""
        await self._conn.execute(
            # No stronger lock: rows that refer to the candidate hold a share of its key.
            "SELECT FROM candidate WHERE tenant = $1 AND candidate_id = $2 FOR NO KEY UPDATE",
            self._tenant,
            candidate_id,
        )

    async def put(self, candidate_id: str, said: pb.Preferences, now: datetime) -> None:
        """Set what the candidate says."""
        key = await self._keys.held(candidate_id)
        await self._conn.execute(
            """
            INSERT INTO preference (tenant, candidate_id, body, updated_at)
            VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, candidate_id) DO UPDATE SET body = $3, updated_at = $4
            """,
            self._tenant,
            candidate_id,
            key.seal(said.SerializeToString(), purpose=PREFERENCES),
            now,
        )
