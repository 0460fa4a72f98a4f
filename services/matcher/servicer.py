"""candor.matcher.v1.MatchService."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from candor.matcher.v1 import match_pb2
from candor.matcher.v1 import match_service_pb2 as pb
from candor.matcher.v1.match_service_pb2_grpc import MatchServiceServicer

from servicekit import pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.matcher import wire
from services.matcher.facets.admission import Admission
from services.matcher.facets.wire import to_filters
from services.matcher.matching import (
    Matching,
    lineage,
    lineage_of,
    require_points,
    retrieved,
    selected,
    summary,
)
from services.matcher.repository import FactsStore, Runs
from services.matcher.retrieval.arms import LARGEST_POOL, USUAL_POOL
from services.matcher.runs import FactsNotReady

if TYPE_CHECKING:
    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.matcher.facets.filters import Filters
    from services.matcher.preparing import Preparer
    from services.matcher.ranking import Ranker
    from services.matcher.runs import Run
    from services.matcher.stores import Stores

USUAL_MATCHES = 10
MOST_MATCHES = 100


class MatchServicer(MatchServiceServicer):
    """Ranks and explains. See the proto for the contract."""

    def __init__(self, stores: Stores, preparer: Preparer, ranker: Ranker) -> None:
        self._stores = stores
        self._preparer = preparer
        self._ranker = ranker

    async def MatchJob(self, request: pb.MatchJobRequest, context: Context) -> pb.MatchJobResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        shown = pages.size(request.page_size, usual=USUAL_MATCHES, largest=MOST_MATCHES)
        pool = pages.size(request.pool, usual=USUAL_POOL, largest=LARGEST_POOL, field="pool")
        filters = to_filters(request.filters)
        run = await self._match(who, request, job_id, filters, shown=shown, pool=pool)
        message = await self._ranker.show(who.tenant, run, count=shown)
        return pb.MatchJobResponse(run=message)

    async def _match(
        self,
        who: Caller,
        request: pb.MatchJobRequest,
        job_id: UUID,
        filters: Filters,
        *,
        shown: int,
        pool: int,
    ) -> Run:
        """Return the run that stands for the request id, or answers, or is made."""
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "MatchJob")
            known = await requests.answered(request.request_id, request, pb.MatchJobResponse())
            if known is not None:
                return await self._remembered(conn, who.tenant, known)
            asked = await self._ranker.ask(conn, who, job_id, filters, pool=pool)
            run = None if request.fresh else await self._ranker.known(conn, who.tenant, asked)
            if run is not None:
                return await self._answer(conn, who, request, run)
        # Not in a transaction: a slow index would keep connections from everybody else.
        selection = await selected(self._stores, who.tenant, asked.job, asked.limits, pool=pool)
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "MatchJob")
            known = await requests.recall(request.request_id, request, pb.MatchJobResponse())
            if known is not None:  # by a call that began the same meanwhile
                return await self._remembered(conn, who.tenant, known)
            run = await self._ranker.rank(
                conn, who, asked, selection, shown=shown, fresh=request.fresh
            )
            await self._remember(requests, who, request, run)
        return run

    async def _answer(
        self, conn: Connection, who: Caller, request: pb.MatchJobRequest, run: Run
    ) -> Run:
        requests = self._requests(conn, who, "MatchJob")
        known = await requests.recall(request.request_id, request, pb.MatchJobResponse())
        if known is not None:
            return await self._remembered(conn, who.tenant, known)
        await self._remember(requests, who, request, run)
        return run

    async def _remember(
        self, requests: Requests, who: Caller, request: pb.MatchJobRequest, run: Run
    ) -> None:
        # The id alone is remembered: what is shown is computed again, while it may be.
        remembered = pb.MatchJobResponse(run=match_pb2.MatchRun(run_id=run.run_id))
        await requests.remember(request.request_id, remembered, person_id=who.subject)

    async def _remembered(self, conn: Connection, tenant: str, known: pb.MatchJobResponse) -> Run:
        return (await Runs(conn, tenant).get(UUID(known.run.run_id)))[0]

    async def ScorePair(
        self, request: pb.ScorePairRequest, context: Context
    ) -> pb.ScorePairResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        candidate_id = parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "ScorePair")
            known = await requests.recall(request.request_id, request, pb.ScorePairResponse())
            if known is not None:
                return known
            response = await self._score(conn, who, job_id, candidate_id)
            await requests.remember(request.request_id, response, person_id=str(candidate_id))
        return response

    async def _score(
        self, conn: Connection, who: Caller, job_id: UUID, candidate_id: UUID
    ) -> pb.ScorePairResponse:
        job = await self._preparer.prepared(conn, who.tenant, job_id, who.actor)
        require_points(job)
        store = FactsStore(conn, who.tenant, self._stores.master)
        digest = await store.current(candidate_id)
        if digest:
            await Admission(self._stores, conn, who.tenant).check(str(candidate_id))
        matching = Matching(self._stores, conn, who.tenant)
        match = await matching.pair(job, str(candidate_id), digest) if digest else None
        if match is None:
            raise FactsNotReady("the candidate is not indexed", candidate_id=str(candidate_id))
        await matching.tell(job, match, who)
        return pb.ScorePairResponse(match=match, lineage=lineage(lineage_of(self._stores, job)))

    async def GetMatchRun(
        self, request: pb.GetMatchRunRequest, context: Context
    ) -> pb.GetMatchRunResponse:
        tenant, run_id = caller().tenant, parse_id(request.run_id, "run_id")
        async with transaction(self._stores.pool, tenant) as conn:
            run, _ = await Runs(conn, tenant).get(run_id)
        message = await self._ranker.show(tenant, run, count=run.shown)
        return pb.GetMatchRunResponse(run=message, retrieved=retrieved(run))

    async def ListMatchRuns(
        self, request: pb.ListMatchRunsRequest, context: Context
    ) -> pb.ListMatchRunsResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Runs(conn, who.tenant).page(job_id, before, size + 1)
        listed = [summary(each) for each in found[:size]]
        token = (
            self._stores.pages.token(request, listed[-1].run_id, who) if len(found) > size else ""
        )
        return pb.ListMatchRunsResponse(runs=listed, next_page_token=token)

    async def GetRubric(
        self, request: pb.GetRubricRequest, context: Context
    ) -> pb.GetRubricResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            job = await self._preparer.prepared(conn, who.tenant, job_id, who.actor)
        return pb.GetRubricResponse(rubric=wire.rubric(job.rubric), rubric_digest=job.rubric_digest)

    def _requests(self, conn: Connection, who: Caller, method: str) -> Requests:
        keys = PersonKeys(conn, who.tenant, self._stores.master)
        return Requests(conn, keys, who, method)
