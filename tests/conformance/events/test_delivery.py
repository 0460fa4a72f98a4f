"""Each event reaches each durable consumer, and each item of work one worker."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from servicekit import events
from servicekit.background import background
from servicekit.durables import REPLAY
from servicekit.events import Subscription
from tests.conformance.events.deliveries import BOUND, SUBJECT, WORK, Handed, event, published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2
    from nats.js import JetStreamContext
    from nats.js.api import ConsumerConfig

    from servicekit.events import Events
    from tests.conformance.events.conftest import Node


MINE, NEW = "candor.acme.tests.my-thing.v1", "candor.acme.tests.new-thing.v1"


def reader(durable: str = "reader", batch: int = 1, *, ack_wait: float = 30) -> Subscription:
    return Subscription(durable, "EVENTS", ("candor.>",), batch=batch, ack_wait=ack_wait)


def taking(*subjects: str) -> Subscription:
    return Subscription("reader", "EVENTS", subjects)


async def test_a_repeated_event_id_is_dropped(bus: Events) -> None:
    first, second = event(), event()
    none: dict[str, str] = {}
    message = (SUBJECT, first.SerializeToString(), first.event_id, none)
    await bus.publish([message, message])
    await bus.publish([message])
    await bus.publish([(SUBJECT, second.SerializeToString(), second.event_id, none)])
    handed = Handed()
    async with background(bus.consume_forever(reader(), handed)):
        assert await handed.until(2) == [first.event_id, second.event_id]


async def test_each_durable_gets_every_event_in_order(bus: Events) -> None:
    before, one, two = await published(bus, 5), Handed(), Handed()
    async with background(
        bus.consume_forever(reader("one"), one), bus.consume_forever(reader("two", 4), two)
    ):
        after = await published(bus, 5)
        assert await one.until(10) == before + after
        assert await two.until(10) == before + after


@pytest.mark.parametrize("batch", [1, 3])
async def test_a_durable_gets_what_came_while_it_was_away_and_nothing_twice(
    bus: Events, js: JetStreamContext, batch: int
) -> None:
    before, handed = await published(bus, 3), Handed()
    async with background(bus.consume_forever(reader(batch=batch), handed)):
        await handed.until(3)
        await _settled(js, "EVENTS", "reader")
    meanwhile = await published(bus, 3)
    async with background(bus.consume_forever(reader(batch=batch), handed)):
        assert await handed.until(6) == before + meanwhile


async def test_a_durable_gets_only_the_subjects_that_it_takes(bus: Events) -> None:
    handed = Handed()
    await published(bus, 2, subject="candor.acme.tests.other-thing.v1")
    mine = await published(bus, 2, subject="candor.acme.tests.my-thing.v1")
    taken = Subscription("reader", "EVENTS", ("candor.*.tests.my-thing.v1",))
    async with background(bus.consume_forever(taken, handed)):
        assert await handed.until(2) == mine


async def test_a_durable_that_takes_further_subjects_gets_what_came_under_them_before(
    bus: Events, js: JetStreamContext
) -> None:
    before, after = Handed(), Handed()
    async with background(bus.consume_forever(taking(MINE), before)):
        first = await published(bus, subject=MINE)
        passed_over = await published(bus, subject=NEW)
        last = await published(bus, subject=MINE)
        assert await before.until(2) == first + last
        await _settled(js, "EVENTS", "reader")
    async with background(bus.consume_forever(taking(MINE, NEW), after)):
        assert await after.until(3) == first + passed_over + last
        await _settled(js, "EVENTS", "reader")
    assert REPLAY not in ((await _config(js)).metadata or {}), "it is done once"


@pytest.mark.parametrize("subjects", [(MINE, NEW), (NEW, MINE), (NEW,)])
async def test_a_durable_that_takes_no_further_subjects_gets_nothing_twice(
    bus: Events, js: JetStreamContext, subjects: tuple[str, ...]
) -> None:
    await published(bus, subject=MINE)
    handed = Handed()
    async with background(bus.consume_forever(taking(MINE, NEW), handed)):
        await handed.until(1)
        await _settled(js, "EVENTS", "reader")
    second = await published(bus, subject=NEW)
    async with background(bus.consume_forever(taking(*subjects), handed)):
        assert (await handed.until(2))[1:] == second


async def test_who_died_before_the_replay_leaves_it_to_the_next(
    bus: Events, js: JetStreamContext
) -> None:
    ids, handed = await published(bus, 2, subject=MINE), Handed()
    async with background(bus.consume_forever(taking(MINE), handed)):
        await handed.until(2)
        await _settled(js, "EVENTS", "reader")
    await js.add_consumer("EVENTS", replace(await _config(js), metadata={REPLAY: "due"}))
    async with background(bus.consume_forever(taking(MINE), handed)):
        assert await handed.until(4) == ids + ids


async def test_an_item_of_work_goes_to_one_of_two_workers(
    node: Node, bus: Events, js: JetStreamContext
) -> None:
    work = Subscription("workers", "WORK", ("work.>",), lanes=2)
    handed = Handed()
    async with (
        events.connected(node.url, "other") as other,
        background(bus.consume_forever(work, handed), other.consume_forever(work, handed)),
    ):
        items = await published(bus, 100, subject=WORK)
        assert sorted(await handed.until(100)) == sorted(items)
        await _settled(js, "WORK", "workers")
    assert len(handed.ids) == 100
    assert (await js.stream_info("WORK")).state.messages == 0


async def test_what_a_worker_took_and_left_comes_back(bus: Events) -> None:
    work = Subscription("workers", "WORK", ("work.>",), ack_wait=0.5)
    begun = asyncio.Event()

    async def never_ends(_: Sequence[event_pb2.Event]) -> None:
        begun.set()
        await asyncio.Event().wait()

    items = await published(bus, subject=WORK)
    async with background(bus.consume_forever(work, never_ends)):
        await asyncio.wait_for(begun.wait(), BOUND)
    handed = Handed()
    async with background(bus.consume_forever(work, handed)):
        assert await handed.until(1) == items


async def test_a_handler_that_takes_its_time_keeps_what_it_has(
    bus: Events, js: JetStreamContext
) -> None:
    handed = Handed()

    async def slow(batch: Sequence[event_pb2.Event]) -> None:
        await handed(batch)
        if len(batch) > 1:
            raise ValueError("one at a time")
        await _pass(0.6)

    await published(bus, 3)
    async with background(bus.consume_forever(reader(batch=3, ack_wait=0.5), slow)):
        await handed.until(6)
        await _settled(js, "EVENTS", "reader")
    assert len(handed.batches) == 4, "the last of the batch waited 1.2 s, and was not given away"


async def test_the_envelope_travels_with_its_headers(bus: Events, js: JetStreamContext) -> None:
    event_id, *_ = await published(bus)
    stored = await js.get_last_msg("EVENTS", SUBJECT)
    assert stored.headers == {"Color": "blue", "Nats-Msg-Id": event_id}


async def _settled(js: JetStreamContext, stream: str, durable: str) -> None:
    """Wait until every delivery has been acknowledged."""
    async with asyncio.timeout(BOUND):
        while True:
            info = await js.consumer_info(stream, durable)
            if not info.num_ack_pending and not info.num_pending:
                return
            await asyncio.sleep(0.02)


async def _config(js: JetStreamContext) -> ConsumerConfig:
    config = (await js.consumer_info("EVENTS", "reader")).config
    assert config
    return config


async def _pass(seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.Event().wait(), seconds)
