"""Batches and their items in PostgreSQL, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.ingest.batches.batches import Batch, BatchNotFound, Counts, Item, ItemState
from services.ingest.candidates.candidates import Consent
from services.ingest.resumes.repository import CHANNEL

if TYPE_CHECKING:
    from servicekit import database
    from servicekit.database import Connection
    from services.ingest.batches.batches import Marks, Row

# Values of callers are parameters; the rest of a statement is put together of constants.
ITEMS = """
SELECT item.item_id, item.candidate_id AS record_id, item.name, item.sealed_for, item.content_mark,
       item.operation_id, coalesce(candidate.merged_into, item.candidate_id) AS candidate_id,
       coalesce(nullif(item.error_reason, ''), operation.error_reason, 'CANDIDATE_ERASED')
           AS error_reason,
       coalesce(nullif(item.error_message, ''), operation.error_message,
                'the candidate was erased') AS error_message,
       CASE WHEN item.error_reason <> '' OR operation.state = 3 OR item.operation_id IS NULL THEN 4
            WHEN operation.state = 2 THEN 3
            WHEN operation.parsed_at IS NOT NULL THEN 2
            ELSE 1 END AS state
FROM batch_item AS item
LEFT JOIN operation
  ON operation.tenant = item.tenant AND operation.operation_id = item.operation_id
LEFT JOIN candidate
  ON candidate.tenant = item.tenant AND candidate.candidate_id = item.candidate_id
"""


class Batches:
    """The `batch` table."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def add(self, batch: Batch) -> None:
        """Store a new batch."""
        await self._conn.execute(
            """
            INSERT INTO batch (tenant, batch_id, label, consent_notice, consent_at, closed,
                               created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            self._tenant,
            batch.batch_id,
            batch.label,
            batch.consent.notice,
            batch.consent.recorded_at,
            batch.closed,
            batch.created_at,
        )

    async def get(self, batch_id: UUID, *, lock: bool = False) -> Batch:
        """Return the batch, or raise BatchNotFound; `lock` holds it until the end."""
        row = await self._conn.fetchrow(
            f"""
            SELECT batch_id, label, consent_notice, consent_at, closed, created_at FROM batch
            WHERE tenant = $1 AND batch_id = $2 {"FOR NO KEY UPDATE" if lock else ""}
            """,  # noqa: S608  # no value of a caller's is in the text
            self._tenant,
            batch_id,
        )
        if row is None:
            raise BatchNotFound("no such batch", batch_id=str(batch_id))
        return Batch(
            batch_id=str(row["batch_id"]),
            label=row["label"],
            consent=Consent(row["consent_notice"], row["consent_at"]),
            closed=row["closed"],
            created_at=row["created_at"],
        )

    async def close(self, batch_id: str) -> bool:
        """Take no new items; return whether that is new. Watchers are told."""
        done = await self._conn.execute(
            "UPDATE batch SET closed = true WHERE tenant = $1 AND batch_id = $2 AND NOT closed",
            self._tenant,
            batch_id,
        )
        await self._conn.execute("SELECT pg_notify($1, $2)", CHANNEL, batch_id)
        return done == "UPDATE 1"


class Items:
    """The `batch_item` table of one batch."""

    def __init__(self, conn: Connection, tenant: str, batch_id: str) -> None:
        self._conn = conn
        self._tenant = tenant
        self._batch_id = batch_id

    async def named(self, sent: Marks) -> Item | None:
        """Return the item of the name, if there is one."""
        row = await self._conn.fetchrow(
            f"{ITEMS} WHERE item.tenant = $1 AND item.batch_id = $2 AND item.name_mark = $3",
            self._tenant,
            self._batch_id,
            sent.name,
        )
        return _item(row) if row else None

    async def twin(self, sent: Marks) -> Item | None:
        """Return an item whose file is stored and the same, if there is one."""
        row = await self._conn.fetchrow(
            f"""
            {ITEMS}
            WHERE item.tenant = $1 AND item.batch_id = $2 AND item.content_mark = $3
              AND item.operation_id IS NOT NULL
            ORDER BY item.item_id LIMIT 1
            """,
            self._tenant,
            self._batch_id,
            sent.content,
        )
        return _item(row) if row else None

    async def put(self, item: Row, sent: Marks) -> None:
        """Store an item, in place of one of the same name. Watchers are told."""
        await self._conn.execute(
            """
            INSERT INTO batch_item (tenant, batch_id, item_id, name_mark, content_mark, name,
                                    sealed_for, candidate_id, operation_id, error_reason,
                                    error_message)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant, batch_id, name_mark) DO UPDATE SET
                content_mark = $5, name = $6, sealed_for = $7, candidate_id = $8,
                operation_id = $9, error_reason = $10, error_message = $11
            """,
            self._tenant,
            self._batch_id,
            item.item_id,
            sent.name,
            sent.content,
            item.name,
            item.sealed_for,
            item.candidate_id or None,
            item.operation_id or None,
            item.error_reason,
            item.error_message,
        )
        await self._conn.execute("SELECT pg_notify($1, $2)", CHANNEL, self._batch_id)

    async def page(self, after: str, *, state: int, size: int) -> list[Item]:
        """Return `size` items in `state` (0: any), oldest first, younger than `after`."""
        rows = await self._conn.fetch(
            f"""
            SELECT * FROM ({ITEMS} WHERE item.tenant = $1 AND item.batch_id = $2) AS shown
            WHERE ($3::uuid IS NULL OR item_id > $3) AND ($4 = 0 OR state = $4)
            ORDER BY item_id LIMIT $5
            """,  # noqa: S608
            self._tenant,
            self._batch_id,
            UUID(after) if after else None,
            state,
            size,
        )
        return [_item(row) for row in rows]

    async def counts(self) -> Counts:
        """Return how many are in each state."""
        rows = await self._conn.fetch(
            f"""
            SELECT state, count(*) AS number
            FROM ({ITEMS} WHERE item.tenant = $1 AND item.batch_id = $2) AS shown
            GROUP BY state
            """,  # noqa: S608
            self._tenant,
            self._batch_id,
        )
        found = {row["state"]: row["number"] for row in rows}
        return Counts(*(found.get(state, 0) for state in ItemState))


def _item(row: database.Row) -> Item:
    return Item(
        item_id=str(row["item_id"]),
        name=row["name"],
        sealed_for=row["sealed_for"],
        content_mark=row["content_mark"],
        state=ItemState(row["state"]),
        candidate_id=str(row["candidate_id"] or ""),
        record_id=str(row["record_id"] or ""),
        operation_id=str(row["operation_id"] or ""),
        error_reason=row["error_reason"],
        error_message=row["error_message"],
    )
