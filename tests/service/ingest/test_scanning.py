"""No file is read that a virus scanner, where there is one, has not found clean."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from candor.ingest.v1 import operation_pb2
from candor.ingest.v1.resume_service_pb2 import GetOperationRequest
from pydantic import ValidationError

from services.ingest.scanning import FileInfected, Scanner, ScannerUnavailable
from services.ingest.settings import Settings
from tests.fixtures import files
from tests.harness import clamd as clamds
from tests.harness import services
from tests.service import bus, tables
from tests.service.clients import callers

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from deploy.local.postgres import Cluster
    from tests.harness.clamd import Clamd
    from tests.harness.identity import Identities
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")

INFECTED = files.RESUME.encode() + clamds.EICAR
BOUND = 60.0  # seconds that a test waits for what it expects


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def clamd() -> AsyncGenerator[Clamd]:
    async with clamds.server() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground(cluster: Cluster, identities: Identities, models: Path) -> AsyncGenerator[Ground]:
    async with services.ground(cluster, identities, models) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ingest(ground: Ground, clamd: Clamd) -> AsyncGenerator[Service]:
    async with services.ingest(ground, clamd=clamd.address) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def hiring(ingest: Service, identities: Identities) -> AsyncGenerator[Callers]:
    async with callers(identities, {"ingest": ingest.address}) as made:
        yield made


async def test_an_infected_file_is_never_read_and_its_operation_says_what_was_found(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    operation = await recruiter.taken_in(INFECTED)
    assert operation.state == operation_pb2.OPERATION_STATE_FAILED
    assert operation.error.reason == "FILE_INFECTED"
    assert clamds.SIGNATURE in operation.error.message
    assert operation.scan == operation_pb2.SCAN_VERDICT_INFECTED
    assert not operation.HasField("quality")
    await bus.settled(ground, ingest)
    names = [bus.name_of(event) for event in await bus.announced(ground, tenant)]
    assert "ResumeRefused" in names
    assert "ResumeParsed" not in names
    assert "reading" not in await tables.counts(ingest, tenant)


async def test_a_clean_file_is_scanned_as_it_was_sent_and_then_read(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str, clamd: Clamd
) -> None:
    recruiter = await hiring.person(tenant)
    content = files.pdf(files.RESUME)
    uploaded = await recruiter.upload(content)
    await bus.settled(ground, ingest)
    asked = GetOperationRequest(operation_id=uploaded.operation_id)
    operation = (await recruiter.resumes.GetOperation(asked)).operation
    assert operation.scan == operation_pb2.SCAN_VERDICT_CLEAN
    assert operation.HasField("quality")
    assert content in clamd.scanned


async def test_while_the_scanner_is_away_a_file_waits_unread_and_then_is_read(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str, clamd: Clamd
) -> None:
    recruiter = await hiring.person(tenant)
    clamd.away, clamd.asked = True, asyncio.Semaphore(0)
    try:
        uploaded = await recruiter.upload(files.pdf(files.RESUME))
        async with asyncio.timeout(BOUND):
            await clamd.asked.acquire()
            await clamd.asked.acquire()
        asked = GetOperationRequest(operation_id=uploaded.operation_id)
        waiting = (await recruiter.resumes.GetOperation(asked)).operation
        assert waiting.state == operation_pb2.OPERATION_STATE_RUNNING
        assert waiting.scan == operation_pb2.SCAN_VERDICT_UNSPECIFIED
        assert "reading" not in await tables.counts(ingest, tenant)
    finally:
        clamd.away = False
    await bus.settled(ground, ingest)
    operation = (await recruiter.resumes.GetOperation(asked)).operation
    assert operation.scan == operation_pb2.SCAN_VERDICT_CLEAN
    assert operation.steps[2].HasField("done_time")


@pytest.mark.parametrize("kind", ["unix", "tcp"])
async def test_a_large_file_arrives_whole_over_either_kind_of_socket(kind: str) -> None:
    async with clamds.server(kind=kind) as running:
        content = bytes(range(256)) * 20_000
        await Scanner(running.address).check(content)
        assert running.scanned == [content]
        with pytest.raises(FileInfected) as refused:
            await Scanner(running.address).check(content + clamds.EICAR)
        assert refused.value.metadata == {"signature": clamds.SIGNATURE}


@pytest.mark.parametrize(
    "answer", ["INSTREAM size limit exceeded. ERROR", "UNKNOWN COMMAND", "FOUND", "x" * 9000]
)
async def test_every_answer_but_a_plain_one_is_an_outage(answer: str) -> None:
    async with clamds.server() as running:
        running.says = answer
        with pytest.raises(ScannerUnavailable):
            await Scanner(running.address).check(b"a resume")


async def test_a_scanner_that_is_not_there_or_hangs_up_is_an_outage() -> None:
    async with clamds.server() as running:
        running.away = True
        with pytest.raises(ScannerUnavailable):
            await Scanner(running.address).check(bytes(5_000_000))
        gone = running.address
    with pytest.raises(ScannerUnavailable):
        await Scanner(gone).check(b"a resume")


@pytest.mark.parametrize("address", ["localhost:3310", "tcp://localhost", "http://clamd:3310"])
async def test_an_address_that_is_none_stops_the_service_at_its_start(address: str) -> None:
    with pytest.raises(ValidationError, match="clamd"):
        Settings(clamd=address)  # pyright: ignore[reportCallIssue]  # the rest is missing too
