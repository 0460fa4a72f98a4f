"""Services that run for a module: their state is kept apart by tenant, one for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.harness import services
from tests.service import clients

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from deploy.local.postgres import Cluster
    from tests.harness.identity import Identities
    from tests.harness.services import Ground, Mesh, Service
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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ingest(ground: Ground) -> AsyncGenerator[Service]:
    """Ingest, for this module."""
    async with services.ingest(ground) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def hiring(ingest: Service, identities: Identities) -> AsyncGenerator[Callers]:
    """Callers of the module's Ingest."""
    async with clients.callers(identities, {"ingest": ingest.address}) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mesh(ground: Ground) -> AsyncGenerator[Mesh]:
    """Ingest, Matcher, Audit and a Qdrant endpoint, for this module."""
    async with services.mesh(ground) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def callers(mesh: Mesh, identities: Identities) -> AsyncGenerator[Callers]:
    """Callers of the module's mesh."""
    addresses = {
        "ingest": mesh.ingest.address,
        "matcher": mesh.matcher.address,
        "audit": mesh.audit.address,
    }
    async with clients.callers(identities, addresses) as made:
        yield made
