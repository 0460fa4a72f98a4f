"""Dead letters at the command line: what consumers gave up on, and another try for it.

    python -m servicekit.dead_letters list [--nats URL] [--durable NAME]
    python -m servicekit.dead_letters retry [--nats URL] --durable NAME

`list` writes a line of JSON for each letter, oldest first; none has personal data. Letters
stay for 90 days, retried or not. `retry` publishes those of one consumer again under their
first subject, each once, and writes how many. The URL has the login in it, so it is better
given as the variable CANDOR_NATS than as an argument, which others on the machine may see.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import nats
import nats.errors
from candor.common.v1 import event_pb2
from google.protobuf.message import DecodeError
from nats.js import api
from nats.js.errors import NotFoundError

from servicekit import events

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from nats.aio.msg import Msg
    from nats.js import JetStreamContext

VARIABLE = "CANDOR_NATS"
PATIENCE = 10.0  # seconds that the server has to answer
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event or a piece of work that a consumer gave up on."""

    durable: str
    """The consumer."""
    buried: str
    """When, in UTC."""
    reason: str
    tries: int
    subject: str
    """Where it was published before, and will be again."""
    event_id: str
    """Empty, as are the object and the type, when the content is no event."""
    object_id: str
    type: str
    trace_id: str
    """The trace in which it was announced; empty when it carried none."""
    retried: bool
    """Whether it was published again; what failed again is a letter of its own."""


async def letters(js: JetStreamContext, durable: str = "") -> AsyncGenerator[DeadLetter]:
    """Yield the dead letters of `durable`, oldest first; of every consumer when it is empty."""
    reader = await js.pull_subscribe(
        f"dead.{durable or '>'}",
        stream="DEAD",
        config=api.ConsumerConfig(ack_policy=api.AckPolicy.NONE),
    )
    left = (await reader.consumer_info()).num_pending or 0
    floors: dict[str, int] = {}
    while left > 0:
        for message in await reader.fetch(min(left, AT_ONCE), timeout=PATIENCE):
            left -= 1
            name = message.subject.partition(".")[2]
            if name not in floors:
                floors[name] = await _retried_up_to(js, name)
            yield _letter(message, name, floors[name])
    await reader.unsubscribe()


async def _retried_up_to(js: JetStreamContext, durable: str) -> int:
    try:
        info = await js.consumer_info("DEAD", f"retry-{durable}")
    except NotFoundError:
        return 0
    return (info.ack_floor.stream_seq or 0) if info.ack_floor else 0


def _letter(message: Msg, durable: str, retried_up_to: int) -> DeadLetter:
    headers, event = message.headers or {}, event_pb2.Event()
    try:
        event.ParseFromString(message.data)
    except DecodeError:
        event.Clear()
    return DeadLetter(
        durable=durable,
        buried=message.metadata.timestamp.isoformat(timespec="seconds"),
        reason=headers.get(events.REASON, ""),
        tries=int(headers.get(events.TRIES, "0")),
        subject=headers.get(events.SUBJECT, ""),
        event_id=event.event_id,
        object_id=event.object_id,
        type=event.data.type_url.rpartition("/")[2],
        trace_id=headers.get("traceparent", "")[3:35],
        retried=message.metadata.sequence.stream <= retried_up_to,
    )


async def show(url: str, durable: str) -> None:
    """Write the dead letters to standard output."""
    async with _reading(url) as js:
        async for letter in letters(js, durable):
            sys.stdout.write(json.dumps(asdict(letter)) + "\n")


@asynccontextmanager
async def _reading(url: str) -> AsyncGenerator[JetStreamContext]:
    client = await nats.connect(
        url,
        error_cb=_unsaid,
        allow_reconnect=False,
        max_reconnect_attempts=1,
        reconnect_time_wait=0,
    )
    try:
        yield client.jetstream()
    finally:
        await client.close()


async def _unsaid(_: Exception) -> None:
    """Say nothing of an error that is raised as well."""


async def retry(url: str, durable: str) -> None:
    """Publish what `durable` gave up on again, and write how many."""
    async with _reading(url) as js:  # a service would wait for a server that is away; we do not
        count = await events.Events(js).retry_dead_letters(durable)
    sys.stdout.write(f"{count} published again\n")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m servicekit.dead_letters")
    parser.add_argument("command", choices=("list", "retry"))
    parser.add_argument("--nats", default=os.environ.get(VARIABLE, ""))
    parser.add_argument("--durable", default="")
    given = parser.parse_args()
    if not given.nats:
        parser.error(f"want the server's URL: {VARIABLE} or --nats")
    if given.command == "retry" and not given.durable:
        parser.error("retry wants --durable")
    work = retry if given.command == "retry" else show
    try:
        asyncio.run(work(given.nats, given.durable))
    except (nats.errors.Error, NotFoundError, OSError) as error:
        sys.exit(f"NATS cannot be asked: {error}")


if __name__ == "__main__":
    main()
