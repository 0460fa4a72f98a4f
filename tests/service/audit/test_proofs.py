"""Proofs: of every entry and of every growth, checked with and without our own code."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from candor.audit.v1.ledger_service_pb2 import (
    GetCheckpointResponse,
    GetConsistencyProofRequest,
    GetEntryRequest,
    GetInclusionProofRequest,
)
from grpc import StatusCode

from cli import ledger as verifier
from services.audit import checkpoint, merkle
from tests.service.audit.happening import entries_of, export_of, grown, head_of
from tests.service.clients import refused

if TYPE_CHECKING:
    from tests.harness.services import Ground
    from tests.service.clients import Callers

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_empty_ledger_has_a_signed_head_and_no_proofs(
    auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    head = await head_of(auditor)
    assert (head.size, head.root_hash) == (0, merkle.EMPTY_ROOT)
    assert verifier.verify(await export_of(auditor), verifier_key=head.verifier_key).ok
    with refused("PROOF_OUT_OF_RANGE", StatusCode.OUT_OF_RANGE):
        await auditor.ledger.GetInclusionProof(GetInclusionProofRequest(index=0))
    with refused("ENTRY_NOT_FOUND", StatusCode.NOT_FOUND):
        await auditor.ledger.GetEntry(GetEntryRequest(index=0))


async def test_every_entry_is_proved_in_every_tree_that_has_it(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    await grown(ground, tenant, 11)
    for size in range(1, 12):
        for index in range(size):
            request = GetInclusionProofRequest(index=index, tree_size=size)
            proof = await auditor.ledger.GetInclusionProof(request)
            assert proof.tree_size == size
            assert merkle.verify_inclusion(
                index=index,
                size=size,
                leaf=proof.leaf_hash,
                proof=proof.hashes,
                root=proof.root_hash,
            )
    newest = await auditor.ledger.GetInclusionProof(GetInclusionProofRequest(index=3))
    assert newest.root_hash == (await head_of(auditor)).root_hash
    assert newest.tree_size == 11


async def test_every_tree_is_proved_to_be_the_start_of_every_later_one(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    await grown(ground, tenant, 9)
    for second in range(1, 10):
        for first in range(1, second + 1):
            request = GetConsistencyProofRequest(first_size=first, second_size=second)
            proof = await auditor.ledger.GetConsistencyProof(request)
            assert merkle.verify_consistency(
                first=first,
                second=second,
                proof=proof.hashes,
                first_root=proof.first_root_hash,
                second_root=proof.second_root_hash,
            )
    head = await head_of(auditor)
    newest = await auditor.ledger.GetConsistencyProof(GetConsistencyProofRequest(first_size=4))
    assert (newest.second_size, newest.second_root_hash) == (9, head.root_hash)


@pytest.mark.parametrize(("index", "size"), [(5, 0), (5, 5), (3, 3), (0, 6), (2**64 - 1, 0)])
async def test_a_proof_of_what_the_ledger_does_not_have_is_out_of_range(
    ground: Ground, auditors: Callers, tenant: str, index: int, size: int
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    await grown(ground, tenant, 5)
    with refused("PROOF_OUT_OF_RANGE", StatusCode.OUT_OF_RANGE):
        await auditor.ledger.GetInclusionProof(
            GetInclusionProofRequest(index=index, tree_size=size)
        )


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 3), (4, 3), (6, 0), (1, 2**64 - 1)])
async def test_a_consistency_proof_of_sizes_out_of_order_is_out_of_range(
    ground: Ground, auditors: Callers, tenant: str, first: int, second: int
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    await grown(ground, tenant, 5)
    with refused("PROOF_OUT_OF_RANGE", StatusCode.OUT_OF_RANGE):
        await auditor.ledger.GetConsistencyProof(
            GetConsistencyProofRequest(first_size=first, second_size=second)
        )


async def test_every_checkpoint_extends_those_signed_before_it(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    heads: list[GetCheckpointResponse] = []
    for count in (1, 3, 2, 8):
        await grown(ground, tenant, count)
        heads.append(await head_of(auditor))
    key = checkpoint.VerifierKey.parse(heads[0].verifier_key)
    assert [head.size for head in heads] == [1, 4, 6, 14]
    for head in heads:
        signed = checkpoint.verify(head.checkpoint, key)
        assert (signed.size, signed.root) == (head.size, head.root_hash)
    for first, second in pairwise(heads):
        request = GetConsistencyProofRequest(first_size=first.size, second_size=second.size)
        proof = await auditor.ledger.GetConsistencyProof(request)
        assert merkle.verify_consistency(
            first=first.size,
            second=second.size,
            proof=proof.hashes,
            first_root=first.root_hash,
            second_root=second.root_hash,
        )


async def test_an_export_is_verified_offline_by_code_that_shares_nothing_with_the_service(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    await grown(ground, tenant, 600)  # more than one piece of the stream
    head = await head_of(auditor)
    export = await export_of(auditor)
    verdict = verifier.verify(export, verifier_key=head.verifier_key)
    assert verdict.ok, verdict
    assert verdict.entries == head.size == 600
    assert [b64decode(json.loads(line)["entry"]).decode() for line in export[1:]] == [
        entry.body for entry in await entries_of(auditor, page_size=200)
    ]


async def test_a_receipt_made_of_a_proof_is_verified_offline(
    ground: Ground, auditors: Callers, tenant: str
) -> None:
    auditor = await auditors.person(tenant, "auditor")
    await grown(ground, tenant, 6)
    head = await head_of(auditor)
    entry = (await auditor.ledger.GetEntry(GetEntryRequest(index=4))).entry
    proof = await auditor.ledger.GetInclusionProof(GetInclusionProofRequest(index=4))
    hashes = "".join(f"{b64encode(each).decode()}\n" for each in proof.hashes)
    extra = b64encode(entry.body.encode()).decode()
    receipt = f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex 4\n{hashes}\n{head.checkpoint}"
    assert verifier.verify_inclusion(receipt.encode(), verifier_key=head.verifier_key).ok
