"""A new job finds past candidates for as long as they agree, and nobody after that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from candor.ingest.v1.application_service_pb2 import (
    DECISION_REASON_CANDIDATE_DECLINED,
    STAGE_WITHDRAWN,
    CreateApplicationRequest,
    TransitionApplicationRequest,
)
from candor.ingest.v1.preferences_service_pb2 import Preferences, UpdatePreferencesRequest
from candor.ingest.v1.retention_service_pb2 import (
    ExtendRetentionRequest,
    SetRetentionRequest,
    UpdateConsentRequest,
)
from candor.matcher.v1.filters_pb2 import POOL_APPLICANTS, Filters
from candor.matcher.v1.match_service_pb2 import GetMatchRunRequest, ScorePairRequest
from candor.matcher.v1.ranking_service_pb2 import StreamMatchesRequest
from candor.matcher.v1.search_service_pb2 import RankJobsRequest, SearchCandidatesRequest
from grpc import StatusCode

from servicekit.timestamps import timestamp
from tests.harness import services
from tests.harness.clocks import Clock
from tests.service import bus, clients, tables
from tests.service.clients import NOTICE, refused
from tests.service.matcher.people import indexed, resume, run_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.harness.identity import Identities
    from tests.harness.services import Ground, Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

JOB = "Engineer\n\nMust have\n- Python\n- Kubernetes\n"
YEARS = timedelta(days=3 * 366)
APPLICANTS = Filters(pool=POOL_APPLICANTS)


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mesh(ground: Ground, clock: Clock) -> AsyncGenerator[Mesh]:
    async with services.mesh(ground, clock=clock) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def callers(mesh: Mesh, identities: Identities) -> AsyncGenerator[Callers]:
    addresses = {"ingest": mesh.ingest.address, "matcher": mesh.matcher.address}
    async with clients.callers(identities, addresses) as made:
        yield made


async def _settled(mesh: Mesh) -> None:
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)


async def _found(person: Person, job_id: str, filters: Filters | None = None) -> set[str]:
    run = await run_of(person, job_id, filters=filters)
    assert run.scored_count == len(run.matches)
    return {each.candidate_id for each in run.matches}


async def _searched(person: Person, filters: Filters | None = None) -> set[str]:
    request = SearchCandidatesRequest(text="Python engineer", filters=filters)
    found = await person.searches.SearchCandidates(request)
    return {each.candidate_id for each in found.candidates}


async def _jobs(person: Person, candidate_id: str) -> set[str]:
    ranked = await person.searches.RankJobs(RankJobsRequest(candidate_id=candidate_id))
    return {each.job_id for each in ranked.jobs}


async def _person(recruiter: Person, *skills: str) -> str:
    (candidate_id,) = await indexed(recruiter, [resume("Python", "Kubernetes", *skills)])
    return candidate_id


async def _agree(person: Person, candidate_id: str, *, consent: bool) -> None:
    await person.retention.UpdateConsent(
        UpdateConsentRequest(candidate_id=candidate_id, consent=consent, consent_notice=NOTICE)
    )


async def _apply(person: Person, candidate_id: str, job_id: str) -> str:
    request = CreateApplicationRequest(candidate_id=candidate_id, job_id=job_id)
    made = await person.applications.CreateApplication(request)
    return made.application.application_id


async def _open(person: Person, candidate_id: str, *, is_open: bool) -> None:
    await person.preferences.UpdatePreferences(
        UpdatePreferencesRequest(
            candidate_id=candidate_id, preferences=Preferences(open_to_jobs=is_open)
        )
    )


async def test_a_new_job_finds_who_applied_to_another_and_says_so(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    past, applicant = await _person(recruiter, "Go"), await _person(recruiter, "Rust")
    old, new = (await recruiter.job(JOB)).job_id, (await recruiter.job(f"{JOB}- Go\n")).job_id
    await _apply(recruiter, past, old)
    await _apply(recruiter, applicant, new)
    await _settled(mesh)
    run = await run_of(recruiter, new)
    assert {each.candidate_id: each.applied for each in run.matches} == {
        past: False,
        applicant: True,
    }
    assert await _found(recruiter, new, APPLICANTS) == {applicant}


async def test_whose_retention_has_passed_is_gone_until_they_agree_again(
    mesh: Mesh, callers: Callers, clock: Clock, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    job = (await recruiter.job(JOB)).job_id
    early = await _person(recruiter, "Go")
    await _apply(recruiter, early, job)
    clock.let_pass(YEARS)
    late = await _person(recruiter, "Rust")
    await _settled(mesh)
    assert await _found(recruiter, job) == await _searched(recruiter) == {late}
    assert await _found(recruiter, job, APPLICANTS) == set()
    with refused("CONSENT_EXPIRED", StatusCode.FAILED_PRECONDITION):
        await _jobs(recruiter, early)
    with refused("CONSENT_EXPIRED", StatusCode.FAILED_PRECONDITION):
        await recruiter.matches.ScorePair(ScorePairRequest(job_id=job, candidate_id=early))
    await _agree(recruiter, early, consent=True)
    await _settled(mesh)
    assert await _found(recruiter, job) == await _searched(recruiter) == {early, late}
    assert await _jobs(recruiter, early) == {job}
    assert await _found(recruiter, job, APPLICANTS) == {early}
    await recruiter.matches.ScorePair(ScorePairRequest(job_id=job, candidate_id=early))


async def test_who_withdrew_is_gone_until_they_agree_again_and_old_runs_stay(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    job = (await recruiter.job(JOB)).job_id
    stays, leaves = await _person(recruiter, "Go"), await _person(recruiter, "Rust")
    before = await run_of(recruiter, job)
    await _agree(recruiter, leaves, consent=False)
    await _settled(mesh)
    assert await _found(recruiter, job) == await _searched(recruiter) == {stays}
    with refused("CONSENT_EXPIRED", StatusCode.FAILED_PRECONDITION):
        await _jobs(recruiter, leaves)
    old = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=before.run_id))
    assert old.run == before
    await _agree(recruiter, leaves, consent=True)
    await _settled(mesh)
    assert await _found(recruiter, job) == {stays, leaves}


async def test_who_is_not_open_is_found_for_jobs_that_they_applied_to_alone(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    wanted, other = (await recruiter.job(JOB)).job_id, (await recruiter.job(f"{JOB}- Go")).job_id
    candidate_id = await _person(recruiter)
    application_id = await _apply(recruiter, candidate_id, wanted)
    await _open(recruiter, candidate_id, is_open=False)
    await _settled(mesh)
    assert await _found(recruiter, wanted) == {candidate_id}
    assert await _found(recruiter, other) == await _searched(recruiter) == set()
    assert await _jobs(recruiter, candidate_id) == {wanted}
    await recruiter.applications.TransitionApplication(
        TransitionApplicationRequest(
            application_id=application_id,
            stage=STAGE_WITHDRAWN,
            reason=DECISION_REASON_CANDIDATE_DECLINED,
        )
    )
    await _settled(mesh)
    assert await _found(recruiter, wanted) == await _jobs(recruiter, candidate_id) == set()
    await _open(recruiter, candidate_id, is_open=True)
    await _settled(mesh)
    assert await _found(recruiter, wanted) == await _found(recruiter, other) == {candidate_id}
    assert await _searched(recruiter) == {candidate_id}
    assert await _jobs(recruiter, candidate_id) == {wanted, other}


async def test_the_months_of_the_tenant_and_extensions_count(
    mesh: Mesh, callers: Callers, clock: Clock, tenant: str
) -> None:
    recruiter, hr = await callers.person(tenant), await callers.person(tenant, "hr")
    job = (await recruiter.job(JOB)).job_id
    first, second = await _person(recruiter, "Go"), await _person(recruiter, "Rust")
    until = clock() + YEARS
    await hr.retention.ExtendRetention(
        ExtendRetentionRequest(candidate_id=first, keep_time=timestamp(until))
    )
    await hr.retention.SetRetention(SetRetentionRequest(months=1))
    await _settled(mesh)
    clock.let_pass(timedelta(days=40))
    assert await _found(recruiter, job) == {first}
    await hr.retention.SetRetention(SetRetentionRequest(months=3))
    await _settled(mesh)
    assert await _found(recruiter, job) == {first, second}


async def test_an_index_that_lags_behind_shows_nobody_whose_consent_has_ended(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    job = (await recruiter.job(JOB)).job_id
    candidate_id = await _person(recruiter)
    assert await _found(recruiter, job) == {candidate_id}
    async with tables.opened(mesh.matcher) as conn:
        await conn.execute(
            "UPDATE standing SET consent_until = '2020-01-01' WHERE tenant = $1", tenant
        )
    assert await _found(recruiter, job) == await _searched(recruiter) == set()


async def _everybody(person: Person, job_id: str, filters: Filters | None = None) -> set[str]:
    request = StreamMatchesRequest(job_id=job_id, filters=filters)
    pieces = [each async for each in person.rankings.StreamMatches(request)]
    return {match.candidate_id for each in pieces for match in each.page.matches}


async def test_a_ranking_of_everybody_is_of_those_who_may_be_found(
    mesh: Mesh, callers: Callers, tenant: str, clock: Clock
) -> None:
    """Also when it is asked for again and was kept: each change counts at once."""
    recruiter = await callers.person(tenant)
    past, applicant = await _person(recruiter, "Go"), await _person(recruiter, "Rust")
    job_id = (await recruiter.job(JOB)).job_id
    assert await _everybody(recruiter, job_id) == {past, applicant}
    assert await _everybody(recruiter, job_id, APPLICANTS) == set()
    await _apply(recruiter, applicant, job_id)
    await _settled(mesh)
    assert await _everybody(recruiter, job_id, APPLICANTS) == {applicant}
    await _open(recruiter, past, is_open=False)
    await _settled(mesh)
    assert await _everybody(recruiter, job_id) == {applicant}
    await _open(recruiter, past, is_open=True)
    await _settled(mesh)
    berlin = Filters(places=["Berlin"])
    assert await _everybody(recruiter, job_id, berlin) == set()
    await recruiter.preferences.UpdatePreferences(
        UpdatePreferencesRequest(
            candidate_id=past, preferences=Preferences(open_to_jobs=True, places=["Berlin"])
        )
    )
    await _settled(mesh)
    assert await _everybody(recruiter, job_id, berlin) == {past}
    assert await _everybody(recruiter, job_id) == {past, applicant}
    clock.let_pass(YEARS)
    assert await _everybody(recruiter, job_id) == set()
    assert await _everybody(recruiter, job_id, berlin) == set()
