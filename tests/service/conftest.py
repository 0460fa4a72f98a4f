"""Services that run for the whole run: their state is kept apart by tenant, one for each test.

A module that breaks one of them, or looks at what is not of its tenant, has a `mesh` of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from anyio.from_thread import start_blocking_portal

from tests.harness import services
from tests.service import clients

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator
    from pathlib import Path

    from anyio.from_thread import BlockingPortal

    from deploy.local.postgres import Cluster
    from tests.harness.identity import Identities
    from tests.harness.services import Ground, Mesh
    from tests.service.clients import Callers


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the embedding model is built, once a run."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def tenant() -> str:
    """A tenant that no other test has."""
    return f"t-{uuid4().hex}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground(cluster: Cluster, identities: Identities, models: Path) -> AsyncGenerator[Ground]:
    """A NATS and folders for the services of this module."""
    async with services.ground(cluster, identities, models) as made:
        yield made


@pytest.fixture(scope="session")
def beside() -> Iterator[BlockingPortal]:
    """A loop in a thread of its own, so that what runs in it goes on between tests."""
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def mesh(
    beside: BlockingPortal, cluster: Cluster, identities: Identities, models: Path
) -> Iterator[Mesh]:
    """Ingest, Matcher, Audit and a Qdrant endpoint on a NATS of theirs, for the whole run."""
    with (
        beside.wrap_async_context_manager(services.ground(cluster, identities, models)) as made,
        beside.wrap_async_context_manager(services.mesh(made)) as running,
    ):
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def callers(mesh: Mesh, identities: Identities) -> AsyncGenerator[Callers]:
    """Callers of the mesh."""
    addresses = {
        "ingest": mesh.ingest.address,
        "matcher": mesh.matcher.address,
        "audit": mesh.audit.address,
    }
    async with clients.callers(identities, addresses) as made:
        yield made
