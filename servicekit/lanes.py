"""One lane of a durable consumer: fetches deliveries and hands them on, one batch at a time."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nats.errors
from candor.common.v1 import event_pb2
from opentelemetry import trace

from servicekit import outages, telemetry

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence

    from nats.aio.msg import Msg
    from nats.js import JetStreamContext

    from servicekit.events import Subscription

log = logging.getLogger(__name__)

FETCH_WAIT = 2.0


@dataclass(frozen=True, slots=True)
class Lane:
    """Hands what `puller` fetches to `handle`, and what fails alone to `failed`."""

    puller: JetStreamContext.PullSubscription
    subscription: Subscription
    handle: Callable[[Sequence[event_pb2.Event]], Awaitable[None]]
    failed: Callable[[Msg, Exception], Awaitable[None]]
    handled: Callable[[int], None]
    """Told how many deliveries have been acknowledged."""

    async def run(self) -> None:
        """Go on until cancelled; while NATS is away, warn and try again."""
        try:
            while True:
                await self._round()
        finally:
            # Or the server would hand the next event to the request that nobody reads.
            with suppress(nats.errors.Error):
                await self.puller.unsubscribe()

    async def _round(self) -> None:
        try:
            messages = await self._fetch()
            # All at once, because those at the end wait for those before them.
            async with _held(messages, self.subscription.ack_wait / 2):
                await self._handle(messages)
        except nats.errors.ConnectionClosedError:
            raise  # the client has given up: only a new start helps
        except outages.EVENTS:  # what was not acknowledged comes back
            log.warning("%s: trying again", self.subscription.durable, exc_info=True)
            await asyncio.sleep(outages.PAUSE)

    async def _fetch(self) -> list[Msg]:
        try:
            return await self.puller.fetch(self.subscription.batch, timeout=FETCH_WAIT)
        except TimeoutError:
            return []  # there is nothing, or the client is reconnecting

    async def _handle(self, messages: Sequence[Msg]) -> None:
        if len(messages) > 1 and await self._together(messages):
            return
        for message in messages:
            await self._alone(message)

    async def _together(self, messages: Sequence[Msg]) -> bool:
        """Handle a batch at once; False if it failed and each has to be tried alone."""
        try:
            with telemetry.handling(
                self.subscription.durable, [message.headers or {} for message in messages]
            ):
                await self.handle([event_pb2.Event.FromString(each.data) for each in messages])
        except Exception:  # noqa: BLE001  # each is tried alone, which logs what fails
            return False
        for message in messages:
            await message.ack()
        self.handled(len(messages))
        return True

    async def _alone(self, message: Msg) -> None:
        try:
            with telemetry.handling(self.subscription.durable, [message.headers or {}]):
                event = event_pb2.Event.FromString(message.data)
                trace.get_current_span().set_attribute("messaging.message.id", event.event_id)
                await self.handle([event])
        except Exception as error:  # noqa: BLE001  # logged where it is decided what follows
            await self.failed(message, error)
        else:
            await message.ack()
            self.handled(1)


@asynccontextmanager
async def _held(messages: Sequence[Msg], every: float) -> AsyncGenerator[None]:
    """Tell the server that `messages` are being worked on, for as long as the block lasts."""

    async def remind() -> None:
        while True:
            await asyncio.sleep(every)
            for message in messages:
                if not message.is_acked:  # nor put back: the reminder would undo its delay
                    with suppress(*outages.EVENTS):
                        await message.in_progress()

    reminder = asyncio.create_task(remind())
    try:
        yield
    finally:
        reminder.cancel()
