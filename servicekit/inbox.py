"""Deduplication of deliveries, in the transaction of the effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicekit.database import Connection


async def first_time(conn: Connection, consumer: str, tenant: str, event_id: str) -> bool:
    """Return whether `consumer` handles the event for the first time, and note that it does.

    To be called in the transaction that holds the effect: both commit or neither. A
    second delivery at the same time waits here for the first to end.
    """
    return bool(await unseen(conn, consumer, tenant, [event_id]))


async def unseen(
    conn: Connection, consumer: str, tenant: str, event_ids: Sequence[str]
) -> set[str]:
    """Return which of the events `consumer` has not handled, and note that it handles them."""
    rows = await conn.fetch(
        """
        INSERT INTO inbox (tenant, consumer, event_id)
        SELECT $1, $2, id FROM unnest($3::uuid[]) AS id
        ON CONFLICT DO NOTHING RETURNING event_id
        """,
        tenant,
        consumer,
        list(event_ids),
    )
    return {str(row["event_id"]) for row in rows}
