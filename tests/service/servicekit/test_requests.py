"""A retry under the same request id gets the first answer and changes nothing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.ingest.v1.job_service_pb2 import CreateJobRequest, CreateJobResponse, Job

from servicekit.database import transaction
from servicekit.errors import Code, FieldInvalid
from servicekit.requests import RequestIdReused, Requests, parse_id
from servicekit.sealing import PersonErased, PersonKeys
from tests.unit.servicekit.callers import caller

if TYPE_CHECKING:
    from servicekit.auth import Caller
    from servicekit.database import Pool

MASTER = b"m" * 32


@dataclass(slots=True)
class Work:
    """A method that makes a job under a request id, and counts how often it really did."""

    pool: Pool
    done: int = 0
    entered: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(
        self,
        request: CreateJobRequest,
        who: Caller | None = None,
        *,
        method: str = "CreateJob",
        fails: bool = False,
    ) -> CreateJobResponse:
        who = who or caller()
        async with transaction(self.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, MASTER)
            requests = Requests(conn, keys, who, method)
            known = await requests.recall(request.request_id, request, CreateJobResponse())
            if known is not None:
                return known
            self.done += 1
            self.entered.set()
            await self.go_on.wait()
            if fails:
                raise ZeroDivisionError
            response = CreateJobResponse(job=Job(job_id=str(uuid4()), title=request.title))
            await requests.remember(request.request_id, response, person_id="p-1")
        return response


@pytest.fixture
def work(pool: Pool) -> Work:
    made = Work(pool)
    made.go_on.set()
    return made


def asked(title: str = "Nurse", request_id: str = "") -> CreateJobRequest:
    return CreateJobRequest(request_id=request_id or str(uuid4()), title=title)


async def test_the_same_request_gets_the_same_answer_once_more(work: Work) -> None:
    request = asked()
    first = await work(request)
    assert await work(request) == first
    assert await work(request) == first
    assert work.done == 1


async def test_another_request_under_the_id_is_refused(work: Work) -> None:
    request = asked()
    await work(request)
    with pytest.raises(RequestIdReused) as caught:
        await work(asked("Surgeon", request.request_id))
    assert caught.value.code is Code.ALREADY_EXISTS
    assert caught.value.metadata == {"request_id": request.request_id}
    assert work.done == 1


async def test_ids_are_compared_as_values_not_as_texts(work: Work) -> None:
    request = asked()
    first = await work(request)
    with pytest.raises(RequestIdReused):
        await work(asked("Surgeon", request.request_id.upper()))
    assert await work(request) == first


async def test_without_an_id_every_call_counts(work: Work) -> None:
    request = CreateJobRequest(title="Nurse")
    assert await work(request) != await work(request)
    assert work.done == 2


async def test_an_id_belongs_to_one_tenant_subject_and_method(work: Work) -> None:
    request = asked()
    await work(request)
    await work(request, caller(subject="user-2"))
    await work(request, caller(tenant="beta"))
    await work(request, method="CreateOther")
    assert work.done == 4


async def test_a_call_that_failed_is_forgotten(work: Work) -> None:
    request = asked()
    with pytest.raises(ZeroDivisionError):
        await work(request, fails=True)
    first = await work(request)
    assert await work(request) == first
    assert work.done == 2


async def test_of_two_calls_at_once_one_runs_and_both_get_its_answer(work: Work) -> None:
    request = asked()
    work.go_on.clear()
    calls = [asyncio.create_task(work(request)) for _ in range(4)]
    await asyncio.wait_for(work.entered.wait(), 5)
    await _until_waiting(work.pool, 3)
    work.go_on.set()
    answers = await asyncio.gather(*calls)
    assert all(each == answers[0] for each in answers)
    assert work.done == 1


async def test_if_the_first_of_two_fails_the_second_runs(work: Work) -> None:
    request = asked()
    work.go_on.clear()
    first = asyncio.create_task(work(request, fails=True))
    await asyncio.wait_for(work.entered.wait(), 5)
    second = asyncio.create_task(work(request))
    await _until_waiting(work.pool, 1)
    work.go_on.set()
    with pytest.raises(ZeroDivisionError):
        await first
    assert (await second).job.title == "Nurse"
    assert work.done == 2


async def test_an_answer_lies_sealed_and_goes_with_its_person(work: Work) -> None:
    request = asked("A title that nobody else has")
    await work(request)
    async with transaction(work.pool, "acme") as conn:
        row = await conn.fetchrow("SELECT r::text AS shown, response FROM request r")
        assert row is not None
        assert b"nobody else" not in row["response"]
        assert "nobody else" not in row["shown"]
        await conn.execute("DELETE FROM person_key WHERE person_id = $1", "p-1")
    with pytest.raises(PersonErased):
        await work(request)
    assert work.done == 1, "an erased person is not made again by a retry"


@pytest.mark.parametrize("request_id", ["1", "not a uuid", "x" * 36, "\x00"])
async def test_an_id_is_a_uuid(work: Work, request_id: str) -> None:
    with pytest.raises(FieldInvalid) as caught:
        await work(asked(request_id=request_id))
    assert caught.value.field == "request_id"
    assert work.done == 0


def test_the_field_that_is_no_id_is_named() -> None:
    with pytest.raises(FieldInvalid) as caught:
        parse_id("x", "job_id")
    assert caught.value.field == "job_id"


async def _until_waiting(pool: Pool, count: int) -> None:
    """Wait until `count` sessions of the pool wait for a lock of another."""
    async with asyncio.timeout(10):
        while True:
            waiting = await pool.fetchval(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0
                """
            )
            if waiting >= count:
                return
            await asyncio.sleep(0.02)
