"""Who should be erased is proposed, and announced; a person decides."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from candor.common.v1 import event_pb2, policy_pb2
from candor.ingest.v1 import erasure_service_pb2, events_pb2
from uuid_utils.compat import uuid7

from servicekit import outages, outbox
from servicekit.database import transaction
from services.ingest.retention.repository import Proposals, Retention, tenants_due
from services.ingest.retention.retention import Proposal, ProposalState

if TYPE_CHECKING:
    from servicekit.database import Connection
    from services.ingest.stores import Stores

log = logging.getLogger(__name__)

AT_ONCE = 100
ENDED = erasure_service_pb2.ERASURE_REASON_RETENTION_ENDED
MYSELF = event_pb2.Actor(
    subject="service:ingest", kind=policy_pb2.PrincipalKind.PRINCIPAL_KIND_SERVICE
)


async def propose(
    conn: Connection,
    about: outbox.About,
    reason: erasure_service_pb2.ErasureReason.ValueType,
    stores: Stores,
) -> bool:
    """Propose to erase the candidate that `about` names; return whether that is new."""
    now = stores.clock()
    proposal = Proposal(str(uuid7()), about.object_id, reason, ProposalState.OPEN, now)
    if not await Proposals(conn, about.tenant).add(proposal):
        return False
    proposed = events_pb2.ErasureProposed(
        proposal_id=proposal.proposal_id, candidate_id=proposal.candidate_id, reason=reason
    )
    await outbox.announce(conn, proposed, about, now)
    return True


async def propose_due(stores: Stores) -> int:
    """Propose everybody whose date has passed, in every tenant; return how many are new."""
    count = 0
    for tenant in await tenants_due(stores.pool, stores.clock()):
        while proposed := await _propose_some(stores, tenant):
            count += proposed
    return count


async def _propose_some(stores: Stores, tenant: str) -> int:
    async with transaction(stores.pool, tenant) as conn:
        count = 0
        for candidate_id in await Retention(conn, tenant).due(stores.clock(), AT_ONCE):
            about = outbox.About(tenant, candidate_id, MYSELF)
            count += await propose(conn, about, ENDED, stores)
    return count


async def propose_forever(stores: Stores, *, every: float) -> None:
    """Propose whoever is due at once and every `every` seconds, until cancelled."""
    while True:
        try:
            count = await propose_due(stores)
        except outages.DATABASE:
            log.warning("cannot look for expired candidates; trying again", exc_info=True)
            await asyncio.sleep(outages.PAUSE)
            continue
        if count:
            log.info("%d candidates proposed for erasure", count)
        await asyncio.sleep(every)
