"""Subjects of tokens as we know them: as they are, or as a keyed hash.

An issuer may use e-mail addresses as subjects, which then stand in columns and in the ledger,
where nothing is ever erased. With a key in the issuer's settings a subject is known as the
first 128 bits of HMAC-SHA-256 (RFC 2104) over the issuer and the subject, by a key of the
tenant's own: the same in every service, another in every tenant, and nobody can tell
from it who it is, or try addresses, without the key.
"""

from __future__ import annotations

import base64
import hmac
from typing import TYPE_CHECKING

from servicekit.sealing import derive, master_key

if TYPE_CHECKING:
    from servicekit.settings import Issuer

BYTES = 16


class Subjects:
    """The subjects of one issuer."""

    def __init__(self, issuer: Issuer) -> None:
        self._issuer = issuer.issuer
        self._key = master_key(issuer.subject_key_file) if issuer.subject_key_file else b""

    def known(self, tenant: str, subject: str) -> str:
        """Return what we call the subject of a token of the tenant."""
        if not self._key:
            return subject
        key = derive(self._key, f"subjects/{tenant}")
        digest = hmac.digest(key, f"{self._issuer}\0{subject}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest[:BYTES]).decode().rstrip("=")
