"""candor.assistant.v1.ExportService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.assistant.v1 import export_service_pb2 as pb
from candor.assistant.v1.export_service_pb2_grpc import ExportServiceServicer

from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import parse_id
from servicekit.timestamps import timestamp
from services.assistant import wire
from services.assistant.repository import Conversations

if TYPE_CHECKING:
    from servicekit.server import Context
    from services.assistant.sessions import Said
    from services.assistant.stores import Stores

MOST_MENTIONS = 1_000


class ExportServicer(ExportServiceServicer):
    """Hands out what was shown of a candidate. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def ExportMentions(
        self, request: pb.ExportMentionsRequest, context: Context
    ) -> pb.ExportMentionsResponse:
        tenant, candidate_id = caller().tenant, parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, tenant) as conn:
            conversations = Conversations(conn, tenant, self._stores.master)
            found = await conversations.about(str(candidate_id), MOST_MENTIONS)
        return pb.ExportMentionsResponse(
            mentions=[_mention(each, str(candidate_id)) for each in found]
        )


def _mention(said: Said, candidate_id: str) -> pb.Mention:
    """Render what an answer showed of the candidate, and of nobody else."""
    pieces = wire.to_pieces(said.pieces)
    resource = f"candidates/{candidate_id}/"
    return pb.Mention(
        message_id=said.message_id,
        create_time=timestamp(said.created_at),
        cards=[
            card
            for piece in pieces
            for card in piece.candidates.candidates
            if card.candidate_id == candidate_id
        ],
        citations=[
            citation
            for piece in pieces
            for citation in piece.text.citations
            if citation.resource.startswith(resource)
        ],
    )
