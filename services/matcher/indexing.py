"""From parsed resumes to points in the index, in batches."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, replace
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
from services.matcher.repository import FactsStore, Merged
from services.matcher.retrieval.points import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from candor.common.v1 import event_pb2

    from servicekit.auth import MeshIdentity
    from servicekit.database import Connection
    from services.matcher.facets.refreshing import Refresher
    from services.matcher.retrieval.points import Point
    from services.matcher.scoring.facts import Facts
    from services.matcher.stores import Stores

CONSUMER = "matcher-index"
TIMEOUT = 10.0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Facts that a candidate is to be indexed by, and on whose behalf."""

    tenant: str
    actor: event_pb2.Actor
    candidate_id: str
    facts_digest: str


@dataclass(frozen=True, slots=True)
class Known:
    """The facts that were wanted, canonical in `body`."""

    wanted: Wanted
    body: bytes
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Resume:
    """What ResumeParsed and FactsCorrected say alike.

    `candidate_id` is whose it is now: another candidate than the event's after a merge.
    """

    event: event_pb2.Event
    operation_id: str
    candidate_id: str
    facts_digest: str
    corrections: int

    @property
    def version(self) -> datetime:
        return version(self.operation_id, self.corrections)

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.event.tenant, self.event.actor, self.candidate_id, self.facts_digest)


@dataclass(frozen=True, slots=True)
class _Embedded:
    """A resume with its facts and its point, but for the facets."""

    resume: _Resume
    known: Known
    point: Point


