"""What became of a score."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from candor.matcher.v1 import match_pb2
from candor.matcher.v1.ranking_service_pb2 import ListMatchesRequest, ListScoresRequest
from grpc import StatusCode

from tests.service.clients import refused
from tests.service.matcher.people import resume, run_of, team
from tests.service.matcher.rubrics import reweighted

if TYPE_CHECKING:
    from candor.matcher.v1.ranking_service_pb2 import StoredScore

    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Engineer\n\nMust have\n- Python\n- Kubernetes\n"
TWO = (resume("Python"), resume("Docker"))


async def _scores(person: Person, job_id: str, candidate_id: str, size: int) -> list[StoredScore]:
    request = ListScoresRequest(job_id=job_id, candidate_id=candidate_id, page_size=size)
    found: list[StoredScore] = []
    while True:
        page = await person.rankings.ListScores(request)
        found += page.scores
        if not page.next_page_token:
            return found
        request.page_token = page.next_page_token


@pytest.mark.parametrize("size", [1, 2, 100])
async def test_every_stored_score_is_listed_with_what_changed(
    callers: Callers, tenant: str, size: int
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    runs = [await run_of(recruiter, own.job_id)]
    await recruiter.taken_in(resume("Python", "Kubernetes"), candidate_id=own.candidates[1])
    runs.append(await run_of(recruiter, own.job_id))
    await reweighted(recruiter, own.job_id)
    runs.append(await run_of(recruiter, own.job_id))
    runs.append(await run_of(recruiter, own.job_id, fresh=True))
    await run_of(recruiter, (await recruiter.job(JOB)).job_id)

    scores = {each: await _scores(recruiter, own.job_id, each, size) for each in own.candidates}
    for candidate_id, told in scores.items():
        assert [each.run_id for each in told] == [each.run_id for each in reversed(runs)]
        for score, run in zip(told, reversed(runs), strict=True):
            (match,) = [each for each in run.matches if each.candidate_id == candidate_id]
            assert (score.points, score.rank) == (match.points, match.rank)
            assert (score.facts_digest, score.scored_count) == (match.facts_digest, 2)
            assert (score.lineage, score.reason) == (run.lineage, run.reason)
            assert score.create_time == run.create_time
        gained = [after.points - before.points for after, before in pairwise(told)]
        assert [each.points_change for each in told] == [*gained, 0]
    corrected, rubric = (
        match_pb2.RUN_REASON_CORRECTED_FACTS,
        match_pb2.RUN_REASON_RUBRIC_CHANGED,
    )
    unchanged, changed = ([list(each.changes) for each in told] for told in scores.values())
    assert unchanged == [[], [rubric], [], []]
    assert changed == [[], [rubric], [corrected], []]


async def test_another_tenant_sees_none_of_it(callers: Callers, tenant: str) -> None:
    recruiter, stranger = [await callers.person(name) for name in (tenant, f"{tenant}x")]
    own = await team(recruiter, TWO, job=JOB)
    run = await run_of(recruiter, own.job_id)
    assert await _scores(stranger, own.job_id, own.candidates[0], 10) == []
    with refused("RUN_NOT_FOUND", StatusCode.NOT_FOUND):
        await stranger.rankings.ListMatches(ListMatchesRequest(run_id=run.run_id))
