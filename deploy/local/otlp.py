"""A small OpenTelemetry receiver: what the stack's processes export, as lines of JSON.

    python -m deploy.local.otlp --data DIR --port N

Speaks OTLP over gRPC on the loopback and appends to DIR/telemetry/{spans,metrics,logs}.ndjson
(otlp_lines.py has their fields). A file that is full is moved aside, over the one before.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2

from deploy.local import otlp_lines, probes
from deploy.local.ports import LOOPBACK
from deploy.local.process import Process

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Iterator, Mapping

    from google.protobuf.message import Message

FILE_BYTES = 32 * 2**20
"""Size at which a file is moved aside."""


class Lines:
    """A file of JSON lines, bounded: it and the one moved aside have `limit` bytes or so each."""

    def __init__(self, path: Path, *, limit: int = FILE_BYTES) -> None:
        self._path = path
        self._limit = limit
        self._file = path.open("ab")

    def append(self, records: Iterable[Mapping[str, object]]) -> None:
        """Write `records`; readers of the file see them at once."""
        for record in records:
            self._file.write(json.dumps(record, separators=(",", ":")).encode() + b"\n")
        self._file.flush()
        if self._file.tell() >= self._limit:
            self._file.close()
            self._path.replace(self._path.with_suffix(".ndjson.1"))
            self._file = self._path.open("ab")

    def close(self) -> None:
        """Close the file."""
        self._file.close()


@dataclass(frozen=True, slots=True)
class _Signal:
    """One of the three services of OTLP: each has the one method, Export."""

    service: str
    request: type[Message]
    response: type[Message]
    lines: Callable[..., Iterator[otlp_lines.Record]]
    file: str


_SIGNALS = (
    _Signal(
        "opentelemetry.proto.collector.trace.v1.TraceService",
        trace_service_pb2.ExportTraceServiceRequest,
        trace_service_pb2.ExportTraceServiceResponse,
        otlp_lines.spans,
        "spans",
    ),
    _Signal(
        "opentelemetry.proto.collector.metrics.v1.MetricsService",
        metrics_service_pb2.ExportMetricsServiceRequest,
        metrics_service_pb2.ExportMetricsServiceResponse,
        otlp_lines.metrics,
        "metrics",
    ),
    _Signal(
        "opentelemetry.proto.collector.logs.v1.LogsService",
        logs_service_pb2.ExportLogsServiceRequest,
        logs_service_pb2.ExportLogsServiceResponse,
        otlp_lines.logs,
        "logs",
    ),
)


def path(data: Path, name: str = "spans") -> Path:
    """Return the file of `name`: spans, metrics or logs."""
    return data / "telemetry" / f"{name}.ndjson"


@asynccontextmanager
async def receiving(data: Path, *, port: int) -> AsyncGenerator[int]:
    """Receive into `data` while the block lasts, yielding the port (one that is free for 0)."""
    with _files(data) as files:
        server = grpc.aio.server()
        for each, lines in zip(_SIGNALS, files, strict=True):
            server.add_generic_rpc_handlers((_handlers(each, lines),))
        alive = health.aio.HealthServicer()
        await alive.set("", health_pb2.HealthCheckResponse.SERVING)
        health_pb2_grpc.add_HealthServicer_to_server(alive, server)
        bound = server.add_insecure_port(f"{LOOPBACK}:{port}")
        await server.start()
        try:
            yield bound
        finally:
            await server.stop(grace=2)


@contextmanager
def _files(data: Path) -> Generator[list[Lines]]:
    path(data).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as opened:
        files = [Lines(path(data, each.file)) for each in _SIGNALS]
        for lines in files:
            opened.callback(lines.close)
        yield files


def _handlers(kind: _Signal, lines: Lines) -> grpc.GenericRpcHandler:
    async def export(request: Message, _: object) -> Message:
        lines.append(kind.lines(request))
        return kind.response()

    method = grpc.unary_unary_rpc_method_handler(
        export,
        request_deserializer=kind.request.FromString,
        response_serializer=kind.response.SerializeToString,
    )
    return grpc.method_handlers_generic_handler(kind.service, {"Export": method})


def process(data: Path, *, port: int) -> Process:
    """Return the entry of a receiver into `data` on `port`."""
    return Process(
        name="otlp",
        argv=(
            *(sys.executable, "-m", "deploy.local.otlp"),
            *("--data", str(data.resolve()), "--port", str(port)),
        ),
        ports={"otlp": port},
        ready=partial(probes.grpc_serving, port),
    )


async def main(data: Path, port: int) -> None:
    """Receive until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with receiving(data, port=port):
        await stop.wait()


if __name__ == "__main__":
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--port", type=int, required=True)
    given = arguments.parse_args()
    asyncio.run(main(given.data, given.port))
