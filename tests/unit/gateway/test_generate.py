"""The configuration as text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool

from gateway.descriptors import public_methods
from gateway.generate import UpstreamMissing, configuration, descriptor_set
from gateway.topology import Address, Topology, Upstream

if TYPE_CHECKING:
    from gateway.tree import Node

FILE = Path("/candor/candor.binpb")
NAMES = sorted({method.upstream for method in public_methods()})
TOPOLOGY = Topology(
    listen_host="127.0.0.1",
    listen_port=8080,
    upstreams=tuple(Upstream(name, "127.0.0.1", 50051) for name in NAMES),
    issuer="people",
    audience="candor",
    jwks='{"keys": []}',
)


def _tree(topology: Topology) -> Node:
    return yaml.safe_load(configuration(topology, FILE))


def test_the_same_topology_gives_the_same_text() -> None:
    assert configuration(TOPOLOGY, FILE) == configuration(replace(TOPOLOGY), FILE)
    assert descriptor_set() == descriptor_set()


def test_the_text_has_no_aliases() -> None:
    assert "&id" not in configuration(TOPOLOGY, FILE)


@pytest.mark.parametrize(
    "upstreams",
    [
        TOPOLOGY.upstreams[1:],
        (*TOPOLOGY.upstreams, Upstream("payroll", "127.0.0.1", 1)),
        (*TOPOLOGY.upstreams, TOPOLOGY.upstreams[0]),
    ],
)
def test_the_upstreams_are_those_of_the_contract(upstreams: tuple[Upstream, ...]) -> None:
    with pytest.raises(UpstreamMissing):
        configuration(replace(TOPOLOGY, upstreams=upstreams), FILE)


def test_nothing_is_opened_or_exported_that_was_not_asked_for() -> None:
    text = configuration(TOPOLOGY, FILE)
    assert "admin" not in _tree(TOPOLOGY)
    assert "opentelemetry.proto" not in text
    assert "OpenTelemetryConfig" not in text
    assert "OpenTelemetryConfig" in configuration(
        replace(TOPOLOGY, otlp=Address("127.0.0.1", 4317)), FILE
    )


def test_the_admin_interface_is_on_the_loopback_only() -> None:
    tree = _tree(replace(TOPOLOGY, listen_host="0.0.0.0", admin_port=9901))  # noqa: S104
    address = {"address": "127.0.0.1", "port_value": 9901}
    assert tree["admin"] == {"address": {"socket_address": address}}


def test_the_descriptors_are_complete_and_in_order() -> None:
    pool = DescriptorPool()
    for file in FileDescriptorSet.FromString(descriptor_set()).file:
        pool.Add(file)  # TypeError: one that it imports is missing
    for method in public_methods():
        pool.FindMethodByName(f"{method.service}.{method.name}")
    pool.FindMessageTypeByName("google.rpc.Status")
    pool.FindMessageTypeByName("google.rpc.ErrorInfo")


def test_what_the_contract_keeps_inside_is_not_public() -> None:
    assert public_methods()
    assert "candor.ingest.v1.FactsService" not in {each.service for each in public_methods()}
    with pytest.raises(KeyError):
        _pool().FindServiceByName("candor.ingest.v1.FactsService")


def _pool() -> DescriptorPool:
    pool = DescriptorPool()
    for file in FileDescriptorSet.FromString(descriptor_set()).file:
        pool.Add(file)
    return pool
