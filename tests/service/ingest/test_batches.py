"""Many files under one id: each once, each failure named, and safe to begin again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from candor.ingest.v1 import batch_service_pb2 as pb
from candor.ingest.v1.erasure_service_pb2 import (
    ERASURE_REASON_PERSON_ASKED,
    EraseCandidateRequest,
)
from grpc import StatusCode

from tests.service import bus, tables
from tests.service.clients import NOTICE, refused
from tests.service.ingest.batches import (
    batch_of,
    candidates,
    imported,
    items_of,
    opened,
    put,
    resume,
)

if TYPE_CHECKING:
    from tests.harness.services import Ground, Service
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_is_sent_again_changes_nothing(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    request_id = str(uuid4())
    batch = await opened(recruiter, request_id=request_id)
    assert (await opened(recruiter, request_id=request_id)).batch_id == batch.batch_id
    sent = {str(number): resume(number) for number in range(4)} | {"empty": b""}
    await imported(recruiter, batch.batch_id, sent)
    before = {each.item_id: each.operation_id for each in await items_of(recruiter, batch.batch_id)}
    stored = await tables.counts(ingest, tenant)
    told = await imported(recruiter, batch.batch_id, sent | {"more": resume(9)})
    assert (told.sent_count, told.known_count) == (6, 5)
    after = {each.item_id: each.operation_id for each in await items_of(recruiter, batch.batch_id)}
    assert after.items() > before.items()
    assert (await tables.counts(ingest, tenant))["document"] == stored["document"] + 1


async def test_the_same_file_under_two_names_is_one_candidate_and_two_items(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    batch = await opened(recruiter)
    sending = [put(recruiter, batch.batch_id, name, resume(1)) for name in ("a", "b", "a", "c")]
    items = await asyncio.gather(*sending)
    assert len({each.item_id for each in items}) == 3
    assert len({each.operation_id for each in items}) == 1
    assert await candidates(recruiter) == {items[0].candidate_id}
    empty = [await put(recruiter, batch.batch_id, name, b"") for name in ("d", "e")]
    assert {each.name for each in empty} == {"d", "e"}
    assert {each.error.reason for each in empty} == {"FILE_EMPTY"}


async def test_a_mended_file_takes_the_place_of_the_one_that_failed(
    hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    batch = await opened(recruiter)
    broken = await put(recruiter, batch.batch_id, "cv", b"")
    mended = await put(recruiter, batch.batch_id, "cv", resume(1))
    assert (mended.item_id, mended.state) == (broken.item_id, pb.BATCH_ITEM_STATE_RECEIVED)
    assert not mended.HasField("error")
    with refused("BATCH_ITEM_CONFLICT", StatusCode.ALREADY_EXISTS) as told:
        await put(recruiter, batch.batch_id, "cv", resume(2))
    assert told[0].metadata == {"item_id": broken.item_id}
    answer = await imported(recruiter, batch.batch_id, {"cv": resume(2), "next": resume(3)})
    assert [(each.name, each.error.reason) for each in answer.refused] == [
        ("cv", "BATCH_ITEM_CONFLICT")
    ]
    assert len(await candidates(recruiter)) == 2


async def test_a_closed_batch_takes_nothing_new_and_forgets_nothing(
    ground: Ground, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    batch = await opened(recruiter)
    item = await put(recruiter, batch.batch_id, "cv", resume(1))
    for _ in range(2):
        closed = await recruiter.batches.CloseBatch(pb.CloseBatchRequest(batch_id=batch.batch_id))
        assert closed.batch.state == pb.BATCH_STATE_CLOSED
    assert (await put(recruiter, batch.batch_id, "cv", resume(1))).item_id == item.item_id
    with refused("BATCH_CLOSED", StatusCode.FAILED_PRECONDITION):
        await put(recruiter, batch.batch_id, "other", resume(2))
    assert (await bus.happened(ground, tenant)).count("BatchClosed") <= 1


async def test_nothing_of_a_batch_is_another_tenants(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    stranger = await hiring.person(f"{tenant}x")
    batch = await opened(recruiter)
    for call in (
        put(stranger, batch.batch_id, "cv", resume(1)),
        imported(stranger, batch.batch_id, {"cv": resume(1)}),
        batch_of(stranger, batch.batch_id),
        items_of(stranger, batch.batch_id),
        stranger.batches.CloseBatch(pb.CloseBatchRequest(batch_id=batch.batch_id)),
    ):
        with refused("BATCH_NOT_FOUND", StatusCode.NOT_FOUND):
            await call
    assert await candidates(stranger) == set()


async def test_a_batch_needs_consent_and_names(hiring: Callers, tenant: str) -> None:
    recruiter = await hiring.person(tenant)
    with refused("CONSENT_MISSING"):
        await recruiter.batches.CreateBatch(pb.CreateBatchRequest(consent_notice=NOTICE))
    batch = await opened(recruiter)
    with refused("FIELD_INVALID"):
        await put(recruiter, batch.batch_id, " ", resume(1))
    with refused("FIELD_INVALID"):
        await imported(recruiter, "", {"cv": resume(1)})
    with refused("FIELD_INVALID"):
        long = pb.CreateBatchRequest(consent=True, consent_notice=NOTICE, label="x" * 201)
        await recruiter.batches.CreateBatch(long)


async def test_names_of_files_are_nowhere_in_the_clear(
    ingest: Service, hiring: Callers, tenant: str
) -> None:
    recruiter = await hiring.person(tenant)
    batch = await opened(recruiter)
    await put(recruiter, batch.batch_id, "zebulon-quagmire.txt", resume(1))
    await put(recruiter, batch.batch_id, "zebulon-quagmire.pdf", b"")
    stored = await tables.everything(ingest)
    assert b"zebulon" not in stored
    assert b"Spring fair" not in stored


async def test_who_was_erased_is_not_taken_in_again(hiring: Callers, tenant: str) -> None:
    recruiter, officer = await hiring.person(tenant), await hiring.person(tenant, "hr")
    batch = await opened(recruiter)
    sent = {"one": resume(1), "two": resume(2)}
    await imported(recruiter, batch.batch_id, sent)
    first, _ = await items_of(recruiter, batch.batch_id)
    await officer.erasures.EraseCandidate(
        EraseCandidateRequest(candidate_id=first.candidate_id, reason=ERASURE_REASON_PERSON_ASKED)
    )
    told = await imported(recruiter, batch.batch_id, sent)
    assert told.known_count == 2
    assert first.candidate_id not in await candidates(recruiter)
    erased, _ = await items_of(recruiter, batch.batch_id)
    assert (erased.item_id, erased.name, erased.candidate_id) == (first.item_id, "", "")
    assert erased.error.reason == "CANDIDATE_ERASED"
