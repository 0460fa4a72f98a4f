"""Where an outcome becomes a status: the one interceptor of the endpoint."""

from __future__ import annotations

import inspect
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

import grpc
import grpc.aio

from deploy.local.qdrant.refusals import Code, Refusal, Unsupported

if TYPE_CHECKING:
    from google.protobuf.message import Message

log = logging.getLogger(__name__)

Context: TypeAlias = "grpc.aio.ServicerContext[Message, Message]"
Behaviour: TypeAlias = Callable[["Message", "Context"], Awaitable["Message"]]
Request = TypeVar("Request")
Reply = TypeVar("Reply")


class Translation(grpc.aio.ServerInterceptor):
    """Refusals become their status, all else that is raised becomes INTERNAL without its text.

    The official servicers answer a call that is not implemented by raising, from a plain function;
    here it is refused without a traceback in the log.
    """

    async def intercept_service(
        self,
        continuation: Callable[
            [grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[Request, Reply] | None]
        ],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[Request, Reply] | None:
        """Wrap the unary calls, which all of Qdrant's are."""
        handler = await continuation(handler_call_details)
        if handler is None or handler.unary_unary is None:
            return handler
        # The stub of grpc describes the handlers of its blocking server only.
        behaviour = cast("Behaviour", handler.unary_unary)
        translated = _translated(behaviour, handler_call_details.method)
        return grpc.unary_unary_rpc_method_handler(
            cast("Callable[[Request, grpc.ServicerContext], Reply]", translated),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )


def _translated(behaviour: Behaviour, method: str) -> Behaviour:
    async def answer(request: Message, context: Context) -> Message:
        try:
            return await _timed(behaviour, request, context)
        except Refusal as refusal:
            wait = (("retry-after", str(refusal.retry_after)),) if refusal.retry_after else ()
            return await context.abort(refusal.code, str(refusal), wait)
        except grpc.aio.AbortError:
            raise
        except Exception:
            log.exception("unhandled error in %s", method)
            return await context.abort(Code.INTERNAL, "Service internal error")

    async def refuse(_request: Message, context: Context) -> Message:
        name = method.rpartition("/")[2]
        return await context.abort(Code.UNIMPLEMENTED, str(Unsupported(name)))

    return answer if inspect.iscoroutinefunction(behaviour) else refuse


async def _timed(behaviour: Behaviour, request: Message, context: Context) -> Message:
    start = time.perf_counter()
    reply = await behaviour(request, context)
    if "time" in reply.DESCRIPTOR.fields_by_name:
        setattr(reply, "time", time.perf_counter() - start)  # noqa: B010  # no message but has it
    return reply
