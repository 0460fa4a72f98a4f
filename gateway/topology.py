"""Where the gateway listens, what stands behind it, and whom it believes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """A host, by name or IP address, and a TCP port."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Upstream:
    """A service: `name` is the one in its package, `candor.<name>.v1`.

    A host that is a name is resolved again and again, and each of its addresses is used.
    """

    name: str
    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """All that one gateway differs in from another."""

    listen_host: str
    """An IP address: 127.0.0.1 for one machine, 0.0.0.0 in a container."""
    listen_port: int
    upstreams: tuple[Upstream, ...]
    """One for each service of the contract that has public methods."""
    issuer: str
    """The `iss` of people's tokens. The mesh's own issuer has no business here."""
    audience: str
    jwks: str
    """That issuer's RFC 7517 key set, as JSON text."""
    cors_origins: tuple[str, ...] = ()
    """Origins of browser pages that may call, e.g. "https://hr.example"; exact."""
    otlp: Address | None = None
    """Where spans go, over OTLP gRPC; None makes none, but traceparent still travels."""
    admin_port: int | None = None
    """Port of Envoy's admin interface, on the loopback only; None opens none."""
