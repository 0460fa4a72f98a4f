"""A ranking of everybody, told as it comes about, stored, and sent best first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from candor.matcher.v1 import match_pb2
from candor.matcher.v1 import ranking_service_pb2 as pb

from servicekit.database import transaction
from servicekit.requests import Requests
from servicekit.sealing import PersonKeys
from services.matcher.caching.repository import Cache
from services.matcher.lineage import changes
from services.matcher.matching import Matching, summary
from services.matcher.repository import Runs
from services.matcher.runs import EVERYBODY
from services.matcher.scored import Parts
from services.matcher.streaming.everybody import Everybody

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from services.matcher.facets.filters import Filters
    from services.matcher.ranking import Asked, Ranker
    from services.matcher.runs import Run
    from services.matcher.stores import Stores

METHOD = "StreamMatches"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants what ranking of everybody."""

    who: Caller
    job_id: UUID
    filters: Filters
    count: int
    page_size: int
    request: pb.StreamMatchesRequest


class Streamer:
    """Ranks everybody. It holds no connection while it scores."""

    def __init__(self, stores: Stores, ranker: Ranker) -> None:
        self._stores = stores
        self._ranker = ranker

    async def stream(self, wanted: Wanted) -> AsyncIterator[pb.StreamMatchesResponse]:
        """Yield progress, the run, its best matches in pages, and an end."""
        asked, run, everybody = await self._begin(wanted)
        if run is None:
            async for scored in everybody.score():
                yield _progress(scored, everybody.total)
            run = await self._store(wanted, asked, everybody)
        else:
            yield _progress(run.scored_count, run.scored_count)
        yield pb.StreamMatchesResponse(run=summary(run))
        for start in range(0, min(wanted.count, run.scored_count), wanted.page_size):
            size = min(wanted.page_size, wanted.count - start)
            page = await self._ranker.page(wanted.who.tenant, run, start, size)
            yield pb.StreamMatchesResponse(page=pb.MatchPage(matches=page))
        yield pb.StreamMatchesResponse(end=pb.StreamEnd())

    async def _begin(self, wanted: Wanted) -> tuple[Asked, Run | None, Everybody]:
        who = wanted.who
        async with transaction(self._stores.pool, who.tenant) as conn:
            run = await self._recalled(conn, wanted)
            asked = await self._ranker.ask(conn, who, wanted.job_id, wanted.filters, pool=EVERYBODY)
            if run is None and not wanted.request.fresh:
                run = await self._ranker.known(conn, who.tenant, asked)
        everybody = Everybody(self._stores, who.tenant, asked)
        if run is None:
            await everybody.gather()
        return asked, run, everybody

    async def _recalled(self, conn: Connection, wanted: Wanted) -> Run | None:
        """Return the run that the request id stands for by now."""
        known = await self._requests(conn, wanted).answered(
            wanted.request.request_id, wanted.request, pb.StreamMatchesResponse()
        )
        if known is None:
            return None
        return (await Runs(conn, wanted.who.tenant).get(UUID(known.run.run_id)))[0]

    async def _store(self, wanted: Wanted, asked: Asked, everybody: Everybody) -> Run:
        run, who = await everybody.run(shown=wanted.page_size), wanted.who
        async with transaction(self._stores.pool, who.tenant) as conn:
            run = await self._following(conn, who.tenant, run, everybody)
            requests = self._requests(conn, wanted)
            request_id = wanted.request.request_id
            known = await requests.recall(request_id, wanted.request, pb.StreamMatchesResponse())
            if known is not None:
                return (await Runs(conn, who.tenant).get(UUID(known.run.run_id)))[0]
            other = await self._claimed(conn, wanted, asked, run, everybody)
            if other is None:
                await Matching(self._stores, conn, who.tenant).keep(run, who)
                await Parts(conn, who.tenant).add(run.run_id, everybody.tally.parts())
            run = other or run
            remembered = pb.StreamMatchesResponse(run=match_pb2.MatchRun(run_id=run.run_id))
            await requests.remember(request_id, remembered, person_id=who.subject)
        return run

    async def _claimed(
        self, conn: Connection, wanted: Wanted, asked: Asked, run: Run, everybody: Everybody
    ) -> Run | None:
        """Let the run be the answer; return the one that another call has stored meanwhile."""
        cache, question = Cache(conn, wanted.who.tenant), asked.question
        if not everybody.exact:
            return None
        if wanted.request.fresh:
            await cache.replace(question, run.run_id)
        elif not await cache.claim(question, run.run_id):
            return await self._ranker.known(conn, wanted.who.tenant, asked)
        return None

    async def _following(
        self, conn: Connection, tenant: str, run: Run, everybody: Everybody
    ) -> Run:
        before = await Runs(conn, tenant).latest(run.job_id, EVERYBODY, run.filters)
        if before is None:
            return run
        found = changes.of_lineages(before.lineage, run.lineage)
        found |= await everybody.differences(Parts(conn, tenant), before.run_id)
        return replace(run, reason=changes.ordered(found)[0], previous_run_id=before.run_id)

    def _requests(self, conn: Connection, wanted: Wanted) -> Requests:
        keys = PersonKeys(conn, wanted.who.tenant, self._stores.master)
        return Requests(conn, keys, wanted.who, METHOD)


def _progress(scored: int, total: int) -> pb.StreamMatchesResponse:
    return pb.StreamMatchesResponse(progress=pb.Progress(scored=scored, total=total))
