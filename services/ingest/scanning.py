"""A virus scanner's word on a file, before anything of ours opens it.

Speaks the INSTREAM command of clamd(8). Of the clients for asyncio none takes a unix socket,
which is where a clamd on the same machine listens: hence these few lines.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

ADDRESS = r"^(tcp://.+:\d+|unix:/.+)?$"
TIMEOUT = 30.0  # seconds for a file of 10 MB, connecting included
_CHUNK = 64 * 1024
_LONGEST = 4096  # bytes of an answer
_LONGEST_NAME = 100


class FileInfected(ServiceError):
    """The scanner knows the file for malware; metadata `signature`, its name for it."""

    code = Code.INVALID_ARGUMENT
    reason = "FILE_INFECTED"


class ScannerUnavailable(ServiceError):
    """The scanner cannot be asked, or does not answer: the file waits, unread."""

    code = Code.UNAVAILABLE
    reason = "SCANNER_UNAVAILABLE"
    retry_after = 5.0


class Scanner:
    """Asks the clamd at an address, one connection a file."""

    def __init__(self, address: str) -> None:
        """Make a scanner at tcp://host:port or unix:/path."""
        self._address = urlsplit(address)

    async def check(self, content: bytes) -> None:
        """Return if the scanner finds nothing in `content`.

        Raises FileInfected, or ScannerUnavailable for every answer but a plain one.
        """
        try:
            async with asyncio.timeout(TIMEOUT), self._connected() as (reader, writer):
                answer = await _asked(reader, writer, content)
        except (OSError, EOFError, asyncio.LimitOverrunError) as error:  # OSError: TimeoutError too
            raise ScannerUnavailable("the virus scanner does not answer") from error
        if answer == "stream: OK":
            return
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            raise _infected(answer.removeprefix("stream: ").removesuffix(" FOUND"))
        raise ScannerUnavailable(f"the virus scanner answers: {answer[:_LONGEST_NAME]}")

    @asynccontextmanager
    async def _connected(self) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        where = self._address
        if where.scheme == "unix":
            opening = asyncio.open_unix_connection(where.path, limit=_LONGEST)
        else:
            opening = asyncio.open_connection(where.hostname, where.port, limit=_LONGEST)
        reader, writer = await opening
        try:
            yield reader, writer
        finally:
            writer.close()


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, content: bytes) -> str:
    """Send the file in pieces, each after its length; return the answer."""
    writer.write(b"zINSTREAM\0")
    for start in range(0, len(content), _CHUNK):
        piece = content[start : start + _CHUNK]
        writer.write(len(piece).to_bytes(4) + piece)
        await writer.drain()
    writer.write(bytes(4))
    await writer.drain()
    answer = await reader.readuntil(b"\0")
    return answer[:-1].decode(errors="replace").strip()


def _infected(signature: str) -> FileInfected:
    name = signature[:_LONGEST_NAME]
    return FileInfected(
        f"the virus scanner found {name} in the file: write it anew on a clean computer",
        signature=name,
    )
