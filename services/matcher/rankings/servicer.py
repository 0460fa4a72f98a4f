"""candor.matcher.v1.RankingService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import ranking_service_pb2 as pb
from candor.matcher.v1.ranking_service_pb2_grpc import RankingServiceServicer

from servicekit import pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.errors import FieldInvalid
from servicekit.requests import parse_id
from services.matcher.facets.wire import to_filters
from services.matcher.lineage import wire
from services.matcher.lineage.repository import Scores
from services.matcher.repository import Runs
from services.matcher.streaming.streaming import Streamer, Wanted
from services.matcher.watching.following import Follower, Shortlist

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from servicekit.server import Context
    from services.matcher.ranking import Ranker
    from services.matcher.stores import Stores
    from services.matcher.watching.watchers import Watchers

USUAL_MATCHES = 10
MOST_MATCHES = 100
USUAL_STREAMED = 100
MOST_STREAMED = 1000


class RankingServicer(RankingServiceServicer):
    """Streams, follows and pages through rankings. See the proto for the contract."""

    def __init__(self, stores: Stores, ranker: Ranker, watchers: Watchers) -> None:
        self._stores = stores
        self._ranker = ranker
        self._streamer = Streamer(stores, ranker)
        self._follower = Follower(stores, ranker, watchers)

    async def StreamMatches(
        self, request: pb.StreamMatchesRequest, context: Context
    ) -> AsyncIterator[pb.StreamMatchesResponse]:
        if request.match_count < 0:
            raise FieldInvalid("match_count", "want 0 or more")
        wanted = Wanted(
            who=caller(),
            job_id=parse_id(request.job_id, "job_id"),
            filters=to_filters(request.filters),
            count=min(request.match_count or USUAL_STREAMED, MOST_STREAMED),
            page_size=pages.size(request.page_size, usual=USUAL_MATCHES, largest=MOST_MATCHES),
            request=request,
        )
        async for piece in self._streamer.stream(wanted):
            yield piece

    async def WatchMatches(
        self, request: pb.WatchMatchesRequest, context: Context
    ) -> AsyncIterator[pb.WatchMatchesResponse]:
        shortlist = Shortlist(
            who=caller(),
            job_id=parse_id(request.job_id, "job_id"),
            filters=to_filters(request.filters),
            size=pages.size(request.page_size, usual=USUAL_MATCHES, largest=MOST_MATCHES),
        )
        async for update in self._follower.follow(shortlist):
            yield update

    async def ListMatches(
        self, request: pb.ListMatchesRequest, context: Context
    ) -> pb.ListMatchesResponse:
        who, run_id = caller(), parse_id(request.run_id, "run_id")
        size = pages.size(request.page_size, largest=MOST_MATCHES)
        start = int(self._stores.pages.after(request, request.page_token, who) or 0)
        async with transaction(self._stores.pool, who.tenant) as conn:
            run, _ = await Runs(conn, who.tenant).get(run_id)
        matches = await self._ranker.page(who.tenant, run, start, size)
        after = start + len(matches)
        more = after < run.scored_count
        return pb.ListMatchesResponse(
            matches=matches,
            next_page_token=self._stores.pages.token(request, str(after), who) if more else "",
            scored_count=run.scored_count,
        )

    async def ListScores(
        self, request: pb.ListScoresRequest, context: Context
    ) -> pb.ListScoresResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        candidate_id = parse_id(request.candidate_id, "candidate_id")
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            scores = Scores(conn, who.tenant)
            found = await scores.of(candidate_id, size + 1, job_id=job_id, before=before)
        shown = found[:size]
        earlier = [*found[1:], None][: len(shown)]
        token = (
            self._stores.pages.token(request, shown[-1].run_id, who) if len(found) > size else ""
        )
        return pb.ListScoresResponse(
            scores=[wire.score(each, other) for each, other in zip(shown, earlier, strict=True)],
            next_page_token=token,
        )
