"""The Assistant as it runs: its own app, PostgreSQL and NATS, beside Ingest and Matcher."""

from __future__ import annotations

import base64
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import grpc.aio
import pytest
from candor.assistant.v1 import assistant_service_pb2 as pb
from candor.assistant.v1.assistant_service_pb2_grpc import AssistantServiceStub
from pydantic import SecretStr

from services.assistant import app
from services.assistant.settings import Settings
from tests.harness import postgres
from tests.service.assistant import neighbours
from tests.service.assistant.data import TENANTS
from tests.service.assistant.desk import Desk

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator
    from pathlib import Path

    from deploy.local.postgres import Cluster
    from tests.harness.identity import Identities, Metadata


@dataclass(frozen=True)
class Conversation:
    """A session of one person."""

    stub: AssistantServiceStub
    metadata: Metadata
    session_id: str

    async def ask(self, text: str, *, request_id: str = "") -> list[pb.ChatResponse]:
        """Return every piece of the answer."""
        request = pb.ChatRequest(session_id=self.session_id, text=text, request_id=request_id)
        return [each async for each in self.stub.Chat(request, metadata=self.metadata)]

    async def messages(self) -> list[pb.Message]:
        """Return what is stored of the session."""
        request = pb.ListMessagesRequest(session_id=self.session_id)
        return list((await self.stub.ListMessages(request, metadata=self.metadata)).messages)


@dataclass(frozen=True)
class Assistant:
    """The running service, who may call it, and what it stands on."""

    stub: AssistantServiceStub
    identities: Identities
    desk: Desk
    database: str

    async def begin(
        self, role: str = "recruiter", *, tenant: str = "acme", subject: str = "user-1"
    ) -> Conversation:
        """Begin a session as a person of this role."""
        metadata = self.identities.metadata(role, tenant=tenant, subject=subject)
        made = await self.stub.CreateSession(pb.CreateSessionRequest(), metadata=metadata)
        return Conversation(self.stub, metadata, made.session.session_id)


@pytest.fixture
async def dsn(cluster: Cluster) -> AsyncIterator[str]:
    async with postgres.database(cluster, "assistant") as address:
        yield address


@pytest.fixture
def desk() -> Desk:
    return Desk(TENANTS)


@pytest.fixture
def settings(tmp_path: Path, dsn: str, nats_url: str, identities: Identities) -> Settings:
    """Settings of an Assistant whose neighbours are not there."""
    master = tmp_path / "master.key"
    master.write_bytes(base64.b64encode(os.urandom(32)))
    return Settings(
        listen="127.0.0.1:0",
        database=SecretStr(dsn),
        nats=SecretStr(nats_url),
        issuers=identities.issuers,
        master_key_file=master,
        otlp_endpoint="",
        pool_size=4,
        call_timeout=10,
        stop_grace=1,
        ingest="127.0.0.1:9",
        matcher="127.0.0.1:9",
        tool_timeout=5,
    )


@asynccontextmanager
async def assistant_on(
    settings: Settings, identities: Identities, desk: Desk
) -> AsyncGenerator[Assistant]:
    """Run the Assistant with these settings, yielding it."""
    async with (
        app.running(settings) as address,
        grpc.aio.insecure_channel(address) as channel,
    ):
        database = settings.database.get_secret_value()
        yield Assistant(AssistantServiceStub(channel), identities, desk, database)


@pytest.fixture
async def assistant(
    settings: Settings, identities: Identities, desk: Desk
) -> AsyncIterator[Assistant]:
    """The Assistant with Ingest and Matcher beside it."""
    async with (
        neighbours.ingest(desk, identities.issuers) as ingest,
        neighbours.matcher(desk, identities.issuers) as matcher,
        assistant_on(
            settings.model_copy(update={"ingest": ingest, "matcher": matcher}), identities, desk
        ) as running,
    ):
        yield running
