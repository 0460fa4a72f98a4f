"""Traces and metrics to the collector, JSON logs, and the trace context of events.

With no collector nothing is recorded, but the trace context still travels, so that log
lines of one call can be told by its trace id.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from opentelemetry import metrics, propagate, trace
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from servicekit.discretion import Discreet

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

EXPORT_TIMEOUT = 2  # seconds: with the collector down, a stop must not wait for it
METRICS_EVERY = 15_000  # milliseconds

_tracer = trace.get_tracer(__name__)


class JsonLines(logging.Formatter):
    """One JSON object a line, with the trace that the line belongs to."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def format(self, record: logging.LogRecord) -> str:
        span = trace.get_current_span().get_span_context()
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "service": self._service,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if span.is_valid:
            line["trace_id"] = trace.format_trace_id(span.trace_id)
            line["span_id"] = trace.format_span_id(span.span_id)
        if record.exc_info and record.exc_info[0]:
            # Not what the exception says: it may quote the row or the text that it is about.
            line["exception"] = record.exc_info[0].__name__
            line["stack"] = "".join(traceback.format_tb(record.exc_info[2]))
        return json.dumps(line)


def logging_json(service: str) -> None:
    """Send this process's log lines to standard error as JSON."""
    sink = logging.StreamHandler(sys.stderr)
    sink.setFormatter(JsonLines(service))
    logging.basicConfig(level=logging.INFO, handlers=[sink], force=True)


@contextmanager
def exporting(service: str, endpoint: str) -> Generator[None]:
    """Send this process's spans and metrics to `endpoint`; with none, only number the traces."""
    if not endpoint:
        trace.set_tracer_provider(TracerProvider())
        yield
        return
    resource = Resource.create({"service.name": service})
    spans = TracerProvider(resource=resource)
    spans.add_span_processor(
        BatchSpanProcessor(
            Discreet(OTLPSpanExporter(endpoint, insecure=True, timeout=EXPORT_TIMEOUT)),
            schedule_delay_millis=500,
        )
    )
    reader = PeriodicExportingMetricReader(
        OTLPMetricExporter(endpoint, insecure=True, timeout=EXPORT_TIMEOUT), METRICS_EVERY
    )
    numbers = MeterProvider([reader], resource=resource)
    trace.set_tracer_provider(spans)
    metrics.set_meter_provider(numbers)
    AsyncPGInstrumentor().instrument()
    try:
        yield
    finally:
        spans.shutdown()
        numbers.shutdown(timeout_millis=EXPORT_TIMEOUT * 1000)


@contextmanager
def handling(consumer: str, headers: Sequence[Mapping[str, str]]) -> Generator[None]:
    """Open the span of handling deliveries: child of the first one's, linked to the others'."""
    contexts = [propagate.extract(each) for each in headers]
    links = [trace.Link(trace.get_current_span(each).get_span_context()) for each in contexts[1:]]
    with _tracer.start_as_current_span(
        f"process {consumer}",
        context=contexts[0],
        kind=trace.SpanKind.CONSUMER,
        links=links,
        attributes={"messaging.system": "nats", "messaging.consumer.group.name": consumer},
    ):
        yield
