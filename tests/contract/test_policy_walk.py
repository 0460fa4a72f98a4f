"""Every method, role and kind of principal together, at a real guard on a real server.

The servicer is made from the descriptors and answers everything, so what is refused here is
refused by the guard. What should be admitted is computed from the descriptors again.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import grpc
import grpc.aio
import jwt
import pytest
import pytest_asyncio
from candor.common.v1 import policy_pb2
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from servicekit import auth, channel
from servicekit.server import Room, serving
from tests.contract import protos

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor

    from servicekit.server import Context
    from tests.harness.identity import Identities

    Role = policy_pb2.Role.ValueType
    Kind = policy_pb2.PrincipalKind.ValueType

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROLES = [each for each in policy_pb2.Role.values() if each != policy_pb2.ROLE_UNSPECIFIED]
KINDS = [policy_pb2.PRINCIPAL_KIND_PERSON, policy_pb2.PRINCIPAL_KIND_SERVICE]
SUBJECT, TENANT = "somebody", "acme"

every_method = pytest.mark.parametrize(
    "method", protos.methods(), ids=[each.full_name for each in protos.methods()]
)


@dataclass(frozen=True, slots=True)
class Answer:
    """How a call ended: whom the method took the caller for, or why it was refused."""

    reason: str = ""
    tenant: str = ""
    own: str = ""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(identities: Identities) -> AsyncGenerator[grpc.aio.Channel]:
    """A channel to a server of every service."""
    rooms = [Room(service, None, _adding(service)) for service in protos.services()]
    async with (
        serving(
            "127.0.0.1:0", rooms, auth.Verifier(identities.issuers), call_timeout=10, grace=1
        ) as address,
        grpc.aio.insecure_channel(address) as opened,
    ):
        yield opened


@every_method
async def test_the_guard_admits_whom_the_contract_names_and_nobody_else(
    door: grpc.aio.Channel, identities: Identities, method: MethodDescriptor
) -> None:
    admitted = {
        (role, kind): await called(door, method, token(identities, role, kind))
        for role in ROLES
        for kind in KINDS
    }
    assert admitted == {(role, kind): promised(method, role, kind) for role, kind in admitted}
    assert any(not answer.reason for answer in admitted.values()), "somebody may call it"


@every_method
async def test_nobody_comes_in_without_a_token(
    door: grpc.aio.Channel, method: MethodDescriptor
) -> None:
    assert await called(door, method, "") == Answer(reason="TOKEN_INVALID")


async def test_a_method_without_a_policy_is_closed_to_everybody(identities: Identities) -> None:
    """And so is one that was added to the server beside its rooms."""
    service = protos.services()[0]
    unlisted = Room(service, None, _adding(service, name="candor.unlisted.v1.Service"))
    async with (
        serving(
            "127.0.0.1:0", [unlisted], auth.Verifier(identities.issuers), call_timeout=10, grace=1
        ) as address,
        grpc.aio.insecure_channel(address) as opened,
    ):
        path = f"/candor.unlisted.v1.Service/{service.methods[0].name}"
        for role in ROLES:
            answer = await called(
                opened, service.methods[0], token(identities, role, KINDS[0]), path
            )
            assert answer.reason == "CALLER_NOT_ALLOWED"


def promised(method: MethodDescriptor, role: int, kind: int) -> Answer:
    """Return how a call should end, read from the method's options."""
    for grant in protos.policy(method).grants:
        if role in list(grant.roles) and kind in list(grant.kinds):
            is_own = grant.scope == policy_pb2.OBJECT_SCOPE_OWN
            return Answer(tenant=TENANT, own=SUBJECT if is_own else "")
    return Answer(reason="CALLER_NOT_ALLOWED")


def token(identities: Identities, role: Role, kind: Kind) -> str:
    """Return a token with one role, from the issuer that may assert it."""
    keys = identities.keys
    issuer = keys.mesh if role == policy_pb2.ROLE_MESH else keys.people
    claims = {
        "iss": issuer.name,
        "aud": "candor",
        "sub": SUBJECT,
        "tenant": TENANT,
        "roles": [policy_pb2.Role.Name(role).removeprefix("ROLE_").lower()],
        "kind": policy_pb2.PrincipalKind.Name(kind).removeprefix("PRINCIPAL_KIND_").lower(),
        "exp": int(time.time()) + 600,
    }
    return jwt.encode(claims, issuer.private.read_text(), "ES256", headers={"kid": issuer.kid})


async def called(
    door: grpc.aio.Channel, method: MethodDescriptor, bearer: str, path: str = ""
) -> Answer:
    """Call `method` with an empty request and return how it ended."""
    path = path or f"/{method.containing_service.full_name}/{method.name}"
    request = GetMessageClass(method.input_type)()
    shape = ("stream_" if method.client_streaming else "unary_") + (
        "stream" if method.server_streaming else "unary"
    )
    make = getattr(door, shape)
    stub = make(
        path, type(request).SerializeToString, GetMessageClass(method.output_type).FromString
    )
    call = stub(
        iter([request]) if method.client_streaming else request,
        metadata=channel.bearer(bearer) if bearer else None,
    )
    try:
        if method.server_streaming:
            async for _ in call:
                pass
        else:
            await call
    except grpc.aio.AioRpcError as error:
        return Answer(reason=_reason(error))
    return Answer(**dict(await call.trailing_metadata()))


def _reason(error: grpc.aio.AioRpcError) -> str:
    status = rpc_status.from_call(cast("Any", error))
    assert status is not None, error
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    return info.reason


def _adding(service: ServiceDescriptor, name: str = "") -> Any:
    """Return what adds a servicer to a server that answers every method of `service`."""
    handlers = {method.name: _handler(method) for method in service.methods}

    def add(_: object, server: grpc.aio.Server) -> None:
        generic = grpc.method_handlers_generic_handler(name or service.full_name, handlers)
        server.add_generic_rpc_handlers((generic,))

    return add


def _handler(method: MethodDescriptor) -> Any:
    asked, answered = GetMessageClass(method.input_type), GetMessageClass(method.output_type)

    def tell(context: Context) -> None:
        who = auth.caller()
        context.set_trailing_metadata((("tenant", who.tenant), ("own", who.own)))

    async def answer(_: object, context: Context) -> object:
        tell(context)
        return answered()

    async def stream(_: object, context: Context) -> AsyncIterator[object]:
        tell(context)
        yield answered()

    taken = "stream" if method.client_streaming else "unary"
    given = "stream" if method.server_streaming else "unary"
    make = getattr(grpc, f"{taken}_{given}_rpc_method_handler")
    return make(
        stream if method.server_streaming else answer,
        asked.FromString,
        answered.SerializeToString,
    )
