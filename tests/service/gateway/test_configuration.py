"""Configurations as Envoy judges them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from deploy.local import envoy
from gateway.topology import Address, Upstream
from tests.service.gateway import rig

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.identity import Identities


@pytest.mark.parametrize("whole", [True, False], ids=["everything", "least"])
async def test_envoy_accepts_it(identities: Identities, tmp_path: Path, *, whole: bool) -> None:
    what = rig.topology(identities, port=8080, services_port=50051)
    if whole:
        named = tuple(Upstream(each.name, f"{each.name}.candor.svc", 1) for each in what.upstreams)
        what = replace(
            what,
            listen_host="0.0.0.0",  # noqa: S104  # nothing is opened
            upstreams=named,
            otlp=Address("collector.svc", 4317),
            admin_port=9901,
        )
    else:
        what = replace(what, cors_origins=())
    await envoy.validate(rig.written(tmp_path, what))
