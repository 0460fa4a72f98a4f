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
from google.protobuf.message import DecodeError
from nats.errors import ConnectionReconnectingError, NoRespondersError
from nats.js import api
from nats.js.errors import BadRequestError, ServiceUnavailableError
from opentelemetry import metrics

from servicekit import durables, outages
from servicekit.errors import ServiceError
from servicekit.lanes import Lane

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence

    from candor.common.v1 import event_pb2
    from nats.aio.msg import Msg
    from nats.js import JetStreamContext

log = logging.getLogger(__name__)

EVENT_ID = "Nats-Msg-Id"
REASON, SUBJECT, TRIES = "Candor-Reason", "Candor-Subject", "Candor-Tries"
DAY = 86_400.0
STREAMS = (
    api.StreamConfig(name="EVENTS", subjects=["candor.>"], max_age=30 * DAY),
    api.StreamConfig(name="WORK", subjects=["work.>"], retention=api.RetentionPolicy.WORK_QUEUE),
    api.StreamConfig(name="DEAD", subjects=["dead.>"], max_age=90 * DAY),
)
ACK_WAIT = 30.0
STREAM_DIFFERS = 10058  # JSStreamNameExistErr of nats-server
PUBLISH_TIMEOUT = 10.0
BACKOFF = (0.2, 1.0, 5.0, 30.0, 120.0)


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a durable consumer takes, and how much at once."""

    durable: str
    stream: str
    subjects: tuple[str, ...]
    batch: int = 1
    lanes: int = 1
    """How many batches are handled at the same time."""
    backoff: tuple[float, ...] = BACKOFF
    """Seconds before each further try; after the last the event is a dead letter."""
    ack_wait: float = ACK_WAIT
    """Seconds after which an event comes back whose worker says nothing any more."""


class Refused(Exception):
    """Raised by a handler for an event that no further try can help: it becomes a dead letter."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class Events:
    """The three streams over one connection."""

    def __init__(self, js: JetStreamContext) -> None:
        self._js = js
        self._unanswered: set[asyncio.Future[api.PubAck]] = set()
        meter = metrics.get_meter(__name__)
        self._handled = meter.create_counter("candor.events.handled")
        self._dead = meter.create_counter("candor.events.dead")

    async def publish(self, messages: Sequence[tuple[str, bytes, str, Mapping[str, str]]]) -> None:
        """Store (subject, payload, event id, headers) in order; a known event id is dropped.

        Fails as soon as the connection is lost: publish all of it again.
        """
        answers: list[asyncio.Future[api.PubAck]] = []
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT):
                for subject, payload, event_id, headers in messages:
                    answer = await self._js.publish_async(
                        subject, payload, headers={**headers, EVENT_ID: event_id}
                    )
                    self._unanswered.add(answer)
                    answers.append(answer)
                await asyncio.gather(*answers)
        finally:
            self._unanswered.difference_update(answers)
            for answer in answers:
                answer.cancel()

    def disconnected(self) -> None:
        """Fail what is being published: the answers were lost with the connection."""
        for answer in self._unanswered:
            if not answer.done():
                answer.set_exception(ConnectionReconnectingError())

    async def consume_forever(
        self,
        subscription: Subscription,
        handle: Callable[[Sequence[event_pb2.Event]], Awaitable[None]],
    ) -> None:
        """Hand events to `handle` until cancelled; while NATS is away, wait for it.

        What returns is acknowledged. What raises comes back after a growing delay, alone
        if it came in a batch; after the last delay, or at once if it raises `Refused`, it
        goes to the dead letters. So does what is no event. An outage is no fault of the
        event: while one lasts it keeps coming back.
        """

        async def failed(message: Msg, error: Exception) -> None:
            await self._failed(message, subscription, error)

        def handled(count: int) -> None:
            self._handled.add(count, {"consumer": subscription.durable})

        await self._subscribe(subscription)
        async with asyncio.TaskGroup() as lanes:
            for _ in range(subscription.lanes):
                puller = await self._js.pull_subscribe_bind(
                    subscription.durable, subscription.stream
                )
                lanes.create_task(Lane(puller, subscription, handle, failed, handled).run())

    async def _subscribe(self, subscription: Subscription) -> None:
        """Make the durable consumer, or make it what the subscription says now."""
        config = api.ConsumerConfig(
            name=subscription.durable,
            durable_name=subscription.durable,
            filter_subjects=list(subscription.subjects),
            ack_policy=api.AckPolicy.EXPLICIT,
            ack_wait=subscription.ack_wait,
            max_ack_pending=max(1000, subscription.batch * subscription.lanes * 2),
        )
        while True:
            try:
                await durables.ensure(self._js, subscription.stream, config)
            except (NoRespondersError, ServiceUnavailableError, TimeoutError):
                log.warning("%s: cannot subscribe; trying again", subscription.durable)
                await asyncio.sleep(outages.PAUSE)
            else:
                return

    async def _failed(self, message: Msg, subscription: Subscription, error: Exception) -> None:
        tries, last = message.metadata.num_delivered or 1, len(subscription.backoff)
        given_up = tries > last and not outages.is_one(error)
        if isinstance(error, Refused | DecodeError) or given_up:
            await self._bury(message, subscription.durable, error)
        else:
            log.warning("%s failed, try %d", subscription.durable, tries, exc_info=error)
            await message.nak(subscription.backoff[min(tries, last) - 1])

    async def _bury(self, message: Msg, durable: str, error: Exception) -> None:
        """Put `message` among the dead letters with its reason, and take it out of its stream."""
        log.error("%s gave up on an event", durable, exc_info=error)
        reason = _reason(error)
        headers = {
            **(message.headers or {}),
            REASON: reason,
            SUBJECT: message.subject,
            TRIES: str(message.metadata.num_delivered),
        }
        # Each delivery to the stream is buried once, however often burying it is tried.
        event_id = f"{headers.pop(EVENT_ID, '')}/{durable}/{message.metadata.sequence.stream}"
        await self.publish([(f"dead.{durable}", message.data, event_id, headers)])
        await message.term()
        self._dead.add(1, {"consumer": durable, "reason": reason})

    async def retry_dead_letters(self, durable: str) -> int:
        """Publish what `durable` gave up on again, under its first subject; return how many.

        Consumers that had handled an event drop it: its event id is the same.
        """
        puller = await self._js.pull_subscribe(f"dead.{durable}", f"retry-{durable}", "DEAD")
        # Not until none is left: what fails again at once would be retried for ever.
        waiting, count = (await puller.consumer_info()).num_pending or 0, 0
        with suppress(TimeoutError):  # another retry took the rest
            while count < waiting:
                for message in await puller.fetch(min(100, waiting - count), timeout=0.5):
                    await self.publish([_revived(message)])
                    await message.ack()
                    count += 1
        await puller.unsubscribe()
        return count


