"""Known answers: the eight leaves that Certificate Transparency implementations test with."""

from __future__ import annotations

import pytest

from services.audit import merkle
from services.audit.merkle import Edge, ProofOutOfRange
from tests.property.audit import reference

ENTRIES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The root of the first n entries, for n from 0."""
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
GROWN = merkle.append(Edge(0, ()), map(merkle.leaf_hash, ENTRIES))


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_known_ones(size: int) -> None:
    growth = merkle.append(Edge(0, ()), map(merkle.leaf_hash, ENTRIES[:size]))
    assert growth.edge.root().hex() == ROOTS[size]
    assert reference.mth(ENTRIES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_the_known_ones(index: int, size: int) -> None:
    proof = merkle.inclusion_plan(index=index, size=size).proof(GROWN.nodes)
    assert [each.hex() for each in proof] == INCLUSION[index, size]
    leaf, root = merkle.leaf_hash(ENTRIES[index]), bytes.fromhex(ROOTS[size])
    assert merkle.verify_inclusion(leaf, proof, index=index, size=size, root=root)


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_consistency_proofs_are_the_known_ones(first: int, second: int) -> None:
    proof = merkle.consistency_plan(first=first, second=second).proof(GROWN.nodes)
    assert [each.hex() for each in proof] == CONSISTENCY[first, second]
    old, new = bytes.fromhex(ROOTS[first]), bytes.fromhex(ROOTS[second])
    assert merkle.verify_consistency(
        proof, first=first, first_root=old, second=second, second_root=new
    )


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_an_entry_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ProofOutOfRange) as caught:
        merkle.inclusion_plan(index=index, size=size)
    assert caught.value.metadata == {"index": f"{index}", "size": f"{size}"}
    assert not merkle.verify_inclusion(
        merkle.EMPTY_ROOT, [], index=index, size=size, root=merkle.EMPTY_ROOT
    )


@pytest.mark.parametrize(("first", "second"), [(-1, 3), (4, 3), (1, 0)])
def test_a_tree_does_not_extend_a_larger_one(first: int, second: int) -> None:
    with pytest.raises(ProofOutOfRange):
        merkle.consistency_plan(first=first, second=second)
    root = bytes(32)
    assert not merkle.verify_consistency(
        [], first=first, first_root=root, second=second, second_root=root
    )


def test_every_tree_extends_the_empty_one_without_a_proof() -> None:
    root = bytes.fromhex(ROOTS[8])

    def extends(first_root: bytes, second: int, second_root: bytes, *proof: bytes) -> bool:
        return merkle.verify_consistency(
            proof, first=0, first_root=first_root, second=second, second_root=second_root
        )

    assert merkle.consistency_plan(first=0, second=8).nodes() == ()
    assert extends(merkle.EMPTY_ROOT, 8, root)
    assert extends(merkle.EMPTY_ROOT, 0, merkle.EMPTY_ROOT)
    assert not extends(merkle.EMPTY_ROOT, 0, root)
    assert not extends(root, 0, root)
    assert not extends(root, 8, root)
    assert not extends(merkle.EMPTY_ROOT, 8, root, root)


def test_trees_of_one_size_extend_each_other_only_when_they_are_the_same() -> None:
    root, other = bytes.fromhex(ROOTS[3]), bytes.fromhex(ROOTS[4])

    def extends(second_root: bytes, *proof: bytes) -> bool:
        return merkle.verify_consistency(
            proof, first=3, first_root=root, second=3, second_root=second_root
        )

    assert extends(root)
    assert not extends(other)
    assert not extends(root, other)


@pytest.mark.parametrize(
    ("size", "hashes"),
    [(3, (bytes(32),)), (1, (bytes(31),)), (0, (bytes(32),)), (-1, (bytes(32),))],
)
def test_an_edge_that_is_not_one_of_its_size_cannot_exist(
    size: int, hashes: tuple[bytes, ...]
) -> None:
    with pytest.raises(ValueError, match="hash"):
        Edge(size, hashes)


def test_a_proof_over_a_damaged_store_is_not_made() -> None:
    plan = merkle.inclusion_plan(index=5, size=8)
    damaged = {node: GROWN.nodes[node] for node in plan.nodes()[1:]}
    with pytest.raises(KeyError):
        plan.proof(damaged)
