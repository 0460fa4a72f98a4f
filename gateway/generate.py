"""The whole of Envoy's configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from gateway import clusters, filters, limits, replies, routes, telemetry
from gateway.descriptors import descriptor_set, public_methods
from gateway.tree import Node, extension, seconds, socket

if TYPE_CHECKING:
    from pathlib import Path

    from gateway.topology import Topology

__all__ = ["UpstreamMissing", "configuration", "descriptor_set"]

LOOPBACK = "127.0.0.1"


class UpstreamMissing(ValueError):
    """The topology and the contract name different services."""


def configuration(topology: Topology, descriptor_file: Path) -> str:
    """Return Envoy's configuration as YAML: the same text for the same arguments.

    `descriptor_file` is where Envoy will find what `descriptor_set` returns.

    Raises:
        UpstreamMissing: a service of the contract has no upstream, or the other way about.
        RuleUnsupported: an http rule of the contract cannot be routed.
    """
    _check_upstreams(topology)
    tree = {
        **_admin(topology),
        "node": {"id": telemetry.SERVICE_NAME, "cluster": "candor"},
        "static_resources": {
            "listeners": [_listener(topology, descriptor_file)],
            "clusters": [
                *(clusters.service(each) for each in topology.upstreams),
                *([clusters.collector(topology.otlp)] if topology.otlp else []),
            ],
        },
        "overload_manager": _overload(),
        **telemetry.runtime(),
    }
    return yaml.dump(tree, Dumper=_Plain, sort_keys=False, width=100)


class _Plain(yaml.SafeDumper):
    """Writes a value again where it is used again, instead of an alias."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _check_upstreams(topology: Topology) -> None:
    needed = {method.upstream for method in public_methods()}
    given = [upstream.name for upstream in topology.upstreams]
    if sorted(needed) != sorted(given):
        raise UpstreamMissing(f"the contract has {sorted(needed)}, the topology {sorted(given)}")


def _admin(topology: Topology) -> Node:
    if topology.admin_port is None:
        return {}
    return {"admin": {"address": socket(LOOPBACK, topology.admin_port)}}


def _listener(topology: Topology, descriptor_file: Path) -> Node:
    return {
        "name": "public",
        "address": socket(topology.listen_host, topology.listen_port),
        "per_connection_buffer_limit_bytes": limits.BUFFER_BYTES,
        "filter_chains": [{"filters": [_http(topology, descriptor_file)]}],
    }


def _http(topology: Topology, descriptor_file: Path) -> Node:
    methods = public_methods()
    services = sorted({method.service for method in methods})
    host = routes.virtual_host(methods, cors_origins=topology.cors_origins)
    return extension(
        "filters.network.http_connection_manager",
        "extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        stat_prefix="public",
        codec_type="AUTO",
        server_name="candor",
        **_strictness(),
        **_patience(),
        **telemetry.tracing(topology.otlp),
        access_log=telemetry.access_logs(),
        local_reply_config=replies.local_reply_config(),
        route_config={
            "name": "public",
            "virtual_hosts": [host],
            "validate_clusters": False,  # one does not exist, see routes.py
        },
        http_filters=filters.http_filters(topology, services, descriptor_file),
    )


def _strictness() -> Node:
    """What is not plain HTTP is refused, so that no two parties read it differently."""
    return {
        "use_remote_address": True,
        # Nobody is internal, or callers could set Envoy's own headers. An empty list would
        # mean Envoy's default.
        "internal_address_config": {
            "cidr_ranges": [{"address_prefix": "255.255.255.255", "prefix_len": 32}]
        },
        "normalize_path": True,
        "merge_slashes": True,
        "path_with_escaped_slashes_action": "REJECT_REQUEST",
        "max_request_headers_kb": limits.HEADERS_KIB,
        "generate_request_id": True,
        "always_set_request_id_in_response": True,
        "http2_protocol_options": {
            "max_concurrent_streams": limits.STREAMS,
            "initial_stream_window_size": limits.BUFFER_BYTES,
            "initial_connection_window_size": 4 * limits.BUFFER_BYTES,
        },
    }


def _patience() -> Node:
    return {
        "request_headers_timeout": seconds(limits.HEADERS_SECONDS),
        "request_timeout": seconds(limits.REQUEST_SECONDS),
        "stream_idle_timeout": seconds(limits.IDLE_SECONDS),
        "common_http_protocol_options": {
            "idle_timeout": seconds(limits.CONNECTION_IDLE_SECONDS),
            "max_headers_count": limits.HEADERS,
            "headers_with_underscores_action": "REJECT_REQUEST",
        },
    }


def _overload() -> Node:
    return {
        "refresh_interval": "0.25s",
        "resource_monitors": [
            extension(
                "resource_monitors.fixed_heap",
                "extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig",
                max_heap_size_bytes=limits.HEAP_BYTES,
            ),
            extension(
                "resource_monitors.global_downstream_max_connections",
                "extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
                max_active_downstream_connections=limits.CONNECTIONS,
            ),
        ],
        "actions": [
            _at("shrink_heap", 0.85),
            _at("stop_accepting_requests", 0.95),
        ],
    }


def _at(action: str, share: float) -> Node:
    trigger = {
        "name": "envoy.resource_monitors.fixed_heap",
        "threshold": {"value": share},
    }
    return {"name": f"envoy.overload_actions.{action}", "triggers": [trigger]}
