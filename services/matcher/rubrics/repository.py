"""Versions of rubrics in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.matcher.rubrics.rubrics import RubricNotFound, Version

if TYPE_CHECKING:
    from uuid import UUID

    from servicekit.database import Connection, Row

CURRENT = ("", "current")
LONGEST_NUMBER = 9


class Versions:
    """The `rubric_version` table of one job, and which of them the job has."""

    def __init__(self, conn: Connection, tenant: str, job_id: UUID) -> None:
        self._conn = conn
        self._tenant = tenant
        self._job_id = job_id

    async def lock(self) -> Version:
        """Return the present version; no other becomes it before the transaction ends."""
        await self._conn.execute(
            "SELECT FROM job WHERE tenant = $1 AND job_id = $2 FOR UPDATE",
            self._tenant,
            self._job_id,
        )
        return await self.get("")

    async def get(self, name: str) -> Version:
        """Return the version of this number or digest, "" for the present; or RubricNotFound."""
        number = int(name) if name.isdecimal() and len(name) <= LONGEST_NUMBER else 0
        row = await self._conn.fetchrow(
            """
            SELECT number, rubric_digest, parent_digest, approver, reason, created_at, current
            FROM (
                SELECT *, number = max(number) OVER () AS current FROM rubric_version
                WHERE tenant = $1 AND job_id = $2
            ) AS version
            WHERE number = $3 OR rubric_digest = $4 OR (current AND $5)
            ORDER BY number DESC LIMIT 1
            """,
            self._tenant,
            self._job_id,
            number,
            name,
            name in CURRENT,
        )
        if row is None:
            raise RubricNotFound(
                "the job has no such version", job_id=str(self._job_id), version=name[:64]
            )
        return _version(row)

    async def page(self, before: int, size: int) -> list[Version]:
        """Return `size` versions, newest first, older than the number `before` if that is not 0."""
        rows = await self._conn.fetch(
            """
            SELECT number, rubric_digest, parent_digest, approver, reason, created_at, current
            FROM (
                SELECT *, number = max(number) OVER () AS current FROM rubric_version
                WHERE tenant = $1 AND job_id = $2
            ) AS version
            WHERE $3 = 0 OR number < $3 ORDER BY number DESC LIMIT $4
            """,
            self._tenant,
            self._job_id,
            before,
            size,
        )
        return [_version(row) for row in rows]

    async def add(self, version: Version, body: bytes) -> None:
        """Keep a version, canonical in `body`, and make it what the job is matched by."""
        await self._conn.execute(
            "INSERT INTO rubric (tenant, digest, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            self._tenant,
            version.rubric_digest,
            body,
        )
        await self._conn.execute(
            """
            INSERT INTO rubric_version (tenant, job_id, number, rubric_digest, parent_digest,
                                        approver, reason, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            self._tenant,
            self._job_id,
            version.number,
            version.rubric_digest,
            version.parent_digest,
            version.approver,
            version.reason,
            version.created_at,
        )
        await self._conn.execute(
            "UPDATE job SET rubric_digest = $3 WHERE tenant = $1 AND job_id = $2",
            self._tenant,
            self._job_id,
            version.rubric_digest,
        )


def _version(row: Row) -> Version:
    return Version(
        number=row["number"],
        rubric_digest=row["rubric_digest"],
        parent_digest=row["parent_digest"],
        approver=row["approver"],
        reason=row["reason"],
        created_at=row["created_at"],
        current=row["current"],
    )
