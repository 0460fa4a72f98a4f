"""candor.matcher.v1.ExportService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import export_service_pb2 as pb
from candor.matcher.v1.export_service_pb2_grpc import ExportServiceServicer

from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import parse_id
from servicekit.timestamps import timestamp
from services.matcher.facets.repository import Applied, Standings
from services.matcher.facets.wire import facets
from services.matcher.lineage.repository import Scores
from services.matcher.promises.repository import Promises
from services.matcher.repository import FactsStore

if TYPE_CHECKING:
    from servicekit.server import Context
    from services.matcher.lineage.repository import StoredScore
    from services.matcher.promises.repository import Given
    from services.matcher.stores import Stores

MOST_RUNS = 1_000


class ExportServicer(ExportServiceServicer):
    """Hands out what is held of a candidate. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def ExportMatches(
        self, request: pb.ExportMatchesRequest, context: Context
    ) -> pb.ExportMatchesResponse:
        tenant, candidate_id = caller().tenant, parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, tenant) as conn:
            scores = await Scores(conn, tenant).of(candidate_id, MOST_RUNS)
            digest = await FactsStore(conn, tenant, self._stores.master).current(candidate_id)
            standings = Standings(conn, tenant, self._stores.master)
            known = await standings.load([str(candidate_id)])
            applied = await Applied(conn, tenant).of(candidate_id)
            given = await Promises(conn, tenant, self._stores.master).of(candidate_id)
        return pb.ExportMatchesResponse(
            runs=[_ranked(each) for each in scores],
            indexed_facts_digest=digest or "",
            facets=facets(known[str(candidate_id)]) if str(candidate_id) in known else None,
            applied_job_ids=applied,
            promises=[_promise(each) for each in given],
        )


def _promise(given: Given) -> pb.ExportedPromise:
    return pb.ExportedPromise(
        promise_id=given.promise_id,
        job_id=given.job_id,
        text=given.text,
        issue_time=timestamp(given.issued_at),
        keep_time=timestamp(given.kept_at) if given.kept_at is not None else None,
    )


def _ranked(score: StoredScore) -> pb.Ranked:
    return pb.Ranked(
        run_id=score.run_id,
        job_id=score.job_id,
        run_digest=score.run_digest,
        facts_digest=score.facts_digest,
        points=score.points,
        rank=score.rank,
        scored_count=score.scored_count,
        create_time=timestamp(score.created_at),
    )
