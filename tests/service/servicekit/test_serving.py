"""Probes and tools need no token, messages have a limit, and a stop is graceful."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, cast

import grpc.aio
import pytest
from candor.audit.v1 import ledger_service_pb2 as pb
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2, reflection_pb2_grpc

from servicekit.errors import Code
from servicekit.server import MAX_MESSAGE_BYTES
from tests.service.servicekit.servicer import ROLE, SERVICE, Desk, open_desk, served, stub

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from tests.harness.identity import Identities

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING
BOUND = 10.0


async def test_health_is_told_without_a_token_for_the_server_and_each_service(
    identities: Identities,
) -> None:
    async with (
        served(Desk(), identities) as address,
        grpc.aio.insecure_channel(address) as opened,
    ):
        probe = _health(opened)
        for name in ("", SERVICE.full_name):
            answer = await probe.Check(health_pb2.HealthCheckRequest(service=name))
            assert answer.status == SERVING
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await probe.Check(health_pb2.HealthCheckRequest(service="candor.no.v1.Service"))
    assert caught.value.code() is Code.NOT_FOUND


async def test_the_contract_is_told_without_a_token(identities: Identities) -> None:
    async with (
        served(Desk(), identities) as address,
        grpc.aio.insecure_channel(address) as opened,
    ):
        tool = cast("Any", reflection_pb2_grpc.ServerReflectionStub)(opened)
        asked = reflection_pb2.ServerReflectionRequest(list_services="")
        answers = [each async for each in tool.ServerReflectionInfo(iter([asked]))]
    names = {each.name for each in answers[0].list_services_response.service}
    assert {SERVICE.full_name, "grpc.health.v1.Health"} <= names


async def test_a_method_that_does_not_exist_is_unimplemented(identities: Identities) -> None:
    async with (
        served(Desk(), identities) as address,
        grpc.aio.insecure_channel(address) as opened,
    ):
        missing = cast("Any", opened.unary_unary(f"/{SERVICE.full_name}/GetNothing"))
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await missing(b"")
    assert caught.value.code() is Code.UNIMPLEMENTED


async def test_a_message_may_be_as_large_as_the_limit_both_ways_and_no_larger(
    identities: Identities,
) -> None:
    async def large() -> str:
        return "x" * (MAX_MESSAGE_BYTES - 100)

    metadata = identities.metadata(ROLE)
    async with open_desk(Desk(large), identities) as opened:
        answer = await opened.GetEntry(pb.GetEntryRequest(), metadata=metadata)
        assert len(answer.entry.body) == MAX_MESSAGE_BYTES - 100
        fits = pb.ListEntriesRequest(object_id="x" * (MAX_MESSAGE_BYTES - 100))
        assert (await opened.ListEntries(fits, metadata=metadata)).next_page_token
        over = pb.ListEntriesRequest(object_id="x" * MAX_MESSAGE_BYTES)
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await opened.ListEntries(over, metadata=metadata)
        assert caught.value.code() is Code.RESOURCE_EXHAUSTED


async def test_a_stop_says_so_lets_calls_finish_and_takes_no_new_ones(
    identities: Identities,
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def work() -> str:
        begun.set()
        await go_on.wait()
        return "done"

    metadata = identities.metadata(ROLE)
    server = AsyncExitStack()
    address = await server.enter_async_context(served(Desk(work), identities, grace=BOUND))
    async with stub(address) as opened, grpc.aio.insecure_channel(address) as other:
        watching = _health(other).Watch(health_pb2.HealthCheckRequest())
        assert (await watching.read()).status == SERVING
        under_way = asyncio.create_task(
            _body(opened.GetEntry(pb.GetEntryRequest(), metadata=metadata))
        )
        await asyncio.wait_for(begun.wait(), BOUND)
        stopping = asyncio.create_task(server.aclose())
        assert (await asyncio.wait_for(watching.read(), BOUND)).status == NOT_SERVING
        watching.cancel()
        async with stub(address) as late:
            with pytest.raises(grpc.aio.AioRpcError) as caught:
                await late.GetEntry(pb.GetEntryRequest(), metadata=metadata, timeout=BOUND)
        assert caught.value.code() is Code.UNAVAILABLE
        go_on.set()
        assert await asyncio.wait_for(under_way, BOUND) == "done"
        await asyncio.wait_for(stopping, BOUND / 2)


async def test_a_stop_does_not_wait_longer_than_its_grace(identities: Identities) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def endless() -> str:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return ""

    server = AsyncExitStack()
    address = await server.enter_async_context(served(Desk(endless), identities, grace=0.2))
    async with stub(address) as opened:
        call = opened.GetEntry(pb.GetEntryRequest(), metadata=identities.metadata(ROLE))
        under_way = asyncio.create_task(_body(call))
        await asyncio.wait_for(begun.wait(), BOUND)
        await asyncio.wait_for(server.aclose(), BOUND / 2)
        with pytest.raises(grpc.aio.AioRpcError):
            await under_way
    await asyncio.wait_for(ended.wait(), BOUND)


def _health(opened: grpc.aio.Channel) -> Any:
    return cast("Any", health_pb2_grpc.HealthStub)(opened)


async def _body(call: Awaitable[pb.GetEntryResponse]) -> str:
    return (await call).entry.body
