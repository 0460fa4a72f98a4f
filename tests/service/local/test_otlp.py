"""The OpenTelemetry receiver, with the official exporters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode

from deploy.local import otlp
from tests.harness.otlp import Receiver, receiver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RESOURCE = Resource({"service.name": "ingest"})


@pytest.fixture(scope="module")
def standing() -> Iterator[Receiver]:
    with receiver() as made:
        yield made


def test_a_span_is_kept_with_its_parent_and_attributes(standing: Receiver) -> None:
    provider = TracerProvider(resource=RESOURCE)
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(standing.endpoint)))
    tracer = provider.get_tracer("test")
    with tracer.start_as_current_span("outer", kind=SpanKind.SERVER) as outer:
        with tracer.start_as_current_span("inner", attributes={"rows": 3, "ids": ["a", "b"]}):
            pass
        outer.set_status(Status(StatusCode.ERROR))
    provider.shutdown()
    inner, outer_line = standing.spans()[-2:]
    context = outer.get_span_context()
    assert inner["parent"] == outer_line["span"] == format(context.span_id, "016x")
    assert inner["trace"] == format(context.trace_id, "032x")
    assert inner["attributes"] == {"rows": 3, "ids": ["a", "b"]}
    assert (outer_line["service"], outer_line["name"]) == ("ingest", "outer")
    assert (outer_line["kind"], outer_line["failed"]) == ("SERVER", True)
    assert isinstance(inner["ms"], float)
    assert inner["ms"] >= 0


def test_metrics_are_kept(standing: Receiver) -> None:
    exporter = OTLPMetricExporter(standing.endpoint)
    reader = PeriodicExportingMetricReader(exporter, export_interval_millis=float("inf"))
    provider = MeterProvider([reader], resource=RESOURCE)
    meter = provider.get_meter("test")
    meter.create_counter("resumes", unit="1").add(2, {"kind": "pdf"})
    meter.create_histogram("seconds", unit="s").record(0.5)
    assert provider.force_flush()
    provider.shutdown()
    points = {each["name"]: each for each in standing.received("metrics")}
    assert points["resumes"]["value"] == 2
    assert points["resumes"]["attributes"] == {"kind": "pdf"}
    assert (points["seconds"]["count"], points["seconds"]["sum"]) == (1, 0.5)


def test_logs_are_kept(standing: Receiver) -> None:
    from opentelemetry._logs import LogRecord, SeverityNumber
    from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor

    provider = LoggerProvider(resource=RESOURCE)
    provider.add_log_record_processor(SimpleLogRecordProcessor(OTLPLogExporter(standing.endpoint)))
    provider.get_logger("test").emit(
        LogRecord(body="stored", severity_number=SeverityNumber.INFO, severity_text="INFO")
    )
    provider.shutdown()
    line = standing.received("logs")[-1]
    assert (line["service"], line["severity"], line["body"]) == ("ingest", "INFO", "stored")


def test_a_full_file_is_moved_aside(tmp_path: Path) -> None:
    path = tmp_path / "spans.ndjson"
    lines = otlp.Lines(path, limit=100)
    for number in range(30):
        lines.append([{"number": number, "filler": "x" * 20}])
    lines.close()
    kept = path.with_suffix(".ndjson.1").read_text() + path.read_text()
    assert path.stat().st_size <= 200
    assert '"number":29' in kept
    assert '"number":0,' not in kept
