"""Who gets in."""

from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.local import keys
from tests.service.gateway.rig import error_of

if TYPE_CHECKING:
    import httpx

    from tests.harness.identity import Identities


def _claims(**changed: object) -> dict[str, object]:
    claims: dict[str, object] = {
        "iss": keys.PEOPLE,
        "aud": "candor",
        "sub": "user-1",
        "tenant": "acme",
        "roles": ["recruiter"],
        "kind": "person",
        "exp": int(time.time()) + 600,
        **changed,
    }
    return {name: value for name, value in claims.items() if value is not None}


def _other_key() -> str:
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def _b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


async def _status(client: httpx.AsyncClient, token: str) -> int:
    response = await client.get("/v1/jobs/7", headers={"authorization": f"Bearer {token}"})
    if response.status_code != 200:
        assert error_of(response, 401) == ("TOKEN_INVALID", {})
    return response.status_code


async def test_a_good_token_gets_in(nobody: httpx.AsyncClient, identities: Identities) -> None:
    assert await _status(nobody, identities.signed(_claims())) == 200
    assert await _status(nobody, identities.signed(_claims(aud=["other", "candor"]))) == 200


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"exp": int(time.time()) - 60}, id="expired"),
        pytest.param({"exp": None}, id="without an end"),
        pytest.param({"nbf": int(time.time()) + 7200}, id="not yet"),
        pytest.param({"aud": "someone-else"}, id="for another audience"),
        pytest.param({"aud": None}, id="for no audience"),
        pytest.param({"iss": "someone-else"}, id="of another issuer"),
        pytest.param({"iss": None}, id="of no issuer"),
    ],
)
async def test_claims_must_hold(
    nobody: httpx.AsyncClient, identities: Identities, changed: dict[str, object]
) -> None:
    assert await _status(nobody, identities.signed(_claims(**changed))) == 401


async def test_a_token_signed_by_another_key_is_refused(
    nobody: httpx.AsyncClient, identities: Identities
) -> None:
    assert await _status(nobody, identities.signed(_claims(), key=_other_key())) == 401


async def test_a_token_of_the_mesh_is_refused(
    nobody: httpx.AsyncClient, identities: Identities
) -> None:
    mesh = identities.keys.mesh.private.read_text()
    claims = _claims(iss=keys.MESH, roles=["mesh"], kind="service")
    assert await _status(nobody, identities.signed(claims, key=mesh)) == 401


async def test_other_claims_under_the_same_signature_are_refused(
    nobody: httpx.AsyncClient, identities: Identities
) -> None:
    header, _, signature = identities.signed(_claims()).split(".")
    forged = f"{header}.{_b64(_claims(tenant='globex'))}.{signature}"
    assert await _status(nobody, forged) == 401


async def test_an_unsigned_token_is_refused(
    nobody: httpx.AsyncClient, identities: Identities
) -> None:
    kid = identities.keys.people.kid
    for algorithm in ("none", "None", "HS256"):
        header = _b64({"alg": algorithm, "typ": "JWT", "kid": kid})
        assert await _status(nobody, f"{header}.{_b64(_claims())}.") == 401


async def test_no_token_is_refused(nobody: httpx.AsyncClient, identities: Identities) -> None:
    token = identities.token()
    for path in ("/v1/jobs/7", f"/v1/jobs/7?access_token={token}", "/v1/nothing"):
        assert error_of(await nobody.get(path), 401) == ("TOKEN_INVALID", {})
    basic = await nobody.get("/v1/jobs/7", headers={"authorization": f"Basic {token}"})
    assert error_of(basic, 401) == ("TOKEN_INVALID", {})


async def test_the_service_gets_the_token_and_no_other_claim_to_an_identity(
    rest: httpx.AsyncClient,
) -> None:
    claimed = {
        "x-tenant": "globex",
        "X-Candor-Subject": "root",
        "x-forwarded-user": "root",
        "x-forwarded-for": "10.0.0.1",
        "x-envoy-original-path": "/v1/other",
        "x-envoy-internal": "true",
        "x-jwt-payload": "{}",
        "x-auth-request-user": "root",
        "x-roles": "admin",
        "cookie": "a=b",
    }
    response = await rest.get("/v1/jobs/7", headers=claimed)
    seen = json.loads(response.json()["job"]["text"])
    assert seen["authorization"] == rest.headers["authorization"]
    assert seen["x-envoy-original-path"] == "/v1/jobs/7"
    assert not set(seen) & {name.lower() for name in claimed} - {"x-envoy-original-path"}
