"""What is made once of each job: its rubric, and the point that finds it for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2 as ingest_events_pb2
from candor.ingest.v1 import job_service_pb2 as job_pb2
from candor.ingest.v1 import job_service_pb2_grpc
from candor.matcher.v1 import events_pb2

from servicekit import canonical, channel, inbox, outbox
from servicekit.database import transaction
from services.matcher import wire
from services.matcher.repository import Jobs, PreparedJob
from services.matcher.retrieval.points import Opening
from services.matcher.scoring.adverts import telling
from services.matcher.scoring.proposing import propose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    import grpc.aio
    from candor.common.v1 import event_pb2

    from servicekit.auth import MeshIdentity
    from servicekit.database import Connection
    from services.matcher.stores import Stores

CONSUMER = "matcher-jobs"
TIMEOUT = 10.0


class Preparer:
    """Reads jobs of Ingest."""

    def __init__(self, stores: Stores, ingest: grpc.aio.Channel, identity: MeshIdentity) -> None:
        self._stores = stores
        self._jobs = job_service_pb2_grpc.JobServiceStub(ingest)
        self._identity = identity

    async def handle(self, events: Sequence[event_pb2.Event]) -> None:
        """Prepare the job that each JobCreated names, and put away what each JobClosed names.

        A job whose rubric was approved is found by that from then on. The index is brought
        to what the tables say after their commit: should that fail, the event comes again.
        """
        for event in events:
            created, closed = ingest_events_pb2.JobCreated(), ingest_events_pb2.JobClosed()
            approved = events_pb2.RubricApproved()
            if event.data.Unpack(created):
                await self._created(event, created.job_id)
            elif event.data.Unpack(closed):
                await self._closed(event, closed.job_id)
            elif event.data.Unpack(approved):
                await self._put(event.tenant, approved.job_id)

    async def _created(self, event: event_pb2.Event, job_id: str) -> None:
        job = await self._get(event.tenant, job_id, event.actor)
        prepared, body = self._proposed(job)
        async with transaction(self._stores.pool, event.tenant) as conn:
            if await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                await self._keep(conn, event.tenant, event.actor, prepared, body)
                if job.state == job_pb2.JOB_STATE_CLOSED:  # it was, before this came
                    await Jobs(conn, event.tenant).close(job_id, self._stores.clock())
        await self._put(event.tenant, job_id)

    async def _closed(self, event: event_pb2.Event, job_id: str) -> None:
        async with transaction(self._stores.pool, event.tenant) as conn:
            if await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                await Jobs(conn, event.tenant).close(job_id, self._stores.clock())
        await self._put(event.tenant, job_id)

    async def _put(self, tenant: str, job_id: str) -> None:
        """Bring the index to what the job is now: by its present rubric, or gone."""
        async with transaction(self._stores.pool, tenant) as conn:
            job = (await Jobs(conn, tenant).open_among([job_id])).get(job_id)
        if job is None:
            await self._stores.openings.delete([job_id])
            return
        opening = Opening(tenant, job_id, job.rubric_digest, job.rubric)
        await self._stores.openings.put(await self._stores.points.openings([opening]))

    async def prepared(
        self, conn: Connection, tenant: str, job_id: UUID, actor: event_pb2.Actor
    ) -> PreparedJob:
        """Return a job that is prepared, now if it was not before; NOT_FOUND if there is none."""
        known = await Jobs(conn, tenant).find(job_id)
        if known is not None:
            return known
        prepared, body = self._proposed(await self._get(tenant, str(job_id), actor))
        await self._keep(conn, tenant, actor, prepared, body)
        return prepared

    async def _get(self, tenant: str, job_id: str, actor: event_pb2.Actor) -> job_pb2.Job:
        response = await self._jobs.GetJob(
            job_pb2.GetJobRequest(job_id=job_id),
            metadata=channel.bearer(self._identity.token(tenant, actor)),
            timeout=TIMEOUT,
        )
        return response.job

    async def _keep(
        self,
        conn: Connection,
        tenant: str,
        actor: event_pb2.Actor,
        prepared: PreparedJob,
        body: bytes,
    ) -> None:
        if not await Jobs(conn, tenant).add(prepared, body):
            return
        proposed = events_pb2.RubricProposed(
            job_id=prepared.job_id,
            rubric_digest=prepared.rubric_digest,
            requirements_digest=prepared.rubric.requirements_digest,
        )
        about = outbox.About(tenant, prepared.job_id, actor)
        await outbox.announce(conn, proposed, about, self._stores.clock())

    def _proposed(self, job: job_pb2.Job) -> tuple[PreparedJob, bytes]:
        asked = wire.to_asked(job.requirements)
        said = telling(job.text, asked.title, self._stores.lexicons)
        message = wire.rubric(propose(job.job_id, job.requirements_digest, asked, said))
        digest = canonical.digest(message)
        # As it will be read again: what is scored by is what the digest names.
        return PreparedJob(job.job_id, wire.to_rubric(message), digest), canonical.canonical(
            message
        )
