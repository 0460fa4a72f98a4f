"""candor.matcher.v1.SearchService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import match_pb2
from candor.matcher.v1 import search_service_pb2 as pb
from candor.matcher.v1.search_service_pb2_grpc import SearchServiceServicer

from servicekit import pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import parse_id
from services.matcher.facets.wire import to_filters
from services.matcher.matching import Matching, lineage, lineage_of
from services.matcher.retrieval.arms import LARGEST_POOL, USUAL_POOL
from services.matcher.searching import finding, ranking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from servicekit.auth import Caller
    from servicekit.server import Context
    from services.matcher.retrieval.arms import Arm
    from services.matcher.searching.finding import Found
    from services.matcher.searching.ranking import Candidate, Ranked
    from services.matcher.stores import Stores

USUAL_JOBS = 10
MOST_JOBS = 100


class SearchServicer(SearchServiceServicer):
    """Finds people for a text and jobs for a person. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def SearchCandidates(
        self, request: pb.SearchCandidatesRequest, context: Context
    ) -> pb.SearchCandidatesResponse:
        who, size = caller(), pages.size(request.page_size)
        start = int(self._stores.pages.after(request, request.page_token, who) or 0)
        wanted = finding.understood(request.text, self._stores.taxonomy)
        filters = to_filters(request.filters)
        page = await finding.find(
            self._stores, who.tenant, wanted, filters=filters, start=start, size=size
        )
        token = self._stores.pages.token(request, str(start + size), who) if page.more else ""
        return pb.SearchCandidatesResponse(
            candidates=[_found(each) for each in page.found],
            next_page_token=token,
            skills=[skill.label for skill in wanted.skills],
            occupation=wanted.occupation,
            degraded=_arms(page.degraded),
        )

    async def RankJobs(self, request: pb.RankJobsRequest, context: Context) -> pb.RankJobsResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        tenant = who.tenant
        shown = pages.size(request.page_size, usual=USUAL_JOBS, largest=MOST_JOBS)
        pool = pages.size(request.pool, usual=USUAL_POOL, largest=LARGEST_POOL, field="pool")
        selection = await ranking.select_jobs(self._stores, tenant, candidate_id, limit=pool)
        async with transaction(self._stores.pool, tenant) as conn:
            # Again: the candidate may have been erased meanwhile.
            candidate = await ranking.known(self._stores, conn, tenant, candidate_id)
            ranked = await ranking.rank(self._stores, conn, tenant, candidate, selection)
            matching = Matching(self._stores, conn, tenant)
            jobs = [
                await _job(self._stores, matching, candidate, each, who) for each in ranked[:shown]
            ]
        return pb.RankJobsResponse(
            jobs=filter(None, jobs), scored_count=len(ranked), degraded=_arms(selection.degraded)
        )


async def _job(
    stores: Stores, matching: Matching, candidate: Candidate, ranked: Ranked, who: Caller
) -> pb.JobMatch | None:
    match = await matching.pair(ranked.job, candidate.candidate_id, candidate.facts_digest)
    if match is None:
        return None
    await matching.tell(ranked.job, match, who)
    match.rank = ranked.rank
    return pb.JobMatch(
        job_id=ranked.job.job_id,
        match=match,
        lineage=lineage(lineage_of(stores, ranked.job)),
        arms=_places(ranked.places),
    )


def _found(found: Found) -> pb.FoundCandidate:
    return pb.FoundCandidate(
        candidate_id=found.selected.point_id,
        place=found.place,
        points=found.selected.points,
        arms=_places(found.selected.places),
        facts_digest=found.facts_digest,
        skills=found.skills,
    )


def _places(places: Mapping[Arm, int]) -> list[match_pb2.ArmPlace]:
    return [
        match_pb2.ArmPlace(arm=match_pb2.Arm.ValueType(arm), place=place)
        for arm, place in places.items()
    ]


def _arms(arms: Iterable[Arm]) -> list[match_pb2.Arm.ValueType]:
    return [match_pb2.Arm.ValueType(arm) for arm in arms]
