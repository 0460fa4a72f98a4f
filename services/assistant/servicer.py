"""candor.assistant.v1.AssistantService."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from candor.assistant.v1 import assistant_service_pb2 as pb
from candor.assistant.v1 import events_pb2
from candor.assistant.v1.assistant_service_pb2_grpc import AssistantServiceServicer
from opentelemetry import trace
from uuid_utils.compat import uuid7

from servicekit import outbox, pages
from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.erasing import Erased
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from servicekit.server import ConcurrentChange
from services.assistant import answering, conversing, wire
from services.assistant.pieces import Ending, Topic, Words
from services.assistant.repository import Messages, Sessions
from services.assistant.sessions import Author, Said, Session
from services.assistant.subjects import subjects
from services.assistant.tools import Tools

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.server import Context
    from services.assistant.pieces import Piece
    from services.assistant.stores import Stores
    from services.assistant.tools import Services


class AssistantServicer(AssistantServiceServicer):
    """Converses. See the proto for the contract."""

    def __init__(self, stores: Stores, services: Services) -> None:
        self._stores = stores
        self._services = services

    async def CreateSession(
        self, request: pb.CreateSessionRequest, context: Context
    ) -> pb.CreateSessionResponse:
        who, now = caller(), self._stores.clock()
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "CreateSession")
            known = await requests.recall(request.request_id, request, pb.CreateSessionResponse())
            if known is not None:
                return known
            new = Session(str(uuid7()), who.subject, now)
            await Sessions(conn, who).add(new)
            created = events_pb2.SessionCreated(session_id=new.session_id)
            await outbox.announce(
                conn, created, outbox.About(who.tenant, new.session_id, who.actor), now
            )
            response = pb.CreateSessionResponse(session=wire.session(new))
            await requests.remember(request.request_id, response, person_id=who.subject)
        return response

    async def GetSession(
        self, request: pb.GetSessionRequest, context: Context
    ) -> pb.GetSessionResponse:
        who, session_id = caller(), parse_id(request.session_id, "session_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Sessions(conn, who).get(session_id)
        return pb.GetSessionResponse(session=wire.session(found))

    async def ListSessions(
        self, request: pb.ListSessionsRequest, context: Context
    ) -> pb.ListSessionsResponse:
        who = caller()
        size = pages.size(request.page_size)
        before = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            found = await Sessions(conn, who).page(before, size + 1)
        listed = [wire.session(each) for each in found[:size]]
        token = (
            self._stores.pages.token(request, listed[-1].session_id, who)
            if len(found) > size
            else ""
        )
        return pb.ListSessionsResponse(sessions=listed, next_page_token=token)

    async def ListMessages(
        self, request: pb.ListMessagesRequest, context: Context
    ) -> pb.ListMessagesResponse:
        who, session_id = caller(), parse_id(request.session_id, "session_id")
        size = pages.size(request.page_size)
        after = self._stores.pages.after(request, request.page_token, who)
        async with transaction(self._stores.pool, who.tenant) as conn:
            await Sessions(conn, who).get(session_id)
            found = await self._messages(conn, who, session_id).page(after, size + 1)
        listed = [wire.message(each) for each in found[:size]]
        token = (
            self._stores.pages.token(request, listed[-1].message_id, who)
            if len(found) > size
            else ""
        )
        return pb.ListMessagesResponse(messages=listed, next_page_token=token)

    async def Chat(
        self, request: pb.ChatRequest, context: Context
    ) -> AsyncIterator[pb.ChatResponse]:
        who, asked_at = caller(), self._stores.clock()
        session_id = parse_id(request.session_id, "session_id")
        text = wire.to_text(request)
        begun = await self._begin(request, who, session_id)
        yield wire.disclosure()
        if not isinstance(begun, Topic):
            for each in begun:
                yield each
            return
        tools = Tools(self._services, who, request.request_id)
        ending = Ending("", answered=False, topic=begun)
        pieces: list[Piece] = []
        # No connection is held while pieces go out: a slow reader keeps nobody waiting.
        async for each in conversing.running(answering.answer(text, begun), tools):
            if isinstance(each, Ending):
                ending = each
                continue
            pieces.append(each)
            yield wire.piece(each)
        about = subjects(pieces, ending.topic) | tools.named
        yield await self._keep(request, who, pieces, ending, asked_at, about)

    async def _begin(
        self, request: pb.ChatRequest, who: Caller, session_id: UUID
    ) -> Topic | list[pb.ChatResponse]:
        """Return the topic to answer from, or the answer if the request has had one."""
        async with transaction(self._stores.pool, who.tenant) as conn:
            await Sessions(conn, who).get(session_id)
            messages = self._messages(conn, who, session_id)
            # Undone at once: only the call that stores an answer may mark its request id.
            look = conn.transaction()
            await look.start()
            requests = self._requests(conn, who, "Chat")
            known = await requests.recall(request.request_id, request, pb.ChatResponse())
            await look.rollback()
            if known is not None:
                said = await messages.get(UUID(known.done.message_id))
                return [*wire.to_pieces(said.pieces), known]
            last = await messages.last()
        return wire.to_topic(last.topic) if last else Topic()

    async def _keep(
        self,
        request: pb.ChatRequest,
        who: Caller,
        pieces: Sequence[Piece],
        ending: Ending,
        asked_at: datetime,
        about_whom: frozenset[str],
    ) -> pb.ChatResponse:
        """Store the question and its whole answer, or neither; return the last piece."""
        session_id, now = UUID(request.session_id), self._stores.clock()
        trace.get_current_span().set_attribute("candor.intent", ending.intent)
        question = wire.stored([wire.piece(Words(request.text))])
        kept = wire.stored([wire.piece(each) for each in pieces])
        topic = wire.stored_topic(ending.topic)
        async with transaction(self._stores.pool, who.tenant) as conn:
            requests = self._requests(conn, who, "Chat")
            if await requests.recall(request.request_id, request, pb.ChatResponse()) is not None:
                raise ConcurrentChange("the same request was answered meanwhile")
            await self._hold(conn, who, session_id, about_whom)
            asked = Said(str(uuid7()), Author.PERSON, question, topic, asked_at)
            answer = Said(str(uuid7()), Author.ASSISTANT, kept, topic, now)
            messages = self._messages(conn, who, session_id)
            await messages.add(asked, about_whom)
            await messages.add(answer, about_whom)
            answered = events_pb2.QuestionAnswered(
                session_id=str(session_id), message_id=answer.message_id, intent=ending.intent
            )
            about = outbox.About(who.tenant, answer.message_id, who.actor)
            await outbox.announce(conn, answered, about, now)
            done = wire.done(answer.message_id, answered=ending.answered)
            await requests.remember(request.request_id, done, person_id=who.subject)
        return done

    async def _hold(
        self, conn: Connection, who: Caller, session_id: UUID, about_whom: frozenset[str]
    ) -> None:
        """Keep the session and whom the answer may name; refuse if one was erased meanwhile."""
        if await Erased(conn, who.tenant).hold(about_whom):
            raise ConcurrentChange("a candidate whom the answer names was erased meanwhile")
        await Sessions(conn, who).keep(session_id)

    def _messages(self, conn: Connection, who: Caller, session_id: UUID) -> Messages:
        return Messages(conn, who, session_id, self._stores.master)

    def _requests(self, conn: Connection, who: Caller, method: str) -> Requests:
        return Requests(conn, PersonKeys(conn, who.tenant, self._stores.master), who, method)
