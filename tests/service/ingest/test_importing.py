"""A batch through the whole mesh: what is good is searchable, what is bad is named."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from candor.ingest.v1 import batch_service_pb2 as pb

from tests.service import bus
from tests.service.clients import BOUND
from tests.service.ingest.batches import BROKEN, imported, items_of, opened, resume

if TYPE_CHECKING:
    from tests.harness.services import Mesh
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_good_files_are_searchable_and_each_bad_one_is_named_with_its_reason(
    mesh: Mesh, callers: Callers, tenant: str
) -> None:
    recruiter = await callers.person(tenant)
    batch = await opened(recruiter)
    good = {f"people/{number}.txt": resume(number) for number in range(9)}
    sent = {**good, **{name: content for name, (content, _) in BROKEN.items()}}
    told = await imported(recruiter, batch.batch_id, sent)
    assert (told.sent_count, told.known_count) == (len(sent), 0)
    await recruiter.batches.CloseBatch(pb.CloseBatchRequest(batch_id=batch.batch_id))
    async with asyncio.timeout(BOUND):
        watching = recruiter.batches.WatchBatch(pb.WatchBatchRequest(batch_id=batch.batch_id))
        seen = [each.batch async for each in watching]
    last = seen[-1]
    assert (last.label, last.state) == ("Spring fair", pb.BATCH_STATE_CLOSED)
    assert (last.indexed_count, last.failed_count) == (len(good), len(BROKEN))
    assert last.received_count == last.parsed_count == 0
    assert len({each.SerializeToString(deterministic=True) for each in seen}) == len(seen)
    failed = await items_of(recruiter, batch.batch_id, pb.BATCH_ITEM_STATE_FAILED)
    assert {each.name: each.error.reason for each in failed} == {
        name: reason for name, (_, reason) in BROKEN.items()
    }
    done = await items_of(recruiter, batch.batch_id, pb.BATCH_ITEM_STATE_INDEXED)
    assert {each.name for each in done} == set(good)
    assert len({each.candidate_id for each in done}) == len(good)
    happened = await bus.happened(mesh.ground, tenant)
    assert happened.count("BatchItemRefused") == len(told.refused) == 2
    assert happened.count("ResumeRefused") == 2
