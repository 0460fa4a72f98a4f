"""Erasures in PostgreSQL, and all that Ingest holds of a person, in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from services.ingest.erasure.erasures import Confirmation, Erasure, ErasureNotFound, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from servicekit.database import Connection, Row

COLUMNS = """
    erasure_id, candidate_id, state, actor, actor_kind, reason, created_at, finished_at
"""


class Erasures:
    """The `erasure` and `confirmation` tables. `own` limits it to those that it asked for."""

    def __init__(self, conn: Connection, tenant: str, *, own: str = "") -> None:
        self._conn = conn
        self._tenant = tenant
        self._own = own

    async def add(self, erasure: Erasure) -> None:
        """Store a new erasure."""
        await self._conn.execute(
            """
            INSERT INTO erasure (tenant, erasure_id, candidate_id, state, actor, actor_kind,
                                 reason, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            self._tenant,
            erasure.erasure_id,
            erasure.candidate_id,
            erasure.state,
            erasure.actor,
            erasure.actor_kind,
            erasure.reason,
            erasure.created_at,
        )

    async def get(self, erasure_id: UUID) -> Erasure:
        """Return the erasure, or raise ErasureNotFound."""
        row = await self._conn.fetchrow(
            f"""
            SELECT {COLUMNS} FROM erasure
            WHERE tenant = $1 AND erasure_id = $2 AND ($3 = '' OR actor = $3)
            """,  # noqa: S608  # no value of a caller's is in the text
            self._tenant,
            erasure_id,
            self._own,
        )
        if row is None:
            raise ErasureNotFound("no such erasure", erasure_id=str(erasure_id))
        return _erasure(row)

    async def of(self, candidate_id: UUID) -> Erasure | None:
        """Return the erasure of a candidate, if they were erased."""
        row = await self._conn.fetchrow(
            f"""
            SELECT {COLUMNS} FROM erasure
            WHERE tenant = $1 AND candidate_id = $2 AND ($3 = '' OR actor = $3)
            """,  # noqa: S608  # no value of a caller's is in the text
            self._tenant,
            candidate_id,
            self._own,
        )
        return None if row is None else _erasure(row)

    async def page(self, before: str, size: int) -> list[Erasure]:
        """Return `size` erasures, newest first, older than the id `before`."""
        rows = await self._conn.fetch(
            f"""
            SELECT {COLUMNS} FROM erasure
            WHERE tenant = $1 AND ($2 = '' OR actor = $2)
              AND ($3::uuid IS NULL OR erasure_id < $3)
            ORDER BY erasure_id DESC LIMIT $4
            """,  # noqa: S608  # no value of a caller's is in the text
            self._tenant,
            self._own,
            UUID(before) if before else None,
            size,
        )
        return [_erasure(row) for row in rows]

    async def confirmations(
        self, erasure_ids: Sequence[str]
    ) -> Mapping[str, Sequence[Confirmation]]:
        """Return what each erasure's services confirmed, in the order in which they did."""
        rows = await self._conn.fetch(
            """
            SELECT erasure_id, service, deleted, confirmed_at FROM confirmation
            WHERE tenant = $1 AND erasure_id = ANY($2::uuid[]) ORDER BY confirmed_at, service
            """,
            self._tenant,
            list(erasure_ids),
        )
        found: dict[str, list[Confirmation]] = {each: [] for each in erasure_ids}
        for row in rows:
            found[str(row["erasure_id"])].append(
                Confirmation(row["service"], row["deleted"], row["confirmed_at"])
            )
        return found

    async def confirm(self, erasure_id: str, word: Confirmation) -> set[str]:
        """Note that a service has confirmed; return all that have.

        Of two at the same time, the second waits here for the first.
        """
        await self._conn.execute(
            "SELECT FROM erasure WHERE tenant = $1 AND erasure_id = $2 FOR UPDATE",
            self._tenant,
            erasure_id,
        )
        await self._conn.execute(
            """
            INSERT INTO confirmation (tenant, erasure_id, service, deleted, confirmed_at)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
            """,
            self._tenant,
            erasure_id,
            word.service,
            dict(word.deleted),
            word.confirmed_at,
        )
        rows = await self._conn.fetch(
            "SELECT service FROM confirmation WHERE tenant = $1 AND erasure_id = $2",
            self._tenant,
            erasure_id,
        )
        return {row["service"] for row in rows}

    async def finish(self, erasure_id: str, now: datetime) -> bool:
        """Note that all have confirmed; return whether that is new."""
        done = await self._conn.execute(
            """
            UPDATE erasure SET state = $3, finished_at = $4
            WHERE tenant = $1 AND erasure_id = $2 AND state <> $3
            """,
            self._tenant,
            erasure_id,
            State.DONE,
            now,
        )
        return done == "UPDATE 1"


def _erasure(row: Row) -> Erasure:
    return Erasure(
        erasure_id=str(row["erasure_id"]),
        candidate_id=str(row["candidate_id"]),
        state=State(row["state"]),
        actor=row["actor"],
        actor_kind=row["actor_kind"],
        reason=row["reason"],
        created_at=row["created_at"],
        finished_at=row["finished_at"],
    )
