"""Erasing a person: once, for good, whatever is being written about them meanwhile.

Who writes about a person holds them first (`Erased.hold`, or a key of `PersonKeys` that is
to seal something); who erases waits until nobody does. So what was written before is found
and deleted, and what comes after meets the tombstone. To hold comes before locking any row
of theirs, or the two would wait for each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from candor.common.v1 import erasure_pb2

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from servicekit.database import Connection

BACKOFF = (1.0, 5.0, 30.0, 120.0, 600.0, *[3600.0] * 72)
"""Seconds before each further try of an erasure: what a bug holds up has three days."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """Who is to be erased."""

    erasure_id: str
    person_id: str
    subject: str
    """Whom tokens of the person's own account name; "" when they have none."""


class Erased:
    """The `erased` table of one tenant, over one transaction."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def hold(self, person_ids: Iterable[str]) -> set[str]:
        """Keep the persons from being erased until the transaction ends.

        Returns those who were erased before. Waits for an erasure under way.
        """
        rows = await self._conn.fetch("SELECT hold($1, $2)", self._tenant, list(person_ids))
        return {row[0] for row in rows}

    async def among(self, person_ids: Iterable[str]) -> set[str]:
        """Return which of the persons were erased."""
        rows = await self._conn.fetch(
            "SELECT person_id FROM erased WHERE tenant = $1 AND person_id = ANY($2)",
            self._tenant,
            list(person_ids),
        )
        return {row["person_id"] for row in rows}

    async def alone(self, person_id: str) -> None:
        """Wait until nobody writes about the person; who wants to waits for the transaction."""
        await self._conn.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended($1 || '/' || $2, 0))",
            self._tenant,
            person_id,
        )

    async def erase(
        self, who: Erasure, delete: Callable[[], Awaitable[Mapping[str, int]]]
    ) -> Mapping[str, int]:
        """Erase the person and return how much of what was deleted; the second time, the same.

        Destroys their keys and empties the answers that were kept for them; `delete`
        deletes what the service has besides and returns how much of each kind.
        """
        await self.alone(who.person_id)
        known = await self._deleted(who.person_id)
        if known is not None:
            return known
        deleted = {**await self._forget(who), **await delete()}
        await self._conn.execute(
            """
            INSERT INTO erased (tenant, person_id, erasure_id, deleted) VALUES ($1, $2, $3, $4)
            """,
            self._tenant,
            who.person_id,
            who.erasure_id,
            deleted,
        )
        return deleted

    async def _deleted(self, person_id: str) -> Mapping[str, int] | None:
        return await self._conn.fetchval(
            "SELECT deleted FROM erased WHERE tenant = $1 AND person_id = $2",
            self._tenant,
            person_id,
        )

    async def _forget(self, who: Erasure) -> Mapping[str, int]:
        """Destroy the keys, and empty answers: their rows stay, so that no retry acts again."""
        ids = [each for each in (who.person_id, who.subject) if each]
        keys = await self._conn.execute(
            "DELETE FROM person_key WHERE tenant = $1 AND person_id = ANY($2)", self._tenant, ids
        )
        answers = await self._conn.execute(
            """
            UPDATE request SET response = NULL, fingerprint = ''
            WHERE tenant = $1 AND person_id = ANY($2) AND response IS NOT NULL
            """,
            self._tenant,
            ids,
        )
        return {"keys": count(keys), "answers": count(answers)}


def count(done: str) -> int:
    """Return how many rows a statement changed, by what PostgreSQL answered to it."""
    return int(done.rpartition(" ")[2])


def told(deleted: Mapping[str, int]) -> list[erasure_pb2.Deleted]:
    """Render how much of what was deleted, by kind; what there was nothing of is left out."""
    return [
        erasure_pb2.Deleted(kind=kind, count=number)
        for kind, number in sorted(deleted.items())
        if number
    ]
