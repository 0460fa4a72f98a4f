"""A stored run answers again for exactly as long as nothing has changed that it depends on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.ingest.v1 import duplicate_service_pb2 as duplicates
from candor.ingest.v1 import erasure_service_pb2 as erasures
from candor.matcher.v1 import match_pb2
from candor.matcher.v1.match_service_pb2 import GetMatchRunRequest, GetRubricRequest
from candor.matcher.v1.ranking_service_pb2 import StreamMatchesRequest

from services.matcher.reindex import reindex
from services.matcher.retrieval.arms import USUAL_POOL
from services.matcher.runs import EVERYBODY
from tests.harness import qdrant
from tests.service import bus, tables
from tests.service.clients import BOUND
from tests.service.matcher.people import indexed, resume, run_of, team
from tests.service.matcher.rubrics import reweighted
from tests.service.matcher.test_reindex import COLLECTION, stores

if TYPE_CHECKING:
    from candor.matcher.v1.match_pb2 import MatchRun

    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person
    from tests.service.matcher.people import Team

pytestmark = pytest.mark.asyncio(loop_scope="module")

SAMPLES = Path(__file__).parents[3] / "samples"
JOB = "Engineer\n\nMust have\n- Python\n- Kubernetes\n"
TWO = (resume("Python"), resume("Kubernetes", years=6))


async def _settled(mesh: Mesh) -> None:
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)


async def _ranked_anew(person: Person, own: Team, before: MatchRun) -> MatchRun:
    """Return the ranking, which must be another run than before, and then no other."""
    after = await run_of(person, own.job_id)
    assert after.run_id != before.run_id
    assert after.previous_run_id == before.run_id
    assert await run_of(person, own.job_id) == after
    return after


async def test_while_nothing_changes_the_stored_run_answers_and_nothing_is_announced(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    first = await run_of(recruiter, own.job_id)
    await _settled(mesh)
    happened = await bus.happened(mesh.ground, tenant)
    rows = await tables.counts(mesh.matcher, tenant)
    other = await callers.person(tenant, "hr", subject="user-2")
    for person in (recruiter, other):
        assert await run_of(person, own.job_id) == first
    fewer = await run_of(recruiter, own.job_id, page_size=1)
    assert (fewer.run_id, list(fewer.matches)) == (first.run_id, list(first.matches[:1]))
    await _settled(mesh)
    assert await bus.happened(mesh.ground, tenant) == happened
    assert await tables.counts(mesh.matcher, tenant) == rows
    assert (first.reason, first.previous_run_id) == (match_pb2.RUN_REASON_REQUESTED, "")


async def test_a_fresh_run_is_another_and_answers_from_then_on(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    first = await run_of(recruiter, own.job_id)
    fresh = await run_of(recruiter, own.job_id, fresh=True)
    assert (fresh.run_digest, list(fresh.matches)) == (first.run_digest, list(first.matches))
    assert (fresh.reason, fresh.previous_run_id) == (match_pb2.RUN_REASON_REQUESTED, first.run_id)
    assert await run_of(recruiter, own.job_id) == fresh
    kept = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=first.run_id))
    assert kept.run == first


async def test_calls_at_once_make_one_run(callers: Callers, mesh: Mesh, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    runs = await asyncio.gather(*(run_of(recruiter, own.job_id) for _ in range(12)))
    assert all(each == runs[0] for each in runs)
    assert (await tables.counts(mesh.matcher, tenant))["run"] == 1


async def test_a_request_id_stands_for_its_run_after_everything_has_changed(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    request_ids = [str(uuid4()), str(uuid4())]
    made = [
        await run_of(recruiter, own.job_id, request_id=each, page_size=size)
        for each, size in zip(request_ids, (1, 2), strict=True)
    ]
    assert made[0].run_id == made[1].run_id
    await indexed(recruiter, [resume("Python", "Kubernetes")])
    again = [
        await run_of(recruiter, own.job_id, request_id=each, page_size=size)
        for each, size in zip(request_ids, (1, 2), strict=True)
    ]
    assert again == made


async def test_new_facts_are_a_reason(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    before = await run_of(recruiter, own.job_id)
    (new,) = await indexed(recruiter, [resume("Python", "Kubernetes")])
    after = await _ranked_anew(recruiter, own, before)
    assert after.reason == match_pb2.RUN_REASON_NEW_FACTS
    assert after.matches[0].candidate_id == new


async def test_corrected_facts_are_a_reason(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    before = await run_of(recruiter, own.job_id)
    await recruiter.taken_in(resume("Python", "Kubernetes"), candidate_id=own.candidates[0])
    after = await _ranked_anew(recruiter, own, before)
    assert after.reason == match_pb2.RUN_REASON_CORRECTED_FACTS
    assert after.matches[0].candidate_id == own.candidates[0]


async def test_who_is_erased_is_a_reason_and_is_met_no_more(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter, officer = await callers.person(tenant), await callers.person(tenant, "hr")
    own = await team(recruiter, TWO, job=JOB)
    before = await run_of(recruiter, own.job_id)
    gone = own.candidates[0]
    await officer.erasures.EraseCandidate(
        erasures.EraseCandidateRequest(
            candidate_id=gone, reason=erasures.ERASURE_REASON_PERSON_ASKED
        )
    )
    await _settled(mesh)
    after = await _ranked_anew(recruiter, own, before)
    assert after.reason == match_pb2.RUN_REASON_CANDIDATE_GONE
    assert [each.candidate_id for each in after.matches] == [own.candidates[1]]


async def test_a_merge_and_its_undoing_are_reasons(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    text = (SAMPLES / "resumes/daniel-kim.txt").read_text()
    later = text.replace("Daniel Kim", "Daniel J. Kim") + "\nCertified Kubernetes Administrator\n"
    own = await team(recruiter, [text.encode(), later.encode()], job=JOB)
    before = await run_of(recruiter, own.job_id)
    kept, other = own.candidates
    request = duplicates.MergeCandidatesRequest(keep_id=kept, other_id=other)
    merge = (await recruiter.duplicates.MergeCandidates(request)).merge
    await _settled(mesh)
    merged = await _ranked_anew(recruiter, own, before)
    assert [each.candidate_id for each in merged.matches] == [kept]
    assert merged.reason == match_pb2.RUN_REASON_CORRECTED_FACTS
    undo = duplicates.UnmergeCandidatesRequest(merge_id=merge.merge_id)
    await recruiter.duplicates.UnmergeCandidates(undo)
    await _settled(mesh)
    parted = await _ranked_anew(recruiter, own, merged)
    assert parted.run_digest == before.run_digest


async def test_another_rubric_is_a_reason(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    before = await run_of(recruiter, own.job_id)
    digest = await reweighted(recruiter, own.job_id)
    after = await _ranked_anew(recruiter, own, before)
    assert after.reason == match_pb2.RUN_REASON_RUBRIC_CHANGED
    assert after.lineage.rubric_digest == digest != before.lineage.rubric_digest
    kept = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=before.run_id))
    assert kept.run == before, "old results stay as they were"


async def test_what_was_ranked_while_the_index_was_lost_answers_no_more_when_it_is_back(
    mesh: Mesh, callers: Callers, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    async with qdrant.connected(mesh.qdrant.address) as client:
        await client.delete(COLLECTION, list(own.candidates), wait=True)
    before = await run_of(recruiter, own.job_id)
    assert not before.matches
    async with stores(mesh, monkeypatch) as opened:
        await reindex(opened, tenant)
    after = await _ranked_anew(recruiter, own, before)
    assert len(after.matches) == len(own.candidates)


async def test_a_change_of_another_tenant_changes_nothing(callers: Callers, tenant: str) -> None:
    recruiter, stranger = [await callers.person(name) for name in (tenant, f"{tenant}x")]
    own = await team(recruiter, TWO, job=JOB)
    before = await run_of(recruiter, own.job_id)
    await indexed(stranger, [resume("Python", "Kubernetes")])
    assert await run_of(recruiter, own.job_id) == before


@pytest.mark.parametrize("pool", [USUAL_POOL, EVERYBODY])
async def test_a_commit_that_comes_while_people_are_ranked_makes_the_run_answer_nobody_again(
    mesh: Mesh, callers: Callers, tenant: str, pool: int
) -> None:
    recruiter = await callers.person(tenant)
    own = await team(recruiter, TWO, job=JOB)
    await recruiter.matches.GetRubric(GetRubricRequest(job_id=own.job_id))
    async with tables.opened(mesh.matcher) as conn, asyncio.TaskGroup() as group:
        async with conn.transaction():
            await conn.execute("LOCK TABLE indexed")  # what the version says of is yet to be read
            ranking = group.create_task(_ranked(recruiter, own.job_id, pool))
            await _somebody_waits(mesh)
            await conn.execute("DELETE FROM indexed WHERE candidate_id = $1", own.candidates[0])
        run = await ranking
    assert run.scored_count == 1
    assert await _cached(mesh, tenant) == {}
    again = await _ranked(recruiter, own.job_id, pool)
    assert (again.run_id != run.run_id, again.run_digest) == (True, run.run_digest)
    assert [each for _, each in await _cached(mesh, tenant)] == [pool]


async def _ranked(person: Person, job_id: str, pool: int) -> MatchRun:
    if pool == USUAL_POOL:
        return await run_of(person, job_id)
    pieces = person.rankings.StreamMatches(StreamMatchesRequest(job_id=job_id))
    (run,) = [each.run async for each in pieces if each.WhichOneof("piece") == "run"]
    return run


async def _somebody_waits(mesh: Mesh) -> None:
    async with tables.opened(mesh.matcher) as conn, asyncio.timeout(BOUND):
        while not await conn.fetchval(  # noqa: ASYNC110  # the server tells nobody
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'
            """
        ):
            await asyncio.sleep(0.01)


