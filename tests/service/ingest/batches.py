"""Batches as callers fill them and look at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import batch_service_pb2 as pb
from candor.ingest.v1.candidate_service_pb2 import ListCandidatesRequest
from google.api.httpbody_pb2 import HttpBody

from tests.fixtures import files
from tests.service.clients import NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.clients import Person

PROGRAM = b"\x7fELF" + bytes(64)
BROKEN = {
    "empty.pdf": (b"", "FILE_EMPTY"),
    "locked.pdf": (files.encrypted_pdf(), "FILE_ENCRYPTED"),
    "program.exe": (PROGRAM, "FILE_TYPE_UNSUPPORTED"),
    "cut.pdf": (files.pdf(files.RESUME)[:300], "FILE_DAMAGED"),
}


def resume(number: int) -> bytes:
    """Return a resume of another person for each number."""
    return files.RESUME.replace("Alex", f"Alex{number}").encode()


async def opened(person: Person, *, request_id: str = "") -> pb.Batch:
    """Return a new batch."""
    request = pb.CreateBatchRequest(
        request_id=request_id, consent=True, consent_notice=NOTICE, label="Spring fair"
    )
    return (await person.batches.CreateBatch(request)).batch


async def put(person: Person, batch_id: str, name: str, content: bytes) -> pb.BatchItem:
    """Put one file into a batch; return its item."""
    request = pb.UploadBatchItemRequest(
        batch_id=batch_id, filename=name, file=HttpBody(data=content)
    )
    return (await person.batches.UploadBatchItem(request)).item


async def imported(
    person: Person, batch_id: str, sent: dict[str, bytes]
) -> pb.ImportResumesResponse:
    """Send files, by name, in one stream."""

    def requests() -> Iterator[pb.ImportResumesRequest]:
        first = batch_id
        for name, content in sent.items():
            yield pb.ImportResumesRequest(batch_id=first, filename=name, content=content)
            first = ""

    return await person.batches.ImportResumes(requests())


async def batch_of(person: Person, batch_id: str) -> pb.Batch:
    """Return the batch as it is now."""
    return (await person.batches.GetBatch(pb.GetBatchRequest(batch_id=batch_id))).batch


async def items_of(
    person: Person,
    batch_id: str,
    state: pb.BatchItemState.ValueType = pb.BATCH_ITEM_STATE_UNSPECIFIED,
) -> list[pb.BatchItem]:
    """Return every item, got page by page."""
    found: list[pb.BatchItem] = []
    token = ""
    while True:
        page = await person.batches.ListBatchItems(
            pb.ListBatchItemsRequest(batch_id=batch_id, page_size=4, page_token=token, state=state)
        )
        found += page.items
        token = page.next_page_token
        if not token:
            return found


async def candidates(person: Person) -> set[str]:
    """Return the tenant's candidates."""
    listed = await person.candidates.ListCandidates(ListCandidatesRequest(page_size=200))
    return {each.candidate_id for each in listed.candidates}
