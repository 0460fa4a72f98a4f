"""What the gateway records of a call: ids and numbers, no addresses and no query strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway.clusters import COLLECTOR
from gateway.filters import CLAIMS
from gateway.protocols import over_grpc, over_rest
from gateway.tree import Node, extension

if TYPE_CHECKING:
    from gateway.topology import Address

SERVICE_NAME = "gateway"

# What Envoy notes in a span and we do not keep: addresses, what people use, query strings.
_WITHHELD = ("http.url", "peer.address", "user_agent")


def access_logs() -> list[Node]:
    """Return the logs of calls: one line of JSON on standard output for each that ended."""
    # Over REST GRPC_STATUS would be a guess from the HTTP status. Trailers are what was
    # sent: they tell of streams that broke after their first message.
    return [
        _log(over_rest(), {"protocol": "rest", "grpc_status": "%TRAILER(GRPC-STATUS)%"}),
        _log(over_grpc(), {"protocol": "grpc", "grpc_status": "%GRPC_STATUS_NUMBER%"}),
    ]


def _log(which: Node, own: Node) -> Node:
    claims = f"%DYNAMIC_METADATA(envoy.filters.http.jwt_authn:{CLAIMS}:"
    line = {
        "time": "%START_TIME%",
        "service": SERVICE_NAME,
        **own,
        "route": "%ROUTE_NAME%",
        "method": "%REQ(X-ENVOY-ORIGINAL-METHOD?:METHOD)%",
        "status": "%RESPONSE_CODE%",
        "flags": "%RESPONSE_FLAGS%",
        "why": "%RESPONSE_CODE_DETAILS%",
        "duration_ms": "%DURATION%",
        "bytes_in": "%BYTES_RECEIVED%",
        "bytes_out": "%BYTES_SENT%",
        "request_id": "%REQ(X-REQUEST-ID)%",
        "trace_id": "%TRACE_ID%",
        "traceparent": "%REQ(TRACEPARENT)%",
        "tenant": f"{claims}tenant)%",
        "subject": f"{claims}sub)%",
    }
    sink = extension(
        "access_loggers.stdout",
        "extensions.access_loggers.stream.v3.StdoutAccessLog",
        log_format={"json_format": line, "omit_empty_values": True},
    )
    return {**sink, "filter": which}


def tracing(otlp: Address | None) -> Node:
    """Return how spans are made and sent; without a collector, none are."""
    if otlp is None:
        return {}
    sink = {"envoy_grpc": {"cluster_name": COLLECTOR}, "timeout": "1s"}
    return {
        "tracing": {
            "random_sampling": {"value": 100},
            "custom_tags": [
                {"tag": "http.route", "value": "%ROUTE_NAME%"},
                *({"tag": tag, "literal": {"value": "-"}} for tag in _WITHHELD),
            ],
            "provider": extension(
                "tracers.opentelemetry",
                "config.trace.v3.OpenTelemetryConfig",
                grpc_service=sink,
                service_name=SERVICE_NAME,
            ),
        }
    }


def runtime() -> Node:
    """Return the runtime settings by which spans leave within a second."""
    values = {"tracing.opentelemetry.flush_interval_ms": 1000}
    return {"layered_runtime": {"layers": [{"name": "telemetry", "static_layer": values}]}}
