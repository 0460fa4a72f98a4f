"""Envoy as the stack runs it."""

from __future__ import annotations

import json
import os
import signal
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from deploy.local import envoy, ports, probes, supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _address(port: int) -> dict[str, object]:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def _config(path: Path, *, admin: int, http: int) -> Path:
    """Write a configuration that answers 200 to everything."""
    route = {"match": {"prefix": "/"}, "direct_response": {"status": 200}}
    router = "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"
    manager = {
        "@type": "type.googleapis.com/envoy.extensions.filters.network."
        "http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "http",
        "route_config": {"virtual_hosts": [{"name": "a", "domains": ["*"], "routes": [route]}]},
        "http_filters": [{"name": "router", "typed_config": {"@type": router}}],
    }
    filters = [{"name": "http", "typed_config": manager}]
    listener = {"address": _address(http), "filter_chains": [{"filters": filters}]}
    config = {"admin": {"address": _address(admin)}, "static_resources": {"listeners": [listener]}}
    path.write_text(json.dumps(config))
    return path


@pytest.fixture
def held() -> Iterator[dict[str, int]]:
    with ports.held(admin=None, http=None) as given:
        yield given


async def test_it_serves_and_comes_back_after_kill_9(tmp_path: Path, held: dict[str, int]) -> None:
    config = _config(tmp_path / "envoy.json", **held)
    process = envoy.process(config, admin_port=held["admin"], ports={"http": held["http"]})
    async with supervisor.running([process], data=tmp_path) as stack:
        assert await probes.http_ok(held["http"], "/anything")
        os.kill(stack.pid("envoy"), signal.SIGKILL)
        await stack.wait_ready("envoy", restarts=1)
        assert await probes.http_ok(held["http"], "/anything")
    assert not await probes.http_ok(held["http"], "/anything")


async def test_two_run_side_by_side(tmp_path: Path, held: dict[str, int]) -> None:
    with ports.held(admin=None, http=None) as other:
        async with AsyncExitStack() as stacks:
            for name, given in (("one", held), ("two", other)):
                config = _config(tmp_path / f"{name}.json", **given)
                table = [envoy.process(config, admin_port=given["admin"], ports={})]
                await stacks.enter_async_context(supervisor.running(table, data=tmp_path / name))
            assert await probes.http_ok(held["http"], "/")
            assert await probes.http_ok(other["http"], "/")


async def test_a_bad_configuration_is_refused_in_envoys_words(tmp_path: Path) -> None:
    config = tmp_path / "envoy.json"
    config.write_text('{"static_resources": {"listenerz": []}}')
    with pytest.raises(envoy.ConfigRefused, match="listenerz"):
        await envoy.validate(config)


async def test_a_good_configuration_is_accepted(tmp_path: Path, held: dict[str, int]) -> None:
    await envoy.validate(_config(tmp_path / "envoy.json", **held))


async def test_a_stack_with_a_bad_configuration_says_why_it_does_not_start(tmp_path: Path) -> None:
    config = tmp_path / "envoy.json"
    config.write_text('{"static_resources": {"listenerz": []}}')
    with pytest.raises(supervisor.GivenUp, match="listenerz"):
        async with supervisor.running(
            [envoy.process(config, admin_port=1, ports={})], data=tmp_path
        ):
            pytest.fail("it is refused")
