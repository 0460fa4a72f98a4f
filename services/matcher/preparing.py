"""What is made once of each job: its rubric, and the query that finds people for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2 as ingest_events_pb2
from candor.ingest.v1 import job_service_pb2, job_service_pb2_grpc
from candor.matcher.v1 import events_pb2

from servicekit import canonical, channel, inbox, outbox
from servicekit.database import transaction
from services.matcher import wire
from services.matcher.repository import Jobs, PreparedJob
from services.matcher.scoring.proposing import propose
from services.matcher.wording import query_of

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
        """Prepare the job that each JobCreated names."""
        for event in events:
            created = ingest_events_pb2.JobCreated()
            event.data.Unpack(created)
            prepared, body = await self._read(event.tenant, created.job_id, event.actor)
            async with transaction(self._stores.pool, event.tenant) as conn:
                if await inbox.first_time(conn, CONSUMER, event.tenant, event.event_id):
                    await self._keep(conn, event.tenant, event.actor, prepared, body)

    async def prepared(
        self, conn: Connection, tenant: str, job_id: UUID, actor: event_pb2.Actor
    ) -> PreparedJob:
        """Return a job that is prepared, now if it was not before; NOT_FOUND if there is none."""
        known = await Jobs(conn, tenant).find(job_id)
        if known is not None:
            return known
        prepared, body = await self._read(tenant, str(job_id), actor)
        await self._keep(conn, tenant, actor, prepared, body)
        return prepared

    async def _read(
        self, tenant: str, job_id: str, actor: event_pb2.Actor
    ) -> tuple[PreparedJob, bytes]:
        response = await self._jobs.GetJob(
            job_service_pb2.GetJobRequest(job_id=job_id),
            metadata=channel.bearer(self._identity.token(tenant, actor)),
            timeout=TIMEOUT,
        )
        job = response.job
        asked = wire.to_asked(job.requirements)
        rubric = propose(job_id, job.requirements_digest, asked)
        message = wire.rubric(rubric)
        body = canonical.canonical(message)
        return PreparedJob(job_id, rubric, canonical.digest(message), query_of(rubric)), body

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
