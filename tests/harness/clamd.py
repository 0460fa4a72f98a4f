"""A server that speaks clamd's INSTREAM: it knows one signature, that of the EICAR test file."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

# In two pieces, for scanners that read this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + rb"-ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Win.Test.EICAR_HDB-1"


class Clamd:
    """What the server was asked, and how it answers."""

    def __init__(self) -> None:
        self.address = ""
        self.asked = asyncio.Semaphore(0)
        """Released once for each connection that has ended."""
        self.scanned: list[bytes] = []
        self.away = False
        """Whether it hangs up on everybody."""
        self.says = ""
        """What it answers to everything, if anything."""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        try:
            if not self.away:
                writer.write(self._verdict(await _streamed(reader)).encode() + b"\0")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()
            self.asked.release()

    def _verdict(self, content: bytes) -> str:
        self.scanned.append(content)
        if self.says:
            return self.says
        return f"stream: {SIGNATURE} FOUND" if EICAR in content else "stream: OK"


async def _streamed(reader: asyncio.StreamReader) -> bytes:
    assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
    content = b""
    while length := int.from_bytes(await reader.readexactly(4)):
        content += await reader.readexactly(length)
    return content


@asynccontextmanager
async def server(*, kind: str = "unix") -> AsyncGenerator[Clamd]:
    """Run a server on a unix socket, or on TCP."""
    clamd = Clamd()
    with tempfile.TemporaryDirectory(prefix="candor-clamd-") as folder:
        path = Path(folder) / "clamd.ctl"
        if kind == "unix":
            running = await asyncio.start_unix_server(clamd.serve, path)
            clamd.address = f"unix:{path}"
        else:
            running = await asyncio.start_server(clamd.serve, "127.0.0.1", 0)
            clamd.address = f"tcp://127.0.0.1:{running.sockets[0].getsockname()[1]}"
        async with running:
            yield clamd
