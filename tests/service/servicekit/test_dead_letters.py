"""What consumers gave up on is listed and retried from the command line."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import TYPE_CHECKING
from uuid import uuid4

import nats
import pytest
from candor.common.v1 import event_pb2
from candor.ingest.v1 import events_pb2

from servicekit import dead_letters, events
from servicekit.background import background
from servicekit.events import Refused, Subscription

if TYPE_CHECKING:
    from collections.abc import Sequence

    from servicekit.dead_letters import DeadLetter
    from servicekit.events import Events

BOUND = 20.0
PAUSE = 0.02
SUBJECT = "candor.acme.ingest.resume-parsed.v1"
TRACE = "0af7651916cd43dd8448eb211c80319c"


def subscription(durable: str) -> Subscription:
    return Subscription(durable, "EVENTS", ("candor.>",))


async def refusing(_: Sequence[event_pb2.Event]) -> None:
    raise Refused("FACTS_DIGEST_WRONG", "not those that were announced")


async def announce(bus: Events) -> str:
    """Publish an event with a trace; return its id."""
    event = event_pb2.Event(event_id=str(uuid4()), tenant="acme", object_id="op-1")
    event.data.Pack(events_pb2.ResumeParsed(operation_id="op-1"))
    trace = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    await bus.publish([(SUBJECT, event.SerializeToString(), event.event_id, trace)])
    return event.event_id


async def listed(url: str, durable: str = "") -> list[DeadLetter]:
    client = await nats.connect(url)
    try:
        return [each async for each in dead_letters.letters(client.jetstream(), durable)]
    finally:
        await client.close()


async def given_up(url: str, *durables: str, count: int = 1) -> None:
    """Have each of `durables` give up on `count` events, and wait for the letters."""
    # Their own connection: a pull under way would take what is published later with it.
    async with asyncio.timeout(BOUND), events.connected(url, "refusing") as bus:
        work = [bus.consume_forever(subscription(each), refusing) for each in durables]
        async with background(*work):
            await _buried(url, len(durables) * count)


async def _buried(url: str, count: int) -> None:
    while len(await listed(url)) < count:  # noqa: ASYNC110  # nothing tells of letters
        await asyncio.sleep(PAUSE)


async def command(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "servicekit.dead_letters", *words, "--nats", url]
    return await asyncio.to_thread(
        subprocess.run, argv, check=False, capture_output=True, text=True, timeout=BOUND
    )


async def test_a_letter_says_what_failed_where_and_in_which_trace(nats_url: str) -> None:
    async with events.connected(nats_url, "test") as bus:
        event_id = await announce(bus)
        await given_up(nats_url, "matcher-index")
    (letter,) = await listed(nats_url)
    assert (letter.durable, letter.reason, letter.tries) == (
        "matcher-index",
        "FACTS_DIGEST_WRONG",
        1,
    )
    assert (letter.subject, letter.type) == (SUBJECT, "candor.ingest.v1.ResumeParsed")
    assert (letter.event_id, letter.object_id, letter.trace_id) == (event_id, "op-1", TRACE)
    assert not letter.retried


async def test_what_is_no_event_is_listed_too(nats_url: str) -> None:
    async with events.connected(nats_url, "test") as bus:
        await bus.publish([(SUBJECT, b"\xff", "garbage", {})])
        await given_up(nats_url, "matcher-index")
    (letter,) = await listed(nats_url)
    assert (letter.reason, letter.event_id, letter.type) == ("EVENT_MALFORMED", "", "")


async def test_a_retried_letter_is_handled_again_and_marked(nats_url: str) -> None:
    handled: asyncio.Queue[str] = asyncio.Queue()

    async def handle(batch: Sequence[event_pb2.Event]) -> None:
        for event in batch:
            handled.put_nowait(event.event_id)

    async with events.connected(nats_url, "test") as bus:
        event_id = await announce(bus)
        await given_up(nats_url, "matcher-index", "audit-ledger")
        done = await command(nats_url, "retry", "--durable", "matcher-index")
        assert done.stdout == "1 published again\n", done.stderr
        index = subscription("matcher-index")
        async with background(bus.consume_forever(index, handle)), asyncio.timeout(BOUND):
            assert await handled.get() == event_id
    assert {each.durable: each.retried for each in await listed(nats_url)} == {
        "matcher-index": True,
        "audit-ledger": False,
    }
    assert (await command(nats_url, "retry", "--durable", "matcher-index")).stdout.startswith("0")


async def test_the_list_is_lines_of_json_of_one_consumer_or_all(nats_url: str) -> None:
    async with events.connected(nats_url, "test") as bus:
        await announce(bus)
        await announce(bus)
    await given_up(nats_url, "matcher-index", "audit-ledger", count=2)
    lines = [json.loads(each) for each in (await command(nats_url, "list")).stdout.splitlines()]
    assert sorted(each["durable"] for each in lines) == ["audit-ledger"] * 2 + ["matcher-index"] * 2
    mine = await command(nats_url, "list", "--durable", "audit-ledger")
    assert {json.loads(each)["durable"] for each in mine.stdout.splitlines()} == {"audit-ledger"}


async def test_no_letters_is_no_line(nats_url: str) -> None:
    async with events.connected(nats_url, "test"):
        done = await command(nats_url, "list")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("words", [("list",), ("retry", "--durable", "matcher-index")])
async def test_a_server_that_is_away_is_one_sentence(words: tuple[str, ...]) -> None:
    done = await command("nats://127.0.0.1:1", *words)
    assert done.returncode == 1
    assert done.stderr.startswith("NATS cannot be asked: ")
    assert done.stderr.count("\n") == 1
