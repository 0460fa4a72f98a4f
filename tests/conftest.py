"""Fixtures that every suite may use: one PostgreSQL, one NATS and one set of keys a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.harness import identity, nats, postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deploy.local.postgres import Cluster
    from tests.harness.identity import Identities


# What an example takes is the machine's affair, which may be busy with another run.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first, so that no worker is left with them at the end."""
    items.sort(key=lambda item: "fault" not in item.path.parts)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL for the whole run; each test makes databases of its own in it."""
    with postgres.cluster() as running:
        yield running


@pytest.fixture
def nats_url() -> Iterator[str]:
    """A NATS for one test: a work queue has its name from the design and is not shared."""
    with nats.server() as url:
        yield url


@pytest.fixture(scope="session")
def identities() -> Iterator[Identities]:
    """One set of keys for the whole run."""
    with identity.identities() as made:
        yield made
