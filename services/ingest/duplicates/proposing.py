"""From a new candidate or resume to the pairs that it may be one of, in the background."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from candor.ingest.v1 import duplicate_pb2 as pb
from candor.ingest.v1 import events_pb2
from uuid_utils.compat import uuid7

from servicekit import inbox, outbox
from servicekit.database import transaction
from services.ingest.duplicates.duplicates import Duplicate, Likeness, State
from services.ingest.duplicates.likeness import likeness
from services.ingest.duplicates.marks import Kind, Marker
from services.ingest.duplicates.people import People
from services.ingest.duplicates.repository import Duplicates, Marks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from candor.common.v1 import event_pb2

    from servicekit.database import Connection
    from services.ingest.duplicates.likeness import Person
    from services.ingest.stores import Stores

CONSUMER = "ingest-duplicates"
CREATED, PARSED = "candor.*.ingest.candidate-created.v1", "candor.*.ingest.resume-parsed.v1"


class Proposer:
    """Handles CandidateCreated and ResumeParsed of Ingest itself."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Mark what each event names, and propose whom it may be the same as."""
        for event in events:
            await self._look(event)

    async def _look(self, event: event_pb2.Event) -> None:
        record_id, operation_id = _named(event)
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                return
            people = People(conn, event.tenant, self._stores)
            found = await people.subject(record_id, operation_id)
            if found is None:
                return
            known, person = found
            marker, marks = Marker(self._stores.master, event.tenant), Marks(conn, event.tenant)
            await marks.alone()
            await marks.keep(str(record_id), marker.kept(known))
            shared = await marks.sharing(str(record_id), marker.sought(known))
            alike = await self._alike(people, person, shared)
            await self._propose(conn, event, str(record_id), alike)

    async def _alike(
        self, people: People, person: Person, shared: Mapping[str, frozenset[Kind]]
    ) -> Mapping[str, Likeness]:
        """Return how alike `person` is to each of the records that it seems to be the same as."""
        alike: dict[str, Likeness] = {}
        for record_id, opened in (await people.profiles(shared)).items():
            other = opened.person
            if Kind.TEXT in shared[record_id]:
                other = replace(other, text=await people.text(record_id))
            if (found := likeness(person, other, shared[record_id])) is not None:
                alike[record_id] = found
        return alike

    async def _propose(
        self,
        conn: Connection,
        event: event_pb2.Event,
        record_id: str,
        alike: Mapping[str, Likeness],
    ) -> None:
        duplicates, now = Duplicates(conn, event.tenant), self._stores.clock()
        kept = await duplicates.kept([record_id, *alike])
        for other, found in alike.items():
            if kept[other] == kept[record_id]:
                continue
            pair = sorted((kept[record_id], kept[other]))  # UUIDv7: the first was created first
            new = Duplicate(str(uuid7()), pair[0], pair[1], found, State.OPEN, now, now)
            if await duplicates.propose(new):
                proposed = events_pb2.DuplicateProposed(
                    duplicate_id=new.duplicate_id,
                    candidate_ids=pair,
                    reasons=[pb.DuplicateReason.ValueType(each) for each in found.grounds],
                    score=found.score,
                )
                about = outbox.About(event.tenant, new.duplicate_id, event.actor)
                await outbox.announce(conn, proposed, about, now)


def _named(event: event_pb2.Event) -> tuple[UUID, UUID | None]:
    """Return the record that an event is of, and the operation if it is a resume's."""
    parsed, created = events_pb2.ResumeParsed(), events_pb2.CandidateCreated()
    if event.data.Unpack(parsed):
        return UUID(parsed.candidate_id), UUID(parsed.operation_id)
    event.data.Unpack(created)
    return UUID(created.candidate_id), None
