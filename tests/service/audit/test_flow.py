"""A whole flow through the mesh: each of its events is in the ledger, once."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from candor.audit.v1.ledger_service_pb2 import GetCheckpointRequest
from candor.ingest.v1 import application_service_pb2
from candor.ingest.v1.job_service_pb2 import CloseJobRequest
from candor.ingest.v1.resume_service_pb2 import RetryOperationRequest
from candor.matcher.v1.match_service_pb2 import ScorePairRequest

from cli import ledger as verifier
from tests.service import bus
from tests.service.audit.happening import entries_of, export_of
from tests.service.matcher.people import resume, run_of

if TYPE_CHECKING:
    from tests.harness.services import Mesh
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

FLOW = Counter(
    {
        "candor.ingest.CandidateCreated": 2,
        "candor.ingest.ResumeReceived": 2,
        "candor.ingest.ResumeParsed": 1,
        "candor.ingest.ResumeRefused": 2,
        "candor.ingest.OperationRetried": 1,
        "candor.ingest.JobCreated": 1,
        "candor.ingest.JobClosed": 1,
        "candor.ingest.ApplicationCreated": 1,
        "candor.ingest.ApplicationMoved": 1,
        "candor.matcher.CandidateIndexed": 1,
        "candor.matcher.RubricProposed": 1,
        "candor.matcher.MatchRunCompleted": 1,
        "candor.matcher.PairScored": 1,
    }
)


async def _flow(recruiter: Person) -> None:
    job = await recruiter.job("Engineer\n\nMust have\n- Python\n")
    operation = await recruiter.taken_in(resume("Python"))
    refused = await recruiter.taken_in(b"qxzj wvkq " * 60)
    await recruiter.resumes.RetryOperation(RetryOperationRequest(operation_id=refused.operation_id))
    await recruiter.ended(refused)
    await run_of(recruiter, job.job_id)
    await recruiter.matches.ScorePair(
        ScorePairRequest(job_id=job.job_id, candidate_id=operation.candidate_id)
    )
    applied = await recruiter.applications.CreateApplication(
        application_service_pb2.CreateApplicationRequest(
            candidate_id=operation.candidate_id, job_id=job.job_id
        )
    )
    await recruiter.applications.TransitionApplication(
        application_service_pb2.TransitionApplicationRequest(
            application_id=applied.application.application_id,
            stage=application_service_pb2.STAGE_REJECTED,
            reason=application_service_pb2.DECISION_REASON_OTHER,
        )
    )
    await recruiter.jobs.CloseJob(CloseJobRequest(job_id=job.job_id))


async def test_every_event_of_a_flow_is_in_the_ledger_once_in_the_order_of_the_bus(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    await _flow(await callers.person(tenant))
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    auditor = await callers.person(tenant, "auditor")
    bodies = [json.loads(entry.body) for entry in await entries_of(auditor)]
    announced = await bus.announced(mesh.ground, tenant)
    assert [body["event_id"] for body in bodies] == [event.event_id for event in announced]
    assert Counter(body["type"] for body in bodies) == FLOW
    assert {body["actor"] for body in bodies} == {"person:user-1"}
    head = await auditor.ledger.GetCheckpoint(GetCheckpointRequest())
    verdict = verifier.verify(await export_of(auditor), verifier_key=head.verifier_key)
    assert verdict.ok, verdict
    assert verdict.entries == FLOW.total()
