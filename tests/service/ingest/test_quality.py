"""The verdict on a file travels with its operation, and what cannot be read goes no further."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from candor.ingest.v1 import operation_pb2, reading_pb2
from candor.ingest.v1.receipt_service_pb2 import CorrectFactsRequest, GetParseReceiptRequest
from candor.ingest.v1.resume_service_pb2 import GetOperationRequest, RetryOperationRequest
from PIL import ImageFilter

from tests.fixtures import files, scans
from tests.service import bus, tables

if TYPE_CHECKING:
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")

GIBBERISH = ("xqzj kvwx jqkz wxvq zzkj qjxw " * 40).encode()
BLURRED = scans.image(scans.page().filter(ImageFilter.GaussianBlur(9)))
NAMELESS = files.RESUME.replace("alex@example.com\n", "")


@pytest.mark.parametrize(
    ("content", "reason", "advice"),
    [
        (GIBBERISH, "TEXT_UNREADABLE", "export it again as a PDF with text"),
        (BLURRED, "TEXT_UNREADABLE", "scan it straight at 300 dpi"),
        (files.encrypted_pdf(), "FILE_ENCRYPTED", "save it without a password"),
        (files.pdf(files.RESUME)[:500], "FILE_DAMAGED", "export it again as PDF or DOCX"),
    ],
    ids=["garbled", "blurred scan", "encrypted", "cut"],
)
async def test_what_cannot_be_read_is_unreadable_says_what_to_do_and_reaches_nobody(
    ingest: Service,
    ground: Ground,
    hiring: Callers,
    tenant: str,
    content: bytes,
    reason: str,
    advice: str,
) -> None:
    recruiter = await hiring.person(tenant)
    operation = await recruiter.taken_in(content)
    assert operation.state == operation_pb2.OPERATION_STATE_FAILED
    assert operation.error.reason == reason
    assert advice in operation.error.message
    assert operation.quality.grade == reading_pb2.QUALITY_GRADE_UNREADABLE
    await bus.settled(ground, ingest)
    names = [bus.name_of(event) for event in await bus.announced(ground, tenant)]
    assert "ResumeRefused" in names
    assert "ResumeParsed" not in names
    assert "facts" not in await tables.counts(ingest, tenant)


async def test_what_is_read_in_part_says_what_is_missing_and_goes_on_to_matching(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    operation = await recruiter.upload(NAMELESS.encode())
    await bus.settled(ground, ingest)
    names = [bus.name_of(event) for event in await bus.announced(ground, tenant)]
    assert "ResumeParsed" in names
    receipt = await recruiter.receipts.GetParseReceipt(
        GetParseReceiptRequest(candidate_id=operation.candidate_id)
    )
    quality = receipt.receipt.quality
    assert quality.grade == reading_pb2.QUALITY_GRADE_PARTIAL
    assert reading_pb2.QUALITY_PROBLEM_CONTACT_MISSING in quality.problems
    assert quality.known_words_percent > 90
    assert quality.recognition_percent == 100
    asked = GetOperationRequest(operation_id=operation.operation_id)
    told = (await recruiter.resumes.GetOperation(asked)).operation
    assert told.quality == quality
    assert told.scan == operation_pb2.SCAN_VERDICT_NOT_SCANNED


async def test_a_correction_keeps_the_verdict_on_the_file(
    ingest: Service, ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    operation = await recruiter.upload(NAMELESS.encode())
    await bus.settled(ground, ingest)
    asked = GetParseReceiptRequest(candidate_id=operation.candidate_id)
    before = (await recruiter.receipts.GetParseReceipt(asked)).receipt
    request = CorrectFactsRequest(
        candidate_id=operation.candidate_id, document_id=operation.document_id
    )
    change = request.changes.add(reason="they told me")
    change.fact.contact.kind = reading_pb2.CONTACT_KIND_EMAIL
    change.fact.contact.value = "alex@example.com"
    after = (await recruiter.receipts.CorrectFacts(request)).receipt
    assert after.quality == before.quality


async def test_a_retry_forgets_the_verdict_until_the_file_is_read_again(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    failed = await recruiter.taken_in(GIBBERISH)
    request = RetryOperationRequest(operation_id=failed.operation_id)
    again = (await recruiter.resumes.RetryOperation(request)).operation
    assert not again.HasField("quality")
    ended = await recruiter.ended(again)
    assert ended.quality.grade == reading_pb2.QUALITY_GRADE_UNREADABLE
