"""Who waits for which operation to change, told by PostgreSQL when a change commits."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING

from servicekit.background import background
from servicekit.notices import listen_forever
from services.ingest.resumes.repository import CHANNEL

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from servicekit.database import Pool


ANY = "*"
"""What to watch for who waits for the change of any operation."""


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
        """Wake whoever waits for the operation; "" wakes all, who then look for themselves."""
        ids = [operation_id, ANY] if operation_id else list(self._waiting)
        for each in ids:
            for changed in self._waiting.get(each, ()):
                changed.set()


@asynccontextmanager
async def listening(pool: Pool) -> AsyncGenerator[Watchers]:
    """Yield watchers that hear of every commit for as long as the block lasts."""
    watchers = Watchers()
    async with background(listen_forever(pool, CHANNEL, watchers.tell)):
        yield watchers
