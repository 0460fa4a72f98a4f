"""Telling gRPC from REST once a call may have been transcoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gateway.tree import Node

# A REST call gets gRPC's content type from the transcoder, and with it this header.
_TRANSCODED = "x-envoy-original-path"


def over_grpc() -> Node:
    """Return the filter (of replies and log lines) that calls over gRPC or gRPC-Web pass."""
    return both(_header(_content_type()), _header(_transcoded(invert=True)))


def over_rest() -> Node:
    """Return the filter that all other calls pass."""
    filters = [_header({**_content_type(), "invert_match": True}), _header(_transcoded())]
    return {"or_filter": {"filters": filters}}


def both(one: Node, other: Node) -> Node:
    """Return the filter that passes what passes `one` and `other`."""
    return {"and_filter": {"filters": [one, other]}}


def _content_type() -> Node:
    match = {"prefix": "application/grpc"}
    return {
        "name": "content-type",
        "string_match": match,
        "treat_missing_header_as_empty": True,
    }


def _transcoded(*, invert: bool = False) -> Node:
    return {"name": _TRANSCODED, "present_match": True, "invert_match": invert}


def _header(match: Node) -> Node:
    return {"header_filter": {"header": match}}
