"""The work behind an upload: a stored file becomes text and facts, or an error that says why."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from candor.ingest.v1 import events_pb2, reading_pb2
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
from services.ingest.documents.errors import FileRefused, OcrUnavailable
from services.ingest.documents.scans import ScanFound
from services.ingest.extraction.facts import YearMonth
from services.ingest.extraction.quality import UNREADABLE
from services.ingest.resumes import wire
from services.ingest.resumes.operations import OperationNotFound, Scan
from services.ingest.resumes.repository import Documents, Operations, Readings
from services.ingest.scanning import FileInfected, ScannerUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from candor.common.v1 import event_pb2

    from servicekit.database import Connection
    from services.ingest.parsing import Parsed, Parser
    from services.ingest.resumes.operations import Operation
    from services.ingest.scanning import Scanner
    from services.ingest.stores import Stores

CONSUMER = "ingest-parse"
LOOKING = "ingest-look"
_GONE = (OperationNotFound, CandidateErased, PersonErased)


class Readers:
    """Handle ParseResume and ReadScan: each file in a process with limits."""

    def __init__(
        self,
        stores: Stores,
        parser: Parser,
        looker: Parser | None,
        scanner: Scanner | None,
        taxonomy_digest: str,
    ) -> None:
        """Make readers of which `looker` reads pictures of text; without it, nobody does.

        With a scanner, no file is read before that has found it clean.
        """
        self._stores = stores
        self._looker = looker
        self._text = _Reader(stores, parser, scanner, CONSUMER, taxonomy_digest)
        self._scans = _Reader(stores, looker or parser, scanner, LOOKING, taxonomy_digest)

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Read the file that each ParseResume names, or queue it for those who look.

        What was erased meanwhile is let go.
        """
        for event in events:
            work = events_pb2.ParseResume()
            event.data.Unpack(work)
            with suppress(*_GONE):
                try:
                    await self._text.read(event, UUID(work.operation_id))
                except ScanFound:
                    await self._queue(event, work.operation_id)

    async def look(self, events: Sequence[event_pb2.Event]) -> None:
        """Read the file that each ReadScan names, looking at its pages."""
        for event in events:
            work = events_pb2.ReadScan()
            event.data.Unpack(work)
            with suppress(*_GONE):
                try:
                    await self._scans.read(event, UUID(work.operation_id))
                except ScanFound:
                    await self._scans.refuse(event, UUID(work.operation_id), _blind())

    async def _queue(self, event: event_pb2.Event, operation_id: str) -> None:
        if self._looker is None:
            await self._text.refuse(event, UUID(operation_id), _blind())
            return
        async with transaction(self._stores.pool, event.tenant) as conn:
            if await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                work = events_pb2.ReadScan(operation_id=operation_id)
                await outbox.enqueue(conn, work, _about(event), self._stores.clock())


def _blind() -> OcrUnavailable:
    return OcrUnavailable("pictures of text are not read here")


class _Reader:
    """Reads stored files with a parser, and keeps what they say."""

    def __init__(
        self,
        stores: Stores,
        parser: Parser,
        scanner: Scanner | None,
        consumer: str,
        taxonomy_digest: str,
    ) -> None:
        self._stores = stores
        self._parser = parser
        self._scanner = scanner
        self._passed = Scan.CLEAN if scanner else Scan.NOT_SCANNED
        self._consumer = consumer
        self._taxonomy_digest = taxonomy_digest

    async def read(self, event: event_pb2.Event, operation_id: UUID) -> None:
        """Read the operation's file.

        ScanFound and ScannerUnavailable pass through, and change nothing.
        """
        async with transaction(self._stores.pool, event.tenant) as conn:
            operation = await Operations(conn, event.tenant).get(operation_id)
            address = await Documents(conn, event.tenant).address(operation.document_id)
            keys = PersonKeys(conn, event.tenant, self._stores.master)
            key = await keys.existing(operation.candidate_id)
            sealed = await Readings(conn, event.tenant).corrected(operation.document_id)
            if sealed is not None:
                held = key.open(sealed, purpose=wire.READING)
                await self._stand(conn, event, operation, reading_pb2.Reading.FromString(held))
                return
        content = key.open(await self._stores.files.get(address), purpose=wire.FILE)
        as_of = YearMonth(operation.created_at.year, operation.created_at.month)
        try:
            if self._scanner is not None:
                await self._scanner.check(content)
            parsed = await self._parser.parse(content, as_of=as_of)
        except ScannerUnavailable:
            raise
        except ServiceError as error:
            await self.refuse(event, operation_id, error)
        else:
            await self._keep(event, operation, parsed)

    async def _keep(self, event: event_pb2.Event, operation: Operation, parsed: Parsed) -> None:
        now, candidate_id = self._stores.clock(), UUID(operation.candidate_id)
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, self._consumer, event.tenant, event.event_id):
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
            read = read_wire.reading(
                parsed.document, parsed.reading, parsed.facts.as_of, parsed.quality
            )
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
            operations = Operations(conn, event.tenant)
            await operations.scanned(operation.operation_id, self._passed)
            if parsed.quality is not None:
                await operations.judged(operation.operation_id, parsed.quality)
            await operations.parsed(operation.operation_id, now)
            await self._announce(conn, event, operation, digest)

    async def _stand(
        self,
        conn: Connection,
        event: event_pb2.Event,
        operation: Operation,
        held: reading_pb2.Reading,
    ) -> None:
        """Announce again what people have corrected: reading anew would undo it."""
        await Candidates(conn, event.tenant).hold(operation.candidate_id)
        if not await inbox.first_time(conn, self._consumer, event.tenant, event.event_id):
            return
        operations = Operations(conn, event.tenant)
        if held.HasField("quality"):
            await operations.judged(operation.operation_id, read_wire.to_quality(held.quality))
        await operations.parsed(operation.operation_id, self._stores.clock())
        digest = await Candidates(conn, event.tenant).digest(operation.candidate_id)
        await self._announce(conn, event, operation, digest)

    async def _announce(
        self, conn: Connection, event: event_pb2.Event, operation: Operation, digest: str
    ) -> None:
        done = events_pb2.ResumeParsed(
            operation_id=operation.operation_id,
            candidate_id=operation.candidate_id,
            document_id=operation.document_id,
            facts_digest=digest,
            taxonomy_digest=self._taxonomy_digest,
        )
        await outbox.announce(conn, done, _about(event), self._stores.clock())

    async def refuse(self, event: event_pb2.Event, operation_id: UUID, error: ServiceError) -> None:
        """Note why the operation's file could not be read."""
        now = self._stores.clock()
        async with transaction(self._stores.pool, event.tenant) as conn:
            operation = await Operations(conn, event.tenant).get(operation_id)
            await Candidates(conn, event.tenant).hold(operation.candidate_id)
            if not await inbox.first_time(conn, self._consumer, event.tenant, event.event_id):
                return
            operations = Operations(conn, event.tenant)
            scan = Scan.INFECTED if isinstance(error, FileInfected) else self._passed
            await operations.scanned(operation.operation_id, scan)
            if isinstance(error, FileRefused):
                await operations.judged(operation.operation_id, UNREADABLE)
            await operations.failed(operation.operation_id, error.reason, str(error), now)
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
