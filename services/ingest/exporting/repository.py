"""Every row about a candidate that is not read page by page elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from servicekit.database import Connection, Row


class DocumentNotFound(ServiceError):
    """No document that the caller may see has the id."""

    code = Code.NOT_FOUND
    reason = "DOCUMENT_NOT_FOUND"


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored document; what is bytes is sealed."""

    document_id: str
    candidate_id: str
    address: str
    filename: bytes
    media_type: str
    size: int
    text: bytes | None
    reading: bytes | None
    created_at: datetime


class Holdings:
    """What is held of the tenant's candidates. `own` limits it to those of this subject."""

    def __init__(self, conn: Connection, tenant: str, *, own: str = "") -> None:
        self._conn = conn
        self._tenant = tenant
        self._own = own

    async def document(self, document_id: UUID) -> Kept:
        """Return a document, or raise DocumentNotFound."""
        found = await self._documents("document.document_id = $3", document_id)
        if not found:
            raise DocumentNotFound("no such document", document_id=str(document_id))
        return found[0]

    async def documents(self, candidate_id: UUID) -> Sequence[Kept]:
        """Return the candidate's documents, oldest first."""
        return await self._documents("document.candidate_id = $3", candidate_id)

    async def _documents(self, which: str, value: UUID) -> Sequence[Kept]:
        rows = await self._conn.fetch(
            f"""
            SELECT document.document_id, document.candidate_id, address, filename, media_type,
                   size, document.body AS text, reading.body AS reading, document.created_at
            FROM document
            JOIN candidate USING (tenant, candidate_id)
            LEFT JOIN reading USING (tenant, document_id)
            WHERE document.tenant = $1 AND ($2 = '' OR candidate.owner = $2) AND {which}
            ORDER BY document.document_id
            """,  # noqa: S608  # no value of a caller's is in the text
            self._tenant,
            self._own,
            value,
        )
        return [_kept(row) for row in rows]

    async def digests(self, candidate_id: UUID) -> Sequence[str]:
        """Return the digests of every version of the candidate's facts, oldest first."""
        rows = await self._conn.fetch(
            """
            SELECT digest FROM facts WHERE tenant = $1 AND candidate_id = $2
            ORDER BY created_at, digest
            """,
            self._tenant,
            candidate_id,
        )
        return [row["digest"] for row in rows]

    async def operations(self, candidate_id: UUID) -> Sequence[UUID]:
        """Return the ids of the candidate's operations, oldest first."""
        rows = await self._conn.fetch(
            """
            SELECT operation_id FROM operation WHERE tenant = $1 AND candidate_id = $2
            ORDER BY operation_id
            """,
            self._tenant,
            candidate_id,
        )
        return [row["operation_id"] for row in rows]


def _kept(row: Row) -> Kept:
    return Kept(
        document_id=str(row["document_id"]),
        candidate_id=str(row["candidate_id"]),
        address=row["address"],
        filename=row["filename"],
        media_type=row["media_type"],
        size=row["size"],
        text=row["text"],
        reading=row["reading"],
        created_at=row["created_at"],
    )
