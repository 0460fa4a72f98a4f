"""Encryption at rest with a key for each person: to erase somebody, destroy the key.

AES-256-GCM (NIST SP 800-38D). A person's key lies in the service's own database, wrapped
by the master key. What is sealed names its tenant, person and purpose as associated data,
so that it opens nowhere else.
"""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from servicekit.erasing import Erased
from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from servicekit.database import Connection

NONCE_BYTES = 12
KEY_BYTES = 32


class PersonErased(ServiceError):
    """The person's key was destroyed."""

    code = Code.NOT_FOUND
    reason = "PERSON_ERASED"


def master_key(path: Path) -> bytes:
    """Read the master key; ValueError unless the file holds the base64 of 32 bytes."""
    key = base64.b64decode(path.read_text(), validate=False)
    if len(key) != KEY_BYTES:
        raise ValueError(f"{path}: want the base64 of {KEY_BYTES} bytes")
    return key


def derive(master: bytes, purpose: str) -> bytes:
    """Return the key for `purpose` that follows from the master key (HKDF, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"candor/{purpose}".encode()).derive(master)


def encrypt(key: bytes, plain: bytes, *, about: str) -> bytes:
    """Return nonce and ciphertext of `plain`, bound to `about`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, about.encode())


def decrypt(key: bytes, sealed: bytes, *, about: str) -> bytes:
    """Return what was sealed about `about`; InvalidTag if the bytes or `about` differ."""
    return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())


class PersonKeys:
    """The `person_key` table of one tenant, over one transaction."""

    def __init__(self, conn: Connection, tenant: str, master: bytes) -> None:
        self._conn = conn
        self._tenant = tenant
        self._master = master

    async def of(self, person_id: str) -> PersonKey:
        """Return the person's key, made at the first call, to seal something with.

        The person cannot be erased until the transaction ends. Raises PersonErased if they
        were before.
        """
        await self._hold(person_id)
        found = await self.known([person_id])
        if person_id in found:
            return found[person_id]
        wrapped = encrypt(self._master, os.urandom(KEY_BYTES), about=self._about(person_id))
        await self._conn.execute(
            """
            INSERT INTO person_key (tenant, person_id, wrapped) VALUES ($1, $2, $3)
            ON CONFLICT DO NOTHING
            """,
            self._tenant,
            person_id,
            wrapped,
        )
        return (await self.known([person_id]))[person_id]

    async def held(self, person_id: str) -> PersonKey:
        """Return the person's key to seal something with, or raise PersonErased.

        The person cannot be erased until the transaction ends.
        """
        await self._hold(person_id)
        return await self.existing(person_id)

    async def _hold(self, person_id: str) -> None:
        if await Erased(self._conn, self._tenant).hold([person_id]):
            raise PersonErased("the person's data was erased")

    async def existing(self, person_id: str) -> PersonKey:
        """Return the person's key to open something with, or raise PersonErased."""
        found = await self.known([person_id])
        if person_id not in found:
            raise PersonErased("the person's data was erased")
        return found[person_id]

    async def known(self, person_ids: Iterable[str]) -> Mapping[str, PersonKey]:
        """Return the keys of those of the persons that have one."""
        rows = await self._conn.fetch(
            """
            SELECT person_id, wrapped FROM person_key
            WHERE tenant = $1 AND person_id = ANY($2)
            """,
            self._tenant,
            list(person_ids),
        )
        return {row["person_id"]: self._unwrap(row["person_id"], row["wrapped"]) for row in rows}

    def _unwrap(self, person_id: str, wrapped: bytes) -> PersonKey:
        about = self._about(person_id)
        return PersonKey(decrypt(self._master, wrapped, about=about), about)

    def _about(self, person_id: str) -> str:
        return f"{self._tenant}/{person_id}"


class PersonKey:
    """Seals and opens one person's data."""

    def __init__(self, key: bytes, about: str) -> None:
        self._key = key
        self._about = about

    def seal(self, plain: bytes, *, purpose: str) -> bytes:
        """Return `plain` encrypted for `purpose`."""
        return encrypt(self._key, plain, about=f"{self._about}/{purpose}")

    def open(self, sealed: bytes, *, purpose: str) -> bytes:
        """Return what was sealed for `purpose`."""
        return decrypt(self._key, sealed, about=f"{self._about}/{purpose}")
