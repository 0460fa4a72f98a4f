"""How Envoy's own answers become ours: by HTTP status, over REST and over gRPC."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway import errors
from gateway.errors import Refusal, fault
from gateway.protocols import both, over_grpc

if TYPE_CHECKING:
    from gateway.tree import Node


@dataclass(frozen=True, slots=True)
class _Reply:
    """An HTTP status that Envoy gives by itself, and what it is told as."""

    http: int
    rest: Refusal
    native: Refusal
    """Over gRPC."""
    explained: bool = False
    """Whether Envoy's text, which then is about the request, goes along."""
    told_http: int | None = None
    """The HTTP status that the caller gets, where that is another."""


def _reply(http: int, refusal: Refusal) -> _Reply:
    return _Reply(http, refusal, refusal)


_REPLIES = (
    _Reply(400, errors.MALFORMED, errors.MALFORMED, explained=True),
    _reply(401, errors.TOKEN_INVALID),
    # Only from jwt_authn, for a token that is meant for another audience.
    _Reply(403, errors.TOKEN_INVALID, errors.TOKEN_INVALID, told_http=401),
    _Reply(404, errors.NO_PATH, errors.NO_METHOD),
    _reply(408, errors.TOO_LATE),
    _reply(413, errors.BODY_TOO_LARGE),
    _reply(426, errors.MALFORMED),  # HTTP/1.0
    _reply(431, errors.HEADERS_TOO_LARGE),
    _reply(502, errors.UNAVAILABLE),
    _reply(503, errors.UNAVAILABLE),
    _reply(504, errors.TOO_LATE),
)

_OTHERWISE = _reply(500, fault(errors.Code.INTERNAL))


def local_reply_config() -> Node:
    """Return the mapping; of the mappers that match, Envoy uses the first."""
    mappers = [_mapper(_status("EQ", 200), _text('{"status":"SERVING"}', "application/json"))]
    mappers.append(_foreign_preflight())
    for reply in _REPLIES:
        mappers += _mappers(reply, _status("EQ", reply.http))
    return {"mappers": [*mappers, *_mappers(_OTHERWISE, _status("GE", 400))]}


def _mappers(reply: _Reply, match: Node) -> list[Node]:
    return [_over_grpc(reply.native, match), _over_rest(reply, match)]


def _foreign_preflight() -> Node:
    """The CORS filter answers preflights of our origins; others find no route."""
    headers: list[Node] = [
        {"name": ":method", "string_match": {"exact": "OPTIONS"}},
        {"name": "access-control-request-method", "present_match": True},
    ]
    filters = [_status("EQ", 404), *({"header_filter": {"header": each}} for each in headers)]
    mapper = _mapper({"and_filter": {"filters": filters}}, _json(errors.NOT_ALLOWED))
    return {**mapper, "status_code": 403}


def _over_rest(reply: _Reply, match: Node) -> Node:
    mapper = _mapper(match, _explained(reply.rest) if reply.explained else _json(reply.rest))
    if reply.told_http is not None:
        mapper["status_code"] = reply.told_http
    if reply.rest.retry:
        mapper["headers_to_add"] = [_header("retry-after", str(errors.RETRY_SECONDS))]
    return mapper


def _over_grpc(refusal: Refusal, match: Node) -> Node:
    """The body becomes grpc-message, these headers replace what Envoy derives from HTTP."""
    mapper = _mapper(both(match, over_grpc()), _text(refusal.message, "application/grpc"))
    mapper["headers_to_add"] = [
        _header("grpc-status", str(errors.number(refusal.code))),
        _header("grpc-status-details-bin", refusal.as_header()),
    ]
    return mapper


def _status(op: str, code: int) -> Node:
    value = {"default_value": code, "runtime_key": f"gateway.local_reply.{code}"}
    return {"status_code_filter": {"comparison": {"op": op, "value": value}}}


def _mapper(match: Node, body: Node) -> Node:
    return {"filter": match, "body_format_override": body}


def _json(refusal: Refusal) -> Node:
    return _text(json.dumps(refusal.as_json(), separators=(",", ":")), "application/json")


def _explained(refusal: Refusal) -> Node:
    # Unlike a text, json_format escapes what it puts in.
    template = refusal.as_json(problem="%LOCAL_REPLY_BODY%")
    return {"json_format": template, "content_type": "application/json"}


def _text(text: str, content_type: str) -> Node:
    escaped = text.replace("%", "%%")
    return {"text_format_source": {"inline_string": escaped}, "content_type": content_type}


def _header(key: str, value: str) -> Node:
    return {
        "header": {"key": key, "value": value},
        "append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
    }
