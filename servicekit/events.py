"""Events and work on NATS JetStream: at least once, in order, with dead letters.

Three streams: EVENTS (`candor.>`), kept for every durable consumer; WORK (`work.>`), a work
queue, each item for one worker; DEAD (`dead.>`), what failed for good with its reason.
Effects are made exactly once by `inbox`, not here.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nats
import nats.errors
from candor.common.v1 import event_pb2
from nats.js import api
from nats.js.errors import NotFoundError
from opentelemetry import metrics, trace

from servicekit import telemetry
from servicekit.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence

    from nats.aio.msg import Msg
    from nats.js import JetStreamContext

log = logging.getLogger(__name__)

EVENT_ID = "Nats-Msg-Id"
DAY = 86_400.0
STREAMS = (
    api.StreamConfig(name="EVENTS", subjects=["candor.>"], max_age=30 * DAY),
    api.StreamConfig(name="WORK", subjects=["work.>"], retention=api.RetentionPolicy.WORK_QUEUE),
    api.StreamConfig(name="DEAD", subjects=["dead.>"], max_age=90 * DAY),
)
ACK_WAIT = 30.0
PUBLISH_TIMEOUT = 10.0
BACKOFF = (0.2, 1.0, 5.0, 30.0, 120.0)
"""Seconds before each further try; after the last the event is a dead letter."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a durable consumer takes, and how much at once."""

    durable: str
    stream: str
    subjects: tuple[str, ...]
    batch: int = 1
    lanes: int = 1
    """How many batches are handled at the same time."""


