"""What a consumer under test was handed, and events to hand it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

from candor.common.v1 import event_pb2

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from servicekit.events import Events

BOUND = 15.0
SUBJECT = "candor.acme.tests.thing-happened.v1"
WORK = "work.acme.tests.do-thing.v1"


class Handed:
    """A handler that notes the batches it gets, and then does what it is told."""

    def __init__(self, does: Callable[[Sequence[str]], None] = lambda _: None) -> None:
        self.batches: list[list[str]] = []
        self.times: list[float] = []
        self._does = does
        self._more = asyncio.Condition()

    async def __call__(self, events: Sequence[event_pb2.Event]) -> None:
        """Take a batch."""
        ids = [event.event_id for event in events]
        self.batches.append(ids)
        self.times.append(asyncio.get_running_loop().time())
        async with self._more:
            self._more.notify_all()
        self._does(ids)

    @property
    def ids(self) -> list[str]:
        """The events in the order they came, as often as they came."""
        return [event_id for batch in self.batches for event_id in batch]

    async def until(self, count: int) -> list[str]:
        """Wait for `count` deliveries and return them; TimeoutError if they do not come."""
        async with asyncio.timeout(BOUND), self._more:
            await self._more.wait_for(lambda: len(self.ids) >= count)
        return self.ids


def event() -> event_pb2.Event:
    """Return an event like no other."""
    return event_pb2.Event(event_id=str(uuid4()), tenant="acme", source="tests")


async def published(bus: Events, count: int = 1, *, subject: str = SUBJECT) -> list[str]:
    """Publish `count` new events at once; return their ids in order."""
    made = [event() for _ in range(count)]
    await bus.publish(
        [(subject, each.SerializeToString(), each.event_id, {"Color": "blue"}) for each in made]
    )
    return [each.event_id for each in made]
