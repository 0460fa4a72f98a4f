"""candor.matcher.v1.RubricService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.matcher.v1 import events_pb2
from candor.matcher.v1 import rubric_service_pb2 as pb
from candor.matcher.v1.rubric_service_pb2_grpc import RubricServiceServicer

from servicekit import canonical, outbox, pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.errors import FieldInvalid
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.matcher.facets.filters import UNFILTERED
from services.matcher.matching import Matching, selected
from services.matcher.repository import Jobs, PreparedJob
from services.matcher.retrieval.arms import USUAL_POOL
from services.matcher.rubrics import wire
from services.matcher.rubrics.diffing import diff
from services.matcher.rubrics.previewing import Preview, Side
from services.matcher.rubrics.repository import Versions
from services.matcher.rubrics.rubrics import RubricChanged, RubricUnchanged, Version, why
from services.matcher.wire import rubric as rendered

if TYPE_CHECKING:
    from uuid import UUID

    from candor.matcher.v1 import rubric_pb2

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.matcher.facets.admission import Limits
    from services.matcher.preparing import Preparer
    from services.matcher.stores import Stores


class RubricServicer(RubricServiceServicer):
    """Keeps and compares rubrics. See the proto for the contract."""

    def __init__(self, stores: Stores, preparer: Preparer) -> None:
        self._stores = stores
        self._preparer = preparer

    async def ListRubrics(
        self, request: pb.ListRubricsRequest, context: Context
    ) -> pb.ListRubricsResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            await self._preparer.prepared(conn, who.tenant, job_id, who.actor)
            found = await Versions(conn, who.tenant, job_id).page(int(before or 0), size + 1)
            keys = await self._keys(conn, who).known({each.approver for each in found})
        listed = [wire.version(each, keys.get(each.approver)) for each in found[:size]]
        more = len(found) > size
        token = self._stores.pages.token(request, str(listed[-1].number), who) if more else ""
        return pb.ListRubricsResponse(versions=listed, next_page_token=token)

    async def GetRubricVersion(
        self, request: pb.GetRubricVersionRequest, context: Context
    ) -> pb.GetRubricVersionResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            await self._preparer.prepared(conn, who.tenant, job_id, who.actor)
            found = await Versions(conn, who.tenant, job_id).get(request.version)
            rubric = await Jobs(conn, who.tenant).rubric(found.rubric_digest)
        told = wire.version(found)
        told.approver = ""  # candidates read this, too
        return pb.GetRubricVersionResponse(rubric=rendered(rubric), version=told)

    async def DiffRubrics(
        self, request: pb.DiffRubricsRequest, context: Context
    ) -> pb.DiffRubricsResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            await self._preparer.prepared(conn, who.tenant, job_id, who.actor)
            versions, jobs = Versions(conn, who.tenant, job_id), Jobs(conn, who.tenant)
            before = await jobs.rubric((await versions.get(request.from_version)).rubric_digest)
            after = await jobs.rubric((await versions.get(request.to_version)).rubric_digest)
        return pb.DiffRubricsResponse(diff=diff(rendered(before), rendered(after)))

    async def PreviewRubric(
        self, request: pb.PreviewRubricRequest, context: Context
    ) -> pb.PreviewRubricResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            current = await self._preparer.prepared(conn, who.tenant, job_id, who.actor)
            edited = await self._edited(conn, who, job_id, request.document)
            limits = await Matching(self._stores, conn, who.tenant).limits(current, UNFILTERED)
        before = await self._side(who.tenant, current, limits)
        after = await self._side(who.tenant, edited, limits)
        async with transaction(self._stores.pool, who.tenant) as conn:
            await conn.execute("SET TRANSACTION READ ONLY")
            return await Preview(Matching(self._stores, conn, who.tenant), before, after).made()

    async def _side(self, tenant: str, job: PreparedJob, limits: Limits) -> Side:
        if not job.rubric.max_points:  # such a rubric has no order
            return Side(job, limits, None)
        selection = await selected(self._stores, tenant, job, limits, pool=USUAL_POOL)
        return Side(job, limits, selection.whole())  # half of one would move people who do not move

    async def ApproveRubric(
        self, request: pb.ApproveRubricRequest, context: Context
    ) -> pb.ApproveRubricResponse:
        who, job_id = caller(), parse_id(request.job_id, "job_id")
        reason, expected = why(request.reason), request.expected_rubric_digest
        if not expected:
            raise FieldInvalid("expected_rubric_digest", "want the digest of the present rubric")
        if request.document.edited_from not in ("", expected):
            raise FieldInvalid("document.edited_from", "the document was edited from another one")
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = Requests(conn, self._keys(conn, who), who, "ApproveRubric")
            known = await requests.recall(request.request_id, request, pb.ApproveRubricResponse())
            if known is not None:
                return known
            await self._preparer.prepared(conn, who.tenant, job_id, who.actor)
            versions = Versions(conn, who.tenant, job_id)
            before = await versions.lock()
            if before.rubric_digest != expected:
                raise RubricChanged(
                    "another rubric was approved meanwhile",
                    job_id=str(job_id),
                    rubric_digest=before.rubric_digest,
                )
            edited = await self._edited(conn, who, job_id, request.document)
            version = await self._approve(conn, who, before, edited, reason)
            response = pb.ApproveRubricResponse(version=version)
            await requests.remember(request.request_id, response, person_id=who.subject)
        return response

    async def _approve(
        self, conn: Connection, who: Caller, before: Version, edited: PreparedJob, reason: str
    ) -> rubric_pb2.RubricVersion:
        if before.is_approved and before.rubric_digest == edited.rubric_digest:
            raise RubricUnchanged(
                "this is the rubric that was approved",
                job_id=edited.job_id,
                rubric_digest=edited.rubric_digest,
            )
        key = await self._keys(conn, who).of(who.subject)
        version = Version(
            number=before.number + 1,
            rubric_digest=edited.rubric_digest,
            parent_digest=before.rubric_digest,
            approver=who.subject,
            reason=key.seal(reason.encode(), purpose=wire.REASON),
            created_at=self._stores.clock(),
            current=True,
        )
        body = canonical.canonical(rendered(edited.rubric))
        versions = Versions(conn, who.tenant, parse_id(edited.job_id, "job_id"))
        await versions.add(version, body)
        approved = events_pb2.RubricApproved(
            job_id=edited.job_id,
            rubric_digest=version.rubric_digest,
            parent_digest=version.parent_digest,
            version=version.number,
        )
        about = outbox.About(who.tenant, edited.job_id, who.actor)
        await outbox.announce(conn, approved, about, version.created_at)
        return wire.version(version, key)

    async def _edited(
        self, conn: Connection, who: Caller, job_id: UUID, document: rubric_pb2.RubricDocument
    ) -> PreparedJob:
        """Return the job as it would be matched by the document, or raise RubricInvalid."""
        first = await Versions(conn, who.tenant, job_id).get("1")
        proposed = await Jobs(conn, who.tenant).rubric(first.rubric_digest)
        rubric = wire.to_rubric(document, wire.setting(proposed, self._stores.taxonomy))
        digest = canonical.digest(rendered(rubric))
        return PreparedJob(str(job_id), rubric, digest)

    def _keys(self, conn: Connection, who: Caller) -> PersonKeys:
        return PersonKeys(conn, who.tenant, self._stores.master)
