"""Who is calling: tokens verified (RFC 7519, RFC 8725), and tokens of our own.

A token names a subject, a tenant, roles and whether the principal is a person or a
service. It is checked at the gateway and again here. What may be called is the business
of `policy`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx
import jwt
from candor.common.v1 import event_pb2, policy_pb2

from servicekit.errors import Code, ServiceError
from servicekit.subjects import Subjects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicekit.settings import Issuer, MeshSettings

log = logging.getLogger(__name__)

TENANT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Asymmetric only: with these, "none" and a public key used as an HMAC secret both fail.
ALGORITHMS = ["ES256", "RS256", "EdDSA"]
LEEWAY = 30
MESH_TOKEN_LIFE = 300
REFETCH_AFTER = 30.0  # an unknown key id makes an issuer's keys be read again, this seldom
KEYS_LIFE = 600.0  # and so does their age: a key that was withdrawn is let go
CACHED_TOKENS = 1024

_caller: ContextVar[Caller] = ContextVar("caller")


class TokenInvalid(ServiceError):
    """There is no token, or it does not prove who is calling."""

    code = Code.UNAUTHENTICATED
    reason = "TOKEN_INVALID"


class IssuerUnavailable(ServiceError):
    """The keys of the token's issuer cannot be had, so nobody knows whether it is good."""

    code = Code.UNAVAILABLE
    reason = "ISSUER_UNAVAILABLE"
    retry_after = 1.0


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


@dataclass(frozen=True, slots=True)
class _Ring:
    """An issuer's public keys by their ids, and when they were read."""

    keys: Mapping[str, jwt.PyJWK]
    read: float


class Verifier:
    """Verifies tokens of the issuers in settings."""

    def __init__(
        self,
        issuers: Sequence[Issuer],
        *,
        refetch_after: float = REFETCH_AFTER,
        keys_life: float = KEYS_LIFE,
    ) -> None:
        self._issuers = {each.issuer: each for each in issuers}
        self._subjects = {each.issuer: Subjects(each) for each in issuers}
        self._refetch_after = refetch_after
        self._keys_life = keys_life
        self._rings: dict[str, _Ring] = {}
        self._reading = asyncio.Lock()
        self._verified: dict[str, Caller] = {}

    async def verify(self, token: str) -> Caller:
        """Return whom `token` names, or raise TokenInvalid; IssuerUnavailable if none can tell."""
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
        return _principal(token, claims, self._subjects[issuer.issuer], mesh=issuer.mesh)

    async def _key(self, issuer: Issuer, kid: str) -> jwt.PyJWK:
        async with self._reading:  # who comes meanwhile waits for the same keys
            ring = self._rings.get(issuer.issuer)
            if ring is None or self._is_stale(ring, kid):
                ring = self._rings[issuer.issuer] = await self._read(issuer, ring)
        return ring.keys[kid]

    def _is_stale(self, ring: _Ring, kid: str) -> bool:
        limit = self._keys_life if kid in ring.keys else self._refetch_after
        return time.monotonic() - ring.read >= limit

    async def _read(self, issuer: Issuer, known: _Ring | None) -> _Ring:
        try:
            keys = await _fetch(issuer.jwks)
        except (OSError, httpx.HTTPError, ValueError, jwt.PyJWTError) as error:
            if known is None:
                log.exception("the keys of %s cannot be had", issuer.issuer)
                raise IssuerUnavailable("the issuer's keys cannot be had") from error
            log.warning("going on with the old keys of %s", issuer.issuer, exc_info=error)
            keys = known.keys
        return _Ring(keys, time.monotonic())


async def _fetch(jwks: str) -> Mapping[str, jwt.PyJWK]:
    if jwks.startswith(("https://", "http://")):
        async with httpx.AsyncClient(timeout=5) as client:
            body = (await client.get(jwks)).raise_for_status().text
    else:
        body = Path(jwks).read_text()  # noqa: ASYNC240  # a small local file, read once
    keys = jwt.PyJWKSet.from_dict(json.loads(body)).keys
    return {key.key_id: key for key in keys if key.key_id}


def _principal(token: str, claims: dict[str, Any], known: Subjects, *, mesh: bool) -> Caller:
    subject, tenant, names = claims["sub"], claims["tenant"], claims["roles"]
    if not (isinstance(subject, str) and isinstance(tenant, str) and isinstance(names, list)):
        raise TypeError("a claim is of the wrong type")
    kind = policy_pb2.PrincipalKind.Value(f"PRINCIPAL_KIND_{str(claims['kind']).upper()}")
    roles = frozenset(
        policy_pb2.Role.Value(f"ROLE_{str(name).upper()}") for name in cast("list[object]", names)
    )
    if not TENANT.fullmatch(tenant) or not 0 < len(subject) <= 255:
        raise ValueError("malformed claim")
    if not roles or policy_pb2.ROLE_UNSPECIFIED in roles or not kind:
        raise ValueError("the token names no role or kind")
    if (policy_pb2.ROLE_MESH in roles) != mesh:
        raise ValueError("the issuer may not assert these roles")
    subject = known.known(tenant, subject)
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
