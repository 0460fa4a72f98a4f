"""The file store: encrypted files under addresses that tell nothing.

An address is the tenant and a keyed hash (HMAC-SHA-256) of the person and the content:
without the master key nobody can tell from it which file it is.
"""

from __future__ import annotations

import hmac
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import obstore
from obstore.store import LocalStore, from_url

from servicekit.sealing import derive

if TYPE_CHECKING:
    from obstore.store import ObjectStore


class Files:
    """Files of every tenant in one object store."""

    def __init__(self, store: ObjectStore, master: bytes) -> None:
        self._store = store
        self._master = master

    def address(self, tenant: str, candidate_id: str, content: bytes) -> str:
        """Return where `content` of the candidate is kept."""
        salt = derive(self._master, f"files/{tenant}")
        mark = hmac.new(salt, candidate_id.encode() + sha256(content).digest(), sha256).hexdigest()
        return f"{tenant}/{mark[:2]}/{mark}"

    async def put(self, address: str, sealed: bytes) -> None:
        """Store sealed bytes; doing it twice changes nothing."""
        await obstore.put_async(self._store, address, sealed)

    async def get(self, address: str) -> bytes:
        """Return the sealed bytes at `address`; FileNotFoundError if there are none."""
        found = await obstore.get_async(self._store, address)
        return bytes(await found.bytes_async())

    async def remove(self, address: str) -> None:
        """Remove the file at `address`; doing it twice changes nothing."""
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._store, address)


def opened(url: str, master: bytes) -> Files:
    """Return the store at `url`, making the folder of a file:// one."""
    if url.startswith("file://"):
        folder = Path(url.removeprefix("file://"))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Files(LocalStore(folder), master)
    return Files(from_url(url), master)
