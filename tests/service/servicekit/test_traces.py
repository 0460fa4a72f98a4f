"""One trace, from the call that changed something to the handler that heard of it."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, NoReturn

import pytest
from candor.audit.v1 import ledger_service_pb2 as pb
from candor.audit.v1.ledger_service_pb2_grpc import LedgerServiceStub
from opentelemetry import trace
from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from servicekit import channel, outbox
from servicekit.background import background
from servicekit.database import transaction
from servicekit.discretion import Discreet
from servicekit.events import Refused, Subscription
from servicekit.telemetry import JsonLines
from tests.service.servicekit.announcing import BOUND, announce, committed, published
from tests.service.servicekit.servicer import ROLE, Desk, failure, open_desk, served

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from candor.common.v1 import event_pb2
    from opentelemetry.sdk.trace import ReadableSpan

    from servicekit.database import Pool
    from servicekit.events import Events
    from tests.harness.identity import Identities

PRIVATE = "ada@example.org"


class Spans(InMemorySpanExporter):
    """The spans of one test."""

    def named(self, name: str) -> list[ReadableSpan]:
        """Return the spans of this name."""
        return [span for span in self.get_finished_spans() if span.name == name]

    async def until(self, name: str) -> ReadableSpan:
        """Wait for a span of this name."""
        async with asyncio.timeout(BOUND):
            while True:
                if found := self.named(name):
                    return found[0]
                await asyncio.sleep(0.02)


@pytest.fixture
def spans() -> Iterator[Spans]:
    """What a process exports, in memory: through the same exporter as to a collector."""
    provider = trace.get_tracer_provider()
    if not isinstance(provider, TracerProvider):
        provider = TracerProvider()
        trace.set_tracer_provider(provider)
    exporter = Spans()
    provider.add_span_processor(SimpleSpanProcessor(Discreet(exporter)))
    AsyncPGInstrumentor().instrument(tracer_provider=provider)
    try:
        yield exporter
    finally:
        AsyncPGInstrumentor().uninstrument()
        exporter.shutdown()


def subscription(batch: int = 1) -> Subscription:
    return Subscription("reader", "EVENTS", ("candor.>",), batch=batch, backoff=())


async def test_a_call_its_event_and_the_handling_are_one_trace(
    spans: Spans, pool: Pool, bus: Events, identities: Identities
) -> None:
    handled = asyncio.Event()

    async def change() -> str:
        async with transaction(pool, "acme") as conn:
            return await announce(conn)

    async def handle(_: Sequence[event_pb2.Event]) -> None:
        handled.set()

    async with (
        served(Desk(change), identities) as address,
        channel.connected(address) as opened,
        background(outbox.relay_forever(pool, bus), bus.consume_forever(subscription(), handle)),
    ):
        stub, metadata = LedgerServiceStub(opened), identities.metadata(ROLE)
        await stub.GetEntry(pb.GetEntryRequest(), metadata=metadata)
        await asyncio.wait_for(handled.wait(), BOUND)
        consumer = await spans.until("process reader")
    calls = spans.named("/candor.audit.v1.LedgerService/GetEntry")
    server = next(each for each in calls if each.kind is SpanKind.SERVER)
    client = next(each for each in calls if each.kind is SpanKind.CLIENT)
    assert consumer.kind is SpanKind.CONSUMER
    assert _parent(consumer) == _id(server)
    assert _parent(server) == _id(client)
    assert len({each.get_span_context().trace_id for each in (consumer, server, client)}) == 1  # pyright: ignore[reportOptionalMemberAccess]
    assert (server.attributes or {})["candor.tenant"] == "acme"


async def test_a_batch_is_a_child_of_the_first_and_linked_to_the_others(
    spans: Spans, pool: Pool, bus: Events
) -> None:
    tracer = trace.get_tracer("test")
    causes: list[int] = []
    for _ in range(3):
        with tracer.start_as_current_span("cause") as span:
            await committed(pool)
            causes.append(span.get_span_context().span_id)
    await outbox.relay(pool, bus)

    async def handle(_: Sequence[event_pb2.Event]) -> None:
        return

    async with background(bus.consume_forever(subscription(3), handle)):
        consumer = await spans.until("process reader")
    assert _parent(consumer) == causes[0]
    assert [link.context.span_id for link in consumer.links] == causes[1:]


async def test_one_event_names_itself_on_its_span(spans: Spans, pool: Pool, bus: Events) -> None:
    ids = await committed(pool)
    await outbox.relay(pool, bus)

    async def handle(_: Sequence[event_pb2.Event]) -> None:
        return

    async with background(bus.consume_forever(subscription(), handle)):
        consumer = await spans.until("process reader")
    attributes = consumer.attributes or {}
    assert attributes["messaging.message.id"] == ids[0]
    assert attributes["messaging.consumer.group.name"] == "reader"


async def test_a_handler_that_fails_shows_how_but_not_with_which_words(
    spans: Spans, pool: Pool, bus: Events, nats_url: str
) -> None:
    await committed(pool)
    await outbox.relay(pool, bus)

    async def handle(_: Sequence[event_pb2.Event]) -> NoReturn:
        raise Refused("NO", f"cannot read {PRIVATE}")

    async with (
        background(bus.consume_forever(subscription(), handle)),
        published(nats_url, "DEAD") as dead,
    ):
        await dead.until(1)
    (consumer,) = spans.named("process reader")
    assert consumer.status.status_code is StatusCode.ERROR
    assert [(each.attributes or {})["exception.type"] for each in consumer.events] == [
        "servicekit.events.Refused"
    ]
    assert _said(spans, PRIVATE) == []


async def test_a_method_that_fails_says_nothing_personal(
    spans: Spans, pool: Pool, identities: Identities
) -> None:
    async def fail() -> NoReturn:
        await pool.fetchval("SELECT $1::text", PRIVATE)
        raise ValueError(f"cannot read {PRIVATE}")

    async with open_desk(Desk(fail), identities) as opened:
        call = opened.GetEntry(pb.GetEntryRequest(), metadata=identities.metadata(ROLE))
        await failure(call)
    (server,) = spans.named("/candor.audit.v1.LedgerService/GetEntry")
    assert server.status.status_code is StatusCode.ERROR
    assert _said(spans, PRIVATE) == []


def test_a_log_line_is_one_line_of_json_and_names_its_trace(spans: Spans) -> None:
    del spans  # spans are recorded while it lasts
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "two\nlines of %s", ("text",), None)
    with trace.get_tracer("test").start_as_current_span("outer") as span:
        line = JsonLines("ingest").format(record)
    told = json.loads(line)
    assert "\n" not in line
    assert (told["level"], told["service"], told["message"]) == (
        "ERROR",
        "ingest",
        "two\nlines of text",
    )
    assert told["trace_id"] == trace.format_trace_id(span.get_span_context().trace_id)


def test_a_log_line_tells_what_was_raised_and_where_but_not_its_words() -> None:
    try:
        raise ZeroDivisionError("by zero")  # noqa: TRY301  # to have a traceback
    except ZeroDivisionError as error:
        caught = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), caught)
    told = json.loads(JsonLines("ingest").format(record))
    assert told["exception"] == "ZeroDivisionError"
    assert "test_traces.py" in told["stack"]
    assert told["message"] == "failed"
    assert "trace_id" not in told


def _id(span: ReadableSpan) -> int:
    context = span.get_span_context()
    assert context is not None
    return context.span_id


def _parent(span: ReadableSpan) -> int:
    assert span.parent is not None
    return span.parent.span_id


def _said(spans: Spans, words: str) -> list[str]:
    """Return the spans that have `words` anywhere."""
    return [span.name for span in spans.get_finished_spans() if words in span.to_json()]
