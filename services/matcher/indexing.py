"""From parsed resumes to points in the index, in batches."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import grpc.aio
from candor.ingest.v1 import events_pb2 as ingest_events_pb2
from candor.ingest.v1 import facts_service_pb2, facts_service_pb2_grpc
from candor.matcher.v1 import events_pb2

from servicekit import canonical, channel, inbox, outbox
from servicekit.database import transaction
from servicekit.erasing import Erased
from servicekit.events import Refused
from services.matcher import wire
from services.matcher.index import Point
from services.matcher.repository import FactsStore
from services.matcher.wording import meaning_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2

    from servicekit.auth import MeshIdentity
    from servicekit.database import Connection
    from services.matcher.scoring.facts import Facts
    from services.matcher.stores import Stores

CONSUMER = "matcher-index"
TIMEOUT = 10.0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Resume:
    """What ResumeParsed and FactsCorrected say alike."""

    operation_id: str
    candidate_id: str
    facts_digest: str
    corrections: int

    @property
    def version(self) -> datetime:
        """When the resume was uploaded, a microsecond later for each correction.

        An operation's id is a UUIDv7 (RFC 9562, 5.7), of milliseconds; a resume has fewer than
        a thousand corrections. Not when it was parsed: a file that takes long, or is read
        again, does not become the latest.
        """
        milliseconds = UUID(self.operation_id).int >> 80
        return EPOCH + timedelta(milliseconds=milliseconds, microseconds=self.corrections)


@dataclass(frozen=True, slots=True)
class _Parsed:
    """An event about a resume and the facts that it names."""

    event: event_pb2.Event
    resume: _Resume
    body: bytes
    facts: Facts


class Indexer:
    """Handles ResumeParsed and FactsCorrected of Ingest."""

    def __init__(self, stores: Stores, ingest: grpc.aio.Channel, identity: MeshIdentity) -> None:
        self._stores = stores
        self._facts = facts_service_pb2_grpc.FactsServiceStub(ingest)
        self._identity = identity

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Fetch, embed and index what the events name, and say so.

        A candidate is indexed by the resume uploaded last; those that it overtook have
        come to their end with it. The index is written before the commit: should the
        commit fail, the same points are written again with the redelivery. Who was erased
        by then is taken out again.
        """
        latest, overtaken = await self._sorted(events)
        if latest:
            fetched = await asyncio.gather(*(self._fetch(event) for event in latest))
            parsed = [each for each in fetched if each is not None]
            kept = {each.resume.candidate_id for each in parsed}
            erased = {_resume(event).candidate_id for event in latest} - kept
            await self._stores.index.delete(sorted(erased))  # one that failed may have put them
            if parsed:
                await self._stores.index.put(await self._points(parsed))
            by_tenant: defaultdict[str, list[_Parsed]] = defaultdict(list)
            for each in parsed:
                by_tenant[each.event.tenant].append(each)
            for tenant, group in by_tenant.items():
                erased = await self._commit(tenant, group)
                await self._stores.index.delete(sorted(erased))
        for event in overtaken:
            await self._pass_over(event)

    async def _sorted(
        self, events: Sequence[event_pb2.Event]
    ) -> tuple[list[event_pb2.Event], list[event_pb2.Event]]:
        """Return the event of each candidate's last resume, and those that one overtook."""
        latest: dict[tuple[str, str], event_pb2.Event] = {}
        overtaken: list[event_pb2.Event] = []
        for event in sorted(events, key=lambda event: _resume(event).version):
            resume = _resume(event)
            async with transaction(self._stores.pool, event.tenant) as conn:
                store = FactsStore(conn, event.tenant, self._stores.master)
                newer = await store.newer(resume.candidate_id, resume.version)
            slot = (event.tenant, resume.candidate_id)
            if newer:
                overtaken.append(event)
                continue
            if slot in latest:
                overtaken.append(latest[slot])
            latest[slot] = event
        return list(latest.values()), overtaken

    async def _fetch(self, event: event_pb2.Event) -> _Parsed | None:
        """Return the event's facts, or None if the candidate was erased."""
        resume = _resume(event)
        try:
            response = await self._facts.GetScorableFacts(
                facts_service_pb2.GetScorableFactsRequest(
                    candidate_id=resume.candidate_id, facts_digest=resume.facts_digest
                ),
                metadata=channel.bearer(self._identity.token(event.tenant, event.actor)),
                timeout=TIMEOUT,
            )
        except grpc.aio.AioRpcError as error:
            if channel.reason(error) == "CANDIDATE_ERASED":
                return None
            raise
        body = canonical.canonical(response.facts)
        if canonical.digest(response.facts) != resume.facts_digest:
            raise Refused("FACTS_DIGEST_WRONG", "the facts are not those that were announced")
        return _Parsed(event, resume, body, wire.to_facts(response.facts))

    async def _points(self, parsed: Sequence[_Parsed]) -> list[Point]:
        meanings = await self._stores.embedder.embed([meaning_of(each.facts) for each in parsed])
        return [
            Point(
                tenant=each.event.tenant,
                candidate_id=each.resume.candidate_id,
                facts_digest=each.resume.facts_digest,
                meaning=meaning,
                words=self._stores.words.document(words_of(each.facts)),
                skills=list(each.facts.skills),
                months=each.facts.total_months,
            )
            for each, meaning in zip(parsed, meanings, strict=True)
        ]

    async def _commit(self, tenant: str, parsed: Sequence[_Parsed]) -> set[str]:
        """Keep the facts and say that they are indexed; return the candidates erased by now."""
        async with transaction(self._stores.pool, tenant) as conn:
            erased = await Erased(conn, tenant).hold(each.resume.candidate_id for each in parsed)
            unseen = await inbox.unseen(
                conn, CONSUMER, tenant, [each.event.event_id for each in parsed]
            )
            store = FactsStore(conn, tenant, self._stores.master)
            for each in parsed:
                resume = each.resume
                if each.event.event_id not in unseen or resume.candidate_id in erased:
                    continue
                await store.add(resume.candidate_id, resume.facts_digest, each.body)
                await store.indexed(resume.candidate_id, resume.facts_digest, resume.version)
                await self._announce(conn, each.event, resume, resume.facts_digest)
        return erased

    async def _pass_over(self, event: event_pb2.Event) -> None:
        """Say that a resume's candidate is indexed, by the facts of a later one."""
        resume = _resume(event)
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                return
            store = FactsStore(conn, event.tenant, self._stores.master)
            digest = await store.current(UUID(resume.candidate_id))
            await self._announce(conn, event, resume, digest or resume.facts_digest)

    async def _announce(
        self,
        conn: Connection,
        event: event_pb2.Event,
        resume: _Resume,
        digest: str,
    ) -> None:
        indexed = events_pb2.CandidateIndexed(
            candidate_id=resume.candidate_id,
            facts_digest=digest,
            operation_id=resume.operation_id,
            model_digest=self._stores.embedder.model.digest,
        )
        about = outbox.About(event.tenant, resume.candidate_id, event.actor)
        await outbox.announce(conn, indexed, about, self._stores.clock())


def _resume(event: event_pb2.Event) -> _Resume:
    corrected, parsed = ingest_events_pb2.FactsCorrected(), ingest_events_pb2.ResumeParsed()
    if event.data.Unpack(corrected):
        return _Resume(
            corrected.operation_id,
            corrected.candidate_id,
            corrected.facts_digest,
            corrected.corrections,
        )
    event.data.Unpack(parsed)
    return _Resume(parsed.operation_id, parsed.candidate_id, parsed.facts_digest, 0)
