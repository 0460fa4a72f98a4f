"""What fails for good is kept with its reason, out of the way, and can be tried again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, cast

import pytest
from candor.common.v1 import event_pb2

from servicekit.background import background
from servicekit.errors import Code, ServiceError
from servicekit.events import Refused, Subscription
from tests.conformance.events.deliveries import BOUND, SUBJECT, WORK, Handed, published

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nats.js import JetStreamContext
    from nats.js.api import RawStreamMsg

    from servicekit.events import Events

READER = Subscription("reader", "EVENTS", ("candor.>",), backoff=(0.05, 0.05))
WORKER = Subscription("worker", "WORK", ("work.>",), backoff=(0.05, 0.05))


class OutOfPaper(ServiceError):
    """Stands for any error of a service."""

    code = Code.FAILED_PRECONDITION
    reason = "OUT_OF_PAPER"


def raising(error: Exception) -> Callable[[Sequence[str]], None]:
    def refuse(_: Sequence[str]) -> None:
        raise error

    return refuse


async def test_what_is_refused_is_a_dead_letter_at_once(bus: Events, js: JetStreamContext) -> None:
    handed = Handed(raising(Refused("NEVER_HEARD_OF", "not known here")))
    event_id, *_ = await published(bus)
    async with background(bus.consume_forever(READER, handed)):
        letter = await _letter(js, "reader")
    assert handed.ids == [event_id]
    assert letter.headers is not None
    assert letter.headers["Candor-Reason"] == "NEVER_HEARD_OF"
    assert letter.headers["Candor-Subject"] == SUBJECT
    assert letter.headers["Candor-Tries"] == "1"
    assert letter.headers["Color"] == "blue"
    assert event_pb2.Event.FromString(letter.data or b"").event_id == event_id


@pytest.mark.parametrize(
    ("error", "reason"),
    [(OutOfPaper("no paper"), "OUT_OF_PAPER"), (ZeroDivisionError(), "ZeroDivisionError")],
)
async def test_what_fails_too_often_is_a_dead_letter_with_the_last_reason(
    bus: Events, js: JetStreamContext, error: Exception, reason: str
) -> None:
    handed = Handed(raising(error))
    ids = await published(bus)
    async with background(bus.consume_forever(READER, handed)):
        letter = await _letter(js, "reader")
    assert handed.ids == ids * 3
    assert letter.headers is not None
    assert letter.headers["Candor-Reason"] == reason
    assert letter.headers["Candor-Tries"] == "3"


@pytest.mark.parametrize("batch", [1, 3])
async def test_what_is_no_event_is_a_dead_letter_and_harms_nothing_else(
    bus: Events, js: JetStreamContext, batch: int
) -> None:
    handed = Handed()
    before = await published(bus)
    await bus.publish([(SUBJECT, b"\xff\xff no event", "odd", {})])
    after = await published(bus)
    reader = Subscription("reader", "EVENTS", ("candor.>",), batch=batch)
    async with background(bus.consume_forever(reader, handed)):
        assert await handed.until(2) == before + after
        letter = await _letter(js, "reader")
    assert letter.headers is not None
    assert letter.headers["Candor-Reason"] == "EVENT_MALFORMED"
    assert letter.data == b"\xff\xff no event"


async def test_work_that_failed_for_good_leaves_the_queue(
    bus: Events, js: JetStreamContext
) -> None:
    await published(bus, subject=WORK)
    handed = Handed(raising(Refused("NO", "no")))
    async with background(bus.consume_forever(WORKER, handed)):
        await _letter(js, "worker")
        await _until_empty(js, "WORK")


async def test_a_dead_letter_is_retried_under_its_first_subject_and_id(
    bus: Events, js: JetStreamContext
) -> None:
    refuses = Handed(raising(Refused("NO", "not today")))
    ids = await published(bus, 3, subject=WORK)
    async with background(bus.consume_forever(WORKER, refuses)):
        await _letter(js, "worker", count=3)
    handed = Handed()
    async with background(bus.consume_forever(WORKER, handed)):
        assert await bus.retry_dead_letters("worker") == 3
        assert await handed.until(3) == ids
    assert await bus.retry_dead_letters("worker") == 0, "each is retried once"


async def test_a_retried_letter_carries_nothing_of_its_death(
    bus: Events, js: JetStreamContext
) -> None:
    refuses = Handed(raising(Refused("NO", "not today")))
    await published(bus)
    async with background(bus.consume_forever(READER, refuses)):
        await _letter(js, "reader")
    await bus.retry_dead_letters("reader")
    again = await js.get_last_msg("EVENTS", SUBJECT)
    assert again.seq == 2
    headers = cast("dict[str, str]", again.headers)
    assert set(headers) == {"Color", "Nats-Msg-Id"}


async def test_a_retry_that_fails_again_is_a_dead_letter_again(
    bus: Events, js: JetStreamContext
) -> None:
    refuses = Handed(raising(Refused("NO", "not today")))
    ids = await published(bus)
    async with background(bus.consume_forever(READER, refuses)):
        for death in (1, 2, 3):
            await _letter(js, "reader", count=death)
            assert await bus.retry_dead_letters("reader") == 1
        await refuses.until(4)
    assert refuses.ids == ids * 4


async def test_only_the_named_consumer_is_retried(bus: Events, js: JetStreamContext) -> None:
    refuses = raising(Refused("NO", "not today"))
    other = Subscription("other", "EVENTS", ("candor.>",))
    await published(bus)
    async with background(
        bus.consume_forever(READER, Handed(refuses)), bus.consume_forever(other, Handed(refuses))
    ):
        await _letter(js, "reader")
        await _letter(js, "other")
    assert await bus.retry_dead_letters("other") == 1
    assert await bus.retry_dead_letters("nobody") == 0
    assert await bus.retry_dead_letters("reader") == 1


async def _until_empty(js: JetStreamContext, stream: str) -> None:
    async with asyncio.timeout(BOUND):
        while True:
            if not (await js.stream_info(stream)).state.messages:
                return
            await asyncio.sleep(0.02)


async def _letter(js: JetStreamContext, durable: str, *, count: int = 1) -> RawStreamMsg:
    """Wait for `count` dead letters of `durable` and return the last one."""
    subject = f"dead.{durable}"
    async with asyncio.timeout(BOUND):
        while True:
            info = await js.stream_info("DEAD", subjects_filter=subject)
            if (info.state.subjects or {}).get(subject, 0) >= count:
                return await js.get_last_msg("DEAD", subject)
            await asyncio.sleep(0.02)
