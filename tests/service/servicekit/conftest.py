"""A service's own database and bus, for one test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from servicekit import database, events
from tests.harness import postgres

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from deploy.local.postgres import Cluster
    from servicekit.database import Pool
    from servicekit.events import Events


@pytest.fixture
def no_migrations(tmp_path: Path) -> Path:
    """The folder of a service that has no tables of its own."""
    folder = tmp_path / "service" / "migrations"
    folder.mkdir(parents=True)
    return folder


@pytest_asyncio.fixture
async def dsn(cluster: Cluster) -> AsyncGenerator[str]:
    """The address of an empty database."""
    async with postgres.database(cluster, "ingest") as address:
        yield address


@pytest_asyncio.fixture
async def pool(dsn: str, no_migrations: Path) -> AsyncGenerator[Pool]:
    """A pool on a database with the tables that every service has."""
    async with database.pool(dsn, no_migrations, size=8) as opened:
        yield opened


@pytest_asyncio.fixture
async def bus(nats_url: str) -> AsyncGenerator[Events]:
    """A connection to a NATS without events."""
    async with events.connected(nats_url, "tests") as connected:
        yield connected
