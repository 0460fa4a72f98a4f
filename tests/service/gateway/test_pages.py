"""Browser pages (https://fetch.spec.whatwg.org/#http-cors-protocol)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.gateway.rig import ORIGIN, error_of

if TYPE_CHECKING:
    import httpx

ASKED = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type,grpc-timeout",
}


@pytest.mark.parametrize(
    "path", ["/v1/jobs", "/v1/operations/7:watch", "/candor.ingest.v1.JobService/GetJob", "/v1/no"]
)
async def test_a_preflight_of_a_known_origin_needs_no_token(
    nobody: httpx.AsyncClient, path: str
) -> None:
    response = await nobody.options(path, headers={"origin": ORIGIN, **ASKED})
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in response.headers["access-control-allow-methods"]
    allowed = set(response.headers["access-control-allow-headers"].split(","))
    assert allowed >= set(ASKED["access-control-request-headers"].split(","))
    assert "access-control-allow-credentials" not in response.headers


async def test_a_preflight_of_another_origin_is_refused(nobody: httpx.AsyncClient) -> None:
    response = await nobody.options("/v1/jobs", headers={"origin": "http://other.example", **ASKED})
    assert error_of(response, 403) == ("CALLER_NOT_ALLOWED", {})
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/jobs/7", 200),
        ("/v1/operations/7:watch", 200),
        ("/v1/jobs/missing", 404),
        ("/v1/nothing", 404),
        ("/v1/jobs?nothing=1", 400),
    ],
)
async def test_a_page_may_read_answers_and_errors(
    rest: httpx.AsyncClient, path: str, status: int
) -> None:
    response = await rest.get(path, headers={"origin": ORIGIN})
    assert response.status_code == status
    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert "x-request-id" in response.headers["access-control-expose-headers"]


async def test_a_page_may_read_that_its_token_is_refused(nobody: httpx.AsyncClient) -> None:
    response = await nobody.get("/v1/jobs/7", headers={"origin": ORIGIN})
    assert error_of(response, 401) == ("TOKEN_INVALID", {})
    assert response.headers["access-control-allow-origin"] == ORIGIN


async def test_other_pages_may_not_read(rest: httpx.AsyncClient) -> None:
    response = await rest.get("/v1/jobs/7", headers={"origin": "http://other.example"})
    assert "access-control-allow-origin" not in response.headers
