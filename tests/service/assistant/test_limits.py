"""What the Assistant may not tell, and what it says when its neighbours fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import grpc.aio
import pytest
from candor.assistant.v1 import assistant_service_pb2 as pb

from tests.service.assistant import neighbours, reading
from tests.service.assistant.conftest import assistant_on
from tests.service.assistant.data import AMARA, PRIYA
from tests.service.assistant.desk import id_of

if TYPE_CHECKING:
    from services.assistant.settings import Settings
    from tests.harness.identity import Identities
    from tests.service.assistant.conftest import Assistant, Conversation
    from tests.service.assistant.desk import Desk

BEST = "who are the best three for the backend job"


@pytest.mark.parametrize("role", ["candidate", "employee", "auditor"])
async def test_who_may_not_see_rankings_is_told_so_and_nothing_else(
    assistant: Assistant, role: str
) -> None:
    conversation = await assistant.begin(role)
    for text in (
        BEST,
        "compare 1 and 2 for the backend job",
        "what is missing in Amara's application for the backend job",
        f"compare {id_of(AMARA)} and {id_of(PRIYA)} for the backend job",
    ):
        pieces = await conversation.ask(text)
        assert not reading.answered(pieces)
        assert not reading.cards_of(pieces)
        assert reading.text_of(pieces) == (
            "You may not see rankings and scores of candidates: your role does not allow it, and "
            "I see only what you may see.\n"
        )
        assert AMARA not in str(pieces)


async def test_a_candidate_s_state_of_a_job_counts_only_their_own(assistant: Assistant) -> None:
    pieces = await (await assistant.begin("candidate", subject="amara")).ask(
        "status of the nurse job"
    )
    assert "There is 1 application of yours: 1 interview" in reading.text_of(pieces)
    pieces = await (await assistant.begin("candidate", subject="tom")).ask(
        "status of the nurse job"
    )
    assert "There is no application of yours" in reading.text_of(pieces)


async def test_an_employee_learns_that_a_job_is_open_and_that_the_rest_is_not_for_them(
    assistant: Assistant,
) -> None:
    pieces = await (await assistant.begin("employee")).ask("what is the state of the nurse job")
    assert not reading.answered(pieces)
    assert "“Registered Nurse” is open [1]" in reading.text_of(pieces)
    assert "You may not see applications" in reading.text_of(pieces)
    assert not reading.jobs_of(pieces)[0].applications_by_stage


async def test_the_neighbours_are_called_with_the_caller_s_own_token(assistant: Assistant) -> None:
    conversation = await assistant.begin()
    await conversation.ask(BEST)
    assert {f"Bearer {token}" for token in assistant.desk.tokens} == {conversation.metadata[0][1]}


async def test_answers_are_from_the_caller_s_tenant(assistant: Assistant) -> None:
    acme = reading.text_of(await (await assistant.begin()).ask(BEST))
    globex = reading.text_of(await (await assistant.begin(tenant="globex")).ask(BEST))
    assert "Gina Globex" in globex
    assert "Gina Globex" not in acme
    assert AMARA not in globex


async def _missing_everywhere(conversation: Conversation, session_id: str) -> None:
    stub, metadata = conversation.stub, conversation.metadata
    with pytest.raises(grpc.aio.AioRpcError) as got:
        await stub.GetSession(pb.GetSessionRequest(session_id=session_id), metadata=metadata)
    with pytest.raises(grpc.aio.AioRpcError) as listed:
        await stub.ListMessages(pb.ListMessagesRequest(session_id=session_id), metadata=metadata)
    chat = stub.Chat(pb.ChatRequest(session_id=session_id, text="help"), metadata=metadata)
    with pytest.raises(grpc.aio.AioRpcError) as chatted:
        await chat.read()
    for caught in (got.value, listed.value, chatted.value):
        assert caught.code() is grpc.StatusCode.NOT_FOUND
        assert reading.reason_of(caught) == "SESSION_NOT_FOUND"
    sessions = await stub.ListSessions(pb.ListSessionsRequest(), metadata=metadata)
    assert session_id not in {each.session_id for each in sessions.sessions}


@pytest.mark.parametrize(
    ("role", "tenant", "subject"),
    [("recruiter", "acme", "user-2"), ("admin", "acme", "boss"), ("recruiter", "globex", "user-1")],
)
async def test_another_s_session_is_as_if_it_did_not_exist(
    assistant: Assistant, role: str, tenant: str, subject: str
) -> None:
    owned = await assistant.begin()
    await owned.ask("help")
    other = await assistant.begin(role, tenant=tenant, subject=subject)
    await _missing_everywhere(other, owned.session_id)
    assert len(await owned.messages()) == 2


async def test_a_program_has_no_conversations(assistant: Assistant) -> None:
    metadata = assistant.identities.metadata(kind="service")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await assistant.stub.CreateSession(pb.CreateSessionRequest(), metadata=metadata)
    assert reading.reason_of(caught.value) == "CALLER_NOT_ALLOWED"


@pytest.mark.parametrize("text", ["", " \n ", "x" * 4001])
async def test_a_message_has_1_to_4000_characters(assistant: Assistant, text: str) -> None:
    conversation = await assistant.begin()
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await conversation.ask(text)
    assert reading.reason_of(caught.value) == "FIELD_INVALID"
    assert await conversation.messages() == []
    assert reading.answered(await conversation.ask("x" * 4000)) is False


async def test_a_service_that_cannot_be_reached_is_said_and_the_stream_ends(
    settings: Settings, identities: Identities, desk: Desk
) -> None:
    async with neighbours.ingest(desk, identities.issuers) as ingest:
        alone = settings.model_copy(update={"ingest": ingest})
        async with assistant_on(alone, identities, desk) as assistant:
            conversation = await assistant.begin()
            pieces = await conversation.ask(BEST)
            assert not reading.answered(pieces)
            assert "Matcher, which scores candidates, cannot be reached now" in reading.text_of(
                pieces
            )
            stored = await conversation.messages()
            assert stored[1].text == reading.text_of(pieces)


async def test_a_neighbour_s_bug_is_said_without_a_word_of_it(assistant: Assistant) -> None:
    assistant.desk.match_bug = True
    pieces = await (await assistant.begin()).ask(BEST)
    assert not reading.answered(pieces)
    assert "failed at this" in reading.text_of(pieces)
    assert "secret" not in str(pieces)
