"""A ranking of everybody: told as it comes about, stored like any other, nobody hidden."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.matcher.v1 import match_pb2
from candor.matcher.v1.export_service_pb2 import ExportMatchesRequest
from candor.matcher.v1.match_service_pb2 import (
    GetMatchRunRequest,
    GetRubricRequest,
    ListMatchRunsRequest,
)
from candor.matcher.v1.ranking_service_pb2 import (
    ListMatchesRequest,
    ListScoresRequest,
    StreamMatchesRequest,
    StreamMatchesResponse,
)
from grpc import StatusCode

from tests.service import bus, tables
from tests.service.clients import refused
from tests.service.matcher.crowds import crowd
from tests.service.matcher.people import indexed, resume, run_of
from tests.service.matcher.people import team as team_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person
    from tests.service.matcher.people import Team

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Engineer\n\nMust have\n- Python\n- Kubernetes\n"
MOST_BUSY = 0.05
"""Seconds of work between two turns of other calls, at most."""


async def _streamed(person: Person, request: StreamMatchesRequest) -> list[StreamMatchesResponse]:
    return [each async for each in person.rankings.StreamMatches(request)]


def _run(pieces: list[StreamMatchesResponse]) -> match_pb2.MatchRun:
    (run,) = [each.run for each in pieces if each.WhichOneof("piece") == "run"]
    return run


def _matches(pieces: list[StreamMatchesResponse]) -> list[match_pb2.Match]:
    return [match for each in pieces for match in each.page.matches]


async def _all_pages(person: Person, run_id: str, size: int) -> list[match_pb2.Match]:
    request = ListMatchesRequest(run_id=run_id, page_size=size)
    found: list[match_pb2.Match] = []
    while True:
        page = await person.rankings.ListMatches(request)
        assert len(page.matches) <= size
        found += page.matches
        if not page.next_page_token:
            assert page.scored_count == len(found)
            return found
        request.page_token = page.next_page_token


async def test_everybody_is_scored_as_match_job_scores_them(callers: Callers, team: Team) -> None:
    recruiter = await callers.person(team.tenant)
    pieces = await _streamed(recruiter, StreamMatchesRequest(job_id=team.job_id, page_size=3))
    kinds = [each.WhichOneof("piece") for each in pieces]
    assert kinds == ["progress", "run", "page", "page", "page", "end"]
    assert (pieces[0].progress.scored, pieces[0].progress.total) == (7, 7)
    selected = await run_of(recruiter, team.job_id)
    run = _run(pieces)
    assert (run.run_digest, run.lineage) == (selected.run_digest, selected.lineage)
    assert (run.scored_count, run.reason) == (7, match_pb2.RUN_REASON_REQUESTED)
    assert _matches(pieces) == _unplaced(selected.matches)


async def test_the_run_is_stored_like_any_other(mesh: Mesh, callers: Callers, team: Team) -> None:
    recruiter, officer = [await callers.person(team.tenant, role) for role in ("recruiter", "hr")]
    pieces = await _streamed(
        recruiter, StreamMatchesRequest(job_id=team.job_id, page_size=3, fresh=True)
    )
    run, best = _run(pieces), _matches(pieces)
    stored = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=run.run_id))
    assert list(stored.run.matches) == best[:3]
    assert not stored.retrieved, "retrieval had no say"
    listed = await recruiter.matches.ListMatchRuns(ListMatchRunsRequest(job_id=team.job_id))
    assert run in list(listed.runs)
    third = best[2]
    exported = await officer.match_exports.ExportMatches(
        ExportMatchesRequest(candidate_id=third.candidate_id)
    )
    (mine,) = [each for each in exported.runs if each.run_id == run.run_id]
    assert (mine.points, mine.rank, mine.scored_count) == (third.points, third.rank, 7)
    assert (mine.facts_digest, mine.run_digest) == (third.facts_digest, run.run_digest)
    scores = await recruiter.rankings.ListScores(
        ListScoresRequest(job_id=team.job_id, candidate_id=third.candidate_id)
    )
    assert run.run_id in {each.run_id for each in scores.scores}
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    told = [
        event
        for event in await bus.announced(mesh.ground, team.tenant)
        if bus.name_of(event) == "MatchRunCompleted" and event.object_id == run.run_id
    ]
    assert len(told) == 1


async def test_while_nothing_changes_the_stored_run_is_sent(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team_of(recruiter, [resume("Python"), resume("Go")], job=JOB)
    request = StreamMatchesRequest(job_id=own.job_id)
    first = await _streamed(recruiter, request)
    assert await _streamed(recruiter, request) == first
    assert (await tables.counts(mesh.matcher, tenant))["run"] == 1
    fresh = _run(await _streamed(recruiter, StreamMatchesRequest(job_id=own.job_id, fresh=True)))
    assert fresh.run_id != _run(first).run_id
    assert fresh.previous_run_id == _run(first).run_id
    assert fresh.reason == match_pb2.RUN_REASON_REQUESTED
    selected = await run_of(recruiter, own.job_id)
    assert selected.previous_run_id == "", "a selection follows a selection"


async def test_what_differs_from_the_run_before_is_the_reason(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team_of(recruiter, [resume("Python"), resume("Go")], job=JOB)
    request = StreamMatchesRequest(job_id=own.job_id)
    first = _run(await _streamed(recruiter, request))
    await indexed(recruiter, [resume("Kubernetes")])
    second = _run(await _streamed(recruiter, request))
    await recruiter.taken_in(resume("Python", "Kubernetes"), candidate_id=own.candidates[1])
    third = _run(await _streamed(recruiter, request))
    assert [each.reason for each in (second, third)] == [
        match_pb2.RUN_REASON_NEW_FACTS,
        match_pb2.RUN_REASON_CORRECTED_FACTS,
    ]
    assert [each.previous_run_id for each in (second, third)] == [first.run_id, second.run_id]


async def test_under_one_request_id_there_is_one_run(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team_of(recruiter, [resume("Python"), resume("Go")], job=JOB)
    request = StreamMatchesRequest(job_id=own.job_id, request_id=str(uuid4()), fresh=True)
    at_once = await asyncio.gather(*(_streamed(recruiter, request) for _ in range(3)))
    await indexed(recruiter, [resume("Kubernetes")])
    later = await _streamed(recruiter, request)
    assert len({_run(each).run_id for each in (*at_once, later)}) == 1
    assert _matches(later) == _matches(at_once[0])
    assert (await tables.counts(mesh.matcher, tenant))["run"] == 1
    request.match_count = 1
    with refused("REQUEST_ID_REUSED", StatusCode.ALREADY_EXISTS):
        await _streamed(recruiter, request)


@pytest.mark.parametrize(("asked", "sent"), [(0, 7), (1, 1), (5, 5), (2**31 - 1, 7)])
async def test_as_many_are_sent_as_were_asked_for(
    callers: Callers, team: Team, asked: int, sent: int
) -> None:
    recruiter = await callers.person(team.tenant)
    request = StreamMatchesRequest(job_id=team.job_id, match_count=asked, page_size=4)
    pieces = await _streamed(recruiter, request)
    assert len(_matches(pieces)) == sent
    assert pieces[-1].WhichOneof("piece") == "end"


async def test_what_is_not_there_or_senseless_is_refused(callers: Callers, team: Team) -> None:
    recruiter = await callers.person(team.tenant)
    missing = str(uuid4())
    with refused("JOB_NOT_FOUND", StatusCode.NOT_FOUND):
        await _streamed(recruiter, StreamMatchesRequest(job_id=missing))
    for senseless in (
        StreamMatchesRequest(job_id=team.job_id, match_count=-1),
        StreamMatchesRequest(job_id=team.job_id, page_size=-1),
        StreamMatchesRequest(job_id="x"),
    ):
        with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
            await _streamed(recruiter, senseless)
    with refused("RUN_NOT_FOUND", StatusCode.NOT_FOUND):
        await recruiter.rankings.ListMatches(ListMatchesRequest(run_id=missing))
    scores = await recruiter.rankings.ListScores(
        ListScoresRequest(job_id=team.job_id, candidate_id=missing)
    )
    assert not scores.scores


async def test_a_tenant_with_nobody_has_an_empty_ranking(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    job = await recruiter.job(JOB)
    pieces = await _streamed(recruiter, StreamMatchesRequest(job_id=job.job_id))
    assert [each.WhichOneof("piece") for each in pieces] == ["progress", "run", "end"]
    selected = await run_of(recruiter, job.job_id)
    assert _run(pieces).run_digest == selected.run_digest
    assert await _all_pages(recruiter, _run(pieces).run_id, 10) == []


async def test_thousands_are_ranked_while_other_calls_are_answered(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    """Matcher runs in this very loop, so what keeps it from others is measured here."""
    recruiter = await callers.person(tenant)
    job = await recruiter.job(JOB)
    people = await crowd(mesh, tenant, 2500)
    busiest, answered, done = 0.0, 0, asyncio.Event()

    async def measure() -> None:
        nonlocal busiest
        while not done.is_set():
            began = time.thread_time()
            await asyncio.sleep(0)
            busiest = max(busiest, time.thread_time() - began)

    async def ask() -> None:
        nonlocal answered
        while not done.is_set():
            await recruiter.matches.GetRubric(GetRubricRequest(job_id=job.job_id))
            answered += 1

    async with asyncio.TaskGroup() as group:
        for work in (measure(), ask()):
            group.create_task(work)
        pieces = await _streamed(recruiter, StreamMatchesRequest(job_id=job.job_id))
        done.set()
    assert busiest < MOST_BUSY
    assert answered > 10
    progress = [each.progress.scored for each in pieces if each.WhichOneof("piece") == "progress"]
    assert progress == sorted(progress)
    assert progress[-1] == 2500
    ranking = await _all_pages(recruiter, _run(pieces).run_id, 100)
    assert {each.candidate_id for each in ranking} == people
    assert ranking[:100] == _matches(pieces)
    keys = [(-each.points, each.candidate_id) for each in ranking]
    assert keys == sorted(keys)
    points = [each.points for each in ranking]
    assert [each.rank for each in ranking] == [points.index(each) + 1 for each in points]
    assert all(sum(part.points for part in each.contributions) == each.points for each in ranking)


async def test_a_page_token_is_good_for_its_run_and_its_reader_only(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team_of(recruiter, [resume("Python"), resume("Go")], job=JOB)
    runs = [await run_of(recruiter, own.job_id, fresh=True) for _ in range(2)]
    page = await recruiter.rankings.ListMatches(
        ListMatchesRequest(run_id=runs[0].run_id, page_size=1)
    )
    other = await callers.person(tenant, "hr", subject="user-2")
    token = page.next_page_token
    for person, run in ((recruiter, runs[1]), (other, runs[0])):
        with refused("PAGE_TOKEN_INVALID", StatusCode.INVALID_ARGUMENT):
            await person.rankings.ListMatches(
                ListMatchesRequest(run_id=run.run_id, page_size=1, page_token=token)
            )
    for size in (1, 2, 100):
        assert await _all_pages(recruiter, runs[0].run_id, size) == _unplaced(runs[0].matches)


def _unplaced(matches: Iterable[match_pb2.Match]) -> list[match_pb2.Match]:
    """Return matches without the range of their places, which only a shortlist has."""
    plain: list[match_pb2.Match] = []
    for each in matches:
        copied = match_pb2.Match()
        copied.CopyFrom(each)
        copied.ClearField("by_weights")
        copied.ClearField("by_one_fact")
        plain.append(copied)
    return plain