def _revived(message: Msg) -> tuple[str, bytes, str, Mapping[str, str]]:
    """Return what to publish to put the dead letter where it was before."""
    headers = dict(message.headers or {})
    event_id = f"{headers.pop(EVENT_ID)}/again"
    subject = headers.pop(SUBJECT)
    del headers[REASON], headers[TRIES]
    return subject, message.data, event_id, headers


def _reason(error: Exception) -> str:
    if isinstance(error, DecodeError):
        return "EVENT_MALFORMED"
    return error.reason if isinstance(error, ServiceError | Refused) else type(error).__name__


async def _ensure(js: JetStreamContext, stream: api.StreamConfig) -> None:
    """Make the stream, or make it what it is to be now."""
    try:
        await js.add_stream(stream)
    except BadRequestError as error:
        if error.err_code != STREAM_DIFFERS:
            raise
        await js.update_stream(stream)


@asynccontextmanager
async def connected(url: str, service: str) -> AsyncGenerator[Events]:
    """Connect to NATS, make sure that the streams exist, and yield them."""
    served: list[Events] = []

    async def disconnected() -> None:
        for each in served:
            each.disconnected()

    client = await nats.connect(
        url,
        name=service,
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.5,
        disconnected_cb=disconnected,
    )
    try:
        js = client.jetstream(publish_async_max_pending=4096)
        for stream in STREAMS:
            await _ensure(js, stream)
        served.append(Events(js))
        yield served[0]
    finally:
        # Not drain(): it waits for a pull subscription's queue, which nobody empties any more.
        await client.close()
