"""Errors over REST: one shape, whoever refuses."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.service.gateway.rig import error_of

if TYPE_CHECKING:
    import httpx

    from tests.service.gateway.rig import Gateway


async def test_an_error_of_a_service_keeps_its_details(rest: httpx.AsyncClient) -> None:
    response = await rest.get("/v1/jobs/missing")
    assert error_of(response, 404) == ("JOB_NOT_FOUND", {"job_id": "missing"})
    assert response.json()["code"] == 5
    assert response.json()["message"] == "no such job"


async def test_a_status_without_details_gets_ours_and_not_its_words(
    rest: httpx.AsyncClient,
) -> None:
    response = await rest.get("/v1/jobs/bare")
    assert error_of(response, 503) == ("SERVICE_UNAVAILABLE", {})
    assert response.json()["details"][1] == {
        "@type": "type.googleapis.com/google.rpc.RetryInfo",
        "retryDelay": "1s",
    }


async def test_an_exception_past_all_guards_tells_nothing(rest: httpx.AsyncClient) -> None:
    response = await rest.get("/v1/jobs/fault")
    assert error_of(response, 500) == ("INTERNAL", {})


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/"),
        ("GET", "/v1/nothing"),
        ("DELETE", "/v1/jobs/7"),
        ("GET", "/v1/jobs/7:close"),
        ("GET", "/v1/jobs/7/8"),
        ("POST", "/v1/jobs/7:nothing"),
        ("POST", "/candor.ingest.v1.FactsService/GetScorableFacts"),
        ("POST", "/candor.ingest.v1.JobService/GetJob"),
        ("POST", "/grpc.health.v1.Health/Check"),
    ],
)
async def test_what_has_no_route_is_not_found(
    rest: httpx.AsyncClient, verb: str, path: str
) -> None:
    response = await rest.request(verb, path, json={})
    assert error_of(response, 404) == ("ROUTE_NOT_FOUND", {})


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b'{"text": "a"', "Unexpected end"),
        (b'{"text": {"a": 1}}', "text"),
        (b"[1]", "Root element must be a message"),
        (b'{"text": "\xff"}', "UTF-8"),
        (b"--boundary\r\n", "parse"),
    ],
)
async def test_a_body_that_is_not_the_expected_json_is_told_why(
    rest: httpx.AsyncClient, body: bytes, problem: str
) -> None:
    reason, metadata = error_of(await rest.post("/v1/jobs", content=body), 400)
    assert reason == "REQUEST_MALFORMED"
    assert problem in metadata["problem"]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/v1/jobs/7?nothing=1", "nothing"),
        ("/v1/jobs?pageSize=many", "page_size"),
        ("/v1/jobs?state=JOB_STATE_NOTHING", "state"),
        ("/v1/ledger/entries/first", "index"),
    ],
)
async def test_a_query_or_path_that_does_not_fit_is_told_why(
    rest: httpx.AsyncClient, path: str, problem: str
) -> None:
    reason, metadata = error_of(await rest.get(path), 400)
    assert reason == "REQUEST_MALFORMED"
    assert problem in metadata["problem"]


@pytest.mark.parametrize("path", ["/v1/jobs/7%2F8", "/v1/jobs/7%5C8", "/v1/jobs/%00"])
async def test_paths_that_others_may_read_differently_are_refused(
    rest: httpx.AsyncClient, path: str
) -> None:
    assert error_of(await rest.get(path), 400)[0] == "REQUEST_MALFORMED"


async def test_header_names_with_underscores_are_refused(rest: httpx.AsyncClient) -> None:
    response = await rest.get("/v1/jobs/7", headers={"x_tenant": "a"})
    assert error_of(response, 400)[0] == "REQUEST_MALFORMED"


async def test_headers_beyond_the_limit_are_refused(rest: httpx.AsyncClient) -> None:
    large = await rest.get("/v1/jobs/7", headers={"x-large": "a" * (33 << 10)})
    assert error_of(large, 431) == ("REQUEST_TOO_LARGE", {})
    many = await rest.get("/v1/jobs/7", headers={f"x-{number}": "a" for number in range(101)})
    assert error_of(many, 431) == ("REQUEST_TOO_LARGE", {})


@pytest.mark.parametrize(
    ("request_text", "status"),
    [
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"GET /v1/jobs HTTP/1.0\r\n\r\n", b"426"),
        (b"GET /v1/jobs HTTP/1.1\r\nhost: a\r\ncontent-length: x\r\n\r\n", b"400"),
        (
            b"PUT / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
            b"400",
        ),
    ],
)
async def test_what_is_not_plain_http_is_refused_in_json(
    gateway: Gateway, request_text: bytes, status: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    writer.write(request_text)
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    await writer.wait_closed()
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b'"REQUEST_MALFORMED"' in answer


async def test_answers_are_kept_by_no_cache_and_tell_nothing_of_what_made_them(
    rest: httpx.AsyncClient,
) -> None:
    for path in ("/v1/jobs/7", "/v1/jobs/missing", "/v1/nothing", "/healthz"):
        headers = (await rest.get(path)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-request-id"]
        assert headers["server"] == "candor"
        assert not [name for name in headers if name.startswith("x-envoy")]
