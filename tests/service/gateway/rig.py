"""A real Envoy with our configuration, and how to call it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from deploy.local import envoy, folder, ports
from deploy.local.tokens import AUDIENCE
from gateway.descriptors import public_methods
from gateway.generate import configuration, descriptor_set
from gateway.topology import Topology, Upstream
from tests.harness.standing import standing

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    import httpx

    from gateway.topology import Address
    from tests.harness.identity import Identities

ORIGIN = "http://pages.example:5173"


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where the gateway listens."""

    port: int
    data: Path

    @property
    def url(self) -> str:
        """Its address for REST."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def target(self) -> str:
        """Its address for gRPC."""
        return f"127.0.0.1:{self.port}"

    def logged(self) -> list[dict[str, object]]:
        """Return what it logged of calls; all of it only once it was stopped."""
        lines = folder.log_path(self.data, "envoy").read_text().splitlines()
        calls = [line for line in lines if line.startswith("{")]
        return [cast("dict[str, object]", json.loads(line)) for line in calls]


def topology(
    identities: Identities,
    *,
    port: int,
    services_port: int,
    admin_port: int | None = None,
    otlp: Address | None = None,
) -> Topology:
    """Return the topology with all services at `services_port`."""
    names = sorted({method.upstream for method in public_methods()})
    return Topology(
        listen_host="127.0.0.1",
        listen_port=port,
        upstreams=tuple(Upstream(name, "127.0.0.1", services_port) for name in names),
        issuer=identities.keys.people.name,
        audience=AUDIENCE,
        jwks=identities.keys.people.jwks.read_text(),
        cors_origins=(ORIGIN,),
        otlp=otlp,
        admin_port=admin_port,
    )


def written(where: Path, what: Topology) -> Path:
    """Write the configuration of `what` into the folder `where`, and return its file."""
    descriptors, config = where / "candor.binpb", where / "envoy.yaml"
    descriptors.write_bytes(descriptor_set())
    config.write_text(configuration(what, descriptors))
    return config


@contextmanager
def gateway(
    identities: Identities, services_port: int, data: Path, *, otlp: Address | None = None
) -> Generator[Gateway]:
    """Run a gateway on the folder `data` before the services at `services_port`."""
    data.mkdir(exist_ok=True)
    with ports.held(public=None, admin=None) as held:
        what = topology(
            identities,
            port=held["public"],
            services_port=services_port,
            admin_port=held["admin"],
            otlp=otlp,
        )
        table = envoy.process(
            written(data, what), admin_port=held["admin"], ports={"public": held["public"]}
        )
        with standing(table, data=data):
            yield Gateway(held["public"], data)


def error_of(response: httpx.Response, status: int) -> tuple[str, dict[str, str]]:
    """Return reason and metadata of an error answered with `status`; check its shape."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    body = cast("dict[str, object]", response.json())
    assert set(body) == {"code", "message", "details"}
    assert isinstance(body["code"], int)
    assert body["message"]
    assert isinstance(body["message"], str)
    for leak in ("upstream", "envoy", "secret", "Exception"):
        assert leak not in body["message"]
    info = cast("list[dict[str, object]]", body["details"])[0]
    assert set(info) == {"@type", "reason", "domain", "metadata"}
    assert info["@type"] == "type.googleapis.com/google.rpc.ErrorInfo"
    assert info["domain"] == "candor.dev"
    return str(info["reason"]), cast("dict[str, str]", info["metadata"])
