"""What UploadResume refuses at once, and what ends its operation instead."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import grpc.aio
import pytest
from candor.ingest.v1.operation_pb2 import OPERATION_STATE_FAILED
from google.api.httpbody_pb2 import HttpBody
from grpc import StatusCode

from tests.fixtures import files
from tests.service import bus, tables
from tests.service.clients import an_upload, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from candor.ingest.v1.resume_service_pb2 import UploadResumeRequest

    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")

MIB = 1 << 20
GOOD = files.pdf(files.RESUME)
BOMB = files.archive([("word/document.xml", bytes(10 * MIB))])
GIBBERISH = ("xqzj kvwx jqkz wxvq zzkj qjxw " * 40).encode()


@pytest.mark.parametrize(
    ("upload", "reason", "code"),
    [
        (partial(an_upload, GOOD, consent=False), "CONSENT_MISSING", "FAILED_PRECONDITION"),
        (partial(an_upload, GOOD, notice=""), "FIELD_INVALID", "INVALID_ARGUMENT"),
        (partial(an_upload, GOOD, notice="2026 11"), "FIELD_INVALID", "INVALID_ARGUMENT"),
        (partial(an_upload, GOOD, notice="n" * 65), "FIELD_INVALID", "INVALID_ARGUMENT"),
        (partial(an_upload, GOOD, filename=" "), "FIELD_INVALID", "INVALID_ARGUMENT"),
        (partial(an_upload, GOOD, filename="n" * 256), "FIELD_INVALID", "INVALID_ARGUMENT"),
        (partial(an_upload, GOOD, request_id="7"), "FIELD_INVALID", "INVALID_ARGUMENT"),
        (partial(an_upload, GOOD, candidate_id="7"), "FIELD_INVALID", "INVALID_ARGUMENT"),
        (partial(an_upload, b""), "FILE_EMPTY", "INVALID_ARGUMENT"),
        (partial(an_upload, b"a" * (10 * MIB + 1)), "FILE_TOO_LARGE", "INVALID_ARGUMENT"),
        (
            partial(an_upload, files.GIF, filename="cv.pdf"),
            "FILE_TYPE_UNSUPPORTED",
            "INVALID_ARGUMENT",
        ),
        (
            partial(an_upload, b"<?xml version='1.0'?><svg/>"),
            "FILE_TYPE_UNSUPPORTED",
            "INVALID_ARGUMENT",
        ),
        (partial(an_upload, BOMB, filename="cv.docx"), "FILE_ARCHIVE_BOMB", "INVALID_ARGUMENT"),
        (
            partial(an_upload, files.docx()[:2000], filename="cv.docx"),
            "FILE_DAMAGED",
            "INVALID_ARGUMENT",
        ),
    ],
)
async def test_a_refused_call_leaves_nothing_behind(
    ingest: Service,
    ground: Ground,
    hiring: Callers,
    tenant: str,
    upload: Callable[[], UploadResumeRequest],
    reason: str,
    code: str,
) -> None:
    recruiter = await hiring.person(tenant)
    with refused(reason, StatusCode[code]):
        await recruiter.resumes.UploadResume(upload())
    assert await tables.counts(ingest, tenant) == {}
    assert not (ground.files / tenant).exists()
    assert await bus.announced(ground, tenant) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (files.encrypted_pdf(), "FILE_ENCRYPTED"),
        (GOOD[:500], "FILE_DAMAGED"),
        (files.archive([("readme.txt", "no office file")]), "FILE_TYPE_UNSUPPORTED"),
        (files.pictured_pdf(), "TEXT_UNREADABLE"),
        (GIBBERISH, "TEXT_UNREADABLE"),
    ],
)
async def test_a_file_that_gives_no_text_fails_its_operation_and_says_why(
    ingest: Service, hiring: Callers, tenant: str, content: bytes, reason: str
) -> None:
    recruiter = await hiring.person(tenant)
    operation = await recruiter.taken_in(content)
    assert operation.state == OPERATION_STATE_FAILED
    assert operation.error.reason == reason
    assert operation.error.message
    assert [step.HasField("done_time") for step in operation.steps] == [True, False, False, False]
    kept = await tables.counts(ingest, tenant)
    assert "facts" not in kept
    assert kept["operation"] == kept["document"] == kept["candidate"] == 1


async def test_a_refusal_is_announced_with_its_reason_and_without_its_message(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    operation = await recruiter.taken_in(GIBBERISH)
    await bus.settled(ground, ingest)
    last = (await bus.announced(ground, tenant))[-1]
    assert bus.name_of(last) == "ResumeRefused"
    assert operation.error.reason.encode() in last.data.value
    assert operation.error.message.encode() not in last.data.value


async def test_a_message_beyond_the_servers_limit_is_refused_before_it_is_read(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    with pytest.raises(grpc.aio.AioRpcError) as raised:
        await recruiter.upload(bytes(17 * MIB))
    assert raised.value.code() is StatusCode.RESOURCE_EXHAUSTED
    assert await tables.counts(ingest, tenant) == {}


async def test_the_content_type_that_a_client_claims_is_not_asked(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    request = an_upload(GOOD)
    request.file.CopyFrom(HttpBody(content_type="image/png", data=GOOD))
    assert (await recruiter.resumes.UploadResume(request)).operation.operation_id
