"""The small services as a server, in this process or in one of its own.

python -m tests.service.gateway.services PORT
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import grpc.aio
from candor.ingest.v1 import job_service_pb2_grpc, resume_service_pb2_grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from tests.service.gateway.servicer import Jobs, Resumes

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

MESSAGE_BYTES = 16 << 20
OPTIONS = (
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", MESSAGE_BYTES),
    ("grpc.max_send_message_length", MESSAGE_BYTES),
)


@asynccontextmanager
async def serving(port: int = 0, *, serves: bool = True) -> AsyncGenerator[int]:
    """Serve them all, with health that says `serves`, yielding the port."""
    server = grpc.aio.server(options=OPTIONS)
    job_service_pb2_grpc.add_JobServiceServicer_to_server(Jobs(), server)
    resume_service_pb2_grpc.add_ResumeServiceServicer_to_server(Resumes(), server)
    async with started(server, port, serves=serves) as bound:
        yield bound


@asynccontextmanager
async def started(
    server: grpc.aio.Server, port: int = 0, *, serves: bool = True
) -> AsyncGenerator[int]:
    """Run `server` while the block lasts, with health that says `serves`; yield its port."""
    answers = health_pb2.HealthCheckResponse
    probe = health.aio.HealthServicer()
    await probe.set("", answers.SERVING if serves else answers.NOT_SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(probe, server)
    bound = server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    try:
        yield bound
    finally:
        await server.stop(grace=0)


async def main(port: int) -> None:
    """Serve until killed."""
    async with serving(port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
