"""Events made for ledgers, and ledgers read back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from candor.audit.v1.ledger_service_pb2 import (
    ExportLedgerRequest,
    GetCheckpointRequest,
    GetCheckpointResponse,
    ListEntriesRequest,
)
from candor.common.v1 import event_pb2, policy_pb2
from candor.ingest.v1 import events_pb2
from uuid_utils.compat import uuid7

from servicekit import events
from tests.service import bus

if TYPE_CHECKING:
    from candor.audit.v1.ledger_service_pb2 import Entry

    from tests.harness.services import Ground
    from tests.service.clients import Person


def closed(tenant: str) -> event_pb2.Event:
    """Return an event of the tenant, with an object of its own."""
    job_id = str(uuid7())
    event = event_pb2.Event(
        event_id=str(uuid7()),
        tenant=tenant,
        source="ingest",
        object_id=job_id,
        actor=event_pb2.Actor(subject="user-1", kind=policy_pb2.PRINCIPAL_KIND_PERSON),
    )
    event.event_time.GetCurrentTime()
    event.data.Pack(events_pb2.JobClosed(job_id=job_id))
    return event


async def happen(on: Ground, *happening: event_pb2.Event) -> None:
    """Announce the events and wait until they are in their ledgers."""
    async with events.connected(on.nats, "test") as opened:
        await opened.publish([_message(each) for each in happening])
    await bus.settled(on)


def _message(event: event_pb2.Event) -> tuple[str, bytes, str, dict[str, str]]:
    """Return what to publish: the stream does not know the event's id from before."""
    subject = f"candor.{event.tenant}.ingest.job-closed.v1"
    return subject, event.SerializeToString(), str(uuid4()), {}


async def grown(on: Ground, tenant: str, count: int) -> list[event_pb2.Event]:
    """Announce `count` events of the tenant and wait until they are in its ledger."""
    happening = [closed(tenant) for _ in range(count)]
    await happen(on, *happening)
    return happening


async def head_of(person: Person) -> GetCheckpointResponse:
    """Return the newest checkpoint."""
    return await person.ledger.GetCheckpoint(GetCheckpointRequest())


async def entries_of(person: Person, *, page_size: int = 7) -> list[Entry]:
    """Return every entry, got page by page."""
    found: list[Entry] = []
    token = ""
    while True:
        request = ListEntriesRequest(page_size=page_size, page_token=token)
        page = await person.ledger.ListEntries(request)
        found += page.entries
        token = page.next_page_token
        if not token:
            return found


async def export_of(person: Person) -> list[bytes]:
    """Return the lines of the export."""
    exported = person.ledger.ExportLedger(ExportLedgerRequest())
    text = "".join([piece.lines async for piece in exported])
    return text.encode().splitlines(keepends=True)