class Indexer:
    """Handles ResumeParsed and FactsCorrected of Ingest."""

    def __init__(
        self,
        stores: Stores,
        ingest: grpc.aio.Channel,
        identity: MeshIdentity,
        refresher: Refresher,
    ) -> None:
        self._stores = stores
        self._facts = facts_service_pb2_grpc.FactsServiceStub(ingest)
        self._identity = identity
        self._refresher = refresher

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Fetch, embed and index what the events name, and say so.

        A candidate is indexed by the resume uploaded last; those that it overtook have
        come to their end with it. The index is written before the commit: should the
        commit fail, the same points are written again with the redelivery. Who was erased
        by then is not written, and who is being erased is taken out again by the eraser.
        """
        latest, overtaken = await self._sorted(events)
        if latest:
            fetched = await asyncio.gather(*(self.fetch(each.wanted) for each in latest))
            known = [
                (resume, facts) for resume, facts in zip(latest, fetched, strict=True) if facts
            ]
            gone = {each.candidate_id for each in latest} - {each.candidate_id for each, _ in known}
            await self._stores.index.delete(sorted(gone))  # one that failed may have put them
            points = await self.points([facts for _, facts in known]) if known else []
            by_tenant: defaultdict[str, list[_Embedded]] = defaultdict(list)
            for (resume, facts), point in zip(known, points, strict=True):
                by_tenant[resume.event.tenant].append(_Embedded(resume, facts, point))
            for tenant, group in by_tenant.items():
                erased = await self._commit(tenant, group)
                await self._stores.index.delete(sorted(erased))
        for resume in overtaken:
            await self._pass_over(resume)

    async def _sorted(
        self, events: Sequence[event_pb2.Event]
    ) -> tuple[list[_Resume], list[_Resume]]:
        """Return each candidate's last resume, and those that one overtook."""
        latest: dict[tuple[str, str], _Resume] = {}
        overtaken: list[_Resume] = []
        resumes = [await self._named(event) for event in events]
        for resume in sorted(resumes, key=lambda resume: resume.version):
            tenant = resume.event.tenant
            async with transaction(self._stores.pool, tenant) as conn:
                store = FactsStore(conn, tenant, self._stores.master)
                newer = await store.newer(resume.candidate_id, resume.version)
            slot = (tenant, resume.candidate_id)
            if newer:
                overtaken.append(resume)
                continue
            if slot in latest:
                overtaken.append(latest[slot])
            latest[slot] = resume
        return list(latest.values()), overtaken

    async def _named(self, event: event_pb2.Event) -> _Resume:
        resume = _resume(event)
        async with transaction(self._stores.pool, event.tenant) as conn:
            kept = await Merged(conn, event.tenant).into([resume.candidate_id])
        return replace(resume, candidate_id=kept.get(resume.candidate_id, resume.candidate_id))

    async def fetch(self, wanted: Wanted) -> Known | None:
        """Return the facts that are wanted, from Ingest, or None if the candidate was erased.

        Refused if they are others.
        """
        try:
            response = await self._facts.GetScorableFacts(
                facts_service_pb2.GetScorableFactsRequest(
                    candidate_id=wanted.candidate_id, facts_digest=wanted.facts_digest
                ),
                metadata=channel.bearer(self._identity.token(wanted.tenant, wanted.actor)),
                timeout=TIMEOUT,
            )
        except grpc.aio.AioRpcError as error:
            if channel.reason(error) == "CANDIDATE_ERASED":
                return None
            raise
        body = canonical.canonical(response.facts)
        if canonical.digest(response.facts) != wanted.facts_digest:
            raise Refused("FACTS_DIGEST_WRONG", "the facts are not those that were announced")
        return Known(wanted, body, wire.to_facts(response.facts))

    async def points(self, known: Sequence[Known]) -> list[Point]:
        """Return what the index is to hold of each, but for the facets."""
        return await self._stores.points.people(
            [
                Person(
                    tenant=each.wanted.tenant,
                    candidate_id=each.wanted.candidate_id,
                    facts_digest=each.wanted.facts_digest,
                    facts=each.facts,
                )
                for each in known
            ]
        )

    async def put(
        self, conn: Connection, tenant: str, actor: event_pb2.Actor, points: Sequence[Point]
    ) -> None:
        """Write points with the facets of now, which are noted in the caller's transaction.

        None of the candidates may have been erased.
        """
        named = [point.point_id for point in points]
        facets = await self._refresher.noted(conn, tenant, actor, named)
        await self._stores.index.put([each.holding(facets[each.point_id]) for each in points])

    async def _commit(self, tenant: str, group: Sequence[_Embedded]) -> set[str]:
        """Keep the facts and say that they are indexed; return the candidates erased by now."""
        async with transaction(self._stores.pool, tenant) as conn:
            erased = await Erased(conn, tenant).hold(each.resume.candidate_id for each in group)
            here = [each for each in group if each.resume.candidate_id not in erased]
            if here:
                actor = here[0].resume.event.actor
                await self.put(conn, tenant, actor, [each.point for each in here])
            unseen = await inbox.unseen(
                conn, CONSUMER, tenant, [each.resume.event.event_id for each in group]
            )
            store = FactsStore(conn, tenant, self._stores.master)
            for each in here:
                resume = each.resume
                if resume.event.event_id not in unseen:
                    continue
                await store.add(resume.candidate_id, resume.facts_digest, each.known.body)
                await store.indexed(resume.candidate_id, resume.facts_digest, resume.version)
                await self._announce(conn, resume, resume.facts_digest)
        return erased

    async def _pass_over(self, resume: _Resume) -> None:
        """Say that a resume's candidate is indexed, by the facts of a later one."""
        event = resume.event
        async with transaction(self._stores.pool, event.tenant) as conn:
            if not await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                return
            store = FactsStore(conn, event.tenant, self._stores.master)
            digest = await store.current(UUID(resume.candidate_id))
            await self._announce(conn, resume, digest or resume.facts_digest)

    async def _announce(self, conn: Connection, resume: _Resume, digest: str) -> None:
        indexed = events_pb2.CandidateIndexed(
            candidate_id=resume.candidate_id,
            facts_digest=digest,
            operation_id=resume.operation_id,
            model_digest=self._stores.embedder.model.digest,
        )
        about = outbox.About(resume.event.tenant, resume.candidate_id, resume.event.actor)
        await outbox.announce(conn, indexed, about, self._stores.clock())


def version(operation_id: str, corrections: int) -> datetime:
    """Return when a resume was uploaded, a microsecond later for each correction.

    An operation's id is a UUIDv7 (RFC 9562, 5.7), of milliseconds; a resume has fewer than
    a thousand corrections. Not when it was parsed: a file that takes long, or is read
    again, does not become the latest.
    """
    milliseconds = UUID(operation_id).int >> 80
    return EPOCH + timedelta(milliseconds=milliseconds, microseconds=corrections)


def _resume(event: event_pb2.Event) -> _Resume:
    corrected, parsed = ingest_events_pb2.FactsCorrected(), ingest_events_pb2.ResumeParsed()
    if event.data.Unpack(corrected):
        return _Resume(
            event,
            corrected.operation_id,
            corrected.candidate_id,
            corrected.facts_digest,
            corrected.corrections,
        )
    event.data.Unpack(parsed)
    return _Resume(event, parsed.operation_id, parsed.candidate_id, parsed.facts_digest, 0)
