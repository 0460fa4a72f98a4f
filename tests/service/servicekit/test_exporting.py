"""What a process tells its collector and its log, and that neither is needed to stop."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import grpc.aio
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2_grpc import (
    TraceServiceServicer,
    add_TraceServiceServicer_to_server,
)

from tests.service.servicekit.telling import PRIVATE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from opentelemetry.proto.trace.v1.trace_pb2 import Span

BOUND = 30.0


class Collector(TraceServiceServicer):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.requests: list[ExportTraceServiceRequest] = []

    async def Export(  # noqa: N802  # the proto's name
        self,
        request: ExportTraceServiceRequest,
        context: object,  # noqa: ARG002  # every RPC takes one
    ) -> ExportTraceServiceResponse:
        self.requests.append(request)
        return ExportTraceServiceResponse()

    def spans(self) -> list[Span]:
        """Return every span, in order of arrival."""
        return [
            span
            for request in self.requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]


@asynccontextmanager
async def collecting() -> AsyncGenerator[tuple[Collector, str]]:
    """Yield a collector and its address."""
    collector, server = Collector(), grpc.aio.server()
    add_TraceServiceServicer_to_server(collector, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        yield collector, f"127.0.0.1:{port}"
    finally:
        await server.stop(1)


async def told(endpoint: str, dsn: str) -> tuple[str, list[dict[str, str]]]:
    """Run the program; return its trace id and its log lines."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.service.servicekit.telling",
        endpoint,
        dsn,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    async with asyncio.timeout(BOUND):
        trace_id, lines = await process.communicate()
    assert process.returncode == 0, lines.decode()
    return trace_id.decode(), [json.loads(line) for line in lines.decode().splitlines()]


async def test_spans_of_queries_carry_no_values_and_no_words_of_errors(dsn: str) -> None:
    async with collecting() as (collector, endpoint):
        trace_id, _ = await told(endpoint, dsn)
    spans = collector.spans()
    failed = [span for span in spans if span.status.code == span.status.STATUS_CODE_ERROR]
    assert [span.name for span in failed] == ["INSERT"]
    assert [event.name for event in failed[0].events] == ["exception"]
    kept = {each.key: each.value.string_value for each in failed[0].events[0].attributes}
    assert kept["exception.type"] == "asyncpg.exceptions.UniqueViolationError"
    assert {span.trace_id.hex() for span in spans} == {trace_id}
    assert not [each for each in collector.requests if PRIVATE.encode() in each.SerializeToString()]


async def test_spans_name_the_service_and_the_statement(dsn: str) -> None:
    async with collecting() as (collector, endpoint):
        await told(endpoint, dsn)
    (resource, *_) = collector.requests[0].resource_spans
    names = {each.key: each.value.string_value for each in resource.resource.attributes}
    assert names["service.name"] == "telling"
    statements = [
        each.value.string_value
        for span in collector.spans()
        for each in span.attributes
        if each.key == "db.statement"
    ]
    assert "INSERT INTO person VALUES ($1)" in statements


async def test_log_lines_are_json_and_name_the_trace_that_they_belong_to(dsn: str) -> None:
    async with collecting() as (_, endpoint):
        trace_id, lines = await told(endpoint, dsn)
    inside, outside = lines
    assert (inside["message"], inside["service"]) == ("inside\nof the span", "telling")
    assert inside["trace_id"] == trace_id
    assert len(inside["span_id"]) == 16
    assert (outside["level"], outside["logger"]) == ("WARNING", "telling")
    assert "trace_id" not in outside


async def test_a_collector_that_is_away_does_not_hold_up_the_end(dsn: str) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
        began = time.monotonic()
        await told(f"127.0.0.1:{nobody.getsockname()[1]}", dsn)
    assert time.monotonic() - began < 15


async def test_without_a_collector_log_lines_name_their_trace_all_the_same(dsn: str) -> None:
    trace_id, lines = await told("", dsn)
    assert lines[0]["trace_id"] == trace_id != "0" * 32
    assert [each["message"] for each in lines] == ["inside\nof the span", "outside"]
