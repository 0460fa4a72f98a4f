"""The gRPC server around a service's servicers: who may call, errors, deadlines, health.

Each call passes one guard: its token is verified, the method's policy admits the caller,
a deadline is set, and what the method raises becomes a status. A ServiceError becomes its
own; outages become UNAVAILABLE; anything else becomes INTERNAL, logged with its trace id
and without a word of it to the caller.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias, cast

import asyncpg
import grpc
import grpc.aio
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection
from grpc_status import rpc_status
from opentelemetry import metrics, trace
from opentelemetry.instrumentation.grpc import aio_server_interceptor
from opentelemetry.instrumentation.grpc.filters import health_check, negate

from servicekit import auth, outages, policy
from servicekit.errors import Code, ServiceError, to_status

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence

    from google.protobuf.descriptor import ServiceDescriptor
    from google.rpc import status_pb2

log = logging.getLogger(__name__)

Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"
Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

MAX_MESSAGE_BYTES = 16 << 20  # the gateway's body limit is the same
OPEN_PACKAGES = ("/grpc.health.v1.", "/grpc.reflection.")  # probes and tools carry no token


class StoreUnavailable(ServiceError):
    """The database cannot be reached or has no connection left."""

    code = Code.UNAVAILABLE
    reason = "STORE_UNAVAILABLE"
    retry_after = 1.0


class ServiceUnavailable(ServiceError):
    """A service that this one calls cannot be reached."""

    code = Code.UNAVAILABLE
    reason = "SERVICE_UNAVAILABLE"
    retry_after = 1.0


class ConcurrentChange(ServiceError):
    """Two transactions met; one was undone."""

    code = Code.ABORTED
    reason = "CONCURRENT_CHANGE"
    retry_after = 0.1


class DeadlineTooShort(ServiceError):
    """The time for the call ran out."""

    code = Code.DEADLINE_EXCEEDED
    reason = "DEADLINE_TOO_SHORT"


class InternalFault(ServiceError):
    """A bug. The caller learns nothing but that it was logged."""

    code = Code.INTERNAL
    reason = "INTERNAL"


@dataclass(frozen=True, slots=True)
class Room:
    """A servicer and how it is added to a server."""

    descriptor: ServiceDescriptor
    servicer: object
    add: Callable[[Any, grpc.aio.Server], None]


class Guard(grpc.aio.ServerInterceptor):
    """Lets in whom the policy admits, and turns what is raised into a status."""

    def __init__(
        self, rooms: Sequence[Room], verifier: auth.Verifier, *, call_timeout: float
    ) -> None:
        self._policies = policy.policies([room.descriptor for room in rooms])
        self._verifier = verifier
        self._call_timeout = call_timeout
        self._durations = metrics.get_meter(__name__).create_histogram(
            "rpc.server.duration", unit="s", description="Time that calls took."
        )

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler | None]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler | None:
        handler = await continuation(handler_call_details)
        method = handler_call_details.method
        if handler is None or method.startswith(OPEN_PACKAGES):
            return handler
        if handler.request_streaming:
            return self._gathering(handler, method)
        if handler.response_streaming:
            return self._streaming(handler, method)
        return self._unary(handler, method)

    def _unary(self, handler: Handler, method: str) -> Handler:
        # typeshed types a handler's callables for the synchronous server only.
        behaviour = cast("Callable[[Any, Context], Awaitable[Any]]", handler.unary_unary)

        async def call(request: Any, context: Context) -> Any:
            began = time.monotonic()
            try:
                async with asyncio.timeout(_seconds(context, self._call_timeout)):
                    await self._admit(method, context)
                    return await behaviour(request, context)
            except Exception as error:  # noqa: BLE001  # the one place that knows them all
                await abort(context, _outcome(error, method))
            finally:
                self._record(method, context, began)

        return grpc.unary_unary_rpc_method_handler(
            cast("Any", call), handler.request_deserializer, handler.response_serializer
        )

    def _streaming(self, handler: Handler, method: str) -> Handler:
        behaviour = cast("Callable[[Any, Context], AsyncIterator[Any]]", handler.unary_stream)

        async def call(request: Any, context: Context) -> AsyncIterator[Any]:
            began = time.monotonic()
            try:
                await self._admit(method, context)
                async for response in behaviour(request, context):
                    yield response
            except Exception as error:  # noqa: BLE001  # the one place that knows them all
                await abort(context, _outcome(error, method))
            finally:
                self._record(method, context, began)

        return grpc.unary_stream_rpc_method_handler(
            cast("Any", call), handler.request_deserializer, handler.response_serializer
        )

    def _gathering(self, handler: Handler, method: str) -> Handler:
        """Guard a method that takes a stream: it lasts as long as the caller lets it."""
        behaviour = cast(
            "Callable[[AsyncIterator[Any], Context], Awaitable[Any]]", handler.stream_unary
        )

        async def call(requests: AsyncIterator[Any], context: Context) -> Any:
            began = time.monotonic()
            try:
                await self._admit(method, context)
                return await behaviour(requests, context)
            except Exception as error:  # noqa: BLE001  # the one place that knows them all
                await abort(context, _outcome(error, method))
            finally:
                self._record(method, context, began)

        return grpc.stream_unary_rpc_method_handler(
            cast("Any", call), handler.request_deserializer, handler.response_serializer
        )

    async def _admit(self, method: str, context: Context) -> None:
        metadata = dict(context.invocation_metadata() or ())
        scheme, _, token = str(metadata.get("authorization", "")).partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise auth.TokenInvalid("a bearer token is required")
        caller = policy.admit(await self._verifier.verify(token), self._policies.get(method))
        auth.enter(caller)
        trace.get_current_span().set_attribute("candor.tenant", caller.tenant)

    def _record(self, method: str, context: Context, began: float) -> None:
        code = cast("grpc.StatusCode | int | None", context.code())  # an int once aborted
        number = code.value[0] if isinstance(code, grpc.StatusCode) else code or 0
        self._durations.record(
            time.monotonic() - began, {"rpc.method": method, "rpc.grpc.status_code": number}
        )


def _seconds(context: Context, fallback: float) -> float:
    remaining = cast("float | None", context.time_remaining())  # typeshed forgets the None
    return fallback if remaining is None else min(remaining, fallback)


def _outcome(error: Exception, method: str) -> status_pb2.Status:
    if isinstance(error, grpc.aio.AbortError):
        raise error
    if isinstance(error, ServiceError):
        return to_status(error)
    if isinstance(error, grpc.aio.AioRpcError):
        return _downstream(error, method)
    if isinstance(error, asyncpg.SerializationError | asyncpg.DeadlockDetectedError):
        return to_status(ConcurrentChange("another change came between"))
    if outages.of_database(error):
        log.error("store unavailable in %s", method, exc_info=error)
        return to_status(StoreUnavailable("a store cannot be reached"))
    if isinstance(error, TimeoutError):
        return to_status(DeadlineTooShort("the time for this call ran out"))
    log.error("unhandled error in %s", method, exc_info=error)
    return to_status(InternalFault("internal error"))


def _downstream(error: grpc.aio.AioRpcError, method: str) -> status_pb2.Status:
    """A typed error of another service passes through as it is; any other is an outage or a bug."""
    status = cast("status_pb2.Status | None", rpc_status.from_call(cast("Any", error)))
    if status is not None:
        return status
    if error.code() in (Code.UNAVAILABLE, Code.CANCELLED):
        return to_status(ServiceUnavailable("a service cannot be reached"))
    if error.code() is Code.DEADLINE_EXCEEDED:
        return to_status(DeadlineTooShort("the time for this call ran out"))
    log.error("unexpected answer in %s: %s", method, error.code())
    return to_status(InternalFault("internal error"))


async def abort(context: Context, status: status_pb2.Status) -> NoReturn:
    """End the call with `status`."""
    ending = rpc_status.to_status(status)
    await context.abort(ending.code, ending.details, ending.trailing_metadata)
    raise AssertionError("abort returned")


@asynccontextmanager
async def serving(
    address: str,
    rooms: Sequence[Room],
    verifier: auth.Verifier,
    *,
    call_timeout: float,
    grace: float,
) -> AsyncGenerator[str]:
    """Serve `rooms` with health and reflection on `address`, yielding the address bound.

    Leaving the block reports NOT_SERVING, refuses new calls and gives those under way
    `grace` seconds.
    """
    guard = Guard(rooms, verifier, call_timeout=call_timeout)
    server = grpc.aio.server(
        interceptors=[aio_server_interceptor(filter_=negate(health_check())), guard],
        options=[
            ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
            ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
            ("grpc.so_reuseport", 0),
        ],
    )
    for room in rooms:
        room.add(room.servicer, server)
    names = [room.descriptor.full_name for room in rooms]
    probe = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(probe, server)
    reflection.enable_server_reflection(
        (*names, health.SERVICE_NAME, reflection.SERVICE_NAME), server
    )
    port = server.add_insecure_port(address)
    await server.start()
    for name in ("", *names):
        await probe.set(name, health_pb2.HealthCheckResponse.SERVING)
    try:
        yield f"{address.rpartition(':')[0]}:{port}"
    finally:
        await probe.enter_graceful_shutdown()
        await server.stop(grace)
