"""What a ranking is of: the last resume of each person of the tenant, however it arrived."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from candor.common.v1 import event_pb2
from candor.ingest.v1 import events_pb2
from candor.ingest.v1.candidate_service_pb2 import GetCandidateFactsRequest
from candor.ingest.v1.operation_pb2 import OPERATION_STATE_SUCCEEDED
from candor.ingest.v1.resume_service_pb2 import GetOperationRequest
from candor.matcher.v1 import events_pb2 as matcher_events_pb2
from candor.matcher.v1.match_service_pb2 import (
    GetMatchRunRequest,
    GetRubricRequest,
    ListMatchRunsRequest,
    ScorePairRequest,
)
from uuid_utils.compat import uuid7

from tests.service import bus, tables
from tests.service.clients import refused
from tests.service.matcher.people import RESUMES, indexed, resume, run_of, team

if TYPE_CHECKING:
    from candor.matcher.v1.match_pb2 import MatchRun

    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Engineer\n\nMust have\n- Python\n- Kubernetes\n"
PARSED = "candor.{tenant}.ingest.resume-parsed.v1"


async def _facts_digest(person: Person, candidate_id: str) -> str:
    request = GetCandidateFactsRequest(candidate_id=candidate_id)
    return (await person.candidates.GetCandidateFacts(request)).facts_digest


async def _settled(mesh: Mesh) -> None:
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)


def _scores(run: MatchRun) -> list[tuple[int, int, str]]:
    return sorted((each.rank, each.points, each.facts_digest) for each in run.matches)


async def test_the_order_of_uploads_changes_neither_points_nor_places(
    callers: Callers, tenant: str
) -> None:
    persons = [await callers.person(name) for name in (tenant, f"{tenant}x")]
    contents = RESUMES[:3]
    orders = (contents, contents[::-1])
    teams = [await team(person, order) for person, order in zip(persons, orders, strict=True)]
    runs = [await run_of(person, each.job_id) for person, each in zip(persons, teams, strict=True)]
    assert _scores(runs[0]) == _scores(runs[1])
    assert runs[0].lineage.taxonomy_digest == runs[1].lineage.taxonomy_digest


async def test_tenants_with_the_same_files_have_nobody_in_common(
    callers: Callers, tenant: str
) -> None:
    persons = [await callers.person(name) for name in (tenant, f"{tenant}x")]
    contents = [resume("Python"), resume("Kubernetes")]
    teams = [await team(person, contents, job=JOB) for person in persons]
    runs = [await run_of(person, each.job_id) for person, each in zip(persons, teams, strict=True)]
    found = [{each.candidate_id for each in run.matches} for run in runs]
    assert found == [set(each.candidates) for each in teams]
    assert found[0].isdisjoint(found[1])

    stranger, (own, _) = persons[1], teams
    with refused("JOB_NOT_FOUND"):
        await run_of(stranger, own.job_id)
    with refused("JOB_NOT_FOUND"):
        await stranger.matches.GetRubric(GetRubricRequest(job_id=own.job_id))
    with refused("RUN_NOT_FOUND"):
        await stranger.matches.GetMatchRun(GetMatchRunRequest(run_id=runs[0].run_id))
    with refused("FACTS_NOT_READY"):
        await stranger.matches.ScorePair(
            ScorePairRequest(job_id=teams[1].job_id, candidate_id=own.candidates[0])
        )
    listed = await stranger.matches.ListMatchRuns(ListMatchRunsRequest(job_id=own.job_id))
    assert not listed.runs


async def test_a_later_resume_takes_the_place_of_an_earlier_one(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, [resume("Python")], job=JOB)
    first = await run_of(recruiter, own.job_id)
    (candidate_id,) = own.candidates
    later = resume("Python", "Kubernetes")
    operation = await recruiter.taken_in(later, candidate_id=candidate_id)
    assert operation.state == OPERATION_STATE_SUCCEEDED

    run = await run_of(recruiter, own.job_id)
    (match,) = run.matches
    assert match.candidate_id == candidate_id
    assert match.points > first.matches[0].points
    assert match.facts_digest == await _facts_digest(recruiter, candidate_id)
    assert match.facts_digest != first.matches[0].facts_digest
    kept = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=first.run_id))
    assert kept.run == first


async def test_what_was_parsed_before_and_comes_late_changes_nothing(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, [resume("Python")], job=JOB)
    await _settled(mesh)
    (early,) = [
        event
        for event in await bus.announced(mesh.ground, tenant)
        if bus.name_of(event) == "ResumeParsed"
    ]
    await recruiter.taken_in(resume("Python", "Kubernetes"), candidate_id=own.candidates[0])
    await _settled(mesh)
    before = await run_of(recruiter, own.job_id)
    await _settled(mesh)
    happened = await bus.happened(mesh.ground, tenant)

    await bus.publish_again(mesh.ground, PARSED.format(tenant=tenant), early)
    await _settled(mesh)
    after = await run_of(recruiter, own.job_id)
    assert after == before
    await _settled(mesh)
    again = await bus.happened(mesh.ground, tenant)
    assert again[len(happened) :] == ["ResumeParsed"]


async def test_a_file_that_was_read_late_does_not_take_the_place_of_a_later_upload(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    job = await recruiter.job(JOB)
    operation = await recruiter.taken_in(resume("Python"))
    await recruiter.taken_in(resume("Python", "Kubernetes"), candidate_id=operation.candidate_id)
    before = await run_of(recruiter, job.job_id)
    work = bus.work_again(tenant, operation.operation_id)
    await bus.publish_again(mesh.ground, f"work.{tenant}.ingest.parse-resume.v1", work)
    await _settled(mesh)
    after = await run_of(recruiter, job.job_id)
    assert after.matches == before.matches


async def test_an_overtaken_resume_comes_to_its_end_with_the_one_that_overtook_it(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    (candidate_id,) = await indexed(recruiter, [resume("Python")])
    digest = await _facts_digest(recruiter, candidate_id)
    overtaken = uuid7()
    event = event_pb2.Event(
        event_id=str(uuid7()),
        tenant=tenant,
        source="ingest",
        object_id=str(overtaken),
        actor=event_pb2.Actor(subject="user-1"),
    )
    event.event_time.GetCurrentTime()
    event.data.Pack(
        events_pb2.ResumeParsed(
            operation_id=str(overtaken), candidate_id=candidate_id, facts_digest="0" * 64
        )
    )
    await recruiter.taken_in(resume("Kubernetes"), candidate_id=candidate_id)
    latest = await _facts_digest(recruiter, candidate_id)
    assert latest != digest

    await bus.publish_again(mesh.ground, PARSED.format(tenant=tenant), event)
    await _settled(mesh)
    last = (await bus.announced(mesh.ground, tenant))[-1]
    told = matcher_events_pb2.CandidateIndexed()
    assert last.data.Unpack(told)
    assert (told.operation_id, told.facts_digest) == (str(overtaken), latest)


async def test_uploads_at_once_all_end_and_the_last_one_counts(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    job = await recruiter.job(JOB)
    first = await recruiter.upload(resume("Python"))
    more = [
        await recruiter.upload(resume("Python", "Go", years=years), candidate_id=first.candidate_id)
        for years in range(2, 8)
    ]
    ends = await asyncio.gather(*(recruiter.ended(each) for each in (first, *more)))
    assert {each.state for each in ends} == {OPERATION_STATE_SUCCEEDED}
    await _settled(mesh)
    (match,) = (await run_of(recruiter, job.job_id)).matches
    assert match.facts_digest == await _facts_digest(recruiter, first.candidate_id)
    facts = await recruiter.candidates.GetCandidateFacts(
        GetCandidateFactsRequest(candidate_id=first.candidate_id)
    )
    assert facts.facts.total_months > 12 * 6
    got = await recruiter.resumes.GetOperation(GetOperationRequest(operation_id=first.operation_id))
    assert got.operation == ends[0]


async def test_a_job_that_asks_for_nothing_ranks_by_its_title(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    candidates = await indexed(
        recruiter, [resume("Python", title="Accountant"), resume("Python", title="Chef")]
    )
    job = await recruiter.job("Accountant")
    run = await run_of(recruiter, job.job_id)
    assert [each.candidate_id for each in run.matches] == list(candidates)
    title, work, words = run.matches[0].contributions
    assert (title.label, work.label) == ("Accountant", "Work as Accountant")
    assert words.label == "The advert's own words"
    assert all(part.points > 0 for part in run.matches[0].contributions)
    # Of the chef neither title nor words fit; any resume is somewhat near any line of work.
    other = run.matches[1].contributions
    assert (other[0].points, other[2].points) == (0, 0)
    assert other[1].points < work.points


async def test_a_tenant_with_nobody_has_an_empty_ranking(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    job = await recruiter.job(JOB)
    run = await run_of(recruiter, job.job_id)
    assert not run.matches
    assert run.scored_count == 0
    assert len(run.run_digest) == 64


async def test_a_job_is_prepared_once_however_often_it_is_asked_for(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    job = await recruiter.job(JOB)
    await asyncio.gather(*(run_of(recruiter, job.job_id, fresh=True) for _ in range(5)))
    await _settled(mesh)
    happened = await bus.happened(mesh.ground, tenant)
    assert happened.count("RubricProposed") == 1
    assert (await tables.counts(mesh.matcher, tenant))["run"] == 5
