"""candor.ingest.v1.ErasureService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import erasure_service_pb2 as pb
from candor.ingest.v1 import events_pb2
from candor.ingest.v1.erasure_service_pb2_grpc import ErasureServiceServicer
from uuid_utils.compat import uuid7

from servicekit import erasing, outbox, pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.candidates.repository import Candidates
from services.ingest.erasure import holdings, wire
from services.ingest.erasure.erasures import Erasure, State
from services.ingest.erasure.repository import Erasures
from services.ingest.retention.repository import Proposals
from services.ingest.retention.retention import ProposalState

if TYPE_CHECKING:
    from uuid import UUID

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.ingest.candidates.candidates import Candidate
    from services.ingest.stores import Stores


class ErasureServicer(ErasureServiceServicer):
    """Erases candidates. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def EraseCandidate(
        self, request: pb.EraseCandidateRequest, context: Context
    ) -> pb.EraseCandidateResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        reason = wire.to_reason(request.reason)
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "EraseCandidate")
            known = await requests.recall(request.request_id, request, pb.EraseCandidateResponse())
            if known is not None:
                return known
            erasure = await self._once(conn, who, candidate_id, reason)
            response = pb.EraseCandidateResponse(erasure=wire.erasure(erasure, ()))
            # Not under the person's key, which is gone.
            await requests.remember(request.request_id, response, person_id=who.subject)
        return response

    async def _once(
        self, conn: Connection, who: Caller, candidate_id: UUID, reason: int
    ) -> Erasure:
        """Return the candidate's erasure, made now unless it was made before."""
        erasures = Erasures(conn, who.tenant, own=who.own)
        before = await erasures.of(candidate_id)
        if before is not None:
            return before
        candidates = Candidates(conn, who.tenant, own=who.own)
        await candidates.get(candidate_id)  # before anybody waits for a stranger
        await erasing.Erased(conn, who.tenant).alone(str(candidate_id))
        meanwhile = await erasures.of(candidate_id)
        if meanwhile is not None:
            return meanwhile
        candidate, _ = await candidates.get(candidate_id)
        for record in await Candidates(conn, who.tenant).within(candidate_id):
            await self._erase(conn, who, record, reason)  # the same person, entered twice
        return await self._erase(conn, who, candidate, reason)

    async def _erase(
        self, conn: Connection, who: Caller, candidate: Candidate, reason: int
    ) -> Erasure:
        now, candidate_id = self._stores.clock(), candidate.candidate_id
        new = Erasure(
            erasure_id=str(uuid7()),
            candidate_id=candidate_id,
            state=State.RUNNING,
            actor=who.actor.subject,
            actor_kind=who.actor.kind,
            reason=reason,
            created_at=now,
        )
        await Erasures(conn, who.tenant).add(new)
        await Proposals(conn, who.tenant).settle(
            candidate_id, ProposalState.APPROVED, new.actor, now
        )
        await erasing.Erased(conn, who.tenant).erase(
            erasing.Erasure(new.erasure_id, candidate_id, candidate.owner),
            lambda: holdings.delete(conn, who.tenant, candidate, new.erasure_id),
        )
        erased = events_pb2.CandidateErased(
            erasure_id=new.erasure_id,
            candidate_id=candidate_id,
            subject=candidate.owner,
            reason=pb.ErasureReason.ValueType(reason),
        )
        await outbox.announce(conn, erased, outbox.About(who.tenant, candidate_id, who.actor), now)
        return new

    async def GetErasure(
        self, request: pb.GetErasureRequest, context: Context
    ) -> pb.GetErasureResponse:
        who, erasure_id = caller(), parse_id(request.erasure_id, "erasure_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            erasures = Erasures(conn, who.tenant, own=who.own)
            found = await erasures.get(erasure_id)
            confirmed = await erasures.confirmations([found.erasure_id])
        return pb.GetErasureResponse(erasure=wire.erasure(found, confirmed[found.erasure_id]))

    async def ListErasures(
        self, request: pb.ListErasuresRequest, context: Context
    ) -> pb.ListErasuresResponse:
        who = caller()
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            erasures = Erasures(conn, who.tenant, own=who.own)
            found = await erasures.page(before, size + 1)
            confirmed = await erasures.confirmations([each.erasure_id for each in found[:size]])
        listed = [wire.erasure(each, confirmed[each.erasure_id]) for each in found[:size]]
        token = (
            self._stores.pages.token(request, listed[-1].erasure_id, who)
            if len(found) > size
            else ""
        )
        return pb.ListErasuresResponse(erasures=listed, next_page_token=token)
