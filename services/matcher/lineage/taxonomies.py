"""Tables by digest: the present ones, and those that earlier runs were scored by."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

from servicekit.database import transaction
from services.matcher.scoring.tables import Tables
from taxonomy.taxonomy import Taxonomy
from taxonomy.work import LinesOfWork

if TYPE_CHECKING:
    from servicekit.database import Pool

NOBODY = ""
"""The tenant of what belongs to none. No token names it."""
MOST_KEPT = 2  # each takes some 60 MB


class Taxonomies:
    """The `taxonomy` table, and in memory the present tables and those asked for last."""

    def __init__(self, pool: Pool, present: Tables) -> None:
        self._pool = pool
        self._present = present
        self._kept: OrderedDict[str, Tables] = OrderedDict()
        self._loading = asyncio.Lock()

    async def keep(self, body: bytes) -> None:
        """Store the present taxonomy, compiled in `body`, for as long as runs may name it."""
        async with transaction(self._pool, NOBODY) as conn:
            await conn.execute(
                """
                INSERT INTO taxonomy (tenant, digest, body)
                SELECT $1, $2, $3 WHERE NOT EXISTS (
                    SELECT FROM taxonomy WHERE tenant = $1 AND digest = $2
                ) ON CONFLICT DO NOTHING
                """,
                NOBODY,
                self._present.taxonomy.digest,
                body,
            )

    async def of(self, digest: str) -> Tables | None:
        """Return the tables of this digest; None if they were never used here.

        Or cannot be read any more, being of another format. Not to be called with a
        connection in hand: it may take one of its own.
        """
        if digest == self._present.taxonomy.digest:
            return self._present
        async with self._loading:
            if digest not in self._kept:
                body = await self._body(digest)
                read = None if body is None else await asyncio.to_thread(_read, body)
                if read is None:
                    return None
                self._kept[digest] = read
            self._kept.move_to_end(digest)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[digest]

    async def _body(self, digest: str) -> bytes | None:
        async with transaction(self._pool, NOBODY) as conn:
            return await conn.fetchval(
                "SELECT body FROM taxonomy WHERE tenant = $1 AND digest = $2", NOBODY, digest
            )


def _read(body: bytes) -> Tables | None:
    try:
        return Tables(Taxonomy(body), LinesOfWork(body))
    except ValueError:
        return None
