"""Who follows the ranking of which job, told by PostgreSQL when a change commits."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING

from servicekit.background import background
from servicekit.notices import listen_forever

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from servicekit.database import Pool

CHANNEL = "ranking"
"""Told the tenant in which something has changed that rankings depend on."""
PACE = 1.0
"""Seconds from one ranking of a followed job to the next, at least."""


class Turn:
    """The streams of one job in this process, which take turns in ranking it."""

    def __init__(self) -> None:
        self.alone = asyncio.Lock()
        self.followers = 0
        self._ranked = 0.0

    async def paced(self) -> None:
        """Wait until PACE is over since the last time."""
        await asyncio.sleep(self._ranked + PACE - time.monotonic())
        self._ranked = time.monotonic()


class Watch:
    """One stream."""

    def __init__(self, turn: Turn) -> None:
        self.turn = turn
        self.closing = False
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Have `changed` return."""
        self._changed.set()

    async def changed(self, patience: float) -> bool:
        """Wait for a change, at most so long; return whether there was a word of one."""
        # Not wait_for: before Python 3.12 it can swallow a cancellation.
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._changed.wait()
        heard = self._changed.is_set()
        self._changed.clear()
        return heard


class Watchers:
    """The streams of this process, by tenant. They end when it closes."""

    def __init__(self) -> None:
        self._open: defaultdict[str, set[Watch]] = defaultdict(set)
        self._turns: dict[tuple[str, str], Turn] = {}
        self._closing = False

    @contextmanager
    def watching(self, tenant: str, job_id: str) -> Generator[Watch]:
        """Yield a stream of the job that hears of changes while the block lasts."""
        turn = self._turns.setdefault((tenant, job_id), Turn())
        turn.followers += 1
        watch = Watch(turn)
        watch.closing = self._closing
        self._open[tenant].add(watch)
        try:
            yield watch
        finally:
            self._open[tenant].discard(watch)
            if not self._open[tenant]:
                del self._open[tenant]
            turn.followers -= 1
            if not turn.followers:
                del self._turns[tenant, job_id]

    def tell(self, tenant: str) -> None:
        """Wake the streams of a tenant; "" wakes all, who then look for themselves."""
        for each in [tenant] if tenant else list(self._open):
            for watch in self._open.get(each, ()):
                watch.wake()

    def close(self) -> None:
        """Have every stream end, and whichever is opened later end at once."""
        self._closing = True
        for watches in self._open.values():
            for watch in watches:
                watch.closing = True
        self.tell("")


@asynccontextmanager
async def listening(pool: Pool) -> AsyncGenerator[Watchers]:
    """Yield watchers that hear of every commit for as long as the block lasts."""
    watchers = Watchers()
    async with background(listen_forever(pool, CHANNEL, watchers.tell)):
        yield watchers
