"""Candidates that were indexed before there were facets, brought to where they stand."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import UUID

import grpc.aio
from candor.common.v1 import event_pb2, policy_pb2

from servicekit import outages
from servicekit.database import transaction
from services.matcher.facets.repository import Standings, tenants_without
from services.matcher.retrieval.index import IndexUnavailable

if TYPE_CHECKING:
    from services.matcher.facets.refreshing import Refresher
    from services.matcher.stores import Stores

log = logging.getLogger(__name__)

PAGE = 64
FIRST = UUID(int=0)
MYSELF = event_pb2.Actor(
    subject="service:matcher", kind=policy_pb2.PrincipalKind.PRINCIPAL_KIND_SERVICE
)


async def backfill(stores: Stores, refresher: Refresher) -> None:
    """Ask Ingest for the facets of whoever is indexed without any; until then nobody finds them.

    While a store or Ingest is away it warns and tries again.
    """
    while True:
        try:
            for tenant in await tenants_without(stores.pool):
                await _tenant(stores, refresher, tenant)
        except (*outages.DATABASE, IndexUnavailable, grpc.aio.AioRpcError):
            log.warning("cannot fill in facets; trying again", exc_info=True)
            await asyncio.sleep(outages.PAUSE)
        else:
            return


async def _tenant(stores: Stores, refresher: Refresher, tenant: str) -> None:
    after = FIRST
    while True:
        async with transaction(stores.pool, tenant) as conn:
            named = await Standings(conn, tenant, stores.master).without(after, PAGE)
            await refresher.refresh(conn, tenant, MYSELF, named)
        if not named:
            return
        after = UUID(named[-1])
