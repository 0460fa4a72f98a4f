"""Who a token names, and which tokens name nobody."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from candor.common.v1 import event_pb2, policy_pb2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, HMACAlgorithm
from jwt.utils import base64url_encode

from servicekit import auth
from servicekit.auth import IssuerUnavailable, TokenInvalid, Verifier
from servicekit.settings import Issuer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from tests.harness.identity import Identities

PERSON, SERVICE = policy_pb2.PRINCIPAL_KIND_PERSON, policy_pb2.PRINCIPAL_KIND_SERVICE


@dataclass(frozen=True, slots=True)
class Signer:
    """An issuer's key and its id."""

    kid: str
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def token(self, claims: dict[str, Any], *, kid: str = "", algorithm: str = "ES256") -> str:
        # Not jwt.encode: it refuses to write what we want to see refused.
        body = json.dumps(claims).encode()
        return jwt.PyJWS().encode(body, self.key, algorithm, headers={"kid": kid or self.kid})

    @property
    def public(self) -> dict[str, Any]:
        """The key as a JWKS lists it."""
        shown = ECAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {**shown, "kid": self.kid, "alg": "ES256", "use": "sig"}

    @property
    def pem(self) -> bytes:
        """The public key as PEM."""
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )


@dataclass(frozen=True, slots=True)
class Door:
    """A verifier of two issuers, people and mesh, and their keys."""

    jwks: Path
    people: Signer = field(default_factory=lambda: Signer("people-1"))
    mesh: Signer = field(default_factory=lambda: Signer("mesh-1"))

    def verifier(self, *, refetch_after: float = 30, keys_life: float = 600) -> Verifier:
        self.publish("people", self.people)
        self.publish("mesh", self.mesh)
        issuers = [
            Issuer(issuer=name, audience="candor", jwks=str(self.file(name)), mesh=name == "mesh")
            for name in ("people", "mesh")
        ]
        return Verifier(issuers, refetch_after=refetch_after, keys_life=keys_life)

    def file(self, issuer: str) -> Path:
        return self.jwks / f"{issuer}.json"

    def publish(self, issuer: str, *signers: Signer) -> None:
        self.file(issuer).write_text(json.dumps({"keys": [each.public for each in signers]}))


def claims(**changed: object) -> dict[str, Any]:
    """Return good claims of a person, some changed; those changed to None left out."""
    good = {
        "iss": "people",
        "aud": "candor",
        "sub": "user-1",
        "tenant": "acme",
        "roles": ["recruiter"],
        "kind": "person",
        "exp": int(time.time()) + 600,
        **changed,
    }
    return {name: value for name, value in good.items() if value is not None}


@pytest.fixture
def door(tmp_path: Path) -> Door:
    return Door(tmp_path)


async def refused(verifier: Verifier, token: str) -> None:
    with pytest.raises(TokenInvalid):
        await verifier.verify(token)


async def test_a_good_token_names_subject_tenant_roles_and_kind(door: Door) -> None:
    token = door.people.token(claims(roles=["recruiter", "hr"]))
    who = await door.verifier().verify(token)
    assert (who.subject, who.tenant, who.kind, who.token) == ("user-1", "acme", PERSON, token)
    assert who.roles == {policy_pb2.ROLE_RECRUITER, policy_pb2.ROLE_HR}
    assert who.actor == event_pb2.Actor(subject="user-1", kind=PERSON)


async def test_the_stacks_own_tokens_are_good(identities: Identities) -> None:
    verifier = Verifier(identities.issuers)
    person = await verifier.verify(identities.token("hr", tenant="acme", subject="user-9"))
    assert (person.subject, person.tenant) == ("user-9", "acme")
    actor = event_pb2.Actor(subject="user-9", kind=PERSON)
    service = await verifier.verify(identities.mesh("matcher").token("acme", actor))
    assert (service.subject, service.kind) == ("service:matcher", SERVICE)
    assert service.actor == actor, "what it changes is caused by whom it acts for"


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "tenant", "roles", "kind", "exp"])
async def test_a_token_that_lacks_a_claim_is_refused(door: Door, missing: str) -> None:
    await refused(door.verifier(), door.people.token(claims(**{missing: None})))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "somebody-else"},
        {"iss": ["people"]},
        {"aud": "another-service"},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": 7},
        {"tenant": ""},
        {"tenant": "Acme"},
        {"tenant": "-acme"},
        {"tenant": "acme-"},
        {"tenant": "a.b"},
        {"tenant": "acme*"},
        {"tenant": "acme\n"},
        {"tenant": "a" * 64},
        {"tenant": 7},
        {"roles": []},
        {"roles": "hr"},
        {"roles": {"hr": True}},
        {"roles": ["hr", "owner"]},
        {"roles": ["unspecified"]},
        {"roles": [2]},
        {"kind": "robot"},
        {"kind": "unspecified"},
        {"kind": 1},
        {"exp": "soon"},
        {"nbf": 4_000_000_000},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
