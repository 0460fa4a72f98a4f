"""Who somebody is stands nowhere at rest or on the bus: looked for, byte by byte."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from candor.ingest.v1 import application_service_pb2
from candor.ingest.v1.candidate_service_pb2 import (
    CreateCandidateRequest,
    GetCandidateFactsRequest,
    GetCandidateRequest,
)

from tests.fixtures import files
from tests.harness import services
from tests.service import bus, tables
from tests.service.clients import NOTICE

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from pathlib import Path

    from deploy.local.postgres import Cluster
    from tests.harness.identity import Identities
    from tests.harness.services import Mesh
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mesh(cluster: Cluster, identities: Identities, models: Path) -> AsyncGenerator[Mesh]:
    """A mesh that has nobody else's words in it."""
    async with (
        services.ground(cluster, identities, models) as made,
        services.mesh(made) as running,
    ):
        yield running


NAME, EMAIL, PHONE = "Zebulon Quagmire", "zebulon.quagmire@example.com", "(612) 555-0174"
RESUME = f"""\
{NAME}
{EMAIL} | {PHONE} | Minneapolis, MN

Experience
Senior Engineer, Brackwater Widget Works, Minneapolis
January 2019 - March 2023
- Built payment services in Python and Go for two million customers.

Education
Bachelor of Science, Computer Science
Ottersea College, 2014 - 2018

Skills
Python, Go, PostgreSQL, Kubernetes
"""
FILENAME = "quagmire-zebulon-2026.pdf"
REQUEST_ID = "01920000-0000-7000-8000-000000000001"
NOTE = "I know Zeb from the choir"
WHO = ("zebulon", "quagmire", "612) 555", "555-0174")
SAID = (*WHO, "choir", "Built payment services in Python")


def _found(haystack: bytes, needles: tuple[str, ...]) -> list[str]:
    """Return which of the texts stand there, in any case and in the usual encodings."""
    lower = haystack.lower()
    found: list[str] = []
    for needle in needles:
        raw = needle.encode()
        forms = [
            raw.lower(),
            raw.lower().hex().encode(),
            needle.lower().encode("utf-16-le"),
            base64.b64encode(raw)[:-4].lower(),
        ]
        found += [needle for form in forms if form in lower]
    return found


async def _hired(mesh: Mesh, callers: Callers, tenant: str) -> str:
    """Take the person through all that Ingest does; return their candidate's id."""
    zebulon = await callers.person(tenant, "candidate", subject="subject-1")
    recruiter = await callers.person(tenant)
    uploaded = await zebulon.upload(files.pdf(RESUME), filename=FILENAME, request_id=REQUEST_ID)
    operation = await zebulon.ended(uploaded)
    assert not operation.HasField("error"), operation
    await recruiter.candidates.CreateCandidate(
        CreateCandidateRequest(name=NAME, email=EMAIL, consent=True, consent_notice=NOTICE)
    )
    job = await recruiter.job("Backend Engineer\nRequirements\n- Python\n- Go")
    applied = await zebulon.applications.CreateApplication(
        application_service_pb2.CreateApplicationRequest(
            candidate_id=operation.candidate_id, job_id=job.job_id, request_id=REQUEST_ID
        )
    )
    await recruiter.applications.TransitionApplication(
        application_service_pb2.TransitionApplicationRequest(
            application_id=applied.application.application_id,
            stage=application_service_pb2.STAGE_SCREENING,
            note=NOTE,
            request_id=REQUEST_ID,
        )
    )
    await bus.settled(mesh.ground, mesh.ingest, mesh.matcher)
    return operation.candidate_id


async def test_who_somebody_is_stands_in_no_file_no_table_and_no_event(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    candidate_id = await _hired(mesh, callers, tenant)
    recruiter = await callers.person(tenant)
    shown = await recruiter.candidates.GetCandidate(GetCandidateRequest(candidate_id=candidate_id))
    assert shown.candidate.profile.name == NAME  # it is there, for who may see it
    assert shown.candidate.profile.email == EMAIL

    kept = [path for path in mesh.ground.files.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        assert _found(path.read_bytes(), (*SAID, "%PDF")) == []
        assert _found(str(path).encode(), WHO) == []
    for service in (mesh.ingest, mesh.matcher, mesh.audit):
        dump = await tables.everything(service)
        assert candidate_id.encode() in dump
        assert _found(dump, SAID) == []
    points = [
        path.read_bytes().replace(bytes(64), b"")  # most of these files is reserved and empty
        for path in mesh.points.rglob("*")
        if path.is_file()
    ]
    assert any(tenant.encode() in each for each in points)
    assert [_found(each, SAID) for each in points if _found(each, SAID)] == []
    announced = await bus.announced(mesh.ground, tenant)
    assert len(announced) > 5
    for event in announced:
        assert _found(event.SerializeToString(), SAID) == []


async def test_blind_facts_say_what_and_not_who(mesh: Mesh, callers: Callers, tenant: str) -> None:
    candidate_id = await _hired(mesh, callers, tenant)
    recruiter = await callers.person(tenant)
    shown = await recruiter.candidates.GetCandidateFacts(
        GetCandidateFactsRequest(candidate_id=candidate_id)
    )
    body = shown.SerializeToString()
    assert _found(body, ("Built payment services in Python",))
    assert _found(body, (*WHO, "Minneapolis, MN", "2018")) == []


async def test_two_people_with_one_file_have_addresses_that_do_not_tell(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    content = files.pdf(RESUME)
    for _ in range(2):
        await recruiter.upload(content)
    kept = [path for path in (mesh.ground.files / tenant).rglob("*") if path.is_file()]
    assert len({path.name for path in kept}) == 2
    assert len({path.read_bytes() for path in kept}) == 2
