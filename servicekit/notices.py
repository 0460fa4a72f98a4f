"""What PostgreSQL notifies of, heard for as long as a task lasts."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from servicekit import outages

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from servicekit.database import Pool

log = logging.getLogger(__name__)


async def listen_forever(pool: Pool, channel: str, heard: Callable[[str], None]) -> None:
    """Call `heard` with the payload of each notice on `channel` until cancelled.

    A lost connection is opened again. Notices of the meantime are lost: `heard` is called
    with "" each time that listening begins, and has to look for itself.
    """
    while True:
        try:
            async with _listening(pool, channel, heard) as lost:
                heard("")
                await lost.wait()
        except outages.DATABASE:
            log.warning("cannot listen to %s; trying again", channel, exc_info=True)
        else:
            log.warning("no longer listening to %s; trying again", channel)
        await asyncio.sleep(outages.PAUSE)


@asynccontextmanager
async def _listening(
    pool: Pool, channel: str, heard: Callable[[str], None]
) -> AsyncGenerator[asyncio.Event]:
    """Yield an event that is set when the connection listened on is lost."""
    lost = asyncio.Event()

    def notified(*arguments: object) -> None:
        heard(str(arguments[-1]))

    def ended(*_: object) -> None:
        lost.set()

    async with pool.acquire() as conn:
        conn.add_termination_listener(ended)
        await conn.add_listener(channel, notified)
        try:
            yield lost
        finally:
            conn.remove_termination_listener(ended)
            with suppress(*outages.DATABASE):
                await conn.remove_listener(channel, notified)
