"""candor.ingest.v1.CandidateService and FactsService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import candidate_service_pb2 as pb
from candor.ingest.v1 import facts_service_pb2, facts_service_pb2_grpc
from candor.ingest.v1.candidate_service_pb2_grpc import CandidateServiceServicer
from uuid_utils.compat import uuid7

from servicekit import pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.erasing import Erased
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.candidates import wire
from services.ingest.candidates.announcing import announce_candidate
from services.ingest.candidates.candidates import (
    Candidate,
    CandidateErased,
    CandidateExists,
    FactsNotReady,
    agreed,
)
from services.ingest.candidates.repository import Candidates, FactsStore
from services.ingest.preferences.facets import FacetsReader

if TYPE_CHECKING:
    from candor.ingest.v1 import profile_pb2

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.places import Gazetteer
    from servicekit.server import Context
    from services.ingest.stores import Stores


class CandidateServicer(CandidateServiceServicer):
    """Keeps candidates. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def CreateCandidate(
        self, request: pb.CreateCandidateRequest, context: Context
    ) -> pb.CreateCandidateResponse:
        who = caller()
        profile = wire.to_profile(request)
        now = self._stores.clock()
        new = Candidate(
            candidate_id=str(uuid7()),
            owner=who.own,
            facts_digest="",
            consent=agreed(request.consent_notice, now, consent=request.consent),
            created_at=now,
        )
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "CreateCandidate")
            known = await requests.recall(request.request_id, request, pb.CreateCandidateResponse())
            if known is not None:
                return known
            return await self._create(conn, requests, who, new, profile, request.request_id)

    async def _create(
        self,
        conn: Connection,
        requests: Requests,
        who: Caller,
        new: Candidate,
        profile: profile_pb2.Profile,
        request_id: str,
    ) -> pb.CreateCandidateResponse:
        key = await PersonKeys(conn, who.tenant, self._stores.master).of(new.candidate_id)
        sealed = key.seal(profile.SerializeToString(), purpose=wire.PROFILE)
        kept = await Candidates(conn, who.tenant).put(new, sealed)
        if kept != new.candidate_id:
            raise CandidateExists("you have a candidate record already", candidate_id=kept)
        await announce_candidate(conn, who, new)
        response = pb.CreateCandidateResponse(candidate=wire.candidate(new, sealed, key))
        await requests.remember(request_id, response, person_id=new.candidate_id)
        return response

    async def GetCandidate(
        self, request: pb.GetCandidateRequest, context: Context
    ) -> pb.GetCandidateResponse:
        who = caller()
        candidate_id = parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            found, sealed = await Candidates(conn, who.tenant, own=who.own).get(candidate_id)
            keys = await PersonKeys(conn, who.tenant, self._stores.master).known([found.source])
        message = wire.candidate(found, sealed, keys.get(found.source))
        return pb.GetCandidateResponse(candidate=message)

    async def ListCandidates(
        self, request: pb.ListCandidatesRequest, context: Context
    ) -> pb.ListCandidatesResponse:
        who = caller()
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Candidates(conn, who.tenant, own=who.own).page(before, size + 1)
            keys = await PersonKeys(conn, who.tenant, self._stores.master).known(
                [each.source for each, _ in found]
            )
        listed = [
            wire.candidate(each, sealed, keys.get(each.source)) for each, sealed in found[:size]
        ]
        token = (
            self._stores.pages.token(request, listed[-1].candidate_id, who)
            if len(found) > size
            else ""
        )
        return pb.ListCandidatesResponse(candidates=listed, next_page_token=token)

    async def GetCandidateFacts(
        self, request: pb.GetCandidateFactsRequest, context: Context
    ) -> pb.GetCandidateFactsResponse:
        who = caller()
        candidate_id = parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            found, _ = await Candidates(conn, who.tenant, own=who.own).get(candidate_id)
            if not found.facts_digest:
                raise FactsNotReady(
                    "no resume has been understood yet", candidate_id=found.candidate_id
                )
            facts = await FactsStore(conn, who.tenant, self._stores.master).get(
                candidate_id, found.facts_digest
            )
        return pb.GetCandidateFactsResponse(facts=facts, facts_digest=found.facts_digest)


class FactsServicer(facts_service_pb2_grpc.FactsServiceServicer):
    """Hands blind facts to the mesh. See the proto for the contract."""

    def __init__(self, stores: Stores, gazetteer: Gazetteer) -> None:
        self._stores = stores
        self._gazetteer = gazetteer

    async def GetScorableFacts(
        self, request: facts_service_pb2.GetScorableFactsRequest, context: Context
    ) -> facts_service_pb2.GetScorableFactsResponse:
        candidate_id = parse_id(request.candidate_id, "candidate_id")
        tenant = caller().tenant
        async with transaction(self._stores.pool, tenant) as conn:
            if await Erased(conn, tenant).among([str(candidate_id)]):
                raise CandidateErased("the candidate was erased", candidate_id=str(candidate_id))
            store = FactsStore(conn, tenant, self._stores.master)
            facts = await store.get(candidate_id, request.facts_digest)
        return facts_service_pb2.GetScorableFactsResponse(facts=facts)

    async def GetStanding(
        self, request: facts_service_pb2.GetStandingRequest, context: Context
    ) -> facts_service_pb2.GetStandingResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Candidates(conn, who.tenant).standing(candidate_id)
            reader = FacetsReader(conn, who.tenant, self._stores.master, self._gazetteer)
            facets = None if found.kept_id else await reader.of(candidate_id)
        return facts_service_pb2.GetStandingResponse(
            kept_id=found.kept_id,
            facts_digest=found.facts_digest,
            operation_id=found.operation_id,
            corrections=found.corrections,
            facets=facets,
            own=bool(found.owner) and found.owner == who.actor.subject,
        )
