"""Documents and operations in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.ingest.extraction.quality import Grade, Problem, Quality
from services.ingest.resumes.operations import (
    Document,
    Operation,
    OperationNotFound,
    ProcessingFailed,
    Scan,
    State,
)

if TYPE_CHECKING:
    from datetime import datetime

    from servicekit.database import Connection, Row

CHANNEL = "operation"
# Values of callers are parameters; the rest of a statement is put together of constants.
SHOWN = """
SELECT operation_id, candidate_id, document_id, state, attempts, received_at, extracted_at,
       parsed_at, indexed_at, error_reason, error_message, grade, problems,
       known_words_percent, recognition_percent, orphan_headings, scan, created_at, updated_at,
       (SELECT merged_into FROM candidate
        WHERE candidate.tenant = operation.tenant
          AND candidate.candidate_id = operation.candidate_id) AS kept_id
FROM operation
"""


class Documents:
    """The `document` table."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, document: Document, sealed_filename: bytes) -> None:
        """Store a new document."""
        await self._conn.execute(
            """
            INSERT INTO document (tenant, document_id, candidate_id, address, filename, size,
                                  created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            self._tenant,
            document.document_id,
            document.candidate_id,
            document.address,
            sealed_filename,
            document.size,
            document.created_at,
        )

    async def address(self, document_id: str) -> str:
        """Return where the file of a document is kept."""
        return await self._conn.fetchval(
            "SELECT address FROM document WHERE tenant = $1 AND document_id = $2",
            self._tenant,
            document_id,
        )

    async def read(self, document_id: str, media_type: str, sealed_text: bytes) -> None:
        """Keep the text of a document."""
        await self._conn.execute(
            """
            UPDATE document SET media_type = $3, body = $4
            WHERE tenant = $1 AND document_id = $2
            """,
            self._tenant,
            document_id,
            media_type,
            sealed_text,
        )


class Readings:
    """The `reading` table: what was read from each document, sealed."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def put(self, document_id: str, candidate_id: UUID, sealed: bytes) -> None:
        """Set what was read from a document."""
        await self._conn.execute(
            """
            INSERT INTO reading (tenant, document_id, candidate_id, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, document_id) DO UPDATE SET body = excluded.body
            """,
            self._tenant,
            document_id,
            candidate_id,
            sealed,
        )

    async def corrected(self, document_id: str) -> bytes | None:
        """Return what was read from a document that people have corrected, sealed; or nothing."""
        return await self._conn.fetchval(
            """
            SELECT body FROM reading WHERE tenant = $1 AND document_id = $2 AND EXISTS (
                SELECT FROM correction
                WHERE correction.tenant = $1 AND correction.document_id = $2
            )
            """,
            self._tenant,
            document_id,
        )


class Operations:
    """The `operation` table. `own` limits it to those of the owner's candidate; "" does not.

    Each change tells watchers when the transaction commits.
    """

    def __init__(self, conn: Connection, tenant: str, *, own: str = "") -> None:
        self._conn = conn
        self._tenant = tenant
        self._own = own

    async def add(self, operation: Operation, owner: str) -> None:
        """Store a new operation, received."""
        await self._conn.execute(
            """
            INSERT INTO operation (tenant, operation_id, candidate_id, document_id, owner, state,
                                   received_at, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7)
            """,
            self._tenant,
            operation.operation_id,
            operation.candidate_id,
            operation.document_id,
            owner,
            operation.state,
            operation.created_at,
        )

    async def get(self, operation_id: UUID) -> Operation:
        """Return the operation, or raise OperationNotFound."""
        row = await self._conn.fetchrow(
            f"""
            {SHOWN}
            WHERE tenant = $1 AND operation_id = $2
              AND ($3 = '' OR owner = $3 OR candidate_id IN (SELECT merged_of_owner($1, $3)))
            """,
            self._tenant,
            operation_id,
            self._own,
        )
        if row is None:
            raise OperationNotFound("no such operation", operation_id=str(operation_id))
        return _operation(row)

    async def page(self, before: str, state: int, size: int) -> list[Operation]:
        """Return `size` operations in `state` (0: any), newest first, older than `before`."""
        rows = await self._conn.fetch(
            f"""
            {SHOWN}
            WHERE tenant = $1
              AND ($2 = '' OR owner = $2 OR candidate_id IN (SELECT merged_of_owner($1, $2)))
              AND ($3::uuid IS NULL OR operation_id < $3) AND ($4 = 0 OR state = $4)
            ORDER BY operation_id DESC LIMIT $5
            """,
            self._tenant,
            self._own,
            UUID(before) if before else None,
            state,
            size,
        )
        return [_operation(row) for row in rows]

    async def parsed(self, operation_id: str, now: datetime) -> None:
        """Note that text and facts are out."""
        await self._change(
            """
            UPDATE operation SET extracted_at = $3, parsed_at = $3, updated_at = $3
            WHERE tenant = $1 AND operation_id = $2
            """,
            operation_id,
            now,
        )

    async def scanned(self, operation_id: str, scan: Scan) -> None:
        """Note what the virus scanner said; whoever watches hears of it with the next step."""
        await self._conn.execute(
            "UPDATE operation SET scan = $3 WHERE tenant = $1 AND operation_id = $2",
            self._tenant,
            operation_id,
            scan,
        )

    async def judged(self, operation_id: str, quality: Quality) -> None:
        """Note how well the file could be read; watchers hear of it with the next step."""
        await self._conn.execute(
            """
            UPDATE operation SET grade = $3, problems = $4, known_words_percent = $5,
                   recognition_percent = $6, orphan_headings = $7
            WHERE tenant = $1 AND operation_id = $2
            """,
            self._tenant,
            operation_id,
            quality.grade,
            quality.problems,
            quality.known_words_percent,
            quality.recognition_percent,
            quality.orphan_headings,
        )

    async def indexed(self, operation_id: str, now: datetime) -> None:
        """Note that searches find it: the last step, also of one that had been given up."""
        await self._change(
            """
            UPDATE operation SET indexed_at = $3, updated_at = $3, state = $4,
                   error_reason = '', error_message = ''
            WHERE tenant = $1 AND operation_id = $2 AND parsed_at IS NOT NULL
              AND (state = $5 OR error_reason = $6)
            """,
            operation_id,
            now,
            State.SUCCEEDED,
            State.RUNNING,
            ProcessingFailed.reason,
        )

    async def failed(self, operation_id: str, reason: str, message: str, now: datetime) -> None:
        """Note that a step failed, and why."""
        await self._change(
            """
            UPDATE operation SET error_reason = $3, error_message = $4, updated_at = $5, state = $6
            WHERE tenant = $1 AND operation_id = $2
            """,
            operation_id,
            reason,
            message,
            now,
            State.FAILED,
        )

    async def abandoned(self, operation_id: str, message: str, now: datetime) -> bool:
        """Note that a running operation failed by a fault of ours; return whether it ran."""
        return await self._change(
            """
            UPDATE operation SET error_reason = $3, error_message = $4, updated_at = $5, state = $6
            WHERE tenant = $1 AND operation_id = $2 AND state = $7
            """,
            operation_id,
            ProcessingFailed.reason,
            message,
            now,
            State.FAILED,
            State.RUNNING,
        )

    async def restarted(self, operation_id: str, now: datetime) -> bool:
        """Start a failed operation again; return whether it was one."""
        return await self._change(
            """
            UPDATE operation SET state = $4, attempts = attempts + 1, updated_at = $3,
                   extracted_at = NULL, parsed_at = NULL, indexed_at = NULL,
                   error_reason = '', error_message = '',
                   grade = 0, problems = '{}', known_words_percent = 0,
                   recognition_percent = 0, orphan_headings = 0, scan = 0
            WHERE tenant = $1 AND operation_id = $2 AND state = $5
            """,
            operation_id,
            now,
            State.RUNNING,
            State.FAILED,
        )

    async def _change(self, update: str, operation_id: str, *values: object) -> bool:
        done = await self._conn.execute(update, self._tenant, operation_id, *values)
        await self._conn.execute("SELECT pg_notify($1, $2)", CHANNEL, operation_id)
        return done == "UPDATE 1"


def _operation(row: Row) -> Operation:
    return Operation(
        operation_id=str(row["operation_id"]),
        candidate_id=str(row["candidate_id"]),
        belongs_to=str(row["kept_id"] or row["candidate_id"]),
        document_id=str(row["document_id"]),
        state=State(row["state"]),
        attempts=row["attempts"],
        received_at=row["received_at"],
        extracted_at=row["extracted_at"],
        parsed_at=row["parsed_at"],
        indexed_at=row["indexed_at"],
        error_reason=row["error_reason"],
        error_message=row["error_message"],
        quality=_quality(row),
        scan=Scan(row["scan"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _quality(row: Row) -> Quality | None:
    if not row["grade"]:
        return None
    return Quality(
        grade=Grade(row["grade"]),
        problems=tuple(map(Problem, row["problems"])),
        known_words_percent=row["known_words_percent"],
        recognition_percent=row["recognition_percent"],
        orphan_headings=row["orphan_headings"],
    )
