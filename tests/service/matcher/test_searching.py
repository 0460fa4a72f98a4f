"""Candidates for a text, and jobs for a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from candor.ingest.v1.job_service_pb2 import CloseJobRequest
from candor.matcher.v1 import match_pb2
from candor.matcher.v1.events_pb2 import PairScored
from candor.matcher.v1.match_service_pb2 import ScorePairRequest
from candor.matcher.v1.search_service_pb2 import (
    FoundCandidate,
    RankJobsRequest,
    RankJobsResponse,
    SearchCandidatesRequest,
    SearchCandidatesResponse,
)
from grpc import StatusCode

from tests.service import bus, tables
from tests.service.clients import refused
from tests.service.matcher.people import indexed, resume
from tests.service.matcher.rubrics import approve, document_of

if TYPE_CHECKING:
    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = (
    resume("Python", "Go", "Kubernetes", title="Backend Engineer"),
    resume("critical care", "triage", title="Registered Nurse"),
    resume("Excel", "financial reporting", title="Accountant"),
)
JOBS = (
    "Backend Engineer\n\nMust have\n- Python\n- Kubernetes\n",
    "Registered Nurse\n\nMust have\n- critical care\n- triage\n",
    "Accountant\n\nMust have\n- financial reporting\n- Excel\n",
)


@pytest_asyncio.fixture(loop_scope="module")
async def recruiter(callers: Callers, tenant: str) -> Person:
    return await callers.person(tenant)


async def _search(
    person: Person, text: str, *, page_size: int = 0, page_token: str = ""
) -> SearchCandidatesResponse:
    return await person.searches.SearchCandidates(
        SearchCandidatesRequest(text=text, page_size=page_size, page_token=page_token)
    )


async def _jobs(person: Person, candidate_id: str, *, page_size: int = 0) -> RankJobsResponse:
    return await person.searches.RankJobs(
        RankJobsRequest(candidate_id=candidate_id, page_size=page_size)
    )


async def _prepared(mesh: Mesh, person: Person) -> list[str]:
    """Post the jobs and wait until searches find them."""
    made = [(await person.job(text)).job_id for text in JOBS]
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    return made


@pytest.mark.parametrize(
    ("text", "best", "skills"),
    [
        ("a nurse for critical care", 1, ["critical care"]),
        ("Python and Kubernetes", 0, ["Python", "Kubernetes"]),
        ("somebody to keep our books in Excel", 2, ["Excel"]),
    ],
)
async def test_people_are_found_for_a_text_and_it_says_how(
    recruiter: Person, text: str, best: int, skills: list[str]
) -> None:
    candidates = await indexed(recruiter, PEOPLE)
    found = await _search(recruiter, text)
    first = found.candidates[0]
    assert first.candidate_id == candidates[best]
    assert {each.lower() for each in skills} <= {each.lower() for each in first.skills}
    assert set(first.skills) <= set(found.skills)
    arms = {each.arm for each in first.arms}
    assert arms >= {match_pb2.ARM_ROLES, match_pb2.ARM_WORDS, match_pb2.ARM_SKILLS}
    assert not found.degraded
    assert [each.place for each in found.candidates] == [*range(1, len(found.candidates) + 1)]
    points = [each.points for each in found.candidates]
    assert points == sorted(points, reverse=True)
    again = await _search(recruiter, text)
    assert again == found


async def test_an_occupation_is_understood_and_finds(recruiter: Person) -> None:
    candidates = await indexed(recruiter, PEOPLE)
    found = await _search(recruiter, "Accountant")
    assert "accountant" in found.occupation.lower()
    (by_occupation,) = [
        each.candidate_id
        for each in found.candidates
        if match_pb2.ArmPlace(arm=match_pb2.ARM_OCCUPATION, place=1) in each.arms
    ]
    assert by_occupation == candidates[2]


async def test_pages_have_everybody_once_and_a_token_is_of_one_query(recruiter: Person) -> None:
    candidates = await indexed(recruiter, PEOPLE)
    met: list[FoundCandidate] = []
    token, pages = "", 0
    while token or not pages:
        page = await _search(recruiter, "Python nurse", page_size=2, page_token=token)
        met += page.candidates
        token, pages = page.next_page_token, pages + 1
        if token:
            with refused("PAGE_TOKEN_INVALID", StatusCode.INVALID_ARGUMENT):
                await _search(recruiter, "Python", page_size=2, page_token=token)
    assert pages == 2
    assert [each.place for each in met] == [1, 2, 3]
    assert {each.candidate_id for each in met} == set(candidates)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (SearchCandidatesRequest(text=""), "text"),
        (SearchCandidatesRequest(text=" \n"), "text"),
        (SearchCandidatesRequest(text="x" * 2001), "text"),
        (SearchCandidatesRequest(text="a\0b"), "text"),
        (SearchCandidatesRequest(text="nurse", page_size=-1), "page_size"),
    ],
)
async def test_what_cannot_be_looked_for_is_refused(
    recruiter: Person, request_: SearchCandidatesRequest, field: str
) -> None:
    with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT) as told:
        await recruiter.searches.SearchCandidates(request_)
    assert told[0].metadata["field"] == field


async def test_a_search_finds_the_tenants_own_and_stores_nothing(
    mesh: Mesh, callers: Callers, recruiter: Person
) -> None:
    candidates = await indexed(recruiter, PEOPLE)
    stranger = await callers.person(f"t-{uuid4().hex}")
    theirs = await indexed(stranger, PEOPLE)
    before = await tables.counts(mesh.matcher, recruiter.tenant)
    for person, own in ((recruiter, candidates), (stranger, theirs)):
        found = await _search(person, "nurse Python Accountant")
        assert {each.candidate_id for each in found.candidates} == set(own)
    assert await tables.counts(mesh.matcher, recruiter.tenant) == before


async def test_jobs_are_ranked_for_a_person_as_people_are_for_a_job(
    mesh: Mesh, recruiter: Person
) -> None:
    candidates = await indexed(recruiter, PEOPLE)
    jobs = await _prepared(mesh, recruiter)
    for candidate_id, own in zip(candidates, jobs, strict=True):
        ranking = await _jobs(recruiter, candidate_id)
        assert {each.job_id for each in ranking.jobs} <= set(jobs)
        assert ranking.scored_count == len(ranking.jobs)
        assert ranking.jobs[0].job_id == own
        assert ranking.jobs[0].match.rank == 1
        assert {each.arm for each in ranking.jobs[0].arms} >= {
            match_pb2.ARM_ROLES,
            match_pb2.ARM_SKILLS,
            match_pb2.ARM_WORDS,
        }
        points = [each.match.points for each in ranking.jobs]
        assert points == sorted(points, reverse=True)
        for each in ranking.jobs:
            scored = await recruiter.matches.ScorePair(
                ScorePairRequest(job_id=each.job_id, candidate_id=candidate_id)
            )
            each.match.rank = 0
            assert (each.match, each.lineage) == (scored.match, scored.lineage)


async def test_each_score_that_is_shown_of_a_person_is_announced(
    mesh: Mesh, recruiter: Person, tenant: str
) -> None:
    candidate_id = (await indexed(recruiter, PEOPLE))[0]
    await _prepared(mesh, recruiter)
    shown = (await _jobs(recruiter, candidate_id)).jobs
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    told: dict[str, int] = {}
    for event in await bus.announced(mesh.ground, tenant):
        if bus.name_of(event) == "PairScored" and event.object_id == candidate_id:
            scored = PairScored.FromString(event.data.value)
            told[scored.job_id] = scored.points
    assert told == {each.job_id: each.match.points for each in shown}
    assert len(told) > 1


async def test_a_job_that_was_closed_is_not_ranked(mesh: Mesh, recruiter: Person) -> None:
    nurse = (await indexed(recruiter, PEOPLE))[1]
    jobs = await _prepared(mesh, recruiter)
    assert (await _jobs(recruiter, nurse)).jobs[0].job_id == jobs[1]
    await recruiter.jobs.CloseJob(CloseJobRequest(job_id=jobs[1]))
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    assert jobs[1] not in {each.job_id for each in (await _jobs(recruiter, nurse)).jobs}


async def test_jobs_are_the_tenants_own(mesh: Mesh, callers: Callers, recruiter: Person) -> None:
    own = await indexed(recruiter, PEOPLE)
    jobs = await _prepared(mesh, recruiter)
    stranger = await callers.person(f"t-{uuid4().hex}")
    theirs = await indexed(stranger, PEOPLE[:1])
    assert not (await _jobs(stranger, theirs[0])).jobs
    assert {each.job_id for each in (await _jobs(recruiter, own[0])).jobs} <= set(jobs)
    for candidate_id in (own[0], str(uuid4())):
        with refused("FACTS_NOT_READY", StatusCode.FAILED_PRECONDITION):
            await _jobs(stranger, candidate_id)


async def test_as_many_jobs_are_shown_as_were_asked_for(mesh: Mesh, recruiter: Person) -> None:
    (engineer,) = await indexed(recruiter, PEOPLE[:1])
    await _prepared(mesh, recruiter)
    ranking = await _jobs(recruiter, engineer, page_size=1)
    assert len(ranking.jobs) == 1
    assert ranking.scored_count == 3
    for request in (
        RankJobsRequest(candidate_id=engineer, page_size=-1),
        RankJobsRequest(candidate_id=engineer, pool=-1),
        RankJobsRequest(candidate_id="me"),
    ):
        with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT):
            await recruiter.searches.RankJobs(request)
    one = await recruiter.searches.RankJobs(RankJobsRequest(candidate_id=engineer, pool=1))
    assert one.scored_count == 1


async def test_a_job_is_ranked_by_the_rubric_that_was_approved_and_below_the_line_last(
    mesh: Mesh, recruiter: Person
) -> None:
    (engineer,) = await indexed(recruiter, PEOPLE[:1])
    jobs = await _prepared(mesh, recruiter)
    assert (await _jobs(recruiter, engineer)).jobs[0].job_id == jobs[0]
    edited = await document_of(recruiter, jobs[0])
    edited.criteria.add(
        criterion_id="pilot",
        requirement={"kind": "REQUIREMENT_KIND_TERM", "term": "pilot licence", "label": "Pilot"},
        knock_out=True,
    )
    approved = await approve(recruiter, edited)
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    last = (await _jobs(recruiter, engineer)).jobs[-1]
    assert last.job_id == jobs[0]
    assert last.lineage.rubric_digest == approved.rubric_digest
