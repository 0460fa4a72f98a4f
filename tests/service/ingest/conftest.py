"""An Ingest that runs alone, for the whole run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.harness import services
from tests.service import clients

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator
    from pathlib import Path

    from anyio.from_thread import BlockingPortal

    from deploy.local.postgres import Cluster
    from tests.harness.identity import Identities
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers


@pytest.fixture(scope="session")
def ground(
    beside: BlockingPortal, cluster: Cluster, identities: Identities, models: Path
) -> Iterator[Ground]:
    """The NATS and the folders of the Ingest that runs alone."""
    with beside.wrap_async_context_manager(services.ground(cluster, identities, models)) as made:
        yield made


@pytest.fixture(scope="session")
def ingest(beside: BlockingPortal, ground: Ground) -> Iterator[Service]:
    """Ingest without its neighbours: nobody indexes."""
    with beside.wrap_async_context_manager(services.ingest(ground)) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def hiring(ingest: Service, identities: Identities) -> AsyncGenerator[Callers]:
    """Callers of that Ingest."""
    async with clients.callers(identities, {"ingest": ingest.address}) as made:
        yield made
