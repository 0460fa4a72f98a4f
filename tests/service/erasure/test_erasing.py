"""Who was erased is gone, from every service, and the ledger still verifies."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import uuid4

import grpc
import pytest
from candor.assistant.v1.assistant_service_pb2 import ListMessagesRequest
from candor.audit.v1.ledger_service_pb2 import ExportLedgerRequest, GetCheckpointRequest
from candor.common.v1 import policy_pb2
from candor.ingest.v1.application_service_pb2 import CreateApplicationRequest
from candor.ingest.v1.candidate_service_pb2 import (
    CreateCandidateRequest,
    GetCandidateRequest,
    ListCandidatesRequest,
)
from candor.ingest.v1.erasure_service_pb2 import (
    EraseCandidateRequest,
    GetErasureRequest,
    ListErasuresRequest,
)
from candor.matcher.v1.match_service_pb2 import GetMatchRunRequest, ScorePairRequest
from uuid_utils.compat import uuid7

from cli import ledger
from tests.harness import qdrant
from tests.service import bus, tables
from tests.service.clients import BOUND, NOTICE, refused
from tests.service.erasure import zebulon
from tests.service.matcher.people import resume, run_of

if TYPE_CHECKING:
    from tests.service.clients import Callers, Person
    from tests.service.erasure.conftest import Whole

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEPT = {
    "ingest": {"erased": 1, "erasure": 1},
    "matcher": {"erased": 1},
    "assistant": {"erased": 1},
    "audit": {"erased": 1},
}
"""Ids of who was erased, when and by whom; and answers, emptied, so that no retry acts again."""


async def _rows(whole: Whole, candidate_id: str) -> dict[str, dict[str, int]]:
    found = {
        name: await zebulon.rows_about(each, candidate_id) for name, each in whole.services.items()
    }
    for each in found.values():
        each.pop("request", None)
    return found


async def _points(whole: Whole, candidate_id: str) -> list[object]:
    async with qdrant.connected(whole.mesh.qdrant.address) as client:
        return list(await client.retrieve("candidates", [candidate_id]))


async def _candidate(person: Person) -> str:
    operation = await person.taken_in(resume("Python"))
    assert not operation.HasField("error")
    return operation.candidate_id


async def test_nothing_of_the_person_is_left_in_any_service(
    whole: Whole, people: Callers, tenant: str
) -> None:
    subject = f"subject-{uuid4().hex}"
    own = await people.person(tenant, "candidate", subject=subject)
    recruiter, hr = await people.person(tenant), await people.person(tenant, "hr", subject="hr-1")
    bystander = await _candidate(recruiter)
    who = await zebulon.taken_through(own, recruiter, subject=subject)
    await whole.settled()
    messages = ListMessagesRequest(session_id=who.session_id)
    before = await recruiter.assistant.ListMessages(messages)
    assert zebulon.NAME in "".join(each.text for each in before.messages)

    erasure = await zebulon.erased(hr, who.candidate_id)
    await whole.settled()

    assert await _rows(whole, who.candidate_id) == KEPT
    assert await _points(whole, who.candidate_id) == []
    for name, service in whole.services.items():
        assert zebulon.found(await tables.everything(service)) == [], name
        async with tables.opened(service) as conn:
            keys = await conn.fetchval(
                "SELECT count(*) FROM person_key WHERE person_id = ANY($1)",
                [who.candidate_id, subject],
            )
            left = await conn.fetchval(
                "SELECT count(*) FROM request WHERE person_id = $1 AND response IS NOT NULL",
                who.candidate_id,
            )
        assert (keys, left) == (0, 0), name
    kept = [each for each in (whole.mesh.ground.files / tenant).rglob("*") if each.is_file()]
    assert len(kept) == 1, "that of the bystander"
    for event in await bus.announced(whole.mesh.ground, tenant):
        assert zebulon.found(event.SerializeToString()) == []
    after = await recruiter.assistant.ListMessages(messages)
    assert [each.removed for each in after.messages] == [True] * len(before.messages)
    assert not any(each.text or each.citations for each in after.messages)
    shown = await recruiter.candidates.GetCandidate(GetCandidateRequest(candidate_id=bystander))
    assert shown.candidate.profile.name == "Robin Sample"
    assert len(await _points(whole, bystander)) == 1
    assert {each.service for each in erasure.confirmations} == set(whole.services)
    counts = {
        each.service: {deleted.kind: deleted.count for deleted in each.deleted}
        for each in erasure.confirmations
    }
    assert counts["ingest"].items() >= {"files": 1, "candidates": 1, "stage_changes": 2}.items()
    assert counts["matcher"] == {
        "answers": 2,
        "facts": 1,
        "index_points": 1,
        "jobs_applied_to": 1,
        "keys": 1,
        "standings": 1,
        "promises": 1,
    }
    assert counts["assistant"]["messages_about"] == len(before.messages)
    assert counts["assistant"]["own_sessions"] == 1
    assert (erasure.actor.subject, erasure.actor.kind) == ("hr-1", policy_pb2.PRINCIPAL_KIND_PERSON)
    assert erasure.reason == zebulon.erase("").reason


async def test_a_run_from_before_keeps_its_points_and_the_ledger_verifies(
    whole: Whole, people: Callers, tenant: str
) -> None:
    recruiter, hr = await people.person(tenant), await people.person(tenant, "hr")
    candidate_id, job = await _candidate(recruiter), await recruiter.job(zebulon.JOB)
    run = await run_of(recruiter, job.job_id)
    await zebulon.erased(hr, candidate_id)
    again = await recruiter.matches.GetMatchRun(GetMatchRunRequest(run_id=run.run_id))
    assert again.run.run_digest == run.run_digest
    assert [each.points for each in again.run.matches] == [each.points for each in run.matches]
    assert not any(each.contributions for each in again.run.matches), "nothing is quoted any more"
    with refused("FACTS_NOT_READY"):
        await recruiter.matches.ScorePair(
            ScorePairRequest(job_id=job.job_id, candidate_id=candidate_id)
        )
    assert (await run_of(recruiter, job.job_id)).scored_count == 0
    await whole.settled()
    key = (await hr.ledger.GetCheckpoint(GetCheckpointRequest())).verifier_key
    lines = "".join([each.lines async for each in hr.ledger.ExportLedger(ExportLedgerRequest())])
    verdict = ledger.verify(
        (each.encode() for each in lines.splitlines(keepends=True)), verifier_key=key
    )
    assert verdict.ok, verdict.problem
    happened = await bus.happened(whole.mesh.ground, tenant)
    assert happened.count("ErasureConfirmed") == len(whole.services)
    assert happened.count("ErasureFinished") == 1


async def test_whoever_was_erased_is_not_taken_in_again(people: Callers, tenant: str) -> None:
    recruiter, hr = await people.person(tenant), await people.person(tenant, "hr")
    request = CreateCandidateRequest(
        request_id=str(uuid7()), name="Ann", consent=True, consent_notice=NOTICE
    )
    created = await recruiter.candidates.CreateCandidate(request)
    candidate_id, job = created.candidate.candidate_id, await recruiter.job(zebulon.JOB)
    await zebulon.erased(hr, candidate_id)
    with refused("CANDIDATE_ERASED", grpc.StatusCode.NOT_FOUND):
        await recruiter.upload(resume("Python"), candidate_id=candidate_id)
    with refused("CANDIDATE_ERASED"):
        await recruiter.candidates.GetCandidate(GetCandidateRequest(candidate_id=candidate_id))
    with refused("CANDIDATE_ERASED"):
        await recruiter.applications.CreateApplication(
            CreateApplicationRequest(candidate_id=candidate_id, job_id=job.job_id)
        )
    with refused("PERSON_ERASED"):
        await recruiter.candidates.CreateCandidate(request)
    listed = await recruiter.candidates.ListCandidates(ListCandidatesRequest())
    assert not listed.candidates, "a retry makes nobody again"


async def test_to_erase_again_returns_the_first_erasure(
    whole: Whole, people: Callers, tenant: str
) -> None:
    hr = await people.person(tenant, "hr")
    candidate_id = await _candidate(await people.person(tenant))
    requests = [zebulon.erase(candidate_id, request_id=str(uuid7())) for _ in range(4)]
    answers = await asyncio.gather(*(hr.erasures.EraseCandidate(each) for each in requests))
    (erasure_id,) = {each.erasure.erasure_id for each in answers}
    retried = await hr.erasures.EraseCandidate(requests[0])
    assert retried == answers[0]
    await zebulon.done(hr, erasure_id)
    await whole.settled()
    happened = await bus.happened(whole.mesh.ground, tenant)
    assert happened.count("CandidateErased") == 1
    listed = await hr.erasures.ListErasures(ListErasuresRequest())
    assert [each.erasure_id for each in listed.erasures] == [erasure_id]
    assert len(listed.erasures[0].confirmations) == len(whole.services)


async def test_candidates_erase_themselves_and_nobody_else(people: Callers, tenant: str) -> None:
    own = await people.person(tenant, "candidate", subject="own-1")
    other = await people.person(tenant, "candidate", subject="other-1")
    candidate_id = await _candidate(own)
    with refused("CANDIDATE_NOT_FOUND"):
        await other.erasures.EraseCandidate(zebulon.erase(candidate_id))
    with refused("CALLER_NOT_ALLOWED"):
        recruiter = await people.person(tenant)
        await recruiter.erasures.EraseCandidate(zebulon.erase(candidate_id))
    begun = (await own.erasures.EraseCandidate(zebulon.erase(candidate_id))).erasure
    assert (await zebulon.done(own, begun.erasure_id)).actor.subject == "own-1"
    with refused("CANDIDATE_NOT_FOUND"):
        await own.candidates.GetCandidate(GetCandidateRequest(candidate_id=candidate_id))
    with refused("ERASURE_NOT_FOUND"):
        await other.erasures.GetErasure(GetErasureRequest(erasure_id=begun.erasure_id))
    assert await _candidate(own) != candidate_id, "they may come again, as somebody new"


async def test_an_erasure_wants_a_reason_and_a_known_candidate(
    people: Callers, tenant: str
) -> None:
    hr = await people.person(tenant, "hr")
    with refused("FIELD_INVALID"):
        await hr.erasures.EraseCandidate(EraseCandidateRequest(candidate_id=str(uuid4())))
    with refused("CANDIDATE_NOT_FOUND"):
        await hr.erasures.EraseCandidate(zebulon.erase(str(uuid4())))
    stranger = await people.person(f"{tenant}x", "hr")
    candidate_id = await _candidate(await people.person(tenant))
    with refused("CANDIDATE_NOT_FOUND"):
        await stranger.erasures.EraseCandidate(zebulon.erase(candidate_id))


async def test_an_erasure_that_is_told_again_changes_nothing(
    whole: Whole, people: Callers, tenant: str
) -> None:
    hr = await people.person(tenant, "hr")
    erasure = await zebulon.erased(hr, await _candidate(await people.person(tenant)))
    await whole.settled()
    (event,) = [
        each
        for each in await bus.announced(whole.mesh.ground, tenant)
        if bus.name_of(each) == "CandidateErased"
    ]
    subject = f"candor.{tenant}.ingest.candidate-erased.v1"
    await bus.publish_again(whole.mesh.ground, subject, event)
    event.event_id = str(uuid7())  # and as if it had been announced twice
    await bus.publish_again(whole.mesh.ground, subject, event)
    await whole.settled()
    found = await hr.erasures.GetErasure(GetErasureRequest(erasure_id=erasure.erasure_id))
    assert found.erasure == erasure


@pytest.mark.parametrize("delay", [0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5])
async def test_what_is_under_way_at_that_moment_brings_nothing_back(
    whole: Whole, people: Callers, tenant: str, delay: float
) -> None:
    recruiter, hr = await people.person(tenant), await people.person(tenant, "hr")
    first = await recruiter.upload(resume("Python"))
    candidate_id = first.candidate_id

    async def upload(number: int) -> None:
        with suppress(grpc.aio.AioRpcError):
            await recruiter.upload(resume("Go", years=number + 2), candidate_id=candidate_id)

    uploads = [asyncio.create_task(upload(each)) for each in range(6)]
    await asyncio.sleep(delay)  # so that each run meets another step of the way
    erasure = await zebulon.erased(hr, candidate_id)
    await asyncio.gather(*uploads)
    await whole.settled()
    assert await _rows(whole, candidate_id) == KEPT
    assert await _points(whole, candidate_id) == []
    kept = [each for each in (whole.mesh.ground.files / tenant).rglob("*") if each.is_file()]
    assert kept == []
    assert len(erasure.confirmations) == len(whole.services)
    async with bus.stream(whole.mesh.ground) as js:
        assert (await js.stream_info("DEAD")).state.messages == 0, "nothing failed for good"


async def test_an_answer_that_is_being_given_does_not_name_who_was_erased_meanwhile(
    whole: Whole, people: Callers, tenant: str
) -> None:
    recruiter, hr = await people.person(tenant), await people.person(tenant, "hr")
    candidate_id = await _candidate(recruiter)
    await recruiter.job(zebulon.JOB)

    async def talk() -> None:
        # Nobody is left to be ranked, or the answer was refused.
        with suppress(grpc.aio.AioRpcError, AssertionError):
            await zebulon.talked(recruiter, "Who is the best candidate for the backend engineer?")

    talks = [asyncio.create_task(talk()) for _ in range(6)]
    await zebulon.erased(hr, candidate_id)
    await asyncio.gather(*talks)
    await whole.settled()
    async with tables.opened(whole.assistant) as conn:
        named = await conn.fetchval(
            "SELECT count(*) FROM message_subject WHERE tenant = $1", tenant
        )
    assert named == 0


WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted
"""


async def test_no_point_is_left_of_who_is_indexed_as_they_are_erased(
    whole: Whole, people: Callers, tenant: str
) -> None:
    recruiter = await people.person(tenant)
    candidate_id = await _candidate(recruiter)
    async with tables.opened(whole.mesh.matcher) as conn, conn.transaction():
        # Matcher's eraser at work: who indexes waits for it before writing the point.
        await conn.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended($1 || '/' || $2, 0))",
            tenant,
            candidate_id,
        )
        again = await recruiter.upload(resume("Go", years=9), candidate_id=candidate_id)
        async with asyncio.timeout(BOUND):
            while not await conn.fetchval(WAITING):  # noqa: ASYNC110  # no event tells
                await asyncio.sleep(0.02)
        await conn.execute(
            """
                INSERT INTO erased (tenant, person_id, erasure_id, deleted)
                VALUES ($1, $2, gen_random_uuid(), '{}')
                """,
            tenant,
            candidate_id,
        )
    await whole.settled()
    assert await _points(whole, candidate_id) == []
    assert again.candidate_id == candidate_id
