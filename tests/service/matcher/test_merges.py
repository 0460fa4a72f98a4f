"""A merge as searches and people see it, and that undoing it leaves no trace of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from candor.ingest.v1 import application_service_pb2 as applications
from candor.ingest.v1 import duplicate_service_pb2 as pb
from candor.ingest.v1 import erasure_service_pb2 as erasures
from candor.ingest.v1.candidate_service_pb2 import (
    GetCandidateFactsRequest,
    GetCandidateRequest,
    ListCandidatesRequest,
)
from candor.ingest.v1.resume_service_pb2 import GetOperationRequest
from candor.matcher.v1.match_service_pb2 import ScorePairRequest
from grpc import StatusCode

from tests.service import bus, points, tables
from tests.service.clients import refused
from tests.service.matcher.people import indexed, run_of

if TYPE_CHECKING:
    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

RESUME = (Path(__file__).parents[3] / "samples/resumes/daniel-kim.txt").read_text()
LATER = RESUME.replace("Daniel Kim", "Daniel J. Kim") + "\nCertified Kubernetes Administrator\n"
JOB = "Engineer\n\nMust have\n- Python\n- Kubernetes\n"


async def _two(person: Person) -> tuple[str, str]:
    """Return two records of one person: of the resume, and of a later one."""
    (first,) = await indexed(person, [RESUME.encode()])
    (second,) = await indexed(person, [LATER.encode()])
    return first, second


async def _merged(person: Person, keep_id: str, other_id: str) -> pb.MergeCandidatesResponse:
    request = pb.MergeCandidatesRequest(keep_id=keep_id, other_id=other_id)
    return await person.duplicates.MergeCandidates(request)


async def _unmerged(person: Person, merge_id: str) -> None:
    await person.duplicates.UnmergeCandidates(pb.UnmergeCandidatesRequest(merge_id=merge_id))


async def _applied(person: Person, candidate_id: str, job_id: str) -> applications.Application:
    request = applications.CreateApplicationRequest(candidate_id=candidate_id, job_id=job_id)
    return (await person.applications.CreateApplication(request)).application


async def _shown(person: Person, candidate_id: str) -> list[applications.Application]:
    request = applications.ListApplicationsRequest(candidate_id=candidate_id)
    return list((await person.applications.ListApplications(request)).applications)


async def _listed(person: Person) -> set[str]:
    found = await person.candidates.ListCandidates(ListCandidatesRequest())
    return {each.candidate_id for each in found.candidates}


async def _settled(mesh: Mesh) -> None:
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)


async def test_undoing_a_merge_restores_both_to_the_byte(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    first, second = await _two(recruiter)
    job = await recruiter.job(JOB)
    for each in (first, second):
        await _applied(recruiter, each, job.job_id)
    await _settled(mesh)
    rows = await tables.of_candidates(mesh.ingest, first, second)
    assert {"candidate", "document", "facts", "operation", "stage_change", "duplicate_mark"} <= set(
        rows
    )
    found = await points.of_tenant(mesh, tenant)
    assert set(found) == {first, second}
    for kept, other in ((first, second), (second, first)):
        made = await _merged(recruiter, kept, other)
        await _settled(mesh)
        assert await tables.of_candidates(mesh.ingest, first, second) != rows
        assert set(await points.of_tenant(mesh, tenant)) == {kept}
        await _unmerged(recruiter, made.merge.merge_id)
        await _settled(mesh)
        assert await tables.of_candidates(mesh.ingest, first, second) == rows
        assert await points.of_tenant(mesh, tenant) == found


@pytest.mark.parametrize("later_stays", [True, False])
async def test_a_merge_leaves_one_who_is_known_by_the_resume_uploaded_last(
    mesh: Mesh, callers: Callers, tenant: str, *, later_stays: bool
) -> None:
    recruiter = await callers.person(tenant)
    first, second = await _two(recruiter)
    kept, other = (second, first) if later_stays else (first, second)
    facts = await recruiter.candidates.GetCandidateFacts(
        GetCandidateFactsRequest(candidate_id=second)
    )
    made = await _merged(recruiter, kept, other)
    await _settled(mesh)
    assert made.candidate.candidate_id == kept
    assert made.candidate.profile.name == "Daniel J. Kim"
    assert await _listed(recruiter) == {kept}
    shown = await recruiter.candidates.GetCandidateFacts(
        GetCandidateFactsRequest(candidate_id=kept)
    )
    assert shown == facts
    job = await recruiter.job(JOB)
    run = await run_of(recruiter, job.job_id)
    assert [(each.candidate_id, each.facts_digest) for each in run.matches] == [
        (kept, facts.facts_digest)
    ]
    with refused("CANDIDATE_MERGED", StatusCode.NOT_FOUND) as told:
        await recruiter.candidates.GetCandidate(GetCandidateRequest(candidate_id=other))
    assert told[0].metadata == {"candidate_id": kept}
    with refused("FACTS_NOT_READY"):
        await recruiter.matches.ScorePair(ScorePairRequest(job_id=job.job_id, candidate_id=other))


async def test_what_comes_in_for_one_of_two_who_are_merged_is_the_kept_ones(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    """Also a resume that was still being read when they were merged."""
    recruiter = await callers.person(tenant)
    (kept,) = await indexed(recruiter, [RESUME.encode()])
    operation = await recruiter.upload(LATER.encode())
    made = await _merged(recruiter, kept, operation.candidate_id)
    ended = await recruiter.ended(operation)
    assert ended.candidate_id == kept
    await _settled(mesh)
    assert set(await points.of_tenant(mesh, tenant)) == {kept}
    found = await recruiter.candidates.GetCandidate(GetCandidateRequest(candidate_id=kept))
    assert found.candidate.profile.name == "Daniel J. Kim"
    await _unmerged(recruiter, made.merge.merge_id)
    await _settled(mesh)
    assert set(await points.of_tenant(mesh, tenant)) == {kept, operation.candidate_id}


async def test_what_is_added_after_a_merge_stays_where_it_was_put(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    kept, other = await _two(recruiter)
    jobs = [(await recruiter.job(JOB)).job_id for _ in range(2)]
    theirs = await _applied(recruiter, other, jobs[0])
    made = await _merged(recruiter, kept, other)
    added = await recruiter.taken_in((LATER + "Terraform\n").encode(), candidate_id=kept)
    new = await _applied(recruiter, kept, jobs[1])
    move = applications.TransitionApplicationRequest(
        application_id=theirs.application_id, stage=applications.STAGE_INTERVIEW
    )
    moved = (await recruiter.applications.TransitionApplication(move)).application
    assert moved.candidate_id == kept
    both = {each.application_id for each in await _shown(recruiter, kept)}
    assert both == {theirs.application_id, new.application_id}
    assert await _shown(recruiter, other) == []
    await _unmerged(recruiter, made.merge.merge_id)
    await _settled(mesh)
    assert [each.application_id for each in await _shown(recruiter, kept)] == [new.application_id]
    (parted,) = await _shown(recruiter, other)
    assert (parted.candidate_id, parted.stage) == (other, applications.STAGE_INTERVIEW)
    request = GetOperationRequest(operation_id=added.operation_id)
    operation = (await recruiter.resumes.GetOperation(request)).operation
    assert operation.candidate_id == kept


async def test_a_late_word_of_a_merge_that_was_undone_changes_nothing(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    kept, other = await _two(recruiter)
    made = await _merged(recruiter, kept, other)
    await _unmerged(recruiter, made.merge.merge_id)
    await _settled(mesh)
    before = await points.of_tenant(mesh, tenant)
    assert set(before) == {kept, other}
    (event,) = [
        each
        for each in await bus.announced(mesh.ground, tenant)
        if bus.name_of(each) == "CandidatesMerged"
    ]
    event.event_id = made.merge.merge_id  # one that no inbox knows
    subject = f"candor.{tenant}.ingest.candidates-merged.v1"
    await bus.publish_again(mesh.ground, subject, event)
    await _settled(mesh)
    assert await points.of_tenant(mesh, tenant) == before


async def test_who_is_erased_is_erased_with_all_that_was_merged_into_them(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter, officer = await callers.person(tenant), await callers.person(tenant, "hr")
    kept, other = await _two(recruiter)
    made = await _merged(recruiter, kept, other)
    await _settled(mesh)
    request = erasures.EraseCandidateRequest(
        candidate_id=kept, reason=erasures.ERASURE_REASON_PERSON_ASKED
    )
    with refused("CANDIDATE_MERGED"):
        await officer.erasures.EraseCandidate(
            erasures.EraseCandidateRequest(
                candidate_id=other, reason=erasures.ERASURE_REASON_PERSON_ASKED
            )
        )
    await officer.erasures.EraseCandidate(request)
    await _settled(mesh)
    held = await tables.of_candidates(mesh.ingest, kept, other)
    assert set(held) == {"erasure"}
    assert await points.of_tenant(mesh, tenant) == {}
    with refused("MERGE_NOT_FOUND"):
        await _unmerged(recruiter, made.merge.merge_id)
