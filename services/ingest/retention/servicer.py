"""candor.ingest.v1.RetentionService."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from candor.ingest.v1 import erasure_service_pb2, events_pb2
from candor.ingest.v1 import retention_service_pb2 as pb
from candor.ingest.v1.retention_service_pb2_grpc import RetentionServiceServicer

from servicekit import outbox, pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from servicekit.timestamps import timestamp
from services.ingest.candidates.candidates import agreed
from services.ingest.candidates.repository import Candidates
from services.ingest.candidates.wire import consent
from services.ingest.retention import wire
from services.ingest.retention.proposing import propose
from services.ingest.retention.repository import Proposals, Retention
from services.ingest.retention.retention import ProposalState, extension, months

if TYPE_CHECKING:
    from uuid import UUID

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.ingest.stores import Stores

WITHDRAWN = erasure_service_pb2.ERASURE_REASON_CONSENT_WITHDRAWN


class RetentionServicer(RetentionServiceServicer):
    """Keeps consents and dates. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def UpdateConsent(
        self, request: pb.UpdateConsentRequest, context: Context
    ) -> pb.UpdateConsentResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "UpdateConsent")
            known = await requests.recall(request.request_id, request, pb.UpdateConsentResponse())
            if known is not None:
                return known
            response = await self._update(conn, who, candidate_id, request)
            await requests.remember(request.request_id, response, person_id=str(candidate_id))
        return response

    async def _update(
        self, conn: Connection, who: Caller, candidate_id: UUID, request: pb.UpdateConsentRequest
    ) -> pb.UpdateConsentResponse:
        now, candidates = self._stores.clock(), Candidates(conn, who.tenant, own=who.own)
        before, _ = await candidates.get(candidate_id)
        await candidates.hold(before.candidate_id)
        about = outbox.About(who.tenant, before.candidate_id, who.actor)
        if request.consent:
            given = agreed(request.consent_notice, now, consent=True)
            await candidates.agreed(before.candidate_id, given)
            await Proposals(conn, who.tenant).settle(
                before.candidate_id, ProposalState.DISMISSED, who.actor.subject, now
            )
        else:
            await candidates.withdrawn(before, now)
        after, _ = await candidates.get(candidate_id)
        updated = events_pb2.ConsentUpdated(
            candidate_id=after.candidate_id,
            consent_notice=after.consent.notice,
            consent=request.consent,
        )
        await outbox.announce(conn, updated, about, now)
        if not request.consent:
            await propose(conn, about, WITHDRAWN, self._stores)
        until = await Retention(conn, who.tenant).until(after.candidate_id)
        return pb.UpdateConsentResponse(consent=consent(after.consent), keep_time=timestamp(until))

    async def SetRetention(
        self, request: pb.SetRetentionRequest, context: Context
    ) -> pb.SetRetentionResponse:
        who, number = caller(), months(request.months)
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "SetRetention")
            known = await requests.recall(request.request_id, request, pb.SetRetentionResponse())
            if known is not None:
                return known
            await Retention(conn, who.tenant).set(number)
            about = outbox.About(who.tenant, who.tenant, who.actor)
            await outbox.announce(
                conn, events_pb2.RetentionSet(months=number), about, self._stores.clock()
            )
            response = pb.SetRetentionResponse(months=number)
            await requests.remember(request.request_id, response, person_id=who.subject)
        return response

    async def GetRetention(
        self, request: pb.GetRetentionRequest, context: Context
    ) -> pb.GetRetentionResponse:
        tenant = caller().tenant
        async with transaction(self._stores.pool, tenant) as conn:
            return pb.GetRetentionResponse(months=await Retention(conn, tenant).months())

    async def ExtendRetention(
        self, request: pb.ExtendRetentionRequest, context: Context
    ) -> pb.ExtendRetentionResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        until = extension(request.keep_time.ToDatetime(UTC), self._stores.clock())
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "ExtendRetention")
            known = await requests.recall(request.request_id, request, pb.ExtendRetentionResponse())
            if known is not None:
                return known
            candidates = Candidates(conn, who.tenant)
            found, _ = await candidates.get(candidate_id)
            await candidates.hold(found.candidate_id)
            await Retention(conn, who.tenant).extend(found.candidate_id, until)
            now = self._stores.clock()
            await Proposals(conn, who.tenant).settle(
                found.candidate_id, ProposalState.DISMISSED, who.actor.subject, now
            )
            extended = events_pb2.RetentionExtended(
                candidate_id=found.candidate_id, keep_until=int(until.timestamp())
            )
            about = outbox.About(who.tenant, found.candidate_id, who.actor)
            await outbox.announce(conn, extended, about, now)
            response = pb.ExtendRetentionResponse(keep_time=timestamp(until))
            await requests.remember(request.request_id, response, person_id=found.candidate_id)
        return response

    async def ListErasureProposals(
        self, request: pb.ListErasureProposalsRequest, context: Context
    ) -> pb.ListErasureProposalsResponse:
        who = caller()
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Proposals(conn, who.tenant).page(before, request.state, size + 1)
        listed = [wire.proposal(each) for each in found[:size]]
        token = (
            self._stores.pages.token(request, listed[-1].proposal_id, who)
            if len(found) > size
            else ""
        )
        return pb.ListErasureProposalsResponse(proposals=listed, next_page_token=token)

    def _requests(self, conn: Connection, who: Caller, method: str) -> Requests:
        keys = PersonKeys(conn, who.tenant, self._stores.master)
        return Requests(conn, keys, who, method)
