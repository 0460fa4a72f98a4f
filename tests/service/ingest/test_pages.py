"""Lists: their pages together are the whole, each thing once, whatever the sizes."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from candor.ingest.v1.application_service_pb2 import (
    CreateApplicationRequest,
    ListApplicationsRequest,
)
from candor.ingest.v1.candidate_service_pb2 import (
    CreateCandidateRequest,
    ListCandidatesRequest,
)
from candor.ingest.v1.job_service_pb2 import JOB_STATE_OPEN, ListJobsRequest
from candor.ingest.v1.resume_service_pb2 import ListOperationsRequest

from tests.service.clients import NOTICE, refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.service.clients import Callers, Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

COUNT = 23
RESUME = b"Alex Example\nSkills\nPython, Go, accounting, project management, Excel\n"


class Listed(NamedTuple):
    """One page: ids in their order, and where the next begins."""

    ids: list[str]
    token: str


class Kind(NamedTuple):
    """Something that is listed: how some are made, and how a page is got."""

    make: Callable[[Person], Awaitable[list[str]]]
    page: Callable[[Person, int, str], Awaitable[Listed]]


async def _made_candidates(person: Person) -> list[str]:
    request = CreateCandidateRequest(name="A", consent=True, consent_notice=NOTICE)
    made = [await person.candidates.CreateCandidate(request) for _ in range(COUNT)]
    return [each.candidate.candidate_id for each in made]


async def _made_jobs(person: Person) -> list[str]:
    return [(await person.job(f"Accountant {n}")).job_id for n in range(COUNT)]


async def _made_operations(person: Person) -> list[str]:
    return [(await person.upload(RESUME)).operation_id for _ in range(COUNT)]


async def _made_applications(person: Person) -> list[str]:
    job = await person.job("Accountant")
    made = [
        await person.applications.CreateApplication(
            CreateApplicationRequest(candidate_id=candidate_id, job_id=job.job_id)
        )
        for candidate_id in await _made_candidates(person)
    ]
    return [each.application.application_id for each in made]


async def _candidates(person: Person, size: int, token: str) -> Listed:
    request = ListCandidatesRequest(page_size=size, page_token=token)
    page = await person.candidates.ListCandidates(request)
    return Listed([each.candidate_id for each in page.candidates], page.next_page_token)


async def _jobs(person: Person, size: int, token: str) -> Listed:
    page = await person.jobs.ListJobs(ListJobsRequest(page_size=size, page_token=token))
    return Listed([each.job_id for each in page.jobs], page.next_page_token)


async def _operations(person: Person, size: int, token: str) -> Listed:
    request = ListOperationsRequest(page_size=size, page_token=token)
    page = await person.resumes.ListOperations(request)
    return Listed([each.operation_id for each in page.operations], page.next_page_token)


async def _applications(person: Person, size: int, token: str) -> Listed:
    request = ListApplicationsRequest(page_size=size, page_token=token)
    page = await person.applications.ListApplications(request)
    return Listed([each.application_id for each in page.applications], page.next_page_token)


KINDS = {
    "candidates": Kind(_made_candidates, _candidates),
    "jobs": Kind(_made_jobs, _jobs),
    "operations": Kind(_made_operations, _operations),
    "applications": Kind(_made_applications, _applications),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_pages_of_any_sizes_are_together_the_whole_newest_first_and_nothing_twice(
    hiring: Callers, tenant: str, kind: str
) -> None:
    person = await hiring.person(tenant)
    made = await KINDS[kind].make(person)
    dice = Random(kind)  # noqa: S311  # the same sizes each run
    for _ in range(3):
        ids: list[str] = []
        token = ""
        while True:
            size = dice.randint(1, 9)
            page = await KINDS[kind].page(person, size, token)
            assert len(page.ids) <= size
            ids += page.ids
            token = page.token
            if not token:
                break
        assert ids == made[::-1]


@pytest.mark.parametrize("kind", KINDS)
async def test_a_size_is_coerced_and_a_negative_one_refused(
    hiring: Callers, tenant: str, kind: str
) -> None:
    person = await hiring.person(tenant)
    assert await KINDS[kind].page(person, 2**31 - 1, "") == ([], "")
    with refused("FIELD_INVALID"):
        await KINDS[kind].page(person, -1, "")


async def test_a_token_is_good_for_its_query_its_caller_and_its_tenant_only(
    hiring: Callers, tenant: str
) -> None:
    person = await hiring.person(tenant)
    await _made_jobs(person)
    token = (await _jobs(person, 5, "")).token
    strangers = [
        await hiring.person(f"{tenant}x"),
        await hiring.person(tenant, subject="user-2"),
    ]
    for stranger in strangers:
        with refused("PAGE_TOKEN_INVALID"):
            await _jobs(stranger, 5, token)
    with refused("PAGE_TOKEN_INVALID"):
        request = ListJobsRequest(page_token=token, state=JOB_STATE_OPEN)
        await person.jobs.ListJobs(request)
    with refused("PAGE_TOKEN_INVALID"):
        await _candidates(person, 5, token)
    for forged in (token[:-4], token.swapcase(), "x", "é"):
        with refused("PAGE_TOKEN_INVALID"):
            await _jobs(person, 5, forged)


async def test_what_is_added_while_paging_does_not_shift_the_pages(
    hiring: Callers, tenant: str
) -> None:
    person = await hiring.person(tenant)
    made = await _made_jobs(person)
    first = await _jobs(person, 10, "")
    await person.job("Accountant, added meanwhile")
    second = await _jobs(person, 200, first.token)
    assert first.ids + second.ids == made[::-1]
