"""The index is rebuilt from Matcher's own records, and nobody can tell."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import pytest
import pytest_asyncio
from candor.ingest.v1.job_service_pb2 import CloseJobRequest
from candor.matcher.v1.match_service_pb2 import MatchJobRequest
from candor.matcher.v1.search_service_pb2 import RankJobsRequest

from servicekit import channel
from servicekit.database import transaction
from services.matcher import app
from services.matcher import reindex as module
from services.matcher.facets.backfilling import backfill
from services.matcher.facets.refreshing import Refresher
from services.matcher.reindex import drop, reindex, reindex_jobs
from services.matcher.settings import Settings
from tests.harness import qdrant, services
from tests.service import bus, tables
from tests.service.matcher import people

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from candor.matcher.v1.match_pb2 import MatchRun
    from qdrant_client.models import Record

    from services.matcher.stores import Stores
    from tests.harness.services import Ground, Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

COLLECTION = "candidates"
RESUMES = Path(__file__).parents[3] / "samples" / "resumes"
PEOPLE = ("daniel-kim.txt", "nikolaos-papadakis.txt", "oleksandr-kravchenko.txt")
JOB = "Senior Backend Engineer\nRequirements\n- 5+ years\n- Python, Go, PostgreSQL\n"
BOUND = 60.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mesh(ground: Ground) -> AsyncGenerator[Mesh]:
    """A mesh whose index may be lost."""
    async with services.mesh(ground) as running:
        yield running


def role_dsn(mesh: Mesh) -> str:
    """Return the address of Matcher's database for its own role."""
    database = urlsplit(mesh.matcher.database).path
    return urlunsplit(urlsplit(mesh.ground.cluster.socket_dsn("matcher"))._replace(path=database))


def environment(mesh: Mesh) -> dict[str, str]:
    """Return the settings of the mesh's Matcher as a process would be given them."""
    identities = mesh.ground.identities
    return {
        "MATCHER_DATABASE": role_dsn(mesh),
        "MATCHER_NATS": mesh.ground.nats,
        "MATCHER_ISSUERS": "[]",
        "MATCHER_MASTER_KEY_FILE": str(identities.keys.master),
        "MATCHER_INGEST": mesh.ingest.address,
        "MATCHER_MESH__KEY_FILE": str(identities.keys.mesh.private),
        "MATCHER_MESH__KEY_ID": identities.keys.mesh.kid,
        "MATCHER_QDRANT": mesh.qdrant.address,
        "MATCHER_MODEL_CACHE": str(mesh.ground.models),
    }


@asynccontextmanager
async def stores(mesh: Mesh, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Stores]:
    for name, value in environment(mesh).items():
        monkeypatch.setenv(name, value)
    async with app.stores(Settings()) as opened:  # pyright: ignore[reportCallIssue]
        yield opened


async def hired_for(person: Person) -> MatchRun:
    """Take in the people, post the job, and return the ranking."""
    for file in PEOPLE:
        await person.taken_in((RESUMES / file).read_bytes())
    job = await person.job(JOB)
    return await ranked(person, job.job_id)


async def ranked(person: Person, job_id: str) -> MatchRun:
    request = MatchJobRequest(job_id=job_id, page_size=100)
    return (await person.matches.MatchJob(request)).run


async def points(mesh: Mesh, run: MatchRun) -> list[Record]:
    """Return all that the index holds of those who were ranked."""
    ids = sorted(each.candidate_id for each in run.matches)
    async with qdrant.connected(mesh.qdrant.address) as client:
        return await client.retrieve(COLLECTION, ids, with_payload=True, with_vectors=True)


async def lose(mesh: Mesh) -> None:
    """Delete the collection, points and all."""
    async with qdrant.connected(mesh.qdrant.address) as client:
        await client.delete_collection(COLLECTION)


async def test_after_the_index_was_lost_it_gives_the_same_ranking(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    person = await callers.person(tenant)
    before = await hired_for(person)
    assert len(before.matches) == len(PEOPLE)
    held = await points(mesh, before)
    await lose(mesh)
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "services.matcher.reindex", "--tenant", tenant],
        env={**os.environ, **environment(mesh)},
        check=True,
        capture_output=True,
        text=True,
        timeout=BOUND,
    )
    assert done.stdout == f"{tenant}: {len(PEOPLE)} candidates and 1 jobs indexed again\n"
    after = await ranked(person, before.job_id)
    assert (after.matches, after.run_digest) == (before.matches, before.run_digest)
    assert await points(mesh, after) == held


