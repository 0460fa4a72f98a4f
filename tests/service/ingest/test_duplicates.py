"""Who is proposed as one person, who may say so, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.ingest.v1 import application_service_pb2 as applications
from candor.ingest.v1 import duplicate_pb2 as kinds
from candor.ingest.v1 import duplicate_service_pb2 as pb
from candor.ingest.v1.candidate_service_pb2 import CreateCandidateRequest, GetCandidateRequest
from candor.ingest.v1.operation_pb2 import STEP_NAME_PARSED
from candor.ingest.v1.resume_service_pb2 import ListOperationsRequest, WatchOperationRequest
from grpc import StatusCode

from tests.service import bus, tables
from tests.service.clients import NOTICE, refused

if TYPE_CHECKING:
    from candor.ingest.v1.operation_pb2 import Operation

    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

RESUME = (Path(__file__).parents[3] / "samples/resumes/daniel-kim.txt").read_text()
ELSEWHERE = RESUME.replace("daniel.kim@example.com", "dk@example.org").replace(
    "(847) 555-0190", "(212) 555-0111"
)

OTHER = """{name}
{contact}

EXPERIENCE

Line Cook
Harbour Diner, Boston, MA
January 2020 - May 2022
- Prepared breakfast for two hundred guests a day and kept the station clean.
- Trained four new cooks and wrote down how the kitchen is opened and closed.
"""


async def _candidate(person: Person, *, name: str = "Alex Example", email: str = "") -> str:
    request = CreateCandidateRequest(name=name, email=email, consent=True, consent_notice=NOTICE)
    return (await person.candidates.CreateCandidate(request)).candidate.candidate_id


async def _read(person: Person, content: str) -> str:
    """Upload a resume and wait until it is understood; return its candidate."""
    operation = await person.upload(content.encode())
    watching = person.resumes.WatchOperation(
        WatchOperationRequest(operation_id=operation.operation_id)
    )
    async for each in watching:
        if _parsed(each.operation):
            break
    watching.cancel()
    return operation.candidate_id


def _parsed(operation: Operation) -> bool:
    return any(
        step.name == STEP_NAME_PARSED and step.HasField("done_time") for step in operation.steps
    )


async def _proposed(
    person: Person, *, state: kinds.DuplicateState.ValueType = kinds.DUPLICATE_STATE_UNSPECIFIED
) -> list[kinds.Duplicate]:
    request = pb.ListDuplicatesRequest(state=state)
    return list((await person.duplicates.ListDuplicates(request)).duplicates)


async def _merge(person: Person, keep_id: str, other_id: str) -> kinds.Merge:
    request = pb.MergeCandidatesRequest(keep_id=keep_id, other_id=other_id)
    return (await person.duplicates.MergeCandidates(request)).merge


async def _unmerge(person: Person, merge_id: str) -> kinds.Merge:
    request = pb.UnmergeCandidatesRequest(merge_id=merge_id)
    return (await person.duplicates.UnmergeCandidates(request)).merge


async def _applied(person: Person, candidate_id: str, job_id: str) -> applications.Application:
    request = applications.CreateApplicationRequest(candidate_id=candidate_id, job_id=job_id)
    return (await person.applications.CreateApplication(request)).application


async def _moved(person: Person, application_id: str, stage: applications.Stage.ValueType) -> None:
    await person.applications.TransitionApplication(
        applications.TransitionApplicationRequest(
            application_id=application_id,
            stage=stage,
            reason=applications.DECISION_REASON_OTHER,
        )
    )


EMAIL, PHONE, FILE = (
    kinds.DUPLICATE_REASON_EMAIL,
    kinds.DUPLICATE_REASON_PHONE,
    kinds.DUPLICATE_REASON_FILE,
)
TEXT, CAREER = kinds.DUPLICATE_REASON_TEXT, kinds.DUPLICATE_REASON_CAREER


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (RESUME, [EMAIL, PHONE, FILE, TEXT, CAREER]),
        (RESUME.replace("Skokie", "Chicago"), [EMAIL, PHONE, TEXT, CAREER]),
        (ELSEWHERE, [TEXT, CAREER]),
        (OTHER.format(name="Ann Other", contact="+1 847 555 0190"), [PHONE]),
        (OTHER.format(name="Ann Other", contact="Daniel.Kim@EXAMPLE.com"), [EMAIL]),
        (ELSEWHERE.replace("Daniel Kim", "Ann Other"), None),
        (OTHER.format(name="Daniel Kim", contact="dk@example.net"), None),
    ],
    ids=["file", "moved", "other contacts", "phone", "email", "template", "namesake"],
)
async def test_two_who_seem_to_be_one_are_proposed_with_what_they_share(
    ground: Ground,
    ingest: Service,
    hiring: Callers,
    tenant: str,
    other: str,
    reasons: list[int] | None,
) -> None:
    recruiter = await hiring.person(tenant)
    pair = [await _read(recruiter, RESUME), await _read(recruiter, other)]
    await bus.settled(ground, ingest)
    found = await _proposed(recruiter)
    assert [list(each.reasons) for each in found] == ([reasons] if reasons else [])
    for each in found:
        assert list(each.candidate_ids) == pair
        assert 50 <= each.score <= 100
        assert each.state == kinds.DUPLICATE_STATE_OPEN
    announced = await bus.happened(ground, tenant)
    assert announced.count("DuplicateProposed") == len(found)


async def test_candidates_from_forms_are_compared_by_their_mail(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    first = await _candidate(recruiter, email="Alex.Example+jobs@gmail.com")
    second = await _candidate(recruiter, email="alexexample@googlemail.com")
    await _candidate(recruiter, email="alex.example@example.com")
    await _candidate(recruiter, email="alex.example+jobs@example.com")
    for _ in range(2):
        await _candidate(recruiter, name="Bo Other", email="jobs@example.com")
    await bus.settled(ground, ingest)
    (found,) = await _proposed(recruiter)
    assert list(found.candidate_ids) == [first, second]
    shown = await recruiter.duplicates.GetDuplicate(
        pb.GetDuplicateRequest(duplicate_id=found.duplicate_id)
    )
    assert [each.candidate_id for each in shown.candidates] == [first, second]
    assert {each.profile.name for each in shown.candidates} == {"Alex Example"}


async def test_nobody_is_compared_with_people_of_another_tenant(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    persons = [await hiring.person(name) for name in (tenant, f"{tenant}x")]
    ids = [await _read(person, RESUME) for person in persons]
    await bus.settled(ground, ingest)
    for person in persons:
        assert await _proposed(person) == []
    async with tables.opened(ingest) as conn:
        shared = await conn.fetchval(
            """
            SELECT count(*) FROM duplicate_mark AS one
            JOIN duplicate_mark AS two USING (kind, digest)
            WHERE one.candidate_id = $1 AND two.candidate_id = $2
            """,
            *ids,
        )
    assert shared == 0, "the same data has other marks in each tenant"
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await _merge(persons[0], ids[0], ids[1])
    with refused("CANDIDATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await _merge(persons[0], ids[1], ids[0])


async def test_a_dismissed_pair_is_not_proposed_again(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    await _read(recruiter, RESUME)
    second = await _read(recruiter, ELSEWHERE)
    await bus.settled(ground, ingest)
    (found,) = await _proposed(recruiter)
    request = pb.DismissDuplicateRequest(duplicate_id=found.duplicate_id, request_id=str(uuid4()))
    dismissed = await recruiter.duplicates.DismissDuplicate(request)
    assert dismissed.duplicate.state == kinds.DUPLICATE_STATE_DISMISSED
    assert await recruiter.duplicates.DismissDuplicate(request) == dismissed
    await recruiter.upload(RESUME.encode(), candidate_id=second)
    await bus.settled(ground, ingest)
    assert await _proposed(recruiter, state=kinds.DUPLICATE_STATE_OPEN) == []
    assert (await bus.happened(ground, tenant)).count("DuplicateDismissed") == 1


async def test_a_merge_is_one_answer_however_often_it_is_asked_for(
    ground: Ground, ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    pair = [await _candidate(recruiter, email="a@example.com") for _ in range(2)]
    await bus.settled(ground, ingest)
    request = pb.MergeCandidatesRequest(keep_id=pair[0], other_id=pair[1], request_id=str(uuid4()))
    made = await recruiter.duplicates.MergeCandidates(request)
    assert await recruiter.duplicates.MergeCandidates(request) == made
    (found,) = await _proposed(recruiter)
    assert found.state == kinds.DUPLICATE_STATE_MERGED
    listed = await recruiter.duplicates.ListMerges(pb.ListMergesRequest(candidate_id=pair[1]))
    assert list(listed.merges) == [made.merge]
    undone = await _unmerge(recruiter, made.merge.merge_id)
    assert undone.HasField("unmerge_time")
    assert (await _proposed(recruiter))[0].state == kinds.DUPLICATE_STATE_OPEN
    with refused("MERGE_NOT_REVERSIBLE", StatusCode.FAILED_PRECONDITION):
        await _unmerge(recruiter, made.merge.merge_id)
    await bus.settled(ground, ingest)
    happened = await bus.happened(ground, tenant)
    assert (happened.count("CandidatesMerged"), happened.count("CandidatesUnmerged")) == (1, 1)


async def test_accounts_of_two_people_are_never_joined(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    alex = await hiring.person(tenant, "candidate", subject="alex")
    bo = await hiring.person(tenant, "candidate", subject="bo")
    owned = [await _candidate(person) for person in (alex, bo)]
    entered = await _candidate(recruiter)
    for kept in (owned[1], entered):
        with refused("OWNERS_DIFFER", StatusCode.FAILED_PRECONDITION) as told:
            await _merge(recruiter, kept, owned[0])
        assert told[0].metadata == {"candidate_id": owned[0]}
    await _merge(recruiter, owned[0], entered)
    await alex.candidates.GetCandidate(GetCandidateRequest(candidate_id=owned[0]))


async def test_an_owner_sees_what_was_merged_into_their_record_and_nobody_elses(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    alex = await hiring.person(tenant, "candidate", subject="alex")
    bo = await hiring.person(tenant, "candidate", subject="bo")
    own, _ = await _candidate(alex), await _candidate(bo)
    operation = await recruiter.upload(RESUME.encode())
    job = await recruiter.job("Nurse")
    application = await _applied(recruiter, operation.candidate_id, job.job_id)
    made = await _merge(recruiter, own, operation.candidate_id)
    listing, asking = ListOperationsRequest(), applications.ListApplicationsRequest()
    for person, expected in ((alex, 1), (bo, 0)):
        seen = (await person.resumes.ListOperations(listing)).operations
        assert [each.operation_id for each in seen] == [operation.operation_id][:expected]
        applied = (await person.applications.ListApplications(asking)).applications
        assert [each.application_id for each in applied] == [application.application_id][:expected]
        assert {each.candidate_id for each in applied} <= {own}
    await _unmerge(recruiter, made.merge_id)
    assert not (await alex.resumes.ListOperations(listing)).operations
    assert not (await alex.applications.ListApplications(asking)).applications


async def test_merges_are_undone_from_the_last(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    kept, one, two = [await _candidate(recruiter) for _ in range(3)]
    first, second = await _merge(recruiter, kept, one), await _merge(recruiter, kept, two)
    with refused("CANDIDATE_MERGED", StatusCode.NOT_FOUND) as told:
        await _merge(recruiter, one, two)
    assert told[0].metadata == {"candidate_id": kept}
    with refused("MERGE_NOT_REVERSIBLE", StatusCode.FAILED_PRECONDITION) as told:
        await _unmerge(recruiter, first.merge_id)
    assert told[0].metadata["later_merge_id"] == second.merge_id
    other = await _candidate(recruiter)
    with refused("MERGE_CHAINED", StatusCode.FAILED_PRECONDITION):
        await _merge(recruiter, other, kept)
    await _unmerge(recruiter, second.merge_id)
    await _unmerge(recruiter, first.merge_id)
    with refused("FIELD_INVALID"):
        await _merge(recruiter, kept, kept)
    with refused("MERGE_NOT_FOUND", StatusCode.NOT_FOUND):
        await _unmerge(recruiter, str(uuid4()))
    with refused("DUPLICATE_NOT_FOUND", StatusCode.NOT_FOUND):
        await recruiter.duplicates.GetDuplicate(pb.GetDuplicateRequest(duplicate_id=str(uuid4())))


@pytest.mark.parametrize(
    ("kept_at", "other_at", "other_stands"),
    [
        (None, applications.STAGE_INTERVIEW, True),
        (applications.STAGE_OFFER, applications.STAGE_SCREENING, False),
        (None, None, False),
        (None, applications.STAGE_REJECTED, False),
        (applications.STAGE_REJECTED, None, True),
        (applications.STAGE_OFFER, applications.STAGE_HIRED, True),
    ],
    ids=["further", "kept further", "older", "not ended", "goes on", "hired"],
)
async def test_of_two_applications_for_one_job_the_further_that_goes_on_stands(
    hiring: Callers,
    tenant: str,
    kept_at: applications.Stage.ValueType | None,
    other_at: applications.Stage.ValueType | None,
    *,
    other_stands: bool,
) -> None:
    recruiter = await hiring.person(tenant)
    kept, other = [await _candidate(recruiter) for _ in range(2)]
    job = await recruiter.job("Accountant")
    both = [await _applied(recruiter, each, job.job_id) for each in (kept, other)]
    for each, stage in zip(both, (kept_at, other_at), strict=True):
        if stage is not None:
            await _moved(recruiter, each.application_id, stage)
    falls, stands = both if other_stands else both[::-1]
    made = await _merge(recruiter, kept, other)
    assert list(made.superseded_application_ids) == [falls.application_id]
    asked = applications.ListApplicationsRequest(job_id=job.job_id)
    listed = (await recruiter.applications.ListApplications(asked)).applications
    assert [(each.application_id, each.candidate_id) for each in listed] == [
        (stands.application_id, kept)
    ]
    request = applications.GetApplicationRequest(application_id=falls.application_id)
    found = (await recruiter.applications.GetApplication(request)).application
    assert found.superseded_by == stands.application_id
    with refused("APPLICATION_SUPERSEDED", StatusCode.FAILED_PRECONDITION) as told:
        await _moved(recruiter, falls.application_id, applications.STAGE_REJECTED)
    assert told[0].metadata == {"application_id": stands.application_id}
    with refused("APPLICATION_EXISTS") as told:
        await _applied(recruiter, kept, job.job_id)
    assert told[0].metadata == {"application_id": stands.application_id}
    await _unmerge(recruiter, made.merge_id)
    listed = (await recruiter.applications.ListApplications(asked)).applications
    assert {(each.application_id, each.candidate_id) for each in listed} == {
        (each.application_id, each.candidate_id) for each in both
    }
    assert {each.superseded_by for each in listed} == {""}
