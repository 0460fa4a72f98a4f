"""An operation whose work failed for good says so, and can be retried."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from candor.ingest.v1 import events_pb2

from servicekit import inbox, outbox
from servicekit.database import transaction
from services.ingest.candidates.candidates import CandidateErased
from services.ingest.candidates.repository import Candidates
from services.ingest.resumes.operations import OperationNotFound, ProcessingFailed
from services.ingest.resumes.repository import Operations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2

    from servicekit.database import Connection
    from services.ingest.stores import Stores

MESSAGE = "processing failed by a fault of ours; it was logged, and a retry may help"


class DeadFollower:
    """Handles what Ingest's readers or Matcher's index gave up on."""

    CONSUMER = "ingest-dead"

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Fail the operation that each belongs to, if it still runs."""
        for event in events:
            operation_id = _operation_id(event)
            if operation_id:
                await self._fail(event, UUID(operation_id))

    async def _fail(self, event: event_pb2.Event, operation_id: UUID) -> None:
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, self.CONSUMER, event.tenant, event.event_id):
                return
            try:
                await self._refuse(conn, event, operation_id)
            except (OperationNotFound, CandidateErased):
                return  # erased meanwhile

    async def _refuse(self, conn: Connection, event: event_pb2.Event, operation_id: UUID) -> None:
        operations, now = Operations(conn, event.tenant), self._stores.clock()
        found = await operations.get(operation_id)
        await Candidates(conn, event.tenant).hold(found.candidate_id)
        if not await operations.abandoned(found.operation_id, MESSAGE, now):
            return
        refused = events_pb2.ResumeRefused(
            operation_id=found.operation_id,
            candidate_id=found.candidate_id,
            document_id=found.document_id,
            reason=ProcessingFailed.reason,
        )
        about = outbox.About(event.tenant, found.operation_id, event.actor)
        await outbox.announce(conn, refused, about, now)


def _operation_id(event: event_pb2.Event) -> str:
    """Return the operation that a dead letter belongs to; "" for what belongs to none."""
    for message in (events_pb2.ParseResume(), events_pb2.ReadScan(), events_pb2.ResumeParsed()):
        if event.data.Unpack(message):
            return message.operation_id
    return ""
