"""candor.ingest.v1.ApplicationService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import application_service_pb2 as pb
from candor.ingest.v1 import events_pb2
from candor.ingest.v1.application_service_pb2_grpc import ApplicationServiceServicer
from uuid_utils.compat import uuid7

from servicekit import outbox, pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.applications import wire
from services.ingest.applications.repository import Applications
from services.ingest.applications.stages import (
    Application,
    ApplicationSuperseded,
    Stage,
    StageChange,
    check,
)
from services.ingest.candidates.repository import Candidates
from services.ingest.jobs.jobs import JobClosed, JobState
from services.ingest.jobs.repository import Jobs

if TYPE_CHECKING:
    from uuid import UUID

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.ingest.applications.stages import Move
    from services.ingest.stores import Stores


class ApplicationServicer(ApplicationServiceServicer):
    """Keeps applications. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def CreateApplication(
        self, request: pb.CreateApplicationRequest, context: Context
    ) -> pb.CreateApplicationResponse:
        who = caller()
        candidate_id = parse_id(request.candidate_id, "candidate_id")
        job_id = parse_id(request.job_id, "job_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "CreateApplication")
            known = await requests.recall(
                request.request_id, request, pb.CreateApplicationResponse()
            )
            if known is not None:
                return known
            new = await self._create(conn, who, candidate_id, job_id)
            message = await self._render(conn, who, [new])
            response = pb.CreateApplicationResponse(application=message[0])
            await requests.remember(request.request_id, response, person_id=new.candidate_id)
        return response

    async def _create(
        self, conn: Connection, who: Caller, candidate_id: UUID, job_id: UUID
    ) -> Application:
        candidates = Candidates(conn, who.tenant, own=who.own)
        candidate, _ = await candidates.get(candidate_id)
        await candidates.hold(candidate.candidate_id)
        # A merge waits until the application is there to be seen, or came before.
        await candidates.pin(candidate_id)
        candidate, _ = await candidates.get(candidate_id)
        job = await Jobs(conn, who.tenant).get(job_id)
        if job.state is not JobState.OPEN:
            raise JobClosed("the job is no longer to be filled", job_id=job.job_id)
        now = self._stores.clock()
        new = Application(
            application_id=str(uuid7()),
            candidate_id=candidate.candidate_id,
            record_id=candidate.candidate_id,
            job_id=job.job_id,
            owner=candidate.owner,
            stage=Stage.APPLIED,
            created_at=now,
        )
        applications = Applications(conn, who.tenant)
        await applications.add(new)
        key = await PersonKeys(conn, who.tenant, self._stores.master).existing(new.candidate_id)
        note = key.seal(b"", purpose=wire.NOTE)
        actor = who.actor
        await applications.enter(
            new.application_id, StageChange(new.stage, actor.subject, actor.kind, 0, note, now)
        )
        created = events_pb2.ApplicationCreated(
            application_id=new.application_id, candidate_id=new.candidate_id, job_id=new.job_id
        )
        about = outbox.About(who.tenant, new.application_id, who.actor)
        await outbox.announce(conn, created, about, now)
        return new

    async def GetApplication(
        self, request: pb.GetApplicationRequest, context: Context
    ) -> pb.GetApplicationResponse:
        who, application_id = caller(), parse_id(request.application_id, "application_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Applications(conn, who.tenant, own=who.own).get(application_id)
            message = await self._render(conn, who, [found])
        return pb.GetApplicationResponse(application=message[0])

    async def ListApplications(
        self, request: pb.ListApplicationsRequest, context: Context
    ) -> pb.ListApplicationsResponse:
        who = caller()
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        job_id = parse_id(request.job_id, "job_id") if request.job_id else None
        candidate_id = (
            parse_id(request.candidate_id, "candidate_id") if request.candidate_id else None
        )
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Applications(conn, who.tenant, own=who.own).page(
                before, job_id=job_id, candidate_id=candidate_id, size=size + 1
            )
            listed = await self._render(conn, who, found[:size])
        token = (
            self._stores.pages.token(request, listed[-1].application_id, who)
            if len(found) > size
            else ""
        )
        return pb.ListApplicationsResponse(applications=listed, next_page_token=token)

    async def TransitionApplication(
        self, request: pb.TransitionApplicationRequest, context: Context
    ) -> pb.TransitionApplicationResponse:
        who, application_id = caller(), parse_id(request.application_id, "application_id")
        move = wire.to_move(request)
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "TransitionApplication")
            known = await requests.recall(
                request.request_id, request, pb.TransitionApplicationResponse()
            )
            if known is not None:
                return known
            moved = await self._move(conn, who, application_id, move)
            message = await self._render(conn, who, [moved])
            response = pb.TransitionApplicationResponse(application=message[0])
            await requests.remember(request.request_id, response, person_id=moved.record_id)
        return response

    async def _move(
        self, conn: Connection, who: Caller, application_id: UUID, move: Move
    ) -> Application:
        applications = Applications(conn, who.tenant, own=who.own)
        found = await applications.get(application_id)
        await Candidates(conn, who.tenant).hold(found.record_id)
        present = await applications.get(application_id, lock=True)
        if present.superseded_by:
            raise ApplicationSuperseded(
                "another application stands in its place", application_id=present.superseded_by
            )
        mover = wire.to_mover(who)
        check(present.stage, move, mover)
        keys = PersonKeys(conn, who.tenant, self._stores.master)
        key = await keys.existing(present.record_id)
        note = key.seal(move.note.encode(), purpose=wire.NOTE)
        now = self._stores.clock()
        change = StageChange(move.stage, mover.subject, mover.kind, move.reason, note, now)
        await applications.enter(present.application_id, change)
        moved = events_pb2.ApplicationMoved(
            application_id=present.application_id,
            from_stage=pb.Stage.ValueType(present.stage),
            to_stage=pb.Stage.ValueType(move.stage),
            reason=pb.DecisionReason.ValueType(move.reason),
        )
        about = outbox.About(who.tenant, present.application_id, who.actor)
        await outbox.announce(conn, moved, about, now)
        return await applications.get(application_id)

    async def _render(
        self, conn: Connection, who: Caller, found: list[Application]
    ) -> list[pb.Application]:
        applications = Applications(conn, who.tenant, own=who.own)
        histories = await applications.history([each.application_id for each in found])
        keys = await PersonKeys(conn, who.tenant, self._stores.master).known(
            {each.record_id for each in found}
        )
        return [
            wire.application(
                each, histories[each.application_id], keys.get(each.record_id), own=who.own
            )
            for each in found
        ]
