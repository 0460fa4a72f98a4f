"""A server that takes any call of the contract, keeps what it was asked and answers nothing."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc
import grpc.aio
from google.protobuf import descriptor_pool, message_factory

from gateway.descriptors import public_methods
from tests.service.gateway import services

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

    from google.protobuf.descriptor import MethodDescriptor
    from google.protobuf.message import Message


@dataclass(frozen=True, slots=True)
class Recorder:
    """The requests that came, oldest first."""

    port: int
    requests: list[Message] = field(default_factory=list["Message"])


def descriptor(service: str, method: str) -> MethodDescriptor:
    """Return the descriptor of a method of the contract."""
    found = descriptor_pool.Default().FindServiceByName(service)
    return found.methods_by_name[method]


@asynccontextmanager
async def recording() -> AsyncGenerator[Recorder]:
    """Serve every public method with an answer of default values."""
    server = grpc.aio.server(options=services.OPTIONS)
    requests: list[Message] = []
    by_service: dict[str, dict[str, grpc.RpcMethodHandler[Any, Any]]] = {}
    for method in public_methods():
        handler = _handler(descriptor(method.service, method.name), requests)
        by_service.setdefault(method.service, {})[method.name] = handler
    server.add_generic_rpc_handlers(
        tuple(
            grpc.method_handlers_generic_handler(service, handlers)
            for service, handlers in by_service.items()
        )
    )
    async with services.started(server) as port:
        yield Recorder(port, requests)


def _handler(method: MethodDescriptor, requests: list[Message]) -> grpc.RpcMethodHandler[Any, Any]:
    question = message_factory.GetMessageClass(method.input_type)
    answer = message_factory.GetMessageClass(method.output_type)

    async def unary(request: Message, _: object) -> Message:
        requests.append(request)
        return answer()

    async def stream(request: Message, _: object) -> AsyncIterator[Message]:
        requests.append(request)
        yield answer()

    if method.server_streaming:
        return grpc.unary_stream_rpc_method_handler(
            stream,  # pyright: ignore[reportArgumentType]  # typeshed knows synchronous ones only
            request_deserializer=question.FromString,
            response_serializer=answer.SerializeToString,
        )
    return grpc.unary_unary_rpc_method_handler(
        unary,
        request_deserializer=question.FromString,
        response_serializer=answer.SerializeToString,
    )
