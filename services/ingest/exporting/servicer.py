"""candor.ingest.v1.ExportService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.ingest.v1 import export_service_pb2 as pb
from candor.ingest.v1.export_service_pb2_grpc import ExportServiceServicer
from google.api.httpbody_pb2 import HttpBody

from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import parse_id
from servicekit.sealing import PersonKeys
from services.ingest.exporting.assembling import Assembler
from services.ingest.exporting.repository import DocumentNotFound, Holdings
from services.ingest.resumes import wire

if TYPE_CHECKING:
    from servicekit.server import Context
    from services.ingest.stores import Stores

UNREAD = "application/octet-stream"


class ExportServicer(ExportServiceServicer):
    """Hands out what is held of a person. See the proto for the contract."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def ExportCandidate(
        self, request: pb.ExportCandidateRequest, context: Context
    ) -> pb.ExportCandidateResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            return await Assembler(conn, who, self._stores.master).assemble(candidate_id)

    async def DownloadDocument(
        self, request: pb.DownloadDocumentRequest, context: Context
    ) -> pb.DownloadDocumentResponse:
        who, document_id = caller(), parse_id(request.document_id, "document_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            kept = await Holdings(conn, who.tenant, own=who.own).document(document_id)
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            key = await keys.existing(kept.candidate_id)
        try:
            sealed = await self._stores.files.get(kept.address)
        except FileNotFoundError as error:  # erased since
            raise DocumentNotFound("no such document", document_id=str(document_id)) from error
        body = HttpBody(
            content_type=kept.media_type or UNREAD, data=key.open(sealed, purpose=wire.FILE)
        )
        return pb.DownloadDocumentResponse(file=body)
