"""Standings and applications in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from candor.facts.v1 import facets_pb2

from servicekit.sealing import PersonKeys
from services.matcher.facets import wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from servicekit.database import Connection, Pool
    from services.matcher.facets.facets import Facets

FACETS = "facets"


class Standings:
    """The `standing` table: the facets that the index holds of each candidate."""

    def __init__(self, conn: Connection, tenant: str, master: bytes) -> None:
        self._conn = conn
        self._tenant = tenant
        self._keys = PersonKeys(conn, tenant, master)

    async def lock(self, candidate_ids: Iterable[str]) -> None:
        """Keep others from changing what the index holds of these until the transaction ends.

        Comes before Ingest is asked: of two who ask, the later answer is written later.
        """
        for candidate_id in sorted(candidate_ids):
            await self._conn.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended('standing/' || $1 || '/' || $2, 0))",
                self._tenant,
                candidate_id,
            )

    async def put(self, candidate_id: str, facets: Facets) -> None:
        """Note what the index holds of the candidate."""
        key = await self._keys.of(candidate_id)
        await self._conn.execute(
            """
            INSERT INTO standing (tenant, candidate_id, consent_until, open, body)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant, candidate_id) DO UPDATE
            SET consent_until = $3, open = $4, body = $5, version = standing.version + 1
            """,
            self._tenant,
            candidate_id,
            datetime.fromtimestamp(facets.consent_until, UTC),
            facets.is_open,
            key.seal(wire.facets(facets).SerializeToString(), purpose=FACETS),
        )

    async def load(self, candidate_ids: Sequence[str]) -> Mapping[str, Facets]:
        """Return the facets of those of the candidates that have any."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, body FROM standing
            WHERE tenant = $1 AND candidate_id = ANY($2::uuid[])
            """,
            self._tenant,
            candidate_ids,
        )
        keys = await self._keys.known({str(row["candidate_id"]) for row in rows})
        sealed = {str(row["candidate_id"]): row["body"] for row in rows}
        return {
            candidate_id: wire.to_facets(
                facets_pb2.Facets.FromString(keys[candidate_id].open(body, purpose=FACETS))
            )
            for candidate_id, body in sealed.items()
            if candidate_id in keys
        }

    async def agreeing(self, candidate_ids: Sequence[str], now: datetime) -> Mapping[str, bool]:
        """Return those of the candidates whose consent holds, and whether each is open."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id, open FROM standing
            WHERE tenant = $1 AND candidate_id = ANY($2::uuid[]) AND consent_until > $3
            """,
            self._tenant,
            candidate_ids,
            now,
        )
        return {str(row["candidate_id"]): row["open"] for row in rows}

    async def next_end(self, now: datetime) -> datetime | None:
        """Return when the next consent of all ends; None when there is none to end."""
        return await self._conn.fetchval(
            "SELECT min(consent_until) FROM standing WHERE tenant = $1 AND consent_until > $2",
            self._tenant,
            now,
        )

    async def page(self, after: UUID, size: int) -> list[str]:
        """Return the next `size` of those that the index holds, in the order of their ids."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id FROM indexed
            WHERE tenant = $1 AND candidate_id > $2 ORDER BY candidate_id LIMIT $3
            """,
            self._tenant,
            after,
            size,
        )
        return [str(row["candidate_id"]) for row in rows]

    async def without(self, after: UUID, size: int) -> list[str]:
        """Return the next `size` of those that the index holds without facets."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id FROM indexed
            WHERE tenant = $1 AND candidate_id > $2 AND NOT EXISTS (
                SELECT FROM standing
                WHERE standing.tenant = $1 AND standing.candidate_id = indexed.candidate_id
            )
            ORDER BY candidate_id LIMIT $3
            """,
            self._tenant,
            after,
            size,
        )
        return [str(row["candidate_id"]) for row in rows]

    async def indexed(self, candidate_ids: Sequence[str]) -> set[str]:
        """Return which of the candidates the index holds."""
        rows = await self._conn.fetch(
            """
            SELECT candidate_id FROM indexed
            WHERE tenant = $1 AND candidate_id = ANY($2::uuid[])
            """,
            self._tenant,
            candidate_ids,
        )
        return {str(row["candidate_id"]) for row in rows}


async def tenants_without(pool: Pool) -> list[str]:
    """Return the tenants that have somebody in the index without facets."""
    async with pool.acquire() as conn, conn.transaction():
        await conn.execute("SELECT set_config('candor.room', 'clerk', true)")
        rows = await conn.fetch(
            """
            SELECT DISTINCT tenant FROM indexed
            LEFT JOIN standing USING (tenant, candidate_id) WHERE version IS NULL
            """
        )
    return sorted(row["tenant"] for row in rows)


class Applied:
    """The `applied` table: who applied to which job."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(
        self, application_id: str, job_id: str, candidate_id: str, applied_at: datetime
    ) -> None:
        """Note an application; doing it twice changes nothing."""
        await self._conn.execute(
            """
            INSERT INTO applied (tenant, application_id, job_id, candidate_id, applied_at)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
            """,
            self._tenant,
            application_id,
            job_id,
            candidate_id,
            applied_at,
        )

    async def withdraw(self, application_id: str, *, withdrawn: bool) -> None:
        """Note whether the person has withdrawn an application."""
        await self._conn.execute(
            "UPDATE applied SET withdrawn = $3 WHERE tenant = $1 AND application_id = $2",
            self._tenant,
            application_id,
            withdrawn,
        )

    async def to_job(self, job_id: str) -> set[str]:
        """Return who applies to a job: merged ones by the candidate that they are within."""
        rows = await self._conn.fetch(
            """
            SELECT DISTINCT coalesce(merged.kept_id, applied.candidate_id) AS candidate_id
            FROM applied LEFT JOIN merged USING (tenant, candidate_id)
            WHERE applied.tenant = $1 AND applied.job_id = $2 AND NOT applied.withdrawn
            """,
            self._tenant,
            job_id,
        )
        return {str(row["candidate_id"]) for row in rows}

    async def by(self, candidate_id: UUID) -> set[str]:
        """Return the jobs that a candidate applies to, and whoever is within them."""
        rows = await self._conn.fetch(
            """
            SELECT DISTINCT applied.job_id
            FROM applied LEFT JOIN merged USING (tenant, candidate_id)
            WHERE applied.tenant = $1 AND NOT applied.withdrawn
              AND coalesce(merged.kept_id, applied.candidate_id) = $2
            """,
            self._tenant,
            candidate_id,
        )
        return {str(row["job_id"]) for row in rows}

    async def among(self, job_id: str, candidate_ids: Sequence[str], before: datetime) -> set[str]:
        """Return which of the candidates had applied to a job by then, withdrawn or not."""
        rows = await self._conn.fetch(
            """
            SELECT DISTINCT coalesce(merged.kept_id, applied.candidate_id) AS candidate_id
            FROM applied LEFT JOIN merged USING (tenant, candidate_id)
            WHERE applied.tenant = $1 AND applied.job_id = $2 AND applied.applied_at <= $4
              AND coalesce(merged.kept_id, applied.candidate_id) = ANY($3::uuid[])
            """,
            self._tenant,
            job_id,
            candidate_ids,
            before,
        )
        return {str(row["candidate_id"]) for row in rows}

    async def of(self, candidate_id: UUID) -> list[str]:
        """Return the jobs that a candidate applied to, the latest first."""
        rows = await self._conn.fetch(
            """
            SELECT job_id FROM applied WHERE tenant = $1 AND candidate_id = $2
            ORDER BY applied_at DESC, job_id
            """,
            self._tenant,
            candidate_id,
        )
        return [str(row["job_id"]) for row in rows]
