"""All four services, so that an erasure comes to its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest_asyncio

from tests.harness import services
from tests.service import bus, clients

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.harness.identity import Identities
    from tests.harness.services import Ground, Mesh, Service
    from tests.service.clients import Callers


@dataclass(frozen=True, slots=True)
class Whole:
    """The mesh with its Assistant."""

    mesh: Mesh
    assistant: Service

    @property
    def services(self) -> dict[str, Service]:
        """Every service by its name."""
        return {
            "ingest": self.mesh.ingest,
            "matcher": self.mesh.matcher,
            "assistant": self.assistant,
            "audit": self.mesh.audit,
        }

    async def settled(self) -> None:
        """Wait until no work is queued and every event has been handled."""
        await bus.settled(self.mesh.ground, *self.services.values())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mesh(ground: Ground) -> AsyncGenerator[Mesh]:
    """Ingest, Matcher and Audit, for this module: an Assistant follows the same events."""
    async with services.mesh(ground) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(mesh: Mesh) -> AsyncGenerator[Whole]:
    """Every service, for this module."""
    async with services.assistant(
        mesh.ground, ingest=mesh.ingest.address, matcher=mesh.matcher.address
    ) as running:
        yield Whole(mesh, running)


@pytest_asyncio.fixture(loop_scope="module")
async def people(whole: Whole, identities: Identities) -> AsyncGenerator[Callers]:
    """Callers of every service."""
    addresses = {name: each.address for name, each in whole.services.items()}
    async with clients.callers(identities, addresses) as made:
        yield made
