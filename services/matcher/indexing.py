"""From parsed resumes to points in the index, in batches."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2 as ingest_events_pb2
from candor.ingest.v1 import facts_service_pb2, facts_service_pb2_grpc
from candor.matcher.v1 import events_pb2

from servicekit import canonical, channel, inbox, outbox
from servicekit.database import transaction
from servicekit.events import Refused
from services.matcher import wire
from services.matcher.index import Point
from services.matcher.repository import FactsStore
from services.matcher.wording import meaning_of, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import grpc.aio
    from candor.common.v1 import event_pb2

    from servicekit.auth import MeshIdentity
    from services.matcher.scoring.facts import Facts
    from services.matcher.stores import Stores

CONSUMER = "matcher-index"
TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A ResumeParsed event and the facts that it names."""

    event: event_pb2.Event
    resume: ingest_events_pb2.ResumeParsed
    body: bytes
    facts: Facts


class Indexer:
    """Handles ResumeParsed of Ingest."""

    def __init__(self, stores: Stores, ingest: grpc.aio.Channel, identity: MeshIdentity) -> None:
        self._stores = stores
        self._facts = facts_service_pb2_grpc.FactsServiceStub(ingest)
        self._identity = identity

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Fetch, embed and index what the events name, and say so.

        The index is written before the commit: should the commit fail, the same points
        are written again with the redelivery.
        """
        fresh = await self._not_superseded(events)
        parsed = await asyncio.gather(*(self._fetch(event) for event in fresh))
        await self._stores.index.put(await self._points(parsed))
        by_tenant: defaultdict[str, list[_Parsed]] = defaultdict(list)
        for each in parsed:
            by_tenant[each.event.tenant].append(each)
        for tenant, group in by_tenant.items():
            await self._commit(tenant, group)

    async def _not_superseded(self, events: Sequence[event_pb2.Event]) -> list[event_pb2.Event]:
        """Return the events but those that a later resume has overtaken."""
        latest: dict[tuple[str, str], event_pb2.Event] = {}
        for event in events:
            resume = ingest_events_pb2.ResumeParsed()
            event.data.Unpack(resume)
            async with transaction(self._stores.pool, event.tenant) as conn:
                store = FactsStore(conn, event.tenant, self._stores.master)
                when = event.event_time.ToDatetime(UTC)
                if not await store.newer(resume.candidate_id, when):
                    latest[(event.tenant, resume.operation_id)] = event
        return list(latest.values())

    async def _fetch(self, event: event_pb2.Event) -> _Parsed:
        resume = ingest_events_pb2.ResumeParsed()
        event.data.Unpack(resume)
        response = await self._facts.GetScorableFacts(
            facts_service_pb2.GetScorableFactsRequest(
                candidate_id=resume.candidate_id, facts_digest=resume.facts_digest
            ),
            metadata=channel.bearer(self._identity.token(event.tenant, event.actor)),
            timeout=TIMEOUT,
        )
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

    async def _commit(self, tenant: str, parsed: Sequence[_Parsed]) -> None:
        async with transaction(self._stores.pool, tenant) as conn:
            unseen = await inbox.unseen(
                conn, CONSUMER, tenant, [each.event.event_id for each in parsed]
            )
            store = FactsStore(conn, tenant, self._stores.master)
            for each in parsed:
                if each.event.event_id not in unseen:
                    continue
                resume = each.resume
                await store.add(resume.candidate_id, resume.facts_digest, each.body)
                when = each.event.event_time.ToDatetime(UTC)
                await store.indexed(resume.candidate_id, resume.facts_digest, when)
                indexed = events_pb2.CandidateIndexed(
                    candidate_id=resume.candidate_id,
                    facts_digest=resume.facts_digest,
                    operation_id=resume.operation_id,
                    model_digest=self._stores.embedder.model.digest,
                )
                about = outbox.About(tenant, resume.candidate_id, each.event.actor)
                await outbox.announce(conn, indexed, about, self._stores.clock())
