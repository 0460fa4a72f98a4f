"""Who is calling: tokens verified (RFC 7519, RFC 8725), and tokens of our own.

A token names a subject, a tenant, roles and whether the principal is a person or a
service. It is checked at the gateway and again here. What may be called is the business
of `policy`.
"""

from __future__ import annotations

import json
import re
import time
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import jwt
from candor.common.v1 import event_pb2, policy_pb2

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicekit.settings import Issuer, MeshSettings

TENANT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Asymmetric only: with these, "none" and a public key used as an HMAC secret both fail.
ALGORITHMS = ["ES256", "RS256", "EdDSA"]
LEEWAY = 30
MESH_TOKEN_LIFE = 300
REFETCH_AFTER = 30.0
CACHED_TOKENS = 1024

_caller: ContextVar[Caller] = ContextVar("caller")


class TokenInvalid(ServiceError):
    """There is no token, or it does not prove who is calling."""

    code = Code.UNAUTHENTICATED
    reason = "TOKEN_INVALID"


@dataclass(frozen=True, slots=True)
class Caller:
    """The principal of a call."""

    subject: str
    tenant: str
    roles: frozenset[int]
    kind: int
    token: str
    expires: float
    actor: event_pb2.Actor
    """Who causes what the call changes: the caller, or whom a service acts for."""
    own_only: bool = False
    """Whether the grant that let the call in opens only the caller's own objects."""

    @property
    def own(self) -> str:
        """The owner that the caller is limited to; "" when there is no limit."""
        return self.subject if self.own_only else ""


def caller() -> Caller:
    """Return the principal of the call under way; LookupError outside of a call."""
    return _caller.get()


def enter(principal: Caller) -> None:
    """Make `principal` the caller of the current call's context."""
    _caller.set(principal)


class Verifier:
    """Verifies tokens of the issuers in settings."""

    def __init__(self, issuers: Sequence[Issuer]) -> None:
        self._issuers = {each.issuer: each for each in issuers}
        self._keys: dict[str, dict[str, jwt.PyJWK]] = {}
        self._fetched: dict[str, float] = {}
        self._verified: dict[str, Caller] = {}

    async def verify(self, token: str) -> Caller:
        """Return whom `token` names, or raise TokenInvalid."""
        known = self._verified.get(token)
        if known is not None and known.expires + LEEWAY > time.time():
            return known
        try:
            principal = await self._verify(token)
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise TokenInvalid("the token does not prove who is calling") from error
        if len(self._verified) >= CACHED_TOKENS:
            self._verified.clear()
        self._verified[token] = principal
        return principal

    async def _verify(self, token: str) -> Caller:
        unverified = jwt.decode(token, options={"verify_signature": False})
        issuer = self._issuers[unverified["iss"]]
        key = await self._key(issuer, jwt.get_unverified_header(token)["kid"])
        claims = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=issuer.audience,
            issuer=issuer.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
        return _principal(token, claims, mesh=issuer.mesh)

    async def _key(self, issuer: Issuer, kid: str) -> jwt.PyJWK:
        keys = self._keys.get(issuer.issuer, {})
        stale = time.monotonic() - self._fetched.get(issuer.issuer, -REFETCH_AFTER) >= REFETCH_AFTER
        if kid not in keys and stale:
            self._fetched[issuer.issuer] = time.monotonic()
            keys = self._keys[issuer.issuer] = await _fetch(issuer.jwks)
        return keys[kid]


async def _fetch(jwks: str) -> dict[str, jwt.PyJWK]:
    if jwks.startswith(("https://", "http://")):
        async with httpx.AsyncClient(timeout=5) as client:
            body = (await client.get(jwks)).raise_for_status().text
    else:
        body = Path(jwks).read_text()  # noqa: ASYNC240  # a small local file, read once
    keys = jwt.PyJWKSet.from_dict(json.loads(body)).keys
    return {key.key_id: key for key in keys if key.key_id}


def _principal(token: str, claims: dict[str, Any], *, mesh: bool) -> Caller:
    subject, tenant = str(claims["sub"]), str(claims["tenant"])
    kind = policy_pb2.PrincipalKind.Value(f"PRINCIPAL_KIND_{str(claims['kind']).upper()}")
    roles = frozenset(
        policy_pb2.Role.Value(f"ROLE_{str(name).upper()}") for name in claims["roles"]
    )
    if not TENANT.fullmatch(tenant) or not 0 < len(subject) <= 255 or not roles:
        raise ValueError("malformed claim")
    if (policy_pb2.ROLE_MESH in roles) != mesh:
        raise ValueError("the issuer may not assert these roles")
    actor = event_pb2.Actor(subject=subject, kind=kind)
    if mesh and "act_for" in claims:
        actor = event_pb2.Actor(subject=claims["act_for"], kind=claims["act_for_kind"])
    return Caller(subject, tenant, roles, kind, token, float(claims["exp"]), actor)


class MeshIdentity:
    """Signs the tokens by which a service calls another for a tenant."""

    def __init__(self, service: str, settings: MeshSettings) -> None:
        self._service = service
        self._settings = settings
        self._key = settings.key_file.read_text()
        self._issued: dict[tuple[str, str, int], tuple[str, float]] = {}

    def token(self, tenant: str, actor: event_pb2.Actor) -> str:
        """Return a token for acting in `tenant` on behalf of `actor`."""
        now = time.time()
        slot = (tenant, actor.subject, int(actor.kind))
        token, expires = self._issued.get(slot, ("", 0.0))
        if expires - MESH_TOKEN_LIFE / 2 < now:
            if len(self._issued) >= CACHED_TOKENS:
                self._issued.clear()
            expires = now + MESH_TOKEN_LIFE
            token = self._sign(tenant, actor, expires)
            self._issued[slot] = (token, expires)
        return token

    def _sign(self, tenant: str, actor: event_pb2.Actor, expires: float) -> str:
        claims = {
            "iss": self._settings.issuer,
            "aud": self._settings.audience,
            "sub": f"service:{self._service}",
            "tenant": tenant,
            "roles": ["mesh"],
            "kind": "service",
            "act_for": actor.subject,
            "act_for_kind": int(actor.kind),
            "exp": int(expires),
        }
        return jwt.encode(claims, self._key, "ES256", headers={"kid": self._settings.key_id})
