"""Ingest and Matcher as the Assistant meets them: real servers and policies, fixed data."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from candor.ingest.v1 import application_service_pb2, candidate_service_pb2, job_service_pb2
from candor.ingest.v1.application_service_pb2_grpc import add_ApplicationServiceServicer_to_server
from candor.ingest.v1.candidate_service_pb2_grpc import add_CandidateServiceServicer_to_server
from candor.ingest.v1.job_service_pb2_grpc import add_JobServiceServicer_to_server
from candor.matcher.v1 import match_service_pb2
from candor.matcher.v1.match_service_pb2_grpc import add_MatchServiceServicer_to_server

from servicekit import auth
from servicekit.server import Room, serving
from tests.service.assistant.servicer import Applications, Candidates, Jobs, Matches

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from servicekit.settings import Issuer
    from tests.service.assistant.desk import Desk


@asynccontextmanager
async def ingest(desk: Desk, issuers: Sequence[Issuer]) -> AsyncGenerator[str]:
    """Serve jobs, candidates and applications, yielding the address."""
    rooms = [
        Room(
            job_service_pb2.DESCRIPTOR.services_by_name["JobService"],
            Jobs(desk),  # pyright: ignore[reportAbstractUsage]
            add_JobServiceServicer_to_server,
        ),
        Room(
            candidate_service_pb2.DESCRIPTOR.services_by_name["CandidateService"],
            Candidates(desk),  # pyright: ignore[reportAbstractUsage]
            add_CandidateServiceServicer_to_server,
        ),
        Room(
            application_service_pb2.DESCRIPTOR.services_by_name["ApplicationService"],
            Applications(desk),  # pyright: ignore[reportAbstractUsage]
            add_ApplicationServiceServicer_to_server,
        ),
    ]
    async with _serving(rooms, issuers) as address:
        yield address


@asynccontextmanager
async def matcher(desk: Desk, issuers: Sequence[Issuer]) -> AsyncGenerator[str]:
    """Serve matches, yielding the address."""
    room = Room(
        match_service_pb2.DESCRIPTOR.services_by_name["MatchService"],
        Matches(desk),  # pyright: ignore[reportAbstractUsage]
        add_MatchServiceServicer_to_server,
    )
    async with _serving([room], issuers) as address:
        yield address


@asynccontextmanager
async def _serving(rooms: Sequence[Room], issuers: Sequence[Issuer]) -> AsyncGenerator[str]:
    async with serving(
        "127.0.0.1:0", rooms, auth.Verifier(issuers), call_timeout=10, grace=0.1
    ) as address:
        yield address
