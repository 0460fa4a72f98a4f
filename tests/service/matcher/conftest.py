"""A team that a whole module may read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest_asyncio

from tests.service import clients
from tests.service.matcher import people

if TYPE_CHECKING:
    from tests.harness.identity import Identities
    from tests.harness.services import Mesh
    from tests.service.matcher.people import Team


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def team(mesh: Mesh, identities: Identities) -> Team:
    """The people of the samples and a job, in a tenant that nobody changes."""
    addresses = {"ingest": mesh.ingest.address, "matcher": mesh.matcher.address}
    async with clients.callers(identities, addresses) as callers:
        return await people.team(await callers.person(f"t-{uuid4().hex}"))
