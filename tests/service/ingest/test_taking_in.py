"""From a file to a candidate that searches find: every step, told as it is done."""

from __future__ import annotations

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from candor.ingest.v1.candidate_service_pb2 import (
    GetCandidateFactsRequest,
    GetCandidateRequest,
)
from candor.ingest.v1.operation_pb2 import (
    OPERATION_STATE_RUNNING,
    OPERATION_STATE_SUCCEEDED,
    STEP_NAME_EXTRACTED,
    STEP_NAME_INDEXED,
    STEP_NAME_PARSED,
    STEP_NAME_RECEIVED,
)
from candor.ingest.v1.resume_service_pb2 import (
    GetOperationRequest,
    ListOperationsRequest,
    WatchOperationRequest,
)

from servicekit import canonical
from tests.service import bus
from tests.service.clients import BOUND, refused

if TYPE_CHECKING:
    from candor.ingest.v1.operation_pb2 import Operation

    from tests.harness.services import Mesh
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")

RESUMES = Path(__file__).parents[3] / "samples" / "resumes"
ROOT = Path(__file__).parents[3]
ONE_OF_EACH_TYPE = [
    (
        "samples/resumes/oleksandr-kravchenko.txt",
        "Oleksandr Kravchenko",
        "o.kravchenko@example.com",
    ),
    ("samples/resumes/keisha-broussard.docx", "Keisha Broussard", "keisha.broussard@example.com"),
    ("samples/resumes/lan-nguyen.pdf", "Lan Nguyen", "lan.nguyen@example.com"),
    (
        "tests/fixtures/resumes/keisha-broussard.odt",
        "Keisha Broussard",
        "keisha.broussard@example.com",
    ),
    ("tests/fixtures/resumes/john-doe-scan.jpg", "John Doe", "john.doe@email.com"),
]
STEPS = [STEP_NAME_RECEIVED, STEP_NAME_EXTRACTED, STEP_NAME_PARSED, STEP_NAME_INDEXED]
HAPPENED = ["CandidateCreated", "ResumeReceived", "ResumeParsed", "CandidateIndexed"]


def _done(operation: Operation) -> int:
    return sum(step.HasField("done_time") for step in operation.steps)


@pytest.mark.parametrize(("file", "name", "email"), ONE_OF_EACH_TYPE)
async def test_a_resume_of_each_type_is_understood_and_indexed(
    mesh: Mesh, callers: Callers, tenant: str, file: str, name: str, email: str
) -> None:
    recruiter = await callers.person(tenant)
    content = (ROOT / file).read_bytes()
    operation = await recruiter.taken_in(content)
    assert operation.state == OPERATION_STATE_SUCCEEDED
    assert [step.name for step in operation.steps] == STEPS
    times = [step.done_time.ToNanoseconds() for step in operation.steps]
    assert times == sorted(times)
    assert times[0] > 0
    assert not operation.HasField("error")

    found = await recruiter.candidates.GetCandidate(
        GetCandidateRequest(candidate_id=operation.candidate_id)
    )
    assert (found.candidate.profile.name, found.candidate.profile.email) == (name, email)
    shown = await recruiter.candidates.GetCandidateFacts(
        GetCandidateFactsRequest(candidate_id=operation.candidate_id)
    )
    stripped = "\n".join(line.text for line in shown.facts.lines)
    assert shown.facts.text_digest == sha256(stripped.encode()).hexdigest()
    assert shown.facts_digest == found.candidate.facts_digest == canonical.digest(shown.facts)
    assert shown.facts.skills
    assert shown.facts.positions
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    assert await bus.happened(mesh.ground, tenant) == HAPPENED


async def test_a_watch_tells_each_change_and_ends_with_the_operation(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    operation = await recruiter.upload((RESUMES / "daniel-kim.txt").read_bytes())
    told = await recruiter.watched(operation.operation_id)
    assert [each.state for each in told[:-1]] == [OPERATION_STATE_RUNNING] * (len(told) - 1)
    assert told[-1].state == OPERATION_STATE_SUCCEEDED
    done = [_done(each) for each in told]
    assert done == sorted(done)
    assert done[-1] == len(STEPS)
    assert len({each.SerializeToString(deterministic=True) for each in told}) == len(told)
    assert await recruiter.watched(operation.operation_id) == told[-1:]
    got = await recruiter.resumes.GetOperation(
        GetOperationRequest(operation_id=operation.operation_id)
    )
    assert got.operation == told[-1]


async def test_everybody_who_watches_is_told(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    operation = await recruiter.upload((RESUMES / "daniel-kim.txt").read_bytes())
    ends = await asyncio.gather(*(recruiter.ended(operation) for _ in range(5)))
    assert {each.state for each in ends} == {OPERATION_STATE_SUCCEEDED}


async def test_a_watcher_who_leaves_does_not_keep_others_from_being_told(
    callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    operation = await recruiter.upload((RESUMES / "daniel-kim.txt").read_bytes())
    leaving = recruiter.resumes.WatchOperation(
        WatchOperationRequest(operation_id=operation.operation_id)
    )
    async with asyncio.timeout(BOUND):
        await anext(aiter(leaving))
    leaving.cancel()
    assert (await recruiter.ended(operation)).state == OPERATION_STATE_SUCCEEDED


async def test_nobody_watches_what_is_not_there(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    with refused("OPERATION_NOT_FOUND"):
        await recruiter.watched("01920000-0000-7000-8000-000000000000")
    with refused("FIELD_INVALID"):
        await recruiter.watched("7")


async def test_operations_are_listed_by_their_state(callers: Callers, tenant: str) -> None:
    recruiter = await callers.person(tenant)
    good = await recruiter.taken_in((RESUMES / "daniel-kim.txt").read_bytes())
    bad = await recruiter.taken_in(b"%PDF-1.7 no such thing")
    request = ListOperationsRequest(state=OPERATION_STATE_SUCCEEDED)
    assert list((await recruiter.resumes.ListOperations(request)).operations) == [good]
    both = (await recruiter.resumes.ListOperations(ListOperationsRequest())).operations
    assert list(both) == [bad, good]
