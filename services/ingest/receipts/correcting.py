"""From what was read and what people said about it to what is held for true, stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2, reading_pb2
from candor.ingest.v1 import receipt_service_pb2 as pb
from uuid_utils.compat import uuid7

from servicekit import outbox
from services.ingest import parsing, read_wire
from services.ingest import wire as facts_wire
from services.ingest.candidates.repository import Candidates, FactsStore
from services.ingest.candidates.wire import PROFILE
from services.ingest.extraction.correcting import Change
from services.ingest.receipts import wire
from services.ingest.receipts.receipts import Entry, ReceiptOutdated, check_room
from services.ingest.receipts.repository import Receipts
from services.ingest.resumes.wire import READING, TEXT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.sealing import PersonKey
    from services.ingest.parsing import Parser
    from services.ingest.receipts.receipts import Held
    from services.ingest.stores import Stores


@dataclass(frozen=True, slots=True)
class Told:
    """A resume with all that is known of it, opened."""

    held: Held
    text: str
    read: reading_pb2.Reading
    corrections: tuple[pb.Correction, ...]

    def changes(self) -> tuple[Change, ...]:
        """Return what people have said so far."""
        return tuple(_change(each) for each in self.corrections)


async def told(conn: Connection, tenant: str, candidate_id: UUID, key: PersonKey) -> Told:
    """Return the candidate's current resume, or raise FactsNotReady."""
    receipts = Receipts(conn, tenant)
    held = await receipts.current(candidate_id)
    read = reading_pb2.Reading.FromString(key.open(held.reading, purpose=READING))
    entries = await receipts.corrections(held.document_id)
    corrections = (
        pb.Correction.FromString(key.open(each.body, purpose=wire.CORRECTION)) for each in entries
    )
    text = key.open(held.text, purpose=TEXT).decode()
    return Told(held, text, read, tuple(corrections))


class Corrector:
    """Applies what people say, in one transaction with its event."""

    def __init__(self, stores: Stores, parser: Parser, taxonomy_digest: str) -> None:
        self._stores = stores
        self._parser = parser
        self._taxonomy_digest = taxonomy_digest

    async def correct(
        self,
        conn: Connection,
        who: Caller,
        request: pb.CorrectFactsRequest,
        changes: Sequence[Change],
        candidate_id: UUID,
        key: PersonKey,
    ) -> None:
        """Store the changes and what follows from them, for the record that the resume is of."""
        await Receipts(conn, who.tenant).lock(candidate_id)
        present = await told(conn, who.tenant, candidate_id, key)
        if request.document_id != present.held.document_id:
            raise ReceiptOutdated("another resume is current", document_id=present.held.document_id)
        check_room(len(present.corrections), len(changes))
        parsed = await self._parser.correct(_work(present, changes))
        facts = facts_wire.scorable(parsed.facts)
        store = FactsStore(conn, who.tenant, self._stores.master)
        digest = await store.add(candidate_id, facts)
        read = read_wire.reading(
            parsed.document, parsed.reading, parsed.facts.as_of, parsed.quality
        )
        profile = read_wire.profile(read).SerializeToString()
        sealed = key.seal(profile, purpose=PROFILE)
        await Candidates(conn, who.tenant).understood(
            candidate_id, present.held.operation_id, sealed, digest
        )
        await self._record(conn, who, request, present, candidate_id, read, key)
        await self._announce(conn, who, request, present, candidate_id, digest)

    async def _record(
        self,
        conn: Connection,
        who: Caller,
        request: pb.CorrectFactsRequest,
        present: Told,
        candidate_id: UUID,
        read: reading_pb2.Reading,
        key: PersonKey,
    ) -> None:
        """Store each change with what the fact said before and says since."""
        now, first = self._stores.clock(), len(present.corrections)
        before = wire.replayed(present.read.facts, present.corrections)
        after = {fact.fact_id: fact for fact in read.facts}
        entries: list[Entry] = []
        for number, change in enumerate(request.changes, start=first + 1):
            fact_id = change.fact_id or f"added-{number}"
            correction = pb.Correction(
                correction_id=str(uuid7()),
                fact_id=fact_id,
                actor=who.actor,
                reason=change.reason.strip(),
                before=before.get(fact_id),
                after=after.get(fact_id),
            )
            correction.correct_time.FromDatetime(now)
            body = key.seal(correction.SerializeToString(), purpose=wire.CORRECTION)
            entries.append(
                Entry(correction.correction_id, who.actor.subject, who.actor.kind, body, now)
            )
        await Receipts(conn, who.tenant).add(candidate_id, present.held.document_id, first, entries)

    async def _announce(
        self,
        conn: Connection,
        who: Caller,
        request: pb.CorrectFactsRequest,
        present: Told,
        candidate_id: UUID,
        digest: str,
    ) -> None:
        corrected = events_pb2.FactsCorrected(
            operation_id=present.held.operation_id,
            candidate_id=str(candidate_id),
            document_id=present.held.document_id,
            facts_digest=digest,
            taxonomy_digest=self._taxonomy_digest,
            changed=len(request.changes),
            corrections=len(present.corrections) + len(request.changes),
        )
        about = outbox.About(who.tenant, str(candidate_id), who.actor)
        await outbox.announce(conn, corrected, about, self._stores.clock())


def _work(present: Told, changes: Sequence[Change]) -> parsing.Correction:
    return parsing.Correction(
        document=read_wire.to_document(present.read, present.held.media_type, present.text),
        reading=read_wire.to_reading(present.read),
        changes=(*present.changes(), *changes),
        as_of=read_wire.to_month(present.read.as_of),
    )


def _change(correction: pb.Correction) -> Change:
    added = not correction.HasField("before")
    value = read_wire.to_value(correction.after) if correction.HasField("after") else None
    return Change("" if added else correction.fact_id, value)
