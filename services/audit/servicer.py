"""candor.audit.v1.LedgerService."""

from __future__ import annotations

from typing import TYPE_CHECKING

from candor.audit.v1 import ledger_service_pb2 as pb
from candor.audit.v1.ledger_service_pb2_grpc import LedgerServiceServicer

from servicekit import pages
from servicekit.auth import caller
from servicekit.database import transaction
from services.audit import checkpoint, exporting, merkle
from services.audit.repository import Head, Ledger

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from servicekit.database import Pool
    from servicekit.pages import Pages
    from servicekit.server import Context
    from services.audit.checkpoint import Signer
    from services.audit.repository import Stored
    from services.audit.signing import LedgerKey

EXPORTED_AT_ONCE = 500


class LedgerServicer(LedgerServiceServicer):
    """Reads the ledger and proves it. See the proto for the contract."""

    def __init__(self, pool: Pool, key: LedgerKey, tokens: Pages) -> None:
        self._pool = pool
        self._key = key
        self._tokens = tokens

    async def GetCheckpoint(
        self, request: pb.GetCheckpointRequest, context: Context
    ) -> pb.GetCheckpointResponse:
        tenant = caller().tenant
        signer = self._key.signer(tenant)
        async with transaction(self._pool, tenant) as conn:
            head = await _head(Ledger(conn, tenant), signer)
        return pb.GetCheckpointResponse(
            size=head.size,
            root_hash=head.root,
            checkpoint=head.note,
            verifier_key=str(signer.verifier_key()),
        )

    async def GetEntry(self, request: pb.GetEntryRequest, context: Context) -> pb.GetEntryResponse:
        tenant = caller().tenant
        async with transaction(self._pool, tenant) as conn:
            stored = await Ledger(conn, tenant).get(_signed(request.index))
        return pb.GetEntryResponse(entry=_entry(stored))

    async def ListEntries(
        self, request: pb.ListEntriesRequest, context: Context
    ) -> pb.ListEntriesResponse:
        who = caller()
        size = pages.size(request.page_size)
        start = int(self._tokens.after(request, request.page_token, who) or 0)
        async with transaction(self._pool, who.tenant) as conn:
            found = await Ledger(conn, who.tenant).page(
                start, size + 1, object_id=request.object_id
            )
        token = (
            self._tokens.token(request, str(found[size].index), who) if len(found) > size else ""
        )
        return pb.ListEntriesResponse(
            entries=[_entry(each) for each in found[:size]], next_page_token=token
        )

    async def GetInclusionProof(
        self, request: pb.GetInclusionProofRequest, context: Context
    ) -> pb.GetInclusionProofResponse:
        tenant = caller().tenant
        async with transaction(self._pool, tenant) as conn:
            ledger = Ledger(conn, tenant)
            size = await self._size(ledger, tenant, request.tree_size)
            plan = merkle.inclusion_plan(index=request.index, size=size)
            hashes = plan.proof(await ledger.nodes(plan.nodes()))
            stored = await ledger.get(request.index)
            root = await ledger.root(size)
        return pb.GetInclusionProofResponse(
            tree_size=size, leaf_hash=stored.leaf_hash, hashes=hashes, root_hash=root
        )

    async def GetConsistencyProof(
        self, request: pb.GetConsistencyProofRequest, context: Context
    ) -> pb.GetConsistencyProofResponse:
        tenant = caller().tenant
        if not request.first_size:
            raise merkle.ProofOutOfRange("the smaller tree has at least one entry", size="0")
        async with transaction(self._pool, tenant) as conn:
            ledger = Ledger(conn, tenant)
            second = await self._size(ledger, tenant, request.second_size)
            plan = merkle.consistency_plan(first=request.first_size, second=second)
            hashes = plan.proof(await ledger.nodes(plan.nodes()))
            first_root = await ledger.root(request.first_size)
            second_root = await ledger.root(second)
        return pb.GetConsistencyProofResponse(
            second_size=second,
            hashes=hashes,
            first_root_hash=first_root,
            second_root_hash=second_root,
        )

    async def ExportLedger(
        self, request: pb.ExportLedgerRequest, context: Context
    ) -> AsyncIterator[pb.ExportLedgerResponse]:
        tenant = caller().tenant
        signer = self._key.signer(tenant)
        async with transaction(self._pool, tenant) as conn:
            head = await _head(Ledger(conn, tenant), signer)
        yield pb.ExportLedgerResponse(lines=exporting.header(tenant, head, signer))
        for start in range(0, head.size, EXPORTED_AT_ONCE):
            async with transaction(self._pool, tenant) as conn:
                count = min(EXPORTED_AT_ONCE, head.size - start)
                found = await Ledger(conn, tenant).page(start, count)
            yield pb.ExportLedgerResponse(lines="".join(exporting.line(each) for each in found))

    async def _size(self, ledger: Ledger, tenant: str, asked: int) -> int:
        head = await _head(ledger, self._key.signer(tenant))
        if asked > head.size:
            raise merkle.ProofOutOfRange("the ledger is not that long", size=str(asked))
        return asked or head.size


async def _head(ledger: Ledger, signer: Signer) -> Head:
    """Return the newest checkpoint; that of the empty tree while there is none."""
    head = await ledger.head()
    if head is not None:
        return head
    empty = checkpoint.Checkpoint(signer.name, 0, merkle.EMPTY_ROOT)
    return Head(0, merkle.EMPTY_ROOT, checkpoint.sign(empty, signer))


def _signed(index: int) -> int:
    """PostgreSQL's integers end sooner than the wire's; no ledger is that long."""
    return min(index, 2**63 - 1)


def _entry(stored: Stored) -> pb.Entry:
    return pb.Entry(index=stored.index, body=stored.body.decode(), leaf_hash=stored.leaf_hash)
