"""What fails comes back, later and later, and alone."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from servicekit.background import background
from servicekit.events import Subscription
from tests.conformance.events.deliveries import Handed, published

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from candor.common.v1 import event_pb2

    from servicekit.events import Events


def fails(times: int) -> Callable[[Sequence[str]], None]:
    left = [None] * times

    def once_more(_: Sequence[str]) -> None:
        if left:
            left.pop()
            raise RuntimeError("not yet")

    return once_more


def fails_with(bad: str) -> Callable[[Sequence[str]], None]:
    def chosen(ids: Sequence[str]) -> None:
        if bad in ids:
            raise RuntimeError("this one never")

    return chosen


async def test_what_fails_comes_back_after_its_backoff(bus: Events) -> None:
    handed = Handed(fails(2))
    ids = await published(bus)
    slowly = Subscription("reader", "EVENTS", ("candor.>",), backoff=(0.1, 0.4, 9.0))
    async with background(bus.consume_forever(slowly, handed)):
        assert await handed.until(3) == ids * 3
    first, second, third = handed.times
    assert second - first >= 0.1
    assert third - second >= 0.4


async def test_what_fails_does_not_hold_up_the_rest(bus: Events) -> None:
    bad, *good = await published(bus, 4)
    handed = Handed(fails_with(bad))
    slowly = Subscription("reader", "EVENTS", ("candor.>",), backoff=(60.0,))
    async with background(bus.consume_forever(slowly, handed)):
        assert await handed.until(4) == [bad, *good]


async def test_a_batch_that_fails_is_tried_one_by_one(bus: Events) -> None:
    ids = await published(bus, 5)
    handed = Handed(fails_with(ids[2]))
    slowly = Subscription("reader", "EVENTS", ("candor.>",), batch=5, backoff=(0.1, 60.0))
    async with background(bus.consume_forever(slowly, handed)):
        await handed.until(11)
    assert handed.batches == [ids, *([each] for each in ids), [ids[2]]]


async def test_what_was_put_back_is_not_held_with_the_rest_of_its_batch(bus: Events) -> None:
    """Nor does telling the server that the rest is worked on bring it back early."""
    bad, good = await published(bus, 2)
    handed = Handed(fails_with(bad))

    async def slowly(batch: Sequence[event_pb2.Event]) -> None:
        await handed(batch)
        if batch[0].event_id == good:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.Event().wait(), 0.6)

    reader = Subscription(
        "reader", "EVENTS", ("candor.>",), batch=2, backoff=(1.6, 60.0), ack_wait=0.4
    )
    async with background(bus.consume_forever(reader, slowly)):
        assert await handed.until(5) == [bad, good, bad, good, bad]
    assert handed.times[3] - handed.times[1] >= 1.6
