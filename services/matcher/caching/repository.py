"""Which stored run answers what, for one tenant in the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from servicekit.database import Connection
    from services.matcher.caching.keys import Question


class Cache:
    """The `cached` and `index_version` tables."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def version(self) -> int:
        """Return how often it has changed what searches may find."""
        found = await self._conn.fetchval(
            "SELECT version FROM index_version WHERE tenant = $1", self._tenant
        )
        return found or 0

    async def raise_version(self) -> None:
        """Count a change that no table shows: the index was filled again."""
        await self._conn.execute("SELECT index_changed($1)", self._tenant)

    async def find(self, question: Question) -> UUID | None:
        """Return the run that answers the question, if there is one."""
        return await self._conn.fetchval(
            "SELECT run_id FROM cached WHERE tenant = $1 AND key = $2", self._tenant, question.key
        )

    async def claim(self, question: Question, run_id: str) -> bool:
        """Let a run answer the question, unless another does; return whether it does.

        Waits for a transaction that is about to let another.
        """
        done = await self._conn.execute(
            """
            INSERT INTO cached (tenant, key, run_id, version) VALUES ($1, $2, $3, $4)
            ON CONFLICT DO NOTHING
            """,
            self._tenant,
            question.key,
            run_id,
            question.version,
        )
        return done == "INSERT 0 1"

    async def replace(self, question: Question, run_id: str) -> None:
        """Let a run answer the question from now on."""
        await self._conn.execute(
            """
            INSERT INTO cached (tenant, key, run_id, version) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, key) DO UPDATE SET run_id = $3
            """,
            self._tenant,
            question.key,
            run_id,
            question.version,
        )
