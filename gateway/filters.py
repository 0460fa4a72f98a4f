"""What each call passes through, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway import bare, limits
from gateway.tree import Node, extension

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gateway.topology import Topology

HEALTH_PATH = "/healthz"
CLAIMS = "claims"
CLOCK_SKEW_SECONDS = 30
CACHED_TOKENS = 1024

# Of calls: names that proxies and meshes are known to trust. Services read the token alone.
# The addresses in x-forwarded-for and x-envoy-external-address are personal data besides.
_FORBIDDEN_PREFIXES = ("x-auth-", "x-candor-", "x-envoy-", "x-forwarded-", "x-jwt-")
_FORBIDDEN = ("cookie", "x-remote-user", "x-roles", "x-subject", "x-tenant", "x-user")

# Of answers.
_HIDDEN = ("x-envoy-upstream-healthchecked-cluster",)
_SAID = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def http_filters(topology: Topology, services: Sequence[str], descriptor_file: Path) -> list[Node]:
    """Return the filters before `services`, as calls meet them; answers meet them backwards."""
    return [
        _headers(),
        _health([upstream.name for upstream in topology.upstreams]),
        extension("filters.http.grpc_web", "extensions.filters.http.grpc_web.v3.GrpcWeb"),
        extension("filters.http.cors", "extensions.filters.http.cors.v3.Cors"),
        _tokens(topology),
        _transcoder(services, descriptor_file),
        bare.http_filter(),
        extension(
            "filters.http.router",
            "extensions.filters.http.router.v3.Router",
            suppress_envoy_headers=True,
        ),
    ]


def _headers() -> Node:
    """Take off what could pass for an identity, and what callers need not see or keep."""
    kept_out = [
        *({"remove_on_match": {"key_matcher": {"prefix": each}}} for each in _FORBIDDEN_PREFIXES),
        *({"remove": each} for each in _FORBIDDEN),
    ]
    said = [
        *({"remove": each} for each in _HIDDEN),
        *({"append": _overwriting(key, value)} for key, value in _SAID.items()),
    ]
    return extension(
        "filters.http.header_mutation",
        "extensions.filters.http.header_mutation.v3.HeaderMutation",
        mutations={"request_mutations": kept_out, "response_mutations": said},
    )


def _overwriting(key: str, value: str) -> Node:
    return {
        "header": {"key": key, "value": value},
        "append_action": "OVERWRITE_IF_EXISTS_OR_ADD",
    }


def _health(clusters: Sequence[str]) -> Node:
    return extension(
        "filters.http.health_check",
        "extensions.filters.http.health_check.v3.HealthCheck",
        pass_through_mode=False,
        headers=[{"name": ":path", "string_match": {"exact": HEALTH_PATH}}],
        cluster_min_healthy_percentages={name: {"value": 1} for name in clusters},
    )


def _tokens(topology: Topology) -> Node:
    """RFC 7519, from the Authorization header only: a token in an address would be logged."""
    provider = {
        "issuer": topology.issuer,
        "audiences": [topology.audience],
        "require_expiration": True,
        "clock_skew_seconds": CLOCK_SKEW_SECONDS,
        "local_jwks": {"inline_string": topology.jwks},
        "from_headers": [{"name": "authorization", "value_prefix": "Bearer "}],
        "forward": True,
        "payload_in_metadata": CLAIMS,
        "jwt_cache_config": {"jwt_cache_size": CACHED_TOKENS},
    }
    return extension(
        "filters.http.jwt_authn",
        "extensions.filters.http.jwt_authn.v3.JwtAuthentication",
        providers={"people": provider},
        rules=[{"match": {"prefix": "/"}, "requires": {"provider_name": "people"}}],
        bypass_cors_preflight=True,
    )


def _transcoder(services: Sequence[str], descriptor_file: Path) -> Node:
    return extension(
        "filters.http.grpc_json_transcoder",
        "extensions.filters.http.grpc_json_transcoder.v3.GrpcJsonTranscoder",
        proto_descriptor=str(descriptor_file),
        services=list(services),
        auto_mapping=False,
        convert_grpc_status=True,
        match_incoming_request_route=True,
        query_param_unescape_plus=True,
        max_request_body_size=limits.BODY_BYTES,
        max_response_body_size=limits.RESPONSE_BYTES,
        request_validation_options={
            "reject_unknown_method": True,
            "reject_unknown_query_parameters": True,
            # Without it a field of the body, in snake case, overrides the path's.
            "reject_binding_body_field_collisions": True,
        },
        print_options={
            "always_print_primitive_fields": True,
            "stream_sse_style_delimited": True,
        },
    )