class _Seen:
    """Who was indexed by which facts at each version, as the database showed it."""

    def __init__(self, mesh: Mesh, tenant: str) -> None:
        self._mesh = mesh
        self._tenant = tenant
        self.at: dict[int, dict[str, str]] = {}
        self.enough = asyncio.Event()

    async def look(self) -> None:
        async with tables.opened(self._mesh.matcher) as conn:
            while not self.enough.is_set():
                row = await conn.fetchrow(
                    """
                    SELECT (SELECT version FROM index_version WHERE tenant = $1) AS version,
                           array_agg(candidate_id::text) AS ids, array_agg(digest) AS digests
                    FROM indexed WHERE tenant = $1
                    """,
                    self._tenant,
                )
                assert row is not None
                known = dict(zip(row["ids"] or [], row["digests"] or [], strict=True))
                assert self.at.setdefault(row["version"] or 0, known) == known


async def test_a_run_that_answers_at_a_version_is_what_everybody_then_comes_to(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    """While people are indexed, corrected and erased, by two who ask without a pause."""
    recruiter, officer = await callers.person(tenant), await callers.person(tenant, "hr")
    own = await team(recruiter, TWO, job=JOB)
    seen, changed = _Seen(mesh, tenant), asyncio.Event()

    async def rank() -> None:
        while not changed.is_set():
            await run_of(recruiter, own.job_id)

    async def rank_everybody() -> None:
        while not changed.is_set():
            async for _ in recruiter.rankings.StreamMatches(
                StreamMatchesRequest(job_id=own.job_id)
            ):
                pass

    async def change() -> None:
        for years in range(2, 12):
            new, _ = await asyncio.gather(
                indexed(recruiter, [resume("Python", "Kubernetes", years=years)]),
                recruiter.taken_in(resume("Go", years=years), candidate_id=own.candidates[0]),
            )
            if years % 3 == 0:
                request = erasures.EraseCandidateRequest(
                    candidate_id=new[0], reason=erasures.ERASURE_REASON_PERSON_ASKED
                )
                await officer.erasures.EraseCandidate(request)
        await _settled(mesh)
        changed.set()

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(seen.look())
        await asyncio.gather(rank(), rank(), rank_everybody(), change())
        seen.enough.set()
        await watching
    last = await run_of(recruiter, own.job_id)
    everybody = await recruiter.rankings.StreamMatches(
        StreamMatchesRequest(job_id=own.job_id)
    ).read()
    assert everybody
    cached = await _cached(mesh, tenant)
    for (version, _), people in cached.items():
        assert people == seen.at.get(version, people), version
    assert sum(version in seen.at for version, _ in cached) > 10
    assert {pool for _, pool in cached} == {USUAL_POOL, EVERYBODY}
    now = {each.candidate_id: each.facts_digest for each in last.matches}
    assert cached[max(seen.at), USUAL_POOL] == now == seen.at[max(seen.at)]


async def _cached(mesh: Mesh, tenant: str) -> dict[tuple[int, int], dict[str, str]]:
    """Return who was scored by which facts in each run that answers, by version and pool."""
    async with tables.opened(mesh.matcher) as conn:
        rows = await conn.fetch(
            """
            SELECT version, pool, run.candidate_ids || coalesce(scored.candidate_ids, '{}') AS ids,
                   facts_digests, digests
            FROM cached JOIN run USING (tenant, run_id) LEFT JOIN scored USING (tenant, run_id)
            WHERE tenant = $1
            """,
            tenant,
        )
    found: dict[tuple[int, int], dict[str, str]] = {}
    for row in rows:
        packed = (row["digests"] or b"").hex()
        digests = row["facts_digests"] or [packed[at : at + 64] for at in range(0, len(packed), 64)]
        ids = [str(each) for each in row["ids"]]
        found[row["version"], row["pool"]] = dict(zip(ids, digests, strict=True))
    return found
