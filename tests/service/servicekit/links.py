"""A line between a client and a server that can be cut and mended."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

LOOPBACK = "127.0.0.1"


class Link:
    """Carries connections to `port` of this machine from a port of its own."""

    def __init__(self, port: int) -> None:
        self.port = 0
        self._target = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()

    async def mend(self) -> None:
        """Carry connections, from the same port as before."""
        self._server = await asyncio.start_server(self._carry, LOOPBACK, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def stall(self) -> None:
        """Keep every connection, and hold back what goes over it."""
        self._flowing.clear()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        self._flowing.set()
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._target)
        ends = {writer, far_writer}
        self._writers |= ends
        try:
            await asyncio.gather(self._pour(reader, far_writer), self._pour(far_reader, writer))
        finally:
            self._writers -= ends

    async def _pour(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await source.read(65536):
                await self._flowing.wait()
                sink.write(piece)
                await sink.drain()
        sink.close()


def over(dsn: str, through: Link) -> str:
    """Return the address of the database at `dsn` by way of `through`."""
    parts = urlsplit(dsn)
    login = parts.netloc.rpartition("@")[0]
    return urlunsplit(parts._replace(netloc=f"{login}@{LOOPBACK}:{through.port}", query=""))


@asynccontextmanager
async def link(port: int) -> AsyncGenerator[Link]:
    """Yield a whole line to `port`."""
    made = Link(port)
    await made.mend()
    try:
        yield made
    finally:
        made.cut()
