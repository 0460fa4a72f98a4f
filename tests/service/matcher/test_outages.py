"""With the vector store down, calls say so; once it is back, all goes on by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from candor.ingest.v1.operation_pb2 import OPERATION_STATE_SUCCEEDED
from candor.matcher.v1.match_service_pb2 import ScorePairRequest
from grpc import StatusCode

from tests.harness import qdrant, services
from tests.service import clients, tables
from tests.service.clients import refused
from tests.service.matcher.people import resume, run_of, team

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness.services import Ground

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Engineer\n\nMust have\n- Python\n"


async def test_without_the_index_a_match_is_refused_and_an_upload_waits_for_it(
    ground: Ground, tenant: str, tmp_path: Path
) -> None:
    with qdrant.endpoint(tmp_path) as endpoint:
        port = endpoint.address.rpartition(":")[2]
        async with (
            services.ingest(ground) as ingest,
            services.matcher(ground, ingest=ingest.address, qdrant=endpoint.address) as matcher,
            clients.callers(
                ground.identities, {"ingest": ingest.address, "matcher": matcher.address}
            ) as callers,
        ):
            recruiter = await callers.person(tenant)
            own = await team(recruiter, [resume("Python")], job=JOB)
            before = await run_of(recruiter, own.job_id)
            endpoint.stop()

            with refused("INDEX_UNAVAILABLE", StatusCode.UNAVAILABLE):
                await run_of(recruiter, own.job_id, fresh=True)
            assert await run_of(recruiter, own.job_id) == before, "nothing has changed since"
            assert (await tables.counts(matcher, tenant))["run"] == 1
            scored = await recruiter.matches.ScorePair(
                ScorePairRequest(job_id=own.job_id, candidate_id=own.candidates[0])
            )
            assert scored.match.points == before.matches[0].points
            waiting = await recruiter.upload(resume("Python", "Go"))

            with qdrant.endpoint(tmp_path, "--port", port):
                ended = await recruiter.ended(waiting)
                assert ended.state == OPERATION_STATE_SUCCEEDED
                after = await run_of(recruiter, own.job_id)
                assert after.scored_count == 2
                assert before.matches[0].candidate_id in {
                    each.candidate_id for each in after.matches
                }
