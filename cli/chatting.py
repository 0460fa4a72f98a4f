"""Talking with the assistant at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.assistant.v1 import assistant_service_pb2 as pb
from candor.assistant.v1 import assistant_service_pb2_grpc
from rich.markup import escape

if TYPE_CHECKING:
    import grpc.aio
    from rich.console import Console

    from cli.connection import Target

TIMEOUT = 60.0


class Conversation:
    """One session with the assistant."""

    def __init__(self, channel: grpc.aio.Channel, where: Target, console: Console) -> None:
        self._service = assistant_service_pb2_grpc.AssistantServiceStub(channel)
        self._where = where
        self._console = console
        self._session_id = ""

    async def ask(self, text: str) -> None:
        """Send a message and print the answer as it comes."""
        if not self._session_id:
            created = await self._service.CreateSession(
                pb.CreateSessionRequest(), metadata=self._where.metadata, timeout=TIMEOUT
            )
            self._session_id = created.session.session_id
        citations: dict[int, pb.Citation] = {}
        request = pb.ChatRequest(session_id=self._session_id, text=text)
        async for response in self._service.Chat(
            request, metadata=self._where.metadata, timeout=TIMEOUT
        ):
            self._show(response)
            for each in response.text.citations:
                citations[each.number] = each
        self._console.print()
        for number, each in sorted(citations.items()):
            quote = f": “{escape(each.quote)}”" if each.quote else ""
            place = f", page {each.span.page}" if each.span.page else ""
            self._console.print(rf"[dim]\[{number}] {each.resource}{place}{quote}[/dim]")

    def _show(self, response: pb.ChatResponse) -> None:
        match response.WhichOneof("piece"):
            case "disclosure":
                self._console.print(f"[italic]{escape(response.disclosure.text)}[/italic]")
            case "step":
                self._console.print(f"[dim]… {escape(response.step.text)}[/dim]")
            case "text":
                self._console.print(response.text.text, end="", markup=False, highlight=False)
            case _:
                return