async def test_to_do_it_again_or_on_a_whole_index_changes_nothing(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await callers.person(tenant)
    before = await hired_for(person)
    async with stores(mesh, monkeypatch) as opened:
        assert await reindex(opened, tenant) == len(PEOPLE)
        assert await reindex(opened, tenant) == len(PEOPLE)
    assert (await ranked(person, before.job_id)).matches == before.matches


async def test_more_than_a_batch_is_indexed(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    person = await callers.person(tenant)
    before = await hired_for(person)
    await lose(mesh)
    async with stores(mesh, monkeypatch) as opened:
        assert await reindex(opened, tenant) == len(PEOPLE) > module.BATCH
    assert (await ranked(person, before.job_id)).matches == before.matches


async def test_candidates_are_indexed_by_their_latest_resume(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await callers.person(tenant)
    first = await person.taken_in((RESUMES / "daniel-kim.txt").read_bytes())
    later = (RESUMES / "oleksandr-kravchenko.txt").read_bytes()
    await person.taken_in(later, candidate_id=first.candidate_id)
    before = await ranked(person, (await person.job(JOB)).job_id)
    await lose(mesh)
    async with stores(mesh, monkeypatch) as opened:
        assert await reindex(opened, tenant) == 1
    after = await ranked(person, before.job_id)
    assert [each.facts_digest for each in after.matches] == [before.matches[0].facts_digest]


async def test_who_was_erased_is_left_out(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await callers.person(tenant)
    before = await hired_for(person)
    erased = before.matches[0].candidate_id
    await lose(mesh)
    async with stores(mesh, monkeypatch) as opened:
        async with transaction(opened.pool, tenant) as conn:
            await conn.execute("DELETE FROM person_key WHERE person_id = $1", erased)
        assert await reindex(opened, tenant) == len(PEOPLE) - 1
    async with qdrant.connected(mesh.qdrant.address) as client:
        assert await client.retrieve(COLLECTION, [erased]) == []


async def test_only_the_tenant_named_is_indexed(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await hired_for(await callers.person(tenant))
    await lose(mesh)
    async with stores(mesh, monkeypatch) as opened:
        assert await reindex(opened, f"{tenant}-other") == 0
    async with qdrant.connected(mesh.qdrant.address) as client:
        assert (await client.count(COLLECTION)).count == 0


async def test_jobs_to_be_filled_are_indexed_again_and_closed_ones_are_not(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    person = await callers.person(tenant)
    ended = await person.taken_in((RESUMES / "daniel-kim.txt").read_bytes())
    jobs = [(await person.job(JOB)).job_id for _ in range(4)]
    await person.jobs.CloseJob(CloseJobRequest(job_id=jobs[0]))
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    request = RankJobsRequest(candidate_id=ended.candidate_id)
    before = await person.searches.RankJobs(request)
    assert {each.job_id for each in before.jobs} == set(jobs[1:])
    async with stores(mesh, monkeypatch):
        await drop(Settings())  # pyright: ignore[reportCallIssue]
    async with stores(mesh, monkeypatch) as opened:
        assert (await person.searches.RankJobs(request)).scored_count == 0
        assert await reindex_jobs(opened, f"{tenant}-other") == 0
        assert await reindex_jobs(opened, tenant) == len(jobs) - 1
    assert await person.searches.RankJobs(request) == before


async def test_who_was_indexed_before_there_were_facets_is_given_them(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recruiter = await callers.person(tenant)
    team = await people.team(recruiter, [people.resume("Python")], job=JOB)
    async with tables.opened(mesh.matcher) as conn:
        await conn.execute("DELETE FROM standing WHERE tenant = $1", tenant)
    assert not (await people.run_of(recruiter, team.job_id)).matches
    identity = mesh.ground.identities.mesh("matcher")
    async with stores(mesh, monkeypatch) as opened, channel.connected(mesh.ingest.address) as there:
        await backfill(opened, Refresher(opened, there, identity))
    (match,) = (await people.run_of(recruiter, team.job_id)).matches
    assert match.candidate_id == team.candidates[0]
