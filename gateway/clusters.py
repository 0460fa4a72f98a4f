"""The services and the collector as Envoy reaches them."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from gateway import limits
from gateway.tree import Node, seconds, socket, typed

if TYPE_CHECKING:
    from gateway.topology import Address, Upstream

COLLECTOR = "otlp"


def service(upstream: Upstream) -> Node:
    """Return the cluster of a service: watched by grpc.health.v1, never used when it fails."""
    return {
        **_cluster(upstream.name, upstream.host, upstream.port),
        "health_checks": [_health_check()],
        "outlier_detection": _outlier_detection(),
        "circuit_breakers": {"thresholds": [_threshold()]},
        # Without this, when all fail, calls go to any: a lie that costs a timeout.
        "common_lb_config": {"healthy_panic_threshold": {"value": 0}},
    }


def collector(otlp: Address) -> Node:
    """Return the cluster that spans are sent to."""
    return _cluster(COLLECTOR, otlp.host, otlp.port)


def _cluster(name: str, host: str, port: int) -> Node:
    endpoint = {"endpoint": {"address": socket(host, port)}}
    http2 = {
        "initial_stream_window_size": limits.BUFFER_BYTES,
        "initial_connection_window_size": 4 * limits.BUFFER_BYTES,
    }
    return {
        "name": name,
        "type": "STATIC" if _is_ip(host) else "STRICT_DNS",
        "connect_timeout": seconds(limits.CONNECT_SECONDS),
        "lb_policy": "LEAST_REQUEST",
        "load_assignment": {"cluster_name": name, "endpoints": [{"lb_endpoints": [endpoint]}]},
        "per_connection_buffer_limit_bytes": limits.BUFFER_BYTES,
        # Not HTTP/2 pings: gRPC servers close connections that ping while idle.
        "upstream_connection_options": {
            "tcp_keepalive": {"keepalive_time": 20, "keepalive_interval": 5, "keepalive_probes": 3}
        },
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": typed(
                "extensions.upstreams.http.v3.HttpProtocolOptions",
                explicit_http_config={"http2_protocol_options": http2},
            )
        },
    }


def _health_check() -> Node:
    # Patient with one that answers late, since it may just be busy; quick to see it return.
    return {
        "timeout": "3s",
        "interval": "1s",
        "no_traffic_interval": "1s",
        "unhealthy_interval": "0.25s",
        "no_traffic_healthy_interval": "1s",
        "unhealthy_threshold": 3,
        "healthy_threshold": 1,
        "grpc_health_check": {},
    }


def _outlier_detection() -> Node:
    # By what happens to connections only. Errors that a service answers with do not count:
    # one call that meets a bug, repeated, would shut out all others.
    return {
        "split_external_local_origin_errors": True,
        "consecutive_local_origin_failure": 5,
        "enforcing_consecutive_local_origin_failure": 100,
        "enforcing_local_origin_success_rate": 0,
        "enforcing_consecutive_5xx": 0,
        "enforcing_consecutive_gateway_failure": 0,
        "enforcing_success_rate": 0,
        "interval": "1s",
        "base_ejection_time": "2s",
        "max_ejection_time": "30s",
        "max_ejection_percent": 50,
    }


def _threshold() -> Node:
    return {
        "max_connections": 256,
        "max_pending_requests": limits.UPSTREAM_REQUESTS,
        "max_requests": limits.UPSTREAM_REQUESTS,
        "retry_budget": {"budget_percent": {"value": 20}, "min_retry_concurrency": 16},
    }


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
