"""How a run's candidates were found: by which arms, out of how many, and what is left out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
import pytest_asyncio
from candor.ingest.v1.erasure_service_pb2 import ERASURE_REASON_PERSON_ASKED, EraseCandidateRequest
from candor.matcher.v1.match_service_pb2 import GetMatchRunRequest, MatchJobRequest
from grpc import StatusCode

from servicekit.database import transaction
from services.matcher import matching
from services.matcher.matching import Matching
from services.matcher.repository import FactsStore, Jobs
from services.matcher.retrieval.arms import RRF_K, SCALE, WEIGHTS, Arm
from services.matcher.scoring.scorers import CURRENT, scorer
from services.matcher.seeding import seed
from tests.service import bus, tables
from tests.service.clients import refused
from tests.service.matcher.people import resume, run_of, team
from tests.service.matcher.test_reindex import stores

if TYPE_CHECKING:
    from candor.matcher.v1 import match_pb2

    from services.matcher.repository import PreparedJob
    from services.matcher.runs import Run
    from services.matcher.stores import Stores
    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person
    from tests.service.matcher.people import Team

pytestmark = pytest.mark.asyncio(loop_scope="module")

SEEDED = 300
JOBS = (
    "Senior Backend Engineer\nRequirements\n- 5+ years\n- Python, Go, PostgreSQL\n- Kubernetes\n",
    "Registered Nurse\nRequirements\n- critical care, triage\nNice to have\n- wound care\n",
    "Data Analyst\nRequirements\n- 3+ years of experience\n- SQL, Tableau, Excel\n- Python\n",
)


@pytest_asyncio.fixture(loop_scope="module")
async def recruiter(callers: Callers, team: Team) -> Person:
    return await callers.person(team.tenant)


async def _matched(person: Person, job_id: str, *, pool: int) -> match_pb2.MatchRun:
    request = MatchJobRequest(job_id=job_id, page_size=100, pool=pool)
    return (await person.matches.MatchJob(request)).run


async def test_a_run_says_by_which_arms_each_was_found(recruiter: Person, team: Team) -> None:
    run = await run_of(recruiter, team.job_id)
    assert not run.degraded
    found = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=run.run_id))
    assert {each.candidate_id for each in found.retrieved} == set(team.candidates)
    met = {held.arm for each in found.retrieved for held in each.arms}
    assert met == set(Arm)
    for each in found.retrieved:
        places = {Arm(held.arm): held.place for held in each.arms}
        assert places
        assert all(1 <= place <= len(team.candidates) for place in places.values())
        assert each.points == sum(
            WEIGHTS[arm] * SCALE // (RRF_K + place) for arm, place in places.items()
        )
    points = [each.points for each in found.retrieved]
    assert points == sorted(points, reverse=True)


@pytest.mark.parametrize(("pool", "scored"), [(0, 7), (1, 1), (3, 3), (10**6, 7)])
async def test_the_pool_says_how_many_are_scored(
    recruiter: Person, team: Team, pool: int, scored: int
) -> None:
    run = await _matched(recruiter, team.job_id, pool=pool)
    assert run.scored_count == len(run.matches) == scored


async def test_a_negative_pool_is_refused(recruiter: Person, team: Team) -> None:
    with refused("FIELD_INVALID", StatusCode.INVALID_ARGUMENT) as told:
        await _matched(recruiter, team.job_id, pool=-1)
    assert told[0].metadata["field"] == "pool"


async def test_calls_at_the_same_time_under_one_request_id_make_one_run(
    mesh: Mesh, recruiter: Person, team: Team
) -> None:
    before = (await tables.counts(mesh.matcher, team.tenant)).get("run", 0)
    request_id = str(uuid4())
    runs = await asyncio.gather(
        *(run_of(recruiter, team.job_id, request_id=request_id) for _ in range(5))
    )
    assert {run.SerializeToString(deterministic=True) for run in runs} == {
        runs[0].SerializeToString(deterministic=True)
    }
    assert (await tables.counts(mesh.matcher, team.tenant))["run"] == before + 1


async def test_who_is_erased_between_retrieval_and_scoring_is_left_out(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, [resume("Python"), resume("Go")], job=JOBS[0])
    async with stores(mesh, monkeypatch) as opened:
        async with transaction(opened.pool, tenant) as conn:
            (job,) = (await Jobs(conn, tenant).open_among([own.job_id])).values()
        selection = await matching.selected(opened, tenant, job, pool=200)
        assert {each.point_id for each in selection.selected} == set(own.candidates)
        admin = await callers.person(tenant, "admin")
        await admin.erasures.EraseCandidate(
            EraseCandidateRequest(
                candidate_id=own.candidates[0], reason=ERASURE_REASON_PERSON_ASKED
            )
        )
        await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
        async with transaction(opened.pool, tenant) as conn:
            run = await Matching(opened, conn, tenant).run(job, selection, shown=10)
    assert [each.candidate_id for each in run.scored] == [own.candidates[1]]


async def test_the_selection_has_the_best_of_everybody(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recruiter = await callers.person(tenant)
    made = [(await recruiter.job(text)).job_id for text in JOBS]
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    async with stores(mesh, monkeypatch) as opened:
        await seed(opened, tenant=tenant, count=SEEDED, seed=7)
        async with transaction(opened.pool, tenant) as conn:
            jobs = await Jobs(conn, tenant).open_among(made)
        for job in jobs.values():
            best = (await _exhaustive(opened, tenant, job))[:10]
            for pool in (50, 200):
                run = await _selected(opened, tenant, job, pool=pool)
                ranked = sorted((each.points for each in run.scored), reverse=True)
                assert len(ranked) == pool
                assert ranked[:10] == best


async def _exhaustive(stores: Stores, tenant: str, job: PreparedJob) -> list[int]:
    """Return the points of everybody, best first."""
    async with transaction(stores.pool, tenant) as conn:
        rows = await conn.fetch(
            "SELECT candidate_id, digest FROM indexed WHERE tenant = $1", tenant
        )
        slots = [(str(row["candidate_id"]), row["digest"]) for row in rows]
        facts = await FactsStore(conn, tenant, stores.master).load(slots)
    assert len(facts) == SEEDED
    scoring = scorer(CURRENT, job.rubric, stores.tables)
    read = map(stores.tables.read, facts.values())
    return sorted(map(scoring.points, read), reverse=True)


async def _selected(stores: Stores, tenant: str, job: PreparedJob, *, pool: int) -> Run:
    selection = await matching.selected(stores, tenant, job, pool=pool)
    async with transaction(stores.pool, tenant) as conn:
        return await Matching(stores, conn, tenant).run(job, selection, shown=10)
