"""candor.ingest.v1.ReceiptService."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from candor.ingest.v1 import receipt_service_pb2 as pb
from candor.ingest.v1.receipt_service_pb2_grpc import ReceiptServiceServicer

from servicekit.auth import caller
from servicekit.database import transaction
from servicekit.requests import Requests, parse_id
from servicekit.sealing import PersonKeys
from services.ingest.candidates.repository import Candidates
from services.ingest.receipts import wire
from services.ingest.receipts.correcting import Corrector, told
from services.ingest.resumes.wire import FILENAME

if TYPE_CHECKING:
    from servicekit.auth import Caller
    from servicekit.database import Connection
    from servicekit.sealing import PersonKey
    from servicekit.server import Context
    from services.ingest.parsing import Parser
    from services.ingest.stores import Stores


class ReceiptServicer(ReceiptServiceServicer):
    """Shows what was read, and takes corrections. See the proto for the contract."""

    def __init__(self, stores: Stores, parser: Parser, taxonomy_digest: str) -> None:
        self._stores = stores
        self._corrector = Corrector(stores, parser, taxonomy_digest)

    async def GetParseReceipt(
        self, request: pb.GetParseReceiptRequest, context: Context
    ) -> pb.GetParseReceiptResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        async with transaction(self._stores.pool, who.tenant) as conn:
            key, _ = await self._key(conn, who, candidate_id)
            receipt = await self._receipt(conn, who, candidate_id, key)
        return pb.GetParseReceiptResponse(receipt=receipt)

    async def CorrectFacts(
        self, request: pb.CorrectFactsRequest, context: Context
    ) -> pb.CorrectFactsResponse:
        who, candidate_id = caller(), parse_id(request.candidate_id, "candidate_id")
        parse_id(request.document_id, "document_id")
        changes = wire.to_changes(request)
        async with transaction(self._stores.pool, who.tenant) as conn:
            keys = PersonKeys(conn, who.tenant, self._stores.master)
            requests = Requests(conn, keys, who, "CorrectFacts")
            known = await requests.recall(request.request_id, request, pb.CorrectFactsResponse())
            if known is not None:
                return known
            key, record_id = await self._key(conn, who, candidate_id)
            await Candidates(conn, who.tenant).hold(str(record_id))
            # Within the transaction: two corrections at a time must see one another.
            await self._corrector.correct(conn, who, request, changes, record_id, key)
            response = pb.CorrectFactsResponse(
                receipt=await self._receipt(conn, who, candidate_id, key)
            )
            await requests.remember(request.request_id, response, person_id=str(candidate_id))
        return response

    async def _key(
        self, conn: Connection, who: Caller, candidate_id: UUID
    ) -> tuple[PersonKey, UUID]:
        """Return the key of the record that the current resume is of, and its id."""
        found, _ = await Candidates(conn, who.tenant, own=who.own).get(candidate_id)
        keys = PersonKeys(conn, who.tenant, self._stores.master)
        return await keys.existing(found.source), UUID(found.source)

    async def _receipt(
        self, conn: Connection, who: Caller, candidate_id: UUID, key: PersonKey
    ) -> pb.ParseReceipt:
        candidate, _ = await Candidates(conn, who.tenant).get(candidate_id)
        present = await told(conn, who.tenant, UUID(candidate.source), key)
        corrected = {each.fact_id for each in present.corrections}
        facts = wire.replayed(present.read.facts, present.corrections)
        return pb.ParseReceipt(
            candidate_id=str(candidate_id),
            document_id=present.held.document_id,
            filename=key.open(present.held.filename, purpose=FILENAME).decode(),
            media_type=present.held.media_type,
            facts_digest=candidate.facts_digest,
            quality=present.read.quality,
            facts=[
                pb.ReceiptFact(
                    fact=fact,
                    source=wire.source(present.text, fact),
                    corrected=fact_id in corrected,
                )
                for fact_id, fact in facts.items()
            ],
            findings=present.read.findings,
            corrections=present.corrections,
            text=present.text,
        )
