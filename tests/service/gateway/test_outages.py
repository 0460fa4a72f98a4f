"""Services that go away and come back, and crowds."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from deploy.local import ports, probes, supervisor
from deploy.local.process import Process
from tests.service.gateway import rig, services
from tests.service.gateway.rig import error_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from tests.harness.identity import Identities
    from tests.service.gateway.rig import Gateway

ROOT = Path(__file__).parents[3]


@pytest.fixture
def port() -> Iterator[int]:
    """A port for services that are not there yet."""
    with ports.held(services=None) as held:
        yield held["services"]


@pytest.fixture
def lonely(identities: Identities, port: int, tmp_path: Path) -> Iterator[Gateway]:
    """A gateway before services that are not there."""
    with rig.gateway(identities, port, tmp_path / "gateway") as running:
        yield running


@pytest.fixture
async def client(lonely: Gateway, identities: Identities) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"authorization": f"Bearer {identities.token()}"}
    async with httpx.AsyncClient(base_url=lonely.url, headers=headers, timeout=20) as client:
        yield client


def _services(port: int) -> Process:
    return Process(
        name="services",
        argv=(sys.executable, "-m", "tests.service.gateway.services", str(port)),
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'gen'}"},
        ports={"grpc": port},
        ready=partial(probes.grpc_serving, port),
    )


async def _until(client: httpx.AsyncClient, path: str, status: int) -> float:
    """Call until `status` comes, and return the seconds that it took.

    Until then every answer is a refusal in our shape that says when to come again.
    """
    begun = time.monotonic()
    async with asyncio.timeout(15):
        while (response := await client.get(path)).status_code != status:
            if response.status_code != 200:
                assert error_of(response, 503) == ("SERVICE_UNAVAILABLE", {})
                assert response.headers["retry-after"] == "1"
            await asyncio.sleep(0.02)
    return time.monotonic() - begun


async def test_services_that_are_down_are_unavailable(client: httpx.AsyncClient) -> None:
    assert error_of(await client.get("/healthz"), 503) == ("SERVICE_UNAVAILABLE", {})
    response = await client.get("/v1/jobs/7")
    assert error_of(response, 503) == ("SERVICE_UNAVAILABLE", {})
    assert response.json()["details"][1]["retryDelay"] == "1s"


async def test_services_that_come_late_are_used_within_two_seconds(
    client: httpx.AsyncClient, lonely: Gateway, port: int
) -> None:
    for path in ("/healthz", "/v1/jobs/7"):
        assert (await client.get(path)).status_code == 503
    async with services.serving(port), httpx.AsyncClient(base_url=lonely.url) as nobody:
        assert await _until(nobody, "/healthz", 200) < 2
        assert (await nobody.get("/healthz")).json() == {"status": "SERVING"}
        assert (await client.get("/v1/jobs/7")).status_code == 200


async def test_services_that_were_away_for_long_are_used_within_two_seconds(
    client: httpx.AsyncClient, port: int
) -> None:
    async with services.serving(port):
        await _until(client, "/v1/jobs/7", 200)
    await _until(client, "/healthz", 503)
    async with services.serving(port):
        assert await _until(client, "/v1/jobs/7", 200) < 2


async def test_a_service_that_says_it_does_not_serve_gets_no_calls(
    identities: Identities, tmp_path: Path
) -> None:
    headers = {"authorization": f"Bearer {identities.token()}"}
    async with services.serving(serves=False) as port:
        with rig.gateway(identities, port, tmp_path) as draining:
            async with httpx.AsyncClient(base_url=draining.url, headers=headers) as client:
                response = await client.get("/v1/jobs/7")
                assert error_of(response, 503) == ("SERVICE_UNAVAILABLE", {})


async def test_a_killed_service_is_used_again_within_two_seconds_of_its_return(
    client: httpx.AsyncClient, port: int, tmp_path: Path
) -> None:
    async with supervisor.running([_services(port)], data=tmp_path) as stack:
        await _until(client, "/v1/jobs/7", 200)
        for kills in (1, 2, 3):
            os.kill(stack.pid("services"), signal.SIGKILL)
            await stack.wait_ready("services", restarts=kills)
            assert await _until(client, "/v1/jobs/7", 200) < 2


async def test_a_thousand_calls_at_once_are_all_answered(
    gateway: Gateway, identities: Identities
) -> None:
    request = (
        f"GET /v1/jobs/7 HTTP/1.1\r\nhost: candor\r\nconnection: close\r\n"
        f"authorization: Bearer {identities.token()}\r\n\r\n"
    ).encode()
    arrived = asyncio.Barrier(1000)
    statuses = await asyncio.gather(*(_raw(gateway, request, arrived) for _ in range(1000)))
    assert set(statuses) == {b"HTTP/1.1 200 OK"}


async def _raw(gateway: Gateway, request: bytes, arrived: asyncio.Barrier) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    await arrived.wait()
    writer.write(request)
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    await writer.wait_closed()
    return answer.partition(b"\r\n")[0]


async def test_errors_of_one_method_do_not_shut_out_the_others(rest: httpx.AsyncClient) -> None:
    for _ in range(50):
        assert (await rest.get("/v1/jobs/fault")).status_code == 500
    for _ in range(10):
        assert (await rest.get("/v1/jobs/7")).status_code == 200
