"""How much and how long: the gateway's numbers, and how they hang together."""

from __future__ import annotations

BODY_BYTES = 12 << 20
"""The largest body that is transcoded. Above the 10 MiB of a document, so that the service
refuses that with its own error, and below the 16 MiB of a gRPC message of servicekit."""

RESPONSE_BYTES = 16 << 20
"""The largest answer that is transcoded: a gRPC message of servicekit."""

BUFFER_BYTES = 1 << 20
"""Held for each connection and direction until the slower side reads on."""

HEADERS_KIB = 32
HEADERS = 100
"""Of one request or answer."""

CONNECTIONS = 8192
"""From callers. Beyond it new ones are closed at once."""

STREAMS = 1024
"""At a time on one HTTP/2 connection: the others of a caller wait."""

UPSTREAM_REQUESTS = 2048
"""Under way at a time to one service, and as many may wait for a connection."""

HEAP_BYTES = 1 << 30
"""Envoy's own. At 95 % of it calls are refused (503) until there is room again."""

CALL_SECONDS = 60.0
"""From the end of a request to its answer, and the longest deadline that counts."""

REQUEST_SECONDS = 300.0
"""To send a request: ten megabytes over a poor line."""

HEADERS_SECONDS = 10.0
"""To send a request's headers."""

IDLE_SECONDS = 300.0
"""Of a call, without a byte in either direction."""

QUIET_SECONDS = 3600.0
"""The same of a stream: an operation may wait behind ten thousand others."""

CONNECTION_IDLE_SECONDS = 600.0
"""Without a call."""

CONNECT_SECONDS = 1.0
"""To open a connection to a service."""
