"""What is raised in a method becomes the status that the contract promises."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NoReturn, TypeAlias

import asyncpg
import pytest
from candor.audit.v1 import ledger_service_pb2 as pb
from candor.audit.v1.ledger_service_pb2_grpc import LedgerServiceStub
from google.rpc import error_details_pb2

from servicekit import auth, channel
from servicekit.errors import Code, FieldInvalid, ServiceError
from tests.service.servicekit.servicer import (
    ROLE,
    Desk,
    detail,
    failure,
    never,
    open_desk,
    reason,
    served,
    stub,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine

    from tests.harness.identity import Identities, Metadata

    Call: TypeAlias = Callable[[LedgerServiceStub, Metadata | None], Coroutine[None, None, None]]

PRIVATE = "the applicant's name is Ada"


class OutOfPaper(ServiceError):
    """Stands for any error of a service."""

    code = Code.FAILED_PRECONDITION
    reason = "OUT_OF_PAPER"
    retry_after = 2.5


def raising(error: Exception) -> Callable[[], Awaitable[str]]:
    async def fail() -> NoReturn:
        raise error

    return fail


async def unary(desk: LedgerServiceStub, metadata: Metadata | None) -> None:
    await desk.GetEntry(pb.GetEntryRequest(), metadata=metadata)


async def streaming(desk: LedgerServiceStub, metadata: Metadata | None) -> None:
    lines: list[str] = []
    answers = desk.ExportLedger(pb.ExportLedgerRequest(), metadata=metadata)
    try:
        async for each in answers:
            lines.append(each.lines)  # noqa: PERF401  # it fails on the way
    finally:
        answers.cancel()  # grpc leaves that to its collector when it is between two answers
        assert lines in (["first"], []), "what came before the failure has arrived"


both_ways = pytest.mark.parametrize("call", [unary, streaming])


@both_ways
async def test_an_error_of_the_service_is_its_own_status(
    identities: Identities, call: Call
) -> None:
    desk = Desk(raising(OutOfPaper("no paper left", tray="2")))
    async with open_desk(desk, identities) as opened:
        status = await failure(call(opened, identities.metadata(ROLE)))
    info = detail(status, error_details_pb2.ErrorInfo)
    assert status.code == Code.FAILED_PRECONDITION.value[0]
    assert status.message == "no paper left"
    assert (info.reason, info.domain, info.metadata["tray"]) == ("OUT_OF_PAPER", "candor.dev", "2")
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.ToMilliseconds() == 2500


@both_ways
async def test_a_malformed_field_is_named(identities: Identities, call: Call) -> None:
    desk = Desk(raising(FieldInvalid("object_id", "want a UUID")))
    async with open_desk(desk, identities) as opened:
        status = await failure(call(opened, identities.metadata(ROLE)))
    (violation,) = detail(status, error_details_pb2.BadRequest).field_violations
    assert reason(status) == "FIELD_INVALID"
    assert (violation.field, violation.description) == ("object_id", "want a UUID")


@both_ways
@pytest.mark.parametrize(
    "error",
    [
        ValueError(PRIVATE),
        LookupError(PRIVATE),
        asyncpg.UndefinedTableError(PRIVATE),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_bug_is_logged_and_the_caller_learns_nothing_of_it(
    identities: Identities, call: Call, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_desk(Desk(raising(error)), identities) as opened:
        status = await failure(call(opened, identities.metadata(ROLE)))
    assert status.code == Code.INTERNAL.value[0]
    assert reason(status) == "INTERNAL"
    assert PRIVATE not in str(status)
    assert any(each.exc_info and each.exc_info[1] is error for each in caplog.records)


@both_ways
async def test_time_that_ran_out_inside_is_said_so(identities: Identities, call: Call) -> None:
    async with open_desk(Desk(raising(TimeoutError())), identities) as opened:
        status = await failure(call(opened, identities.metadata(ROLE)))
    assert status.code == Code.DEADLINE_EXCEEDED.value[0]
    assert reason(status) == "DEADLINE_TOO_SHORT"


async def test_a_call_without_a_deadline_gets_the_servers(identities: Identities) -> None:
    desk = Desk(never)
    async with open_desk(desk, identities, call_timeout=0.1) as opened:
        status = await failure(unary(opened, identities.metadata(ROLE)))
    assert reason(status) == "DEADLINE_TOO_SHORT"


@both_ways
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic dTpw", "Bearer x.y.z"])
async def test_who_does_not_prove_who_they_are_is_unauthenticated(
    identities: Identities, call: Call, header: str | None
) -> None:
    metadata = None if header is None else (("authorization", header),)
    async with open_desk(Desk(), identities) as opened:
        status = await failure(call(opened, metadata))
    assert status.code == Code.UNAUTHENTICATED.value[0]
    assert reason(status) == "TOKEN_INVALID"


@both_ways
async def test_who_has_no_right_role_is_refused(identities: Identities, call: Call) -> None:
    async with open_desk(Desk(), identities) as opened:
        status = await failure(call(opened, identities.metadata("employee")))
    assert status.code == Code.PERMISSION_DENIED.value[0]
    assert reason(status) == "CALLER_NOT_ALLOWED"


async def test_the_word_bearer_is_read_in_any_case(identities: Identities) -> None:
    async with open_desk(Desk(), identities) as opened:
        for word in ("Bearer", "bearer", "BEARER"):
            await unary(opened, (("authorization", f"{word} {identities.token(ROLE)}"),))


async def test_calls_at_the_same_time_have_callers_of_their_own(identities: Identities) -> None:
    barrier = asyncio.Barrier(20)

    async def who() -> str:
        await barrier.wait()
        return auth.caller().subject

    async def ask(opened: LedgerServiceStub, subject: str) -> str:
        metadata = identities.metadata(ROLE, subject=subject)
        return (await opened.GetEntry(pb.GetEntryRequest(), metadata=metadata)).entry.body

    subjects = [f"user-{number}" for number in range(20)]
    async with open_desk(Desk(who), identities) as opened:
        answers = await asyncio.gather(*(ask(opened, subject) for subject in subjects))
    assert answers == subjects


@both_ways
async def test_work_ends_with_the_call_that_asked_for_it(
    identities: Identities, call: Call
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> str:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return ""

    async with open_desk(Desk(work), identities) as opened:
        calling = asyncio.create_task(call(opened, identities.metadata(ROLE)))
        await asyncio.wait_for(begun.wait(), 5)
        calling.cancel()
        await asyncio.wait_for(ended.wait(), 5)
        await asyncio.wait([calling])


@asynccontextmanager
async def in_front_of(
    address: str, identities: Identities, *, patience: float = 5
) -> AsyncGenerator[LedgerServiceStub]:
    """Yield a desk that asks the one at `address`, as one service asks another."""
    async with channel.connected(address) as far:
        behind = LedgerServiceStub(far)

        async def ask() -> str:
            metadata = identities.metadata(ROLE)
            answer = await behind.GetEntry(
                pb.GetEntryRequest(), metadata=metadata, timeout=patience
            )
            return answer.entry.body

        async with open_desk(Desk(ask), identities) as opened:
            yield opened


@both_ways
async def test_a_typed_error_of_another_service_passes_through(
    identities: Identities, call: Call
) -> None:
    behind = Desk(raising(OutOfPaper("no paper left", tray="2")))
    async with (
        served(behind, identities) as address,
        in_front_of(address, identities) as opened,
    ):
        status = await failure(call(opened, identities.metadata(ROLE)))
    assert (reason(status), status.message) == ("OUT_OF_PAPER", "no paper left")
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.ToMilliseconds() == 2500


async def test_another_service_that_is_away_is_unavailable(identities: Identities) -> None:
    async with served(Desk(), identities) as address:
        pass
    async with in_front_of(address, identities) as opened:
        status = await failure(unary(opened, identities.metadata(ROLE)))
    assert status.code == Code.UNAVAILABLE.value[0]
    assert reason(status) == "SERVICE_UNAVAILABLE"
    assert detail(status, error_details_pb2.RetryInfo).retry_delay.ToMilliseconds() > 0


async def test_another_service_that_takes_too_long_is_said_so(identities: Identities) -> None:
    desk = Desk(never)
    async with (
        served(desk, identities) as address,
        in_front_of(address, identities, patience=0.2) as opened,
    ):
        status = await failure(unary(opened, identities.metadata(ROLE)))
    assert reason(status) == "DEADLINE_TOO_SHORT"


async def test_an_answer_of_another_service_that_has_no_reason_is_a_bug_of_ours(
    identities: Identities, caplog: pytest.LogCaptureFixture
) -> None:
    async def wrong_method() -> str:
        async with stub(address) as behind:
            await behind.GetCheckpoint(
                pb.GetCheckpointRequest(), metadata=identities.metadata(ROLE)
            )
        return ""

    async with (
        served(Desk(), identities) as address,
        open_desk(Desk(wrong_method), identities) as opened,
    ):
        status = await failure(unary(opened, identities.metadata(ROLE)))
    assert reason(status) == "INTERNAL"
    assert "UNIMPLEMENTED" in caplog.text
