"""Traces that go through the gateway, and what it writes about calls."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import httpx
import pytest

from gateway.topology import Address
from tests.harness import otlp
from tests.service.gateway import rig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.harness.identity import Identities
    from tests.harness.otlp import Receiver

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
PERSONAL = "Ada-Lovelace"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with otlp.receiver() as running:
        yield running


async def test_a_trace_goes_on_through_the_gateway_and_nothing_personal_is_kept(
    identities: Identities, services_port: int, receiver: Receiver, tmp_path: Path
) -> None:
    collector = urlsplit(receiver.endpoint)
    address = Address(str(collector.hostname), int(collector.port or 0))
    headers = {
        "authorization": f"Bearer {identities.token()}",
        "traceparent": f"00-{TRACE}-{PARENT}-01",
        "user-agent": PERSONAL,
        "referer": PERSONAL,
    }
    with rig.gateway(identities, services_port, tmp_path, otlp=address) as gateway:
        async with httpx.AsyncClient(base_url=gateway.url, headers=headers) as client:
            response = await client.get("/v1/jobs/7")
            await client.post("/v1/resumes", params={"filename": PERSONAL}, content=b"a")
            await client.get("/v1/operations/broken:watch")
            await client.get(f"/v1/{PERSONAL}?name={PERSONAL}")
        spans = await _spans(receiver, 4)
    seen = cast("dict[str, str]", json.loads(response.json()["job"]["text"]))
    _, trace, span, _ = seen["traceparent"].split("-")
    assert trace == TRACE
    ours = next(each for each in spans if each["span"] == span)
    assert ours["parent"] == PARENT
    assert ours["service"] == "gateway"
    assert ours["name"] == "candor.ingest.v1.JobService/GetJob"
    assert {each["trace"] for each in spans} == {TRACE}
    assert PERSONAL not in json.dumps(spans)
    assert "127.0.0.1" not in json.dumps(spans).replace(gateway.target, "")
    attributes = cast("dict[str, str]", ours["attributes"])
    assert attributes["http.route"] == ours["name"]


async def _spans(receiver: Receiver, count: int) -> list[dict[str, object]]:
    async with asyncio.timeout(20):
        while len(spans := [dict(each) for each in receiver.spans()]) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return spans


async def test_without_a_collector_a_trace_goes_on_as_it_came(rest: httpx.AsyncClient) -> None:
    traceparent = f"00-{TRACE}-{PARENT}-01"
    response = await rest.get("/v1/jobs/7", headers={"traceparent": traceparent})
    assert json.loads(response.json()["job"]["text"])["traceparent"] == traceparent


async def test_the_log_has_a_line_of_ids_and_numbers_for_each_call(
    identities: Identities, services_port: int, tmp_path: Path
) -> None:
    headers = {"authorization": f"Bearer {identities.token(subject='user-9')}"}
    with rig.gateway(identities, services_port, tmp_path) as gateway:
        async with httpx.AsyncClient(base_url=gateway.url, headers=headers) as client:
            await client.post("/v1/resumes", params={"filename": PERSONAL}, content=b"a")
            await client.get("/v1/operations/broken:watch")
            await client.get(f"/v1/{PERSONAL}", headers={"user-agent": PERSONAL})
    upload, watch, nothing = log = gateway.logged()
    assert PERSONAL not in json.dumps(log)
    assert upload["route"] == "candor.ingest.v1.ResumeService/UploadResume"
    assert upload["method"] == "POST"
    assert upload["status"] == 200
    assert upload["tenant"] == "acme"
    assert upload["subject"] == "user-9"
    assert isinstance(upload["duration_ms"], int)
    assert watch["grpc_status"] == "5"
    assert nothing["status"] == 404
