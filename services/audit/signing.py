"""The ledger's key: one for all tenants, a name for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from services.audit.checkpoint import Signer

if TYPE_CHECKING:
    from pathlib import Path


class LedgerKey:
    """Gives each tenant's ledger its origin and signer."""

    def __init__(self, private: Ed25519PrivateKey, origin: str) -> None:
        self._private = private
        self._origin = origin

    def signer(self, tenant: str) -> Signer:
        """Return the signer of the tenant's ledger; its name is the ledger's origin."""
        return Signer(f"{self._origin}/{tenant}", self._private)


def ledger_key(file: Path, origin: str) -> LedgerKey:
    """Read the key; ValueError unless the file holds an Ed25519 private key."""
    private = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(private, Ed25519PrivateKey):
        raise ValueError(f"{file}: want an Ed25519 private key")  # noqa: TRY004  # a bad file
    return LedgerKey(private, origin)
