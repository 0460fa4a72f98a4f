"""Who waits for which operation to change, told by PostgreSQL when a change commits."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from services.ingest.resumes.repository import CHANNEL

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from servicekit.database import Pool


class Watchers:
    """The waiting calls of this process, by operation."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def watching(self, operation_id: str) -> Generator[asyncio.Event]:
        """Yield an event that is set at each change of the operation while the block lasts."""
        changed = asyncio.Event()
        self._waiting[operation_id].add(changed)
        try:
            yield changed
        finally:
            self._waiting[operation_id].discard(changed)
            if not self._waiting[operation_id]:
                del self._waiting[operation_id]

    def tell(self, operation_id: str) -> None:
        """Wake whoever waits for the operation."""
        for changed in self._waiting.get(operation_id, ()):
            changed.set()


@asynccontextmanager
async def listening(pool: Pool) -> AsyncGenerator[Watchers]:
    """Yield watchers that hear of every commit for as long as the block lasts."""
    watchers = Watchers()

    def notified(*arguments: object) -> None:
        watchers.tell(str(arguments[-1]))

    async with pool.acquire() as conn:
        await conn.add_listener(CHANNEL, notified)
        try:
            yield watchers
        finally:
            await conn.remove_listener(CHANNEL, notified)
