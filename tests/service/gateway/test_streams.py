"""Server streams as server-sent events (https://html.spec.whatwg.org/#server-sent-events)."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from tests.service.gateway.rig import error_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def _events(response: httpx.Response) -> AsyncIterator[int]:
    """Yield `attempts` of each event."""
    async for line in response.aiter_lines():
        if not line:
            continue
        field, _, data = line.partition(": ")
        assert field == "data"
        operation = cast("dict[str, int]", json.loads(data)["operation"])
        yield operation["attempts"]


async def test_messages_are_events(rest: httpx.AsyncClient) -> None:
    async with rest.stream("GET", "/v1/operations/7:watch") as response:
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/event-stream"
        assert [attempts async for attempts in _events(response)] == [1, 2]


async def test_each_event_comes_when_it_is_sent(rest: httpx.AsyncClient) -> None:
    async with (
        asyncio.timeout(10),
        rest.stream("GET", "/v1/operations/open:watch") as response,
    ):
        events = _events(response)
        assert [await anext(events), await anext(events)] == [1, 2]


async def test_an_error_before_the_first_message_is_json(rest: httpx.AsyncClient) -> None:
    response = await rest.get("/v1/operations/refused:watch")
    assert error_of(response, 404) == ("JOB_NOT_FOUND", {"job_id": "missing"})


async def test_a_stream_that_breaks_ends_without_its_last_message(
    rest: httpx.AsyncClient,
) -> None:
    """Envoy has no event for it: over HTTP/1.1 the status is lost, over HTTP/2 a trailer.

    So the last message of each stream says that it is the last.
    """
    async with rest.stream("GET", "/v1/operations/broken:watch") as response:
        assert response.status_code == 200
        assert [attempts async for attempts in _events(response)] == [1, 2]


async def test_a_caller_may_bound_a_stream(rest: httpx.AsyncClient) -> None:
    """Cut where the gateway is first to see its time run out, ended where the service is."""
    deadline = {"grpc-timeout": "300m"}
    async with (
        asyncio.timeout(10),
        rest.stream("GET", "/v1/operations/open:watch", headers=deadline) as response,
    ):
        events = _events(response)
        assert [await anext(events), await anext(events)] == [1, 2]
        with pytest.raises((httpx.RemoteProtocolError, StopAsyncIteration)):
            await anext(events)
