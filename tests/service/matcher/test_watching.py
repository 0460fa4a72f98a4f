"""A shortlist that is followed: what changes, why, and what it costs while nothing does."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.ingest.v1 import erasure_service_pb2 as erasures
from candor.matcher.v1 import match_pb2
from candor.matcher.v1.match_service_pb2 import GetMatchRunRequest
from grpc import StatusCode

from services.matcher.watching import following as module
from services.matcher.watching.watchers import PACE
from tests.service import tables
from tests.service.clients import refused
from tests.service.matcher.followed import following
from tests.service.matcher.people import indexed, resume, run_of, team
from tests.service.matcher.rubrics import reweighted

if TYPE_CHECKING:
    from tests.harness.services import Mesh
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Engineer\n\nMust have\n- Python\n- Kubernetes\n"
TWO = (resume("Python"), resume("Go"))


async def test_who_comes_in_enters_the_shortlist_and_is_the_reason(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    async with following(recruiter, own.job_id) as followed:
        first = await followed.shortlist()
        assert [each.rank for each in first.matches] == [1, 2]
        assert all(each.contributions for each in first.matches)
        (new,) = await indexed(recruiter, [resume("Python", "Kubernetes")])
        change = await followed.change()
    assert list(change.reasons) == [match_pb2.RUN_REASON_NEW_FACTS]
    assert change.run.reason == match_pb2.RUN_REASON_NEW_FACTS
    assert change.run.previous_run_id == first.run_id
    (entered,) = change.entered
    best = change.run.matches[0]
    assert (entered.candidate_id, entered.old_rank, entered.new_rank) == (new, 0, 1)
    assert (best.candidate_id, best.points) == (new, entered.new_points)
    assert [(each.old_rank, each.new_rank) for each in change.moved] == [(1, 2), (2, 3)]
    assert not change.left
    stored = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=change.run.run_id))
    assert stored.run == change.run
    assert await run_of(recruiter, own.job_id) == change.run, "the run answers, too"


async def test_who_overtakes_moves_and_who_falls_off_the_shortlist_leaves(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    async with following(recruiter, own.job_id, size=1) as followed:
        first = await followed.shortlist()
        assert [each.candidate_id for each in first.matches] == [own.candidates[0]]
        await recruiter.taken_in(resume("Python", "Kubernetes"), candidate_id=own.candidates[1])
        change = await followed.change()
    assert list(change.reasons) == [match_pb2.RUN_REASON_CORRECTED_FACTS]
    (entered,), (left,) = change.entered, change.left
    assert (entered.candidate_id, entered.old_rank, entered.new_rank) == (own.candidates[1], 2, 1)
    assert (left.candidate_id, left.old_rank, left.new_rank) == (own.candidates[0], 1, 2)
    assert left.old_points == left.new_points == first.matches[0].points
    assert not change.moved


async def test_who_is_erased_leaves(callers: Callers, tenant: str) -> None:
    recruiter, officer = await callers.person(tenant), await callers.person(tenant, "hr")
    own = await team(recruiter, TWO, job=JOB)
    async with following(recruiter, own.job_id) as followed:
        await followed.shortlist()
        await officer.erasures.EraseCandidate(
            erasures.EraseCandidateRequest(
                candidate_id=own.candidates[0], reason=erasures.ERASURE_REASON_PERSON_ASKED
            )
        )
        change = await followed.change()
    assert list(change.reasons) == [match_pb2.RUN_REASON_CANDIDATE_GONE]
    (left,) = change.left
    assert (left.candidate_id, left.old_rank, left.new_rank) == (own.candidates[0], 1, 0)
    assert [each.candidate_id for each in change.run.matches] == [own.candidates[1]]


async def test_another_rubric_ranks_anew(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    async with following(recruiter, own.job_id) as followed:
        first = await followed.shortlist()
        await reweighted(recruiter, own.job_id)
        change = await followed.change()
    assert list(change.reasons) == [match_pb2.RUN_REASON_RUBRIC_CHANGED]
    assert change.run.lineage.rubric_digest != first.lineage.rubric_digest
    assert change.moved
    assert [*change.entered, *change.left] == []


async def test_only_jobs_that_are_followed_are_ranked_and_only_what_differs_is_stored(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    other = await recruiter.job(JOB)
    await run_of(recruiter, other.job_id)
    async with following(recruiter, own.job_id) as followed:
        first = await followed.shortlist()
        async with tables.opened(mesh.matcher) as conn:
            for _ in range(3):  # what changes nothing for anybody
                await conn.execute("SELECT index_changed($1)", tenant)
        await indexed(recruiter, [resume("Python", "Kubernetes")])
        change = await followed.change()
    assert change.run.previous_run_id == first.run_id, "there was none in between"
    async with tables.opened(mesh.matcher) as conn:
        rows = await conn.fetch(
            "SELECT job_id::text, count(*) FROM run WHERE tenant = $1 GROUP BY job_id", tenant
        )
    assert dict(map(tuple, rows)) == {own.job_id: 2, other.job_id: 1}


async def test_many_changes_make_few_rankings_and_the_last_one_is_told(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    async with following(recruiter, own.job_id) as followed, asyncio.TaskGroup() as group:
        await followed.shortlist()
        began = time.monotonic()
        coming = group.create_task(
            indexed(recruiter, [resume("Python", years=years) for years in range(1, 15)])
        )
        changes = [await followed.change()]
        while changes[-1].run.scored_count < 16:
            changes.append(await followed.change())
        await coming
        took = time.monotonic() - began
    runs = (await tables.counts(mesh.matcher, tenant))["run"]
    assert runs == 1 + len(changes) <= 3 + took / PACE
    before = [each.run.previous_run_id for each in changes[1:]]
    assert before == [each.run.run_id for each in changes[:-1]]


async def test_all_who_follow_a_job_are_told_of_one_run(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    async with AsyncExitStack() as opened:
        all_of_them = [
            await opened.enter_async_context(following(recruiter, own.job_id, size=1 + number % 3))
            for number in range(20)
        ]
        firsts = await asyncio.gather(*(each.shortlist() for each in all_of_them))
        assert len({each.run_id for each in firsts}) == 1
        await indexed(recruiter, [resume("Python", "Kubernetes")])
        changes = await asyncio.gather(*(each.change() for each in all_of_them))
        # More streams than there are connections: they hold none while they wait.
        await run_of(recruiter, own.job_id)
    assert len({each.run.run_id for each in changes}) == 1
    assert (await tables.counts(mesh.matcher, tenant))["run"] == 2


async def test_a_heartbeat_says_that_nothing_changed(
    callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LOOK_AGAIN", 0.05)
    monkeypatch.setattr(module, "HEARTBEAT", 0.1)
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    async with following(recruiter, own.job_id) as followed:
        await followed.shortlist()
        for _ in range(3):
            assert (await followed.next()).WhichOneof("update") == "heartbeat"


async def test_a_job_that_is_not_there_cannot_be_followed(callers: Callers, tenant: str) -> None:
    recruiter, stranger = [await callers.person(name) for name in (tenant, f"{tenant}x")]
    own = await team(recruiter, TWO[:1], job=JOB)
    for person, job_id in ((recruiter, str(uuid4())), (stranger, own.job_id)):
        async with following(person, job_id) as followed:
            with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND):
                await followed.next()
    async with following(recruiter, own.job_id, size=-1) as followed:
        with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
            await followed.next()