async def test_a_token_with_a_malformed_or_foreign_claim_is_refused(
    door: Door, changed: dict[str, object]
) -> None:
    await refused(door.verifier(), door.people.token(claims(**changed)))


@pytest.mark.parametrize("tenant", ["a", "acme", "acme-2", "0", "a" * 63])
async def test_a_well_formed_tenant_is_taken(door: Door, tenant: str) -> None:
    assert (await door.verifier().verify(door.people.token(claims(tenant=tenant)))).tenant == tenant


async def test_an_expired_token_is_refused(door: Door) -> None:
    long_ago = int(time.time()) - auth.LEEWAY - 1
    await refused(door.verifier(), door.people.token(claims(exp=long_ago)))


async def test_a_known_token_is_refused_once_it_has_expired(door: Door) -> None:
    """What was verified is remembered, but never for longer than the token lasts."""
    verifier = door.verifier()
    token = door.people.token(claims(exp=int(time.time()) - auth.LEEWAY + 2))
    await verifier.verify(token)
    async with asyncio.timeout(10):
        while await _is_good(verifier, token):  # noqa: ASYNC110  # nothing tells of the time
            await asyncio.sleep(0.05)


async def _is_good(verifier: Verifier, token: str) -> bool:
    try:
        await verifier.verify(token)
    except TokenInvalid:
        return False
    return True


async def test_what_another_key_signed_under_the_same_id_is_refused(door: Door) -> None:
    forger = Signer("people-1")
    await refused(door.verifier(), forger.token(claims()))


async def test_what_another_issuer_signed_is_refused(door: Door) -> None:
    await refused(door.verifier(), door.mesh.token(claims()))
    await refused(door.verifier(), door.mesh.token(claims(), kid="people-1"))


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE"])
async def test_what_nobody_signed_is_refused(door: Door, algorithm: str) -> None:
    head, body, _ = door.people.token(claims()).split(".")
    header = json.dumps({"alg": algorithm, "typ": "JWT", "kid": "people-1"}).encode()
    unsigned = f"{base64url_encode(header).decode()}.{body}."
    verifier = door.verifier()
    await refused(verifier, unsigned)
    await refused(verifier, f"{head}.{body}.")


async def test_the_public_key_is_no_shared_secret(door: Door) -> None:
    """The old confusion of algorithms: an HMAC keyed with what everybody knows."""
    head = json.dumps({"alg": "HS256", "typ": "JWT", "kid": "people-1"}).encode()
    body = json.dumps(claims()).encode()
    signed = b".".join(base64url_encode(each) for each in (head, body))
    for secret in (door.people.pem, door.people.pem.strip()):
        hmac = HMACAlgorithm(HMACAlgorithm.SHA256)
        mac = base64url_encode(hmac.sign(signed, secret))
        await refused(door.verifier(), f"{signed.decode()}.{mac.decode()}")


async def test_a_key_in_the_tokens_own_header_is_not_believed(door: Door) -> None:
    forger = Signer("forger-1")
    token = jwt.encode(
        claims(), forger.key, "ES256", headers={"kid": "people-1", "jwk": forger.public}
    )
    await refused(door.verifier(), token)


async def test_another_kind_of_key_than_the_issuers_is_refused(door: Door) -> None:
    key = rsa.generate_private_key(65537, 2048)
    await refused(door.verifier(), jwt.encode(claims(), key, "RS256", headers={"kid": "people-1"}))


@pytest.mark.parametrize("token", ["", ".", "..", "a.b.c", "e30.e30.", "\x00", "ä.ö.ü", "x" * 9000])
async def test_what_is_no_token_is_refused(door: Door, token: str) -> None:
    await refused(door.verifier(), token)


async def test_every_changed_character_spoils_a_token(door: Door) -> None:
    verifier, token = door.verifier(), door.people.token(claims())
    for place in range(0, len(token) - 1, 7):  # the last character has spare bits
        other = "A" if token[place] != "A" else "B"
        await refused(verifier, token[:place] + other + token[place + 1 :])


async def test_people_are_never_of_the_mesh(door: Door) -> None:
    await refused(door.verifier(), door.people.token(claims(roles=["mesh"], kind="service")))
    await refused(door.verifier(), door.people.token(claims(roles=["hr", "mesh"])))


async def test_the_mesh_names_its_own_only(door: Door) -> None:
    await refused(door.verifier(), door.mesh.token(claims(iss="mesh", roles=["admin"])))


