"""A real server whose methods do what a test says, and how calls to it end."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import grpc.aio
import pytest
from candor.audit.v1 import ledger_service_pb2 as pb
from candor.audit.v1.ledger_service_pb2_grpc import (
    LedgerServiceServicer,
    LedgerServiceStub,
    add_LedgerServiceServicer_to_server,
)
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from servicekit import auth
from servicekit.errors import Code
from servicekit.server import MAX_MESSAGE_BYTES, Room, serving

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

    from google.protobuf.message import Message
    from google.rpc import status_pb2

    from servicekit.server import Context
    from tests.harness.identity import Identities

    M = TypeVar("M", bound=Message)

SERVICE = pb.DESCRIPTOR.services_by_name["LedgerService"]
ROLE = "auditor"


async def nothing() -> str:
    return ""


async def never() -> str:
    return str(await asyncio.Event().wait())


class Desk(LedgerServiceServicer):
    """GetEntry answers with what `does` returns; ExportLedger says "first" before it does.

    ListEntries tells how long a field of the request is. The others end without a reason.
    """

    def __init__(self, does: Callable[[], Awaitable[str]] = nothing) -> None:
        self.does = does

    async def GetEntry(self, request: pb.GetEntryRequest, context: Context) -> pb.GetEntryResponse:
        return pb.GetEntryResponse(entry=pb.Entry(body=await self.does()))

    async def ExportLedger(
        self, request: pb.ExportLedgerRequest, context: Context
    ) -> AsyncIterator[pb.ExportLedgerResponse]:
        yield pb.ExportLedgerResponse(lines="first")
        yield pb.ExportLedgerResponse(lines=await self.does())

    async def ListEntries(
        self, request: pb.ListEntriesRequest, context: Context
    ) -> pb.ListEntriesResponse:
        return pb.ListEntriesResponse(next_page_token=str(len(request.object_id)))

    async def GetCheckpoint(self, request: object, context: Context) -> pb.GetCheckpointResponse:
        return await context.abort(Code.UNIMPLEMENTED, "without a reason")

    async def GetInclusionProof(
        self, request: object, context: Context
    ) -> pb.GetInclusionProofResponse:
        return await context.abort(Code.UNIMPLEMENTED, "without a reason")

    async def GetConsistencyProof(
        self, request: object, context: Context
    ) -> pb.GetConsistencyProofResponse:
        return await context.abort(Code.UNIMPLEMENTED, "without a reason")


@asynccontextmanager
async def served(
    desk: Desk, identities: Identities, *, call_timeout: float = 20, grace: float = 5
) -> AsyncGenerator[str]:
    """Serve `desk` behind a guard; yield the address."""
    room = Room(SERVICE, desk, add_LedgerServiceServicer_to_server)
    verifier = auth.Verifier(identities.issuers)
    async with serving(
        "127.0.0.1:0", [room], verifier, call_timeout=call_timeout, grace=grace
    ) as address:
        yield address


@asynccontextmanager
async def stub(address: str) -> AsyncGenerator[LedgerServiceStub]:
    """Yield a plain client of the server at `address`."""
    options = [("grpc.max_receive_message_length", MAX_MESSAGE_BYTES)]
    async with grpc.aio.insecure_channel(address, options=options) as opened:
        yield LedgerServiceStub(opened)


@asynccontextmanager
async def open_desk(
    desk: Desk, identities: Identities, *, call_timeout: float = 20, grace: float = 5
) -> AsyncGenerator[LedgerServiceStub]:
    """Serve `desk` and yield a client of it."""
    async with (
        served(desk, identities, call_timeout=call_timeout, grace=grace) as address,
        stub(address) as opened,
    ):
        yield opened


async def failure(call: Awaitable[object]) -> status_pb2.Status:
    """Return the status that `call` fails with."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    status = rpc_status.from_call(cast("Any", caught.value))
    assert status is not None, caught.value
    return status


def detail(status: status_pb2.Status, kind: type[M]) -> M:
    """Return the detail of `kind` of a status."""
    message = kind()
    assert any(each.Unpack(message) for each in status.details), f"no {kind.__name__}"
    return message


def reason(status: status_pb2.Status) -> str:
    """Return the reason of a status."""
    return detail(status, error_details_pb2.ErrorInfo).reason
