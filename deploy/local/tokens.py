"""Tokens of the stack's own issuer, for trying it out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import jwt

from deploy.local import StackFault, keys

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

AUDIENCE = "candor"
"""Whom every token of a stack is for."""


class NoStack(StackFault):
    """There are no keys in the folder: no stack was ever started on it."""


def issued(
    data: Path, *, tenant: str, roles: Sequence[str], subject: str, kind: str, seconds: int
) -> str:
    """Return a token (RFC 7519) that the stack on `data` accepts for `seconds`.

    Raises:
        NoStack: no stack was started on `data` yet.
    """
    if not (data / "keys").is_dir():
        raise NoStack(f"{data} is not the data folder of a stack: start one with `candor up`")
    issuer = keys.kept(data).people
    claims = {
        "iss": issuer.name,
        "aud": AUDIENCE,
        "sub": subject,
        "tenant": tenant,
        "roles": list(roles),
        "kind": kind,
        "exp": int(time.time()) + seconds,
    }
    return jwt.encode(claims, issuer.private.read_text(), "ES256", headers={"kid": issuer.kid})
