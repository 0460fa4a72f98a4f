"""candor.ingest.v1.NoticeService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import events_pb2
from candor.ingest.v1 import notice_service_pb2 as pb
from candor.ingest.v1.notice_service_pb2_grpc import NoticeServiceServicer
from uuid_utils.compat import uuid7

from servicekit import outbox
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.candidates.repository import Candidates
from services.ingest.notices import wire
from services.ingest.notices.notices import Shown, to_language
from services.ingest.notices.repository import Notices
from services.ingest.retention.repository import Retention

if TYPE_CHECKING:
    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.ingest.stores import Stores


class NoticeServicer(NoticeServiceServicer):
    """Keeps notices and shows them. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def SetNotice(
        self, request: pb.SetNoticeRequest, context: Context
    ) -> pb.SetNoticeResponse:
        who, template, now = caller(), wire.to_template(request), self._stores.clock()
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "SetNotice")
            known = await requests.recall(request.request_id, request, pb.SetNoticeResponse())
            if known is not None:
                return known
            kept = await Notices(conn, who.tenant).add(template, now)
            message = wire.notice(kept, await Retention(conn, who.tenant).months())
            if kept.created_at == now:
                changed = events_pb2.NoticeSet(
                    version=kept.version, language=kept.language, digest=message.digest
                )
                about = outbox.About(who.tenant, kept.version, who.actor)
                await outbox.announce(conn, changed, about, now)
            response = pb.SetNoticeResponse(notice=message)
            await requests.remember(request.request_id, response, person_id=who.subject)
        return response

    async def GetNotice(
        self, request: pb.GetNoticeRequest, context: Context
    ) -> pb.GetNoticeResponse:
        tenant, language = caller().tenant, to_language(request.language)
        async with transaction(self._stores.pool, tenant) as conn:
            found = await Notices(conn, tenant).get(language, request.version)
            months = await Retention(conn, tenant).months()
        return pb.GetNoticeResponse(notice=wire.notice(found, months))

    async def ShowNotice(
        self, request: pb.ShowNoticeRequest, context: Context
    ) -> pb.ShowNoticeResponse:
        who, language = caller(), to_language(request.language)
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "ShowNotice")
            known = await requests.recall(request.request_id, request, pb.ShowNoticeResponse())
            if known is not None:
                return known
            candidate_id = await self._candidate(conn, who, request.candidate_id)
            response = await self._show(conn, who, language, candidate_id)
            person_id = candidate_id or who.subject
            await requests.remember(request.request_id, response, person_id=person_id)
        return response

    async def _candidate(self, conn: Connection, who: Caller, named: str) -> str:
        """Return the candidate to whom it is shown, kept from being erased; "" for the caller."""
        if not named:
            return ""
        candidates = Candidates(conn, who.tenant, own=who.own)
        found, _ = await candidates.get(parse_id(named, "candidate_id"))
        await candidates.hold(found.candidate_id)
        return found.candidate_id

    async def _show(
        self, conn: Connection, who: Caller, language: str, candidate_id: str
    ) -> pb.ShowNoticeResponse:
        notices, now = Notices(conn, who.tenant), self._stores.clock()
        months = await Retention(conn, who.tenant).months()
        message = wire.notice(await notices.get(language), months)
        shown = Shown(
            shown_id=str(uuid7()),
            candidate_id=candidate_id,
            subject=who.subject,
            language=message.language,
            version=message.version,
            digest=message.digest,
            shown_at=now,
        )
        await notices.show(shown)
        event = events_pb2.NoticeShown(
            shown_id=shown.shown_id,
            candidate_id=candidate_id,
            version=shown.version,
            language=shown.language,
            digest=shown.digest,
        )
        about = outbox.About(who.tenant, candidate_id or shown.shown_id, who.actor)
        await outbox.announce(conn, event, about, now)
        return pb.ShowNoticeResponse(notice=message, shown=wire.shown(shown))

    def _requests(self, conn: Connection, who: Caller, method: str) -> Requests:
        keys = PersonKeys(conn, who.tenant, self._stores.master)
        return Requests(conn, keys, who, method)
