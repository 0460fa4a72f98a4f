"""candor.ingest.v1.DuplicateService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import duplicate_service_pb2 as pb
from candor.ingest.v1 import events_pb2
from candor.ingest.v1.duplicate_service_pb2_grpc import DuplicateServiceServicer

from servicekit import outbox, pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.candidates import wire as candidates_wire
from services.ingest.candidates.repository import Candidates
from services.ingest.duplicates import merging, wire
from services.ingest.duplicates.repository import Duplicates, Merges

if TYPE_CHECKING:
    from uuid import UUID

    from candor.ingest.v1 import candidate_service_pb2

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.ingest.stores import Stores


class DuplicateServicer(DuplicateServiceServicer):
    """Proposes, merges and unmerges. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def ListDuplicates(
        self, request: pb.ListDuplicatesRequest, context: Context
    ) -> pb.ListDuplicatesResponse:
        who, size = caller(), pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Duplicates(conn, who.tenant).page(
                before,
                state=request.state,
                candidate_id=_optional(request.candidate_id),
                size=size + 1,
            )
        listed = [wire.duplicate(each) for each in found[:size]]
        token = (
            self._stores.pages.token(request, listed[-1].duplicate_id, who)
            if len(found) > size
            else ""
        )
        return pb.ListDuplicatesResponse(duplicates=listed, next_page_token=token)

    async def GetDuplicate(
        self, request: pb.GetDuplicateRequest, context: Context
    ) -> pb.GetDuplicateResponse:
        who, duplicate_id = caller(), parse_id(request.duplicate_id, "duplicate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Duplicates(conn, who.tenant).get(duplicate_id)
            both = await self._candidates(conn, who, [found.first_id, found.second_id])
        return pb.GetDuplicateResponse(duplicate=wire.duplicate(found), candidates=both)

    async def _candidates(
        self, conn: Connection, who: Caller, candidate_ids: list[str]
    ) -> list[candidate_service_pb2.Candidate]:
        found = await Candidates(conn, who.tenant).known(candidate_ids)
        keys = await PersonKeys(conn, who.tenant, self._stores.master).known(
            [each.source for each, _ in found]
        )
        return [
            candidates_wire.candidate(each, sealed, keys.get(each.source)) for each, sealed in found
        ]

    async def DismissDuplicate(
        self, request: pb.DismissDuplicateRequest, context: Context
    ) -> pb.DismissDuplicateResponse:
        who, duplicate_id = caller(), parse_id(request.duplicate_id, "duplicate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "DismissDuplicate")
            known = await requests.recall(
                request.request_id, request, pb.DismissDuplicateResponse()
            )
            if known is not None:
                return known
            response = await self._dismiss(conn, who, duplicate_id)
            await requests.remember(
                request.request_id, response, person_id=response.duplicate.candidate_ids[0]
            )
        return response

    async def _dismiss(
        self, conn: Connection, who: Caller, duplicate_id: UUID
    ) -> pb.DismissDuplicateResponse:
        duplicates, now = Duplicates(conn, who.tenant), self._stores.clock()
        await duplicates.get(duplicate_id)
        if await duplicates.dismiss(duplicate_id, now):
            found = await duplicates.get(duplicate_id)
            event = events_pb2.DuplicateDismissed(
                duplicate_id=found.duplicate_id, candidate_ids=[found.first_id, found.second_id]
            )
            about = outbox.About(who.tenant, found.duplicate_id, who.actor)
            await outbox.announce(conn, event, about, now)
        return pb.DismissDuplicateResponse(
            duplicate=wire.duplicate(await duplicates.get(duplicate_id))
        )

    async def MergeCandidates(
        self, request: pb.MergeCandidatesRequest, context: Context
    ) -> pb.MergeCandidatesResponse:
        who = caller()
        keep_id = parse_id(request.keep_id, "keep_id")
        other_id = parse_id(request.other_id, "other_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "MergeCandidates")
            known = await requests.recall(request.request_id, request, pb.MergeCandidatesResponse())
            if known is not None:
                return known
            made = await merging.merge(conn, who, keep_id, other_id, self._stores.clock())
            kept = await self._candidates(conn, who, [made.kept_id])
            response = pb.MergeCandidatesResponse(merge=wire.merge(made), candidate=kept[0])
            # The profile may be the other's: with the other's key the answer goes too.
            await requests.remember(request.request_id, response, person_id=made.other_id)
        return response

    async def UnmergeCandidates(
        self, request: pb.UnmergeCandidatesRequest, context: Context
    ) -> pb.UnmergeCandidatesResponse:
        who, merge_id = caller(), parse_id(request.merge_id, "merge_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "UnmergeCandidates")
            known = await requests.recall(
                request.request_id, request, pb.UnmergeCandidatesResponse()
            )
            if known is not None:
                return known
            undone = await merging.unmerge(conn, who, merge_id, self._stores.clock())
            response = pb.UnmergeCandidatesResponse(merge=wire.merge(undone))
            await requests.remember(request.request_id, response, person_id=undone.other_id)
        return response

    async def ListMerges(
        self, request: pb.ListMergesRequest, context: Context
    ) -> pb.ListMergesResponse:
        who, size = caller(), pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Merges(conn, who.tenant).page(
                before, candidate_id=_optional(request.candidate_id), size=size + 1
            )
        listed = [wire.merge(each) for each in found[:size]]
        token = (
            self._stores.pages.token(request, listed[-1].merge_id, who) if len(found) > size else ""
        )
        return pb.ListMergesResponse(merges=listed, next_page_token=token)

    def _requests(self, conn: Connection, who: Caller, method: str) -> Requests:
        return Requests(conn, PersonKeys(conn, who.tenant, self._stores.master), who, method)


def _optional(candidate_id: str) -> UUID | None:
    return parse_id(candidate_id, "candidate_id") if candidate_id else None
