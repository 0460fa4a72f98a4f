"""Audit alone: events are announced by the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.harness import services
from tests.service import clients

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.harness.identity import Identities
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def audit(ground: Ground) -> AsyncGenerator[Service]:
    """Audit, for this module."""
    async with services.audit(ground) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def auditors(audit: Service, identities: Identities) -> AsyncGenerator[Callers]:
    """Callers of the module's Audit."""
    async with clients.callers(identities, {"audit": audit.address}) as made:
        yield made
