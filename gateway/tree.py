"""The pieces that Envoy's configuration is made of."""

from __future__ import annotations

from typing import TypeAlias

Node: TypeAlias = dict[str, object]
"""A message of Envoy's API (https://www.envoyproxy.io/docs/envoy/v1.40.0/api-v3/api)."""


def typed(message: str, **fields: object) -> Node:
    """Return a google.protobuf.Any of Envoy's `message`, named without the package "envoy"."""
    return {"@type": f"type.googleapis.com/envoy.{message}", **fields}


def extension(name: str, message: str, **fields: object) -> Node:
    """Return the extension `name` configured by `message`, each without its "envoy"."""
    return {"name": f"envoy.{name}", "typed_config": typed(message, **fields)}


def socket(host: str, port: int) -> Node:
    """Return a TCP address."""
    return {"socket_address": {"address": host, "port_value": port}}


def seconds(count: float) -> str:
    """Return a google.protobuf.Duration."""
    return f"{count:g}s"
