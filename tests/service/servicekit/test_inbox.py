"""A second delivery has no effect."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from servicekit import inbox, outbox
from servicekit.background import background
from servicekit.database import transaction
from servicekit.events import Refused, Subscription
from tests.service.servicekit.announcing import BOUND, committed, published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2

    from servicekit.database import Pool
    from servicekit.events import Events


async def first(pool: Pool, event_id: str, *, tenant: str = "acme", consumer: str = "me") -> bool:
    async with transaction(pool, tenant) as conn:
        return await inbox.first_time(conn, consumer, tenant, event_id)


async def test_an_event_comes_for_the_first_time_once_a_consumer_and_tenant(pool: Pool) -> None:
    event_id = str(uuid4())
    assert await first(pool, event_id)
    assert not await first(pool, event_id)
    assert await first(pool, event_id, consumer="other")
    assert await first(pool, event_id, tenant="beta")


async def test_a_failed_effect_leaves_the_event_unhandled(pool: Pool) -> None:
    event_id = str(uuid4())

    async def fail() -> None:
        async with transaction(pool, "acme") as conn:
            assert await inbox.first_time(conn, "me", "acme", event_id)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await first(pool, event_id)


async def test_of_a_batch_the_unseen_are_told(pool: Pool) -> None:
    old, new, other = (str(uuid4()) for _ in range(3))
    await first(pool, old)
    async with transaction(pool, "acme") as conn:
        assert await inbox.unseen(conn, "me", "acme", [old, new, new, other]) == {new, other}


async def test_a_second_delivery_at_the_same_time_waits_for_the_first(pool: Pool) -> None:
    event_id = str(uuid4())
    async with transaction(pool, "acme") as conn:
        assert await inbox.first_time(conn, "me", "acme", event_id)
        second = asyncio.create_task(first(pool, event_id))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(second), 0.2)
    assert not await asyncio.wait_for(second, BOUND)


async def test_a_dead_letter_tried_again_is_dropped_by_who_had_handled_it(
    pool: Pool, bus: Events, nats_url: str
) -> None:
    effects: list[tuple[str, str]] = []
    failing, seen = ["late"], asyncio.Queue[str]()

    def consumer(name: str) -> Subscription:
        return Subscription(name, "EVENTS", ("candor.>",))

    async def handle(name: str, events: Sequence[event_pb2.Event]) -> None:
        for event in events:
            async with transaction(pool, event.tenant) as conn:
                if await inbox.first_time(conn, name, event.tenant, event.event_id):
                    if name in failing:
                        raise Refused("NO", "not today")
                    effects.append((name, event.event_id))
            seen.put_nowait(name)

    ids = await committed(pool)
    await outbox.relay(pool, bus)
    async with (
        background(
            bus.consume_forever(consumer("good"), lambda events: handle("good", events)),
            bus.consume_forever(consumer("late"), lambda events: handle("late", events)),
        ),
        published(nats_url, "DEAD") as dead,
    ):
        assert await dead.until(1) == ids
        assert await asyncio.wait_for(seen.get(), BOUND) == "good"
        failing.clear()
        assert await bus.retry_dead_letters("late") == 1
        both = {await asyncio.wait_for(seen.get(), BOUND) for _ in range(2)}
    assert both == {"good", "late"}
    assert effects == [("good", ids[0]), ("late", ids[0])]
