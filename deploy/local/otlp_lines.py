"""OTLP requests as records of JSON, one a span, data point or log line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry.proto.trace.v1.trace_pb2 import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
        ExportMetricsServiceRequest,
    )
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
    from opentelemetry.proto.metrics.v1.metrics_pb2 import Metric
    from opentelemetry.proto.resource.v1.resource_pb2 import Resource

Record = dict[str, object]


def spans(request: ExportTraceServiceRequest) -> Iterator[Record]:
    """Yield `{service, name, kind, trace, span, parent, ms, attributes}` for each span."""
    for group in request.resource_spans:
        service = _service(group.resource)
        for scope in group.scope_spans:
            for span in scope.spans:
                yield {
                    "service": service,
                    "name": span.name,
                    "kind": Span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_"),
                    "trace": span.trace_id.hex(),
                    "span": span.span_id.hex(),
                    "parent": span.parent_span_id.hex(),
                    "ms": (span.end_time_unix_nano - span.start_time_unix_nano) / 1e6,
                    "failed": span.status.code == span.status.STATUS_CODE_ERROR,
                    "attributes": _attributes(span.attributes),
                }


def metrics(request: ExportMetricsServiceRequest) -> Iterator[Record]:
    """Yield `{service, name, unit, at, value or count and sum, attributes}` for each point."""
    for group in request.resource_metrics:
        service = _service(group.resource)
        for scope in group.scope_metrics:
            for metric in scope.metrics:
                for point in _points(metric):
                    yield {"service": service, "name": metric.name, "unit": metric.unit, **point}


def logs(request: ExportLogsServiceRequest) -> Iterator[Record]:
    """Yield `{service, at, severity, body, trace, span, attributes}` for each log line."""
    for group in request.resource_logs:
        service = _service(group.resource)
        for scope in group.scope_logs:
            for line in scope.log_records:
                yield {
                    "service": service,
                    "at": line.time_unix_nano or line.observed_time_unix_nano,
                    "severity": line.severity_text,
                    "body": _plain(line.body),
                    "trace": line.trace_id.hex(),
                    "span": line.span_id.hex(),
                    "attributes": _attributes(line.attributes),
                }


def _points(metric: Metric) -> Iterator[Record]:
    for point in (*metric.sum.data_points, *metric.gauge.data_points):
        kind = point.WhichOneof("value")
        value = point.as_int if kind == "as_int" else point.as_double
        at, attributes = point.time_unix_nano, _attributes(point.attributes)
        yield {"at": at, "value": value, "attributes": attributes}
    for point in metric.histogram.data_points:
        yield {
            "at": point.time_unix_nano,
            "count": point.count,
            "sum": point.sum,
            "attributes": _attributes(point.attributes),
        }


def _service(resource: Resource) -> object:
    return _attributes(resource.attributes).get("service.name", "unknown")


def _attributes(pairs: Iterable[KeyValue]) -> Record:
    return {pair.key: _plain(pair.value) for pair in pairs}


def _plain(value: AnyValue) -> object:
    match value.WhichOneof("value"):
        case "string_value":
            return value.string_value
        case "bool_value":
            return value.bool_value
        case "int_value":
            return value.int_value
        case "double_value":
            return value.double_value
        case "bytes_value":
            return value.bytes_value.hex()
        case "array_value":
            return [_plain(each) for each in value.array_value.values]
        case "kvlist_value":
            return _attributes(value.kvlist_value.values)
        case _:
            return None
