"""The signature of promises: Ed25519 (RFC 8032) in a compact JWS (RFC 7515), one key a tenant.

The key follows from the master key (HKDF, RFC 5869), so it is at rest nowhere. A new master
key is a new signing key: promises signed before are then refused, though whoever kept the
public key can still show that they were given.
"""

from __future__ import annotations

from hashlib import sha256

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.api_jws import PyJWS

from servicekit.sealing import derive
from services.matcher.promises.promises import PromiseInvalid

TYPE = "candor-promise+jws"
ALGORITHM = "EdDSA"
MOST_CHARACTERS = 16_384


class Signer:
    """Signs and opens the promises of one tenant."""

    def __init__(self, master: bytes, tenant: str) -> None:
        seed = derive(master, f"promises/{tenant}")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._jws = PyJWS(algorithms=[ALGORITHM])
        self.public_key = self._private.public_key().public_bytes_raw()
        self.key_id = sha256(self.public_key).hexdigest()[:16]
        self._header = self.sign(b"").partition(".")[0]

    def sign(self, body: bytes) -> str:
        """Return the text that carries `body`, the same each time."""
        headers = {"typ": TYPE, "kid": self.key_id}
        return self._jws.encode(body, self._private, ALGORITHM, headers)

    def open(self, text: str) -> bytes:
        """Return what a text of this tenant carries, or raise PromiseInvalid."""
        # The header decides nothing: it is the one that this key writes, or none of ours.
        if len(text) > MOST_CHARACTERS or not text.startswith(f"{self._header}."):
            raise PromiseInvalid("this is not a promise of ours")
        try:
            return self._jws.decode(text, self._private.public_key(), [ALGORITHM])
        except (jwt.PyJWTError, ValueError) as error:
            raise PromiseInvalid("this is not a promise of ours") from error
