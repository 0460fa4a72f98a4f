"""What goes where: one route a method over REST and one over gRPC, and no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gateway import limits
from gateway.descriptors import RuleUnsupported
from gateway.tree import Node, seconds, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gateway.descriptors import Method

_PIECE = re.compile(r"\{([a-z][a-z0-9_]*)\}")

_REQUEST_HEADERS = (
    "authorization",
    "content-type",
    "grpc-timeout",
    "traceparent",
    "tracestate",
    "x-grpc-web",
    "x-user-agent",
)
_RESPONSE_HEADERS = (
    "grpc-message",
    "grpc-status",
    "grpc-status-details-bin",
    "retry-after",
    "x-request-id",
)


def virtual_host(methods: Sequence[Method], *, cors_origins: Sequence[str]) -> Node:
    """Return all routes to `methods`, open to the pages of `cors_origins`.

    The last one takes what has no route. It leads to a cluster that does not exist.
    """
    verbs = sorted({method.verb for method in methods})
    return {
        "name": "candor",
        "domains": ["*"],
        "routes": [
            *(_grpc(method) for method in methods),
            *(_rest(method) for method in methods),
            _nowhere(),
        ],
        "typed_per_filter_config": {"envoy.filters.http.cors": _cors(verbs, cors_origins)},
    }


def path_match(template: str) -> Node:
    """Return the match of a path template of google.api.http, the whole path and no other.

    A variable is one segment without a colon: ids have none, and so `/v1/x/{id}` and
    `/v1/x/{id}:verb` never meet.

    Raises:
        RuleUnsupported: a variable has a pattern of its own.
    """
    if not _PIECE.search(template):
        _refuse_wildcards(template, template)
        return {"path": template}
    literals = _PIECE.split(template)[::2]
    for literal in literals:
        _refuse_wildcards(literal, template)
    return {"safe_regex": {"regex": "[^/:]+".join(map(re.escape, literals))}}


def _refuse_wildcards(literal: str, template: str) -> None:
    if set(literal) & set("{}*="):
        raise RuleUnsupported(f"{template}: only {{name}} is understood")


def _rest(method: Method) -> Node:
    verb = {"name": ":method", "string_match": {"exact": method.verb}}
    return _route(method, {**path_match(method.template), "headers": [verb]})


def _grpc(method: Method) -> Node:
    return _route(method, {"path": f"/{method.service}/{method.name}"})


def _route(method: Method, match: Node) -> Node:
    name = f"{method.service}/{method.name}"
    # Any call ends by the caller's grpc-timeout; a stream without one, when it ends.
    whole = 0.0 if method.streams else limits.CALL_SECONDS
    idle = limits.QUIET_SECONDS if method.streams else limits.IDLE_SECONDS
    return {
        "name": name,
        "match": match,
        "decorator": {"operation": name, "propagate": False},
        "route": {
            "cluster": method.upstream,
            "timeout": seconds(whole),
            "idle_timeout": seconds(idle),
            "max_stream_duration": {"grpc_timeout_header_max": seconds(whole)},
            "retry_policy": _retry(),
        },
    }


def _retry() -> Node:
    # Only what the service has not begun: an answer of it, even UNAVAILABLE, is its caller's.
    return {
        "retry_on": "connect-failure,refused-stream,reset-before-request",
        "num_retries": 3,
        "retry_back_off": {"base_interval": "0.05s", "max_interval": "0.4s"},
        "retry_host_predicate": [
            {
                "name": "envoy.retry_host_predicates.previous_hosts",
                "typed_config": typed(
                    "extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate"
                ),
            }
        ],
        "host_selection_retry_max_attempts": 3,
    }


def _nowhere() -> Node:
    # A direct response would do, but to the CORS filter it is no route: a page whose call
    # ends here would be told that its origin is wrong.
    route = {"cluster": "nowhere", "cluster_not_found_response_code": "NOT_FOUND"}
    return {"name": "none", "match": {"prefix": "/"}, "route": route}


def _cors(verbs: Sequence[str], origins: Sequence[str]) -> Node:
    # No credentials: a token travels in a header that a page sets, never in a cookie.
    return typed(
        "extensions.filters.http.cors.v3.CorsPolicy",
        allow_origin_string_match=[{"exact": origin} for origin in origins],
        allow_methods=",".join(verbs),
        allow_headers=",".join(_REQUEST_HEADERS),
        expose_headers=",".join(_RESPONSE_HEADERS),
        max_age="600",
    )
