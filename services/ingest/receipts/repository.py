"""Current resumes with their readings, and corrections to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.ingest.candidates.candidates import FactsNotReady
from services.ingest.receipts.receipts import Entry, Held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from servicekit.database import Connection


class Receipts:
    """The `reading` and `correction` tables."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def current(self, candidate_id: UUID) -> Held:
        """Return the resume uploaded last of those that were read, or raise FactsNotReady."""
        row = await self._conn.fetchrow(
            """
            SELECT operation_id, document_id, media_type, filename, document.body AS text,
                   reading.body AS reading
            FROM operation
            JOIN document USING (tenant, document_id)
            JOIN reading USING (tenant, document_id)
            WHERE operation.tenant = $1 AND operation.candidate_id = $2 AND parsed_at IS NOT NULL
            ORDER BY operation_id DESC LIMIT 1
            """,
            self._tenant,
            candidate_id,
        )
        if row is None:
            raise FactsNotReady("no resume has been understood yet", candidate_id=str(candidate_id))
        return Held(
            operation_id=str(row["operation_id"]),
            document_id=str(row["document_id"]),
            media_type=row["media_type"],
            filename=row["filename"],
            text=row["text"],
            reading=row["reading"],
        )

    async def lock(self, candidate_id: UUID) -> None:
        """Let no other transaction change what is known of the candidate until this one ends."""
        await self._conn.execute(
            "SELECT FROM candidate WHERE tenant = $1 AND candidate_id = $2 FOR NO KEY UPDATE",
            self._tenant,
            candidate_id,
        )

    async def corrections(self, document_id: str) -> list[Entry]:
        """Return the corrections to a document's reading, oldest first."""
        rows = await self._conn.fetch(
            """
            SELECT correction_id, actor, actor_kind, body, corrected_at FROM correction
            WHERE tenant = $1 AND document_id = $2 ORDER BY place
            """,
            self._tenant,
            document_id,
        )
        return [
            Entry(
                correction_id=str(row["correction_id"]),
                actor=row["actor"],
                actor_kind=row["actor_kind"],
                body=row["body"],
                corrected_at=row["corrected_at"],
            )
            for row in rows
        ]

    async def add(
        self, candidate_id: UUID, document_id: str, after: int, entries: Sequence[Entry]
    ) -> None:
        """Store corrections that follow the first `after`."""
        await self._conn.executemany(
            """
            INSERT INTO correction (tenant, document_id, place, correction_id, candidate_id, actor,
                                    actor_kind, body, corrected_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                (
                    self._tenant,
                    document_id,
                    place,
                    each.correction_id,
                    candidate_id,
                    each.actor,
                    each.actor_kind,
                    each.body,
                    each.corrected_at,
                )
                for place, each in enumerate(entries, start=after + 1)
            ],
        )
