"""The work behind an upload: a stored file becomes text and facts, or an error that says why."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from candor.ingest.v1 import events_pb2
from candor.matcher.v1 import events_pb2 as matcher_events_pb2

from servicekit import inbox, outbox
from servicekit.database import transaction
from servicekit.errors import ServiceError
from servicekit.sealing import PersonErased, PersonKeys
from services.ingest import read_wire
from services.ingest import wire as facts_wire
from services.ingest.candidates.candidates import CandidateErased
from services.ingest.candidates.repository import Candidates, FactsStore
from services.ingest.candidates.wire import PROFILE
from services.ingest.extraction.facts import YearMonth
from services.ingest.resumes import wire
from services.ingest.resumes.operations import OperationNotFound
from services.ingest.resumes.repository import Documents, Operations, Readings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from candor.common.v1 import event_pb2

    from services.ingest.parsing import Parsed, Parser
    from services.ingest.resumes.operations import Operation
    from services.ingest.stores import Stores

CONSUMER = "ingest-parse"


class Reader:
    """Handles ParseResume: one file at a time, in a process with limits."""

    def __init__(self, stores: Stores, parser: Parser, taxonomy_digest: str) -> None:
        self._stores = stores
        self._parser = parser
        self._taxonomy_digest = taxonomy_digest

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Read the file that each event names; what was erased meanwhile is let go."""
        for event in events:
            work = events_pb2.ParseResume()
            event.data.Unpack(work)
            with suppress(OperationNotFound, CandidateErased, PersonErased):
                await self._read(event, UUID(work.operation_id))

    async def _read(self, event: event_pb2.Event, operation_id: UUID) -> None:
        async with transaction(self._stores.pool, event.tenant) as conn:
            operation = await Operations(conn, event.tenant).get(operation_id)
            address = await Documents(conn, event.tenant).address(operation.document_id)
            keys = PersonKeys(conn, event.tenant, self._stores.master)
            key = await keys.existing(operation.candidate_id)
        content = key.open(await self._stores.files.get(address), purpose=wire.FILE)
        as_of = YearMonth(operation.created_at.year, operation.created_at.month)
        try:
            parsed = await self._parser.parse(content, as_of=as_of)
        except ServiceError as error:
            await self._refuse(event, operation, error)
        else:
            await self._keep(event, operation, parsed)

    async def _keep(self, event: event_pb2.Event, operation: Operation, parsed: Parsed) -> None:
        now, candidate_id = self._stores.clock(), UUID(operation.candidate_id)
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                return
            keys = PersonKeys(conn, event.tenant, self._stores.master)
            key = await keys.held(operation.candidate_id)
            text = key.seal(parsed.document.text.encode(), purpose=wire.TEXT)
            await Documents(conn, event.tenant).read(
                operation.document_id, parsed.document.media_type, text
            )
            digest = await FactsStore(conn, event.tenant, self._stores.master).add(
                candidate_id, facts_wire.scorable(parsed.facts)
            )
            read = read_wire.reading(parsed.document, parsed.reading, parsed.facts.as_of)
            await Readings(conn, event.tenant).put(
                operation.document_id,
                candidate_id,
                key.seal(read.SerializeToString(), purpose=wire.READING),
            )
            profile = read_wire.profile(read).SerializeToString()
            await Candidates(conn, event.tenant).understood(
                candidate_id,
                operation.operation_id,
                key.seal(profile, purpose=PROFILE),
                digest,
            )
            await Operations(conn, event.tenant).parsed(operation.operation_id, now, now)
            done = events_pb2.ResumeParsed(
                operation_id=operation.operation_id,
                candidate_id=operation.candidate_id,
                document_id=operation.document_id,
                facts_digest=digest,
                taxonomy_digest=self._taxonomy_digest,
            )
            await outbox.announce(conn, done, _about(event), now)

    async def _refuse(
        self, event: event_pb2.Event, operation: Operation, error: ServiceError
    ) -> None:
        now = self._stores.clock()
        async with transaction(self._stores.pool, event.tenant) as conn:
            await Candidates(conn, event.tenant).hold(operation.candidate_id)
            if not await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                return
            await Operations(conn, event.tenant).failed(
                operation.operation_id, error.reason, str(error), now
            )
            refused = events_pb2.ResumeRefused(
                operation_id=operation.operation_id,
                candidate_id=operation.candidate_id,
                document_id=operation.document_id,
                reason=error.reason,
            )
            await outbox.announce(conn, refused, _about(event), now)


def _about(event: event_pb2.Event) -> outbox.About:
    return outbox.About(tenant=event.tenant, object_id=event.object_id, actor=event.actor)


class IndexFollower:
    """Handles CandidateIndexed of Matcher: the last step of an operation."""

    CONSUMER = "ingest-indexed"

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Note for each event's operation that searches find it."""
        for event in events:
            await self._note(event, self._stores.clock())

    async def _note(self, event: event_pb2.Event, now: datetime) -> None:
        indexed = matcher_events_pb2.CandidateIndexed()
        event.data.Unpack(indexed)
        async with transaction(self._stores.pool, event.tenant) as conn:
            if await inbox.first_time(conn, self.CONSUMER, event.tenant, event.event_id):
                await Operations(conn, event.tenant).indexed(indexed.operation_id, now)
