"""What is stored of a conversation: all of it or nothing, sealed, and once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import grpc
import grpc.aio
import nats
import pytest
from candor.assistant.v1 import assistant_service_pb2 as pb
from candor.assistant.v1 import events_pb2
from candor.common.v1 import event_pb2

from tests.service.assistant import reading
from tests.service.assistant.data import AMARA
from tests.service.assistant.desk import id_of

if TYPE_CHECKING:
    from deploy.local.postgres import Cluster
    from tests.service.assistant.conftest import Assistant, Conversation

BEST = "who are the best three for the backend job"


async def test_a_question_and_its_answer_are_kept_as_they_were_said(assistant: Assistant) -> None:
    conversation = await assistant.begin()
    pieces = await conversation.ask(BEST)
    question, answer = await conversation.messages()
    assert (question.author, question.text) == (pb.AUTHOR_PERSON, BEST)
    assert (answer.author, answer.text) == (pb.AUTHOR_ASSISTANT, reading.text_of(pieces))
    assert answer.message_id == pieces[-1].done.message_id
    assert [each.number for each in answer.citations] == list(reading.citations_of(pieces))
    assert list(answer.citations) == list(reading.citations_of(pieces).values())


async def test_messages_come_oldest_first_page_by_page(assistant: Assistant) -> None:
    conversation = await assistant.begin()
    for text in ("help", BEST, "list jobs"):
        await conversation.ask(text)
    every = await conversation.messages()
    assert [each.text for each in every[::2]] == ["help", BEST, "list jobs"]
    paged: list[pb.Message] = []
    request = pb.ListMessagesRequest(session_id=conversation.session_id, page_size=4)
    while True:
        page = await conversation.stub.ListMessages(request, metadata=conversation.metadata)
        paged.extend(page.messages)
        request.page_token = page.next_page_token
        if not request.page_token:
            break
    assert paged == every


async def test_sessions_come_newest_first_page_by_page(assistant: Assistant) -> None:
    begun = [await assistant.begin() for _ in range(3)]
    metadata = begun[0].metadata
    first = await assistant.stub.ListSessions(
        pb.ListSessionsRequest(page_size=2), metadata=metadata
    )
    rest = await assistant.stub.ListSessions(
        pb.ListSessionsRequest(page_token=first.next_page_token), metadata=metadata
    )
    listed = [each.session_id for each in (*first.sessions, *rest.sessions)]
    assert listed == [each.session_id for each in reversed(begun)]
    assert not rest.next_page_token


async def test_the_same_request_begins_one_session(assistant: Assistant) -> None:
    metadata, request = (
        assistant.identities.metadata(),
        pb.CreateSessionRequest(request_id=str(uuid4())),
    )
    first = await assistant.stub.CreateSession(request, metadata=metadata)
    assert await assistant.stub.CreateSession(request, metadata=metadata) == first


async def test_a_repeated_request_gets_the_stored_answer_and_calls_nothing(
    assistant: Assistant,
) -> None:
    conversation, request_id = await assistant.begin(), str(uuid4())
    first = await conversation.ask(BEST, request_id=request_id)
    called = len(assistant.desk.calls)
    assert await conversation.ask(BEST, request_id=request_id) == first
    assert len(assistant.desk.calls) == called
    assert len(await conversation.messages()) == 2


async def test_a_request_id_with_another_text_is_refused(assistant: Assistant) -> None:
    conversation, request_id = await assistant.begin(), str(uuid4())
    await conversation.ask(BEST, request_id=request_id)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await conversation.ask("list jobs", request_id=request_id)
    assert caught.value.code() is grpc.StatusCode.ALREADY_EXISTS
    assert reading.reason_of(caught.value) == "REQUEST_ID_REUSED"
    assert len(await conversation.messages()) == 2


async def test_of_two_equal_requests_at_once_one_is_stored(assistant: Assistant) -> None:
    conversation, request_id = await assistant.begin(), str(uuid4())
    assistant.desk.may_match.clear()
    asked = [asyncio.create_task(conversation.ask(BEST, request_id=request_id)) for _ in range(2)]
    async with asyncio.timeout(10):
        while assistant.desk.calls.count("MatchJob") < 2:
            assistant.desk.matching.clear()
            await assistant.desk.matching.wait()
    assistant.desk.may_match.set()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    (refused,) = [each for each in outcomes if isinstance(each, grpc.aio.AioRpcError)]
    assert reading.reason_of(refused) == "CONCURRENT_CHANGE"
    question, answer = await conversation.messages()
    (given,) = [each for each in outcomes if isinstance(each, list)]
    assert given[-1].done.message_id == answer.message_id
    assert question.text == BEST


async def test_a_client_that_leaves_before_the_end_leaves_nothing_behind(
    assistant: Assistant,
) -> None:
    conversation = await assistant.begin()
    assistant.desk.may_match.clear()
    call = conversation.stub.Chat(
        pb.ChatRequest(session_id=conversation.session_id, text=BEST, request_id=str(uuid4())),
        metadata=conversation.metadata,
    )
    async for piece in call:
        if piece.step.tool == "match_job":
            break
    await asyncio.wait_for(assistant.desk.matching.wait(), 10)
    call.cancel()
    # Over the same connection, so that the server has seen the cancellation by its answer.
    assert await conversation.messages() == []
    assistant.desk.may_match.set()
    assert reading.answered(await conversation.ask("list jobs"))
    assert reading.answered(await conversation.ask(BEST))
    assert [each.text for each in (await conversation.messages())[::2]] == ["list jobs", BEST]


async def _dump(cluster: Cluster, assistant: Assistant) -> bytes:
    database = urlsplit(assistant.database).path.removeprefix("/")
    admin = await asyncpg.connect(cluster.admin_dsn(database))
    try:
        tables = await admin.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        queries = [f'SELECT * FROM "{table["tablename"]}"' for table in tables]  # noqa: S608
        rows = [row for query in queries for row in await admin.fetch(query)]
    finally:
        await admin.close()
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode()
        for row in rows
        for value in row.values()
    )


async def test_nothing_that_was_said_can_be_read_from_the_tables(
    assistant: Assistant, cluster: Cluster
) -> None:
    conversation = await assistant.begin()
    await conversation.ask(BEST, request_id=str(uuid4()))
    await conversation.ask("what is missing in Amara for the backend job")
    dump = await _dump(cluster, assistant)
    assert conversation.session_id.encode() in dump
    for secret in ("best three", AMARA, "Python", "payment APIs", id_of("Backend Engineer")):
        assert secret.encode() not in dump
    assert id_of(AMARA).encode() not in dump


async def _announced(url: str, count: int) -> list[event_pb2.Event]:
    connection = await nats.connect(url)
    try:
        subscription = await connection.jetstream().pull_subscribe(
            "candor.acme.assistant.>", stream="EVENTS"
        )
        return [
            event_pb2.Event.FromString(each.data)
            for each in await subscription.fetch(count, timeout=10)
        ]
    finally:
        await connection.close()


async def _ask_all(conversation: Conversation, *texts: str) -> list[str]:
    return [(await conversation.ask(text))[-1].done.message_id for text in texts]


async def test_what_happened_is_announced_without_what_was_said(
    assistant: Assistant, nats_url: str
) -> None:
    conversation = await assistant.begin()
    ids = await _ask_all(conversation, BEST, "what is the weather")
    events = [*await _announced(nats_url, 1)]
    while len(events) < 3:
        events = await _announced(nats_url, 3)
    created = events_pb2.SessionCreated()
    assert events[0].data.Unpack(created)
    assert created.session_id == events[0].object_id == conversation.session_id
    answers = [events_pb2.QuestionAnswered() for _ in ids]
    assert all(event.data.Unpack(each) for event, each in zip(events[1:], answers, strict=True))
    assert [(each.message_id, each.intent) for each in answers] == [
        (ids[0], "best_candidates"),
        (ids[1], "unknown"),
    ]
    assert {event.actor.subject for event in events} == {"user-1"}
    assert AMARA.encode() not in b"".join(event.SerializeToString() for event in events)
