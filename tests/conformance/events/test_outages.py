"""A server that dies and comes back ends no consumer and loses nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import nats.errors
import pytest

from servicekit import events
from servicekit.background import background
from servicekit.events import Subscription
from tests.conformance.events.deliveries import BOUND, WORK, Handed, published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2

    from servicekit.events import Events
    from tests.conformance.events.conftest import Node


@pytest.mark.parametrize("batch", [1, 10])
async def test_a_consumer_goes_on_when_the_server_was_killed(
    node: Node, bus: Events, batch: int
) -> None:
    handed = Handed()
    reader = Subscription("reader", "EVENTS", ("candor.>",), batch=batch)
    async with background(bus.consume_forever(reader, handed)):
        before = await published(bus, 20)
        await handed.until(20)
        node.kill()
        after = await _published_in_the_end(bus)
        while after[0] not in handed.ids:
            await handed.until(len(handed.ids) + 1)
    assert list(dict.fromkeys(handed.ids)) == before + after


async def test_work_that_the_dead_server_had_is_done_when_it_is_back(
    node: Node, bus: Events
) -> None:
    begun, dead = asyncio.Event(), asyncio.Event()
    handed = Handed()

    async def survives(batch: Sequence[event_pb2.Event]) -> None:
        await handed(batch)
        begun.set()
        await dead.wait()

    items = await published(bus, 10, subject=WORK)
    worker = Subscription("worker", "WORK", ("work.>",), ack_wait=1.0)
    async with background(bus.consume_forever(worker, survives)):
        await asyncio.wait_for(begun.wait(), BOUND)
        node.kill()
        dead.set()
        async with asyncio.timeout(BOUND):
            while set(handed.ids) != set(items):
                await handed.until(len(handed.ids) + 1)


async def test_a_consumer_whose_connection_was_closed_for_good_ends(node: Node) -> None:
    reader = Subscription("reader", "EVENTS", ("candor.>",))
    handed = Handed()
    async with events.connected(node.url, "short") as short:
        consuming = asyncio.create_task(short.consume_forever(reader, handed))
        await published(short)
        await handed.until(1)
    with pytest.raises(ExceptionGroup) as caught:
        await asyncio.wait_for(consuming, BOUND)
    assert caught.group_contains(nats.errors.ConnectionClosedError)


async def _published_in_the_end(bus: Events) -> list[str]:
    """Publish an event as the relay does: again until the server has it."""
    async with asyncio.timeout(BOUND):
        while True:
            with suppress(nats.errors.Error, TimeoutError):  # it waits for an answer by itself
                return await published(bus)