async def test_only_the_mesh_acts_for_others(door: Door) -> None:
    verifier = door.verifier()
    acting = {"act_for": "user-9", "act_for_kind": int(PERSON)}
    person = await verifier.verify(door.people.token(claims(**acting)))
    assert person.actor.subject == "user-1"
    of_mesh = claims(iss="mesh", sub="service:x", roles=["mesh"], kind="service", **acting)
    service = await verifier.verify(door.mesh.token(of_mesh))
    assert service.actor == event_pb2.Actor(subject="user-9", kind=PERSON)


async def test_a_new_key_is_found_where_the_old_one_was(door: Door) -> None:
    verifier, new = door.verifier(refetch_after=0), Signer("people-2")
    await verifier.verify(door.people.token(claims()))
    door.publish("people", door.people, new)
    assert (await verifier.verify(new.token(claims()))).subject == "user-1"
    assert (await verifier.verify(door.people.token(claims(sub="user-2")))).subject == "user-2"


async def test_unknown_keys_do_not_make_the_file_be_read_at_every_call(door: Door) -> None:
    verifier, new = door.verifier(refetch_after=3600), Signer("people-2")
    await verifier.verify(door.people.token(claims()))
    door.publish("people", door.people, new)
    await refused(verifier, new.token(claims()))


async def test_a_withdrawn_key_is_let_go_with_time(door: Door) -> None:
    verifier = door.verifier(keys_life=0)
    await verifier.verify(door.people.token(claims()))
    door.publish("people", Signer("people-2"))
    await refused(verifier, door.people.token(claims(sub="user-2")))


async def test_known_keys_serve_on_while_their_source_is_away(door: Door) -> None:
    verifier = door.verifier(keys_life=0)
    await verifier.verify(door.people.token(claims()))
    door.file("people").unlink()
    assert (await verifier.verify(door.people.token(claims(sub="user-2")))).subject == "user-2"


@pytest.mark.parametrize("content", [None, "", "{}", '{"keys": []}', '{"keys": [{"kty": "x"}]}'])
async def test_without_any_keys_nobody_is_told_that_their_token_is_bad(
    door: Door, content: str | None
) -> None:
    verifier = door.verifier()
    door.file("people").unlink()
    if content is not None:
        door.file("people").write_text(content)
    with pytest.raises(IssuerUnavailable) as caught:
        await verifier.verify(door.people.token(claims()))
    assert caught.value.retry_after > 0
    door.publish("people", door.people)
    assert (await verifier.verify(door.people.token(claims()))).subject == "user-1"


@asynccontextmanager
async def web(status: str, body: str) -> AsyncGenerator[tuple[str, list[None]]]:
    """Serve `body` over HTTP; yield the address and one item for each time it was asked for."""
    asked: list[None] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.append(None)
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write((head + body).encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}/jwks.json", asked


async def test_first_calls_that_come_together_share_one_reading_of_the_keys(door: Door) -> None:
    body = json.dumps({"keys": [door.people.public]})
    async with web("200 OK", body) as (address, asked):
        verifier = Verifier([Issuer(issuer="people", audience="candor", jwks=address)])
        tokens = [door.people.token(claims(sub=f"user-{each}")) for each in range(20)]
        callers = await asyncio.gather(*(verifier.verify(token) for token in tokens))
    assert [each.subject for each in callers] == [f"user-{each}" for each in range(20)]
    assert len(asked) == 1


async def test_an_issuer_that_answers_with_an_error_is_unavailable(door: Door) -> None:
    async with web("503 Service Unavailable", "") as (address, _):
        verifier = Verifier([Issuer(issuer="people", audience="candor", jwks=address)])
        with pytest.raises(IssuerUnavailable):
            await verifier.verify(door.people.token(claims()))


async def test_the_error_says_nothing_of_the_token(door: Door) -> None:
    with pytest.raises(TokenInvalid) as caught:
        await door.verifier().verify(door.people.token(claims(tenant="Sesame")))
    assert "Sesame" not in str(caught.value)
    assert caught.value.metadata == {}


def test_a_service_signs_anew_before_its_token_expires(
    identities: Identities, monkeypatch: pytest.MonkeyPatch
) -> None:
    mesh, now = identities.mesh("matcher"), time.time()
    actor = event_pb2.Actor(subject="user-1", kind=PERSON)
    first = mesh.token("acme", actor)
    assert mesh.token("acme", actor) == first
    assert mesh.token("beta", actor) != first
    assert mesh.token("acme", event_pb2.Actor(subject="user-2", kind=PERSON)) != first
    monkeypatch.setattr(time, "time", lambda: now + auth.MESH_TOKEN_LIFE / 2 + 1)
    second = mesh.token("acme", actor)
    assert second != first
    assert jwt.decode(second, options={"verify_signature": False})["exp"] > now + 300
