"""All that Ingest holds of a candidate beside their key, deleted in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from servicekit.erasing import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicekit.database import Connection
    from services.ingest.candidates.candidates import Candidate

STATEMENTS = {
    "stage_changes": """
        DELETE FROM stage_change WHERE tenant = $1 AND application_id IN
            (SELECT application_id FROM application WHERE tenant = $1 AND candidate_id = $2)
    """,
    "applications": "DELETE FROM application WHERE tenant = $1 AND candidate_id = $2",
    "facts": "DELETE FROM facts WHERE tenant = $1 AND candidate_id = $2",
    "operations": "DELETE FROM operation WHERE tenant = $1 AND candidate_id = $2",
    "corrections": "DELETE FROM correction WHERE tenant = $1 AND candidate_id = $2",
    "readings": "DELETE FROM reading WHERE tenant = $1 AND candidate_id = $2",
    "documents": "DELETE FROM document WHERE tenant = $1 AND candidate_id = $2",
    "consents": "DELETE FROM consent WHERE tenant = $1 AND candidate_id = $2",
    "preferences": "DELETE FROM preference WHERE tenant = $1 AND candidate_id = $2",
    "retention_dates": "DELETE FROM retention WHERE tenant = $1 AND candidate_id = $2",
    "duplicate_marks": "DELETE FROM duplicate_mark WHERE tenant = $1 AND candidate_id = $2",
    "candidates": "DELETE FROM candidate WHERE tenant = $1 AND candidate_id = $2",
}
"""By kind, what deletes it; what refers to other rows comes before them."""


async def delete(
    conn: Connection, tenant: str, candidate: Candidate, erasure_id: str
) -> dict[str, int]:
    """Delete every row about the candidate and their account and return how many of each kind.

    The addresses of their files are noted, to be removed once this is committed.
    """
    candidate_id = candidate.candidate_id
    noted = await conn.execute(
        """
        INSERT INTO file_removal (tenant, erasure_id, address)
        SELECT DISTINCT $1, $3::uuid, address FROM document WHERE tenant = $1 AND candidate_id = $2
        """,
        tenant,
        candidate_id,
        erasure_id,
    )
    deleted = {"files": count(noted)}
    shown = await conn.execute(
        """
        DELETE FROM notice_shown
        WHERE tenant = $1 AND (candidate_id = $2 OR ($3 <> '' AND subject = $3))
        """,
        tenant,
        candidate_id,
        candidate.owner,
    )
    deleted["notices_shown"] = count(shown)
    for kind, statement in STATEMENTS.items():
        deleted[kind] = count(await conn.execute(statement, tenant, candidate_id))
    return deleted


class Removals:
    """The `file_removal` table: what has yet to go from the file store."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def of(self, erasure_id: str) -> Sequence[str]:
        """Return the addresses of the files that an erasure has still to remove."""
        rows = await self._conn.fetch(
            "SELECT address FROM file_removal WHERE tenant = $1 AND erasure_id = $2",
            self._tenant,
            erasure_id,
        )
        return [row["address"] for row in rows]

    async def done(self, erasure_id: str) -> None:
        """Forget the addresses of an erasure: its files are gone."""
        await self._conn.execute(
            "DELETE FROM file_removal WHERE tenant = $1 AND erasure_id = $2",
            self._tenant,
            erasure_id,
        )


async def deleted_of(conn: Connection, tenant: str, candidate_id: str) -> Mapping[str, int]:
    """Return how much of what was deleted when the candidate was erased here."""
    return await conn.fetchval(
        "SELECT deleted FROM erased WHERE tenant = $1 AND person_id = $2", tenant, candidate_id
    )
