"""NATS as the stack runs it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nats as client
import psutil
import pytest

from deploy.local import nats, ports, supervisor
from tests.harness.nats import server

if TYPE_CHECKING:
    from pathlib import Path


async def _publish(url: str, payload: bytes) -> int:
    connection = await client.connect(url)
    try:
        stream = connection.jetstream()
        await stream.add_stream(name="EVENTS", subjects=["candor.>"])
        return (await stream.publish("candor.a", payload)).seq
    finally:
        await connection.close()


async def test_streams_work_for_who_has_the_password() -> None:
    with server() as url:
        assert await _publish(url, b"1") == 1


@pytest.mark.parametrize("login", [{}, {"user": "candor", "pass": "guess"}])
async def test_nobody_comes_in_without_the_password(login: dict[str, str]) -> None:
    with server() as url:
        place = urlsplit(url)
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        assert (await reader.readline()).startswith(b"INFO ")
        writer.write(f"CONNECT {json.dumps(login)}\r\nPING\r\n".encode())
        assert b"Authorization Violation" in await asyncio.wait_for(reader.read(), 5)
        writer.close()
        await writer.wait_closed()


async def test_a_message_of_a_few_megabytes_passes() -> None:
    with server() as url:
        assert await _publish(url, b"x" * 7_000_000) == 1


@pytest.mark.parametrize("sync", ["1s", "always"])
async def test_streams_outlive_stops_and_kill_9(tmp_path: Path, sync: str) -> None:
    with ports.held(nats=None) as held:
        url = nats.url(tmp_path, port=held["nats"])
        process = nats.process(tmp_path, port=held["nats"], sync=sync)
        async with supervisor.running([process], data=tmp_path) as stack:
            assert await _publish(url, b"1") == 1
            os.kill(stack.pid("nats"), signal.SIGKILL)
            await stack.wait_ready("nats", restarts=1)
            assert await _publish(url, b"2") == 2
        async with supervisor.running([process], data=tmp_path):
            assert await _publish(url, b"3") == 3


async def test_it_listens_on_the_loopback_alone_and_shows_no_password(tmp_path: Path) -> None:
    with ports.held(nats=None) as held:
        process = nats.process(tmp_path, port=held["nats"])
        async with supervisor.running([process], data=tmp_path) as stack:
            running = psutil.Process(stack.pid("nats"))
            listening = [each.laddr for each in running.net_connections() if not each.raddr]
            assert listening == [("127.0.0.1", held["nats"])]
            password = nats.url(tmp_path, port=1).split(":")[2].split("@")[0]
            assert password not in " ".join(running.cmdline())
            assert (tmp_path / "nats" / "nats.json").stat().st_mode & 0o777 == 0o600