class Refused(Exception):
    """Raised by a handler for an event that no further try can help: it becomes a dead letter."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Events:
    """The three streams over one connection."""

    def __init__(self, js: JetStreamContext) -> None:
        self._js = js
        meter = metrics.get_meter(__name__)
        self._handled = meter.create_counter("candor.events.handled")
        self._dead = meter.create_counter("candor.events.dead")

    async def publish(self, messages: Sequence[tuple[str, bytes, str, Mapping[str, str]]]) -> None:
        """Store (subject, payload, event id, headers) in order; a known event id is dropped."""
        async with asyncio.timeout(PUBLISH_TIMEOUT):
            acknowledged = [
                await self._js.publish_async(
                    subject, payload, headers={**headers, EVENT_ID: event_id}
                )
                for subject, payload, event_id, headers in messages
            ]
            await asyncio.gather(*acknowledged)

    async def consume_forever(
        self,
        subscription: Subscription,
        handle: Callable[[Sequence[event_pb2.Event]], Awaitable[None]],
    ) -> None:
        """Hand events to `handle` until cancelled.

        What returns is acknowledged. What raises comes back after a growing delay, alone
        if it came in a batch; after the last delay, or at once if it raises `Refused`, it
        goes to the dead letters.
        """
        puller = await self._js.pull_subscribe(
            "",
            subscription.durable,
            subscription.stream,
            config=api.ConsumerConfig(
                durable_name=subscription.durable,
                filter_subjects=list(subscription.subjects),
                ack_policy=api.AckPolicy.EXPLICIT,
                ack_wait=ACK_WAIT,
                max_ack_pending=max(1000, subscription.batch * subscription.lanes * 2),
            ),
        )
        async with asyncio.TaskGroup() as lanes:
            for _ in range(subscription.lanes):
                lanes.create_task(self._lane(puller, subscription, handle))

    async def _lane(
        self,
        puller: JetStreamContext.PullSubscription,
        subscription: Subscription,
        handle: Callable[[Sequence[event_pb2.Event]], Awaitable[None]],
    ) -> None:
        while True:
            try:
                messages = await puller.fetch(subscription.batch, timeout=5)
            except nats.errors.TimeoutError:
                continue
            except (nats.errors.Error, NotFoundError):
                log.warning(
                    "cannot fetch for %s; trying again", subscription.durable, exc_info=True
                )
                await asyncio.sleep(1)  # the client reconnects by itself
                continue
            if len(messages) > 1 and await self._together(messages, subscription, handle):
                continue
            for message in messages:
                await self._alone(message, subscription, handle)

    async def _together(
        self,
        messages: Sequence[Msg],
        subscription: Subscription,
        handle: Callable[[Sequence[event_pb2.Event]], Awaitable[None]],
    ) -> bool:
        """Handle a batch at once; False if it failed and each has to be tried alone."""
        events = [event_pb2.Event.FromString(message.data) for message in messages]
        try:
            with telemetry.handling(
                subscription.durable, [message.headers or {} for message in messages]
            ):
                async with _held(messages):
                    await handle(events)
        except Exception:  # noqa: BLE001  # each is tried alone, which logs what fails
            return False
        for message in messages:
            await message.ack()
        self._handled.add(len(messages), {"consumer": subscription.durable})
        return True

    async def _alone(
        self,
        message: Msg,
        subscription: Subscription,
        handle: Callable[[Sequence[event_pb2.Event]], Awaitable[None]],
    ) -> None:
        event = event_pb2.Event.FromString(message.data)
        try:
            with telemetry.handling(subscription.durable, [message.headers or {}]):
                trace.get_current_span().set_attribute("messaging.message.id", event.event_id)
                async with _held([message]):
                    await handle([event])
        except Exception as error:
            tries = message.metadata.num_delivered or 1
            if isinstance(error, Refused) or tries > len(BACKOFF):
                await self._bury(message, subscription.durable, error)
            else:
                log.warning("%s failed, try %d", subscription.durable, tries, exc_info=error)
                await message.nak(BACKOFF[tries - 1])
        else:
            await message.ack()
            self._handled.add(1, {"consumer": subscription.durable})

    async def _bury(self, message: Msg, durable: str, error: Exception) -> None:
        """Put `message` among the dead letters with its reason, and take it out of its stream."""
        log.error("%s gave up on an event", durable, exc_info=error)
        reason = error.reason if isinstance(error, ServiceError | Refused) else type(error).__name__
        headers = {
            **(message.headers or {}),
            "Candor-Reason": reason,
            "Candor-Subject": message.subject,
            "Candor-Tries": str(message.metadata.num_delivered),
        }
        event_id = headers.pop(EVENT_ID, "")
        tries = message.metadata.sequence.stream
        await self.publish(
            [(f"dead.{durable}", message.data, f"{event_id}/{durable}/{tries}", headers)]
        )
        await message.term()
        self._dead.add(1, {"consumer": durable, "reason": reason})

    async def retry_dead_letters(self, durable: str) -> int:
        """Publish what `durable` gave up on again, under its first subject; return how many.

        Consumers that had handled an event drop it: its event id is the same.
        """
        puller = await self._js.pull_subscribe(f"dead.{durable}", f"retry-{durable}", "DEAD")
        count = 0
        with suppress(nats.errors.TimeoutError):
            while True:
                for message in await puller.fetch(100, timeout=0.5):
                    headers = dict(message.headers or {})
                    again = f"{headers.pop(EVENT_ID)}/again"
                    subject = headers.pop("Candor-Subject")
                    await self.publish([(subject, message.data, again, headers)])
                    await message.ack()
                    count += 1
        return count


@asynccontextmanager
async def _held(messages: Sequence[Msg]) -> AsyncGenerator[None]:
    """Tell the server that `messages` are being worked on, for as long as the block lasts."""

    async def remind() -> None:
        while True:
            await asyncio.sleep(ACK_WAIT / 2)
            for message in messages:
                await message.in_progress()

    reminder = asyncio.create_task(remind())
    try:
        yield
    finally:
        reminder.cancel()


@asynccontextmanager
async def connected(url: str, service: str) -> AsyncGenerator[Events]:
    """Connect to NATS, make sure that the streams exist, and yield them."""
    client = await nats.connect(
        url, name=service, max_reconnect_attempts=-1, reconnect_time_wait=0.5
    )
    try:
        js = client.jetstream(publish_async_max_pending=4096)
        for stream in STREAMS:
            await js.add_stream(stream)
        yield Events(js)
    finally:
        # Not drain(): it waits for a pull subscription's queue, which nobody empties any more.
        await client.close()
