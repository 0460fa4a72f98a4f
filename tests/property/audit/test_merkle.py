"""The tree, held against RFC 9162's definitions, for logs of any size grown in any way."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from services.audit import merkle
from services.audit.merkle import Edge, NodeId
from tests.property.audit import reference

logs = st.lists(st.binary(max_size=24), min_size=1, max_size=80)
distinct = st.lists(st.binary(max_size=24), min_size=1, max_size=80, unique=True)
far_sizes = st.integers(1, 2**40)


@dataclass(frozen=True)
class Log:
    nodes: dict[NodeId, bytes]
    edge: Edge


def grown(entries: list[bytes], *cuts: int) -> Log:
    """Append the entries in batches that end at the cuts."""
    log = Log({}, Edge(0, ()))
    bounds = [0, *sorted(cuts), len(entries)]
    for begin, end in pairwise(bounds):
        growth = merkle.append(log.edge, map(merkle.leaf_hash, entries[begin:end]))
        log = Log({**log.nodes, **growth.nodes}, growth.edge)
    return log


def flipped(digest: bytes, bit: int) -> bytes:
    return (int.from_bytes(digest, "big") ^ (1 << bit)).to_bytes(len(digest), "big")


def broken(proof: list[bytes], data: st.DataObject) -> list[bytes]:
    """Return another proof: a bit flipped, a hash too few or too many, or a hash cut or split."""
    at = data.draw(st.integers(0, len(proof)))
    extra = data.draw(st.sampled_from([b"", b"\x00" * 31, b"\x00" * 32, *proof]))
    if at == len(proof):
        return [*proof, extra]
    bit = data.draw(st.integers(0, 255))
    return data.draw(
        st.sampled_from(
            [
                [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]],
                [*proof[:at], *proof[at + 1 :]],
                [*proof[:at], extra, *proof[at:]],
                [*proof[:at], proof[at][:-1], *proof[at + 1 :]],
                [*proof[:at], proof[at] + b"\x00", *proof[at + 1 :]],
            ]
        )
    )


@given(logs, st.data())
def test_a_log_grown_in_any_batches_has_the_root_of_the_definition(
    entries: list[bytes], data: st.DataObject
) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(entries)), max_size=6))
    log = grown(entries, *cuts)
    assert log.edge.root() == reference.mth(entries)
    assert log.edge.size == len(entries)


@given(logs)
def test_the_stored_nodes_are_the_complete_subtrees_and_no_other(entries: list[bytes]) -> None:
    log = grown(entries)
    expected = {
        NodeId(level, index): reference.mth(entries[index << level : (index + 1) << level])
        for level in range(len(entries).bit_length())
        for index in range(len(entries) >> level)
    }
    assert log.nodes == expected
    assert len(log.nodes) == 2 * len(entries) - len(entries).bit_count()


@given(logs, st.data())
def test_the_edge_of_any_earlier_size_is_read_back_from_the_stored_nodes(
    entries: list[bytes], data: st.DataObject
) -> None:
    size = data.draw(st.integers(0, len(entries)))
    log = grown(entries)
    edge = Edge(size, tuple(log.nodes[node] for node in merkle.edge_nodes(size)))
    assert edge.root() == reference.mth(entries[:size])
    assert merkle.append(edge, map(merkle.leaf_hash, entries[size:])).edge == log.edge


@given(logs, st.data())
def test_inclusion_is_proved_as_defined_and_for_nothing_else(
    entries: list[bytes], data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    log, root = grown(entries), reference.mth(entries[:size])
    plan = merkle.inclusion_plan(index=index, size=size)
    proof = plan.proof({node: log.nodes[node] for node in plan.nodes()})
    leaf = merkle.leaf_hash(entries[index])
    assert proof == reference.path(index, entries[:size])
    assert merkle.verify_inclusion(leaf, proof, index=index, size=size, root=root)

    bit = data.draw(st.integers(0, 255))
    bad, bad_leaf, bad_root = broken(proof, data), flipped(leaf, bit), flipped(root, bit)
    assert not merkle.verify_inclusion(leaf, bad, index=index, size=size, root=root)
    assert not merkle.verify_inclusion(bad_leaf, proof, index=index, size=size, root=root)
    assert not merkle.verify_inclusion(leaf, proof, index=index, size=size, root=bad_root)


@given(distinct, st.data())
def test_an_inclusion_proof_is_good_for_one_index_only(
    entries: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(entries) - 1))
    other = data.draw(st.integers(-1, len(entries) * 2).filter(lambda each: each != index))
    root, proof = reference.mth(entries), reference.path(index, entries)
    leaf, size = merkle.leaf_hash(entries[index]), len(entries)
    assert merkle.verify_inclusion(leaf, proof, index=index, size=size, root=root)
    assert not merkle.verify_inclusion(leaf, proof, index=other, size=size, root=root)


@given(distinct, st.data())
def test_an_inclusion_proof_for_a_tree_of_another_shape_is_refused(
    entries: list[bytes], data: st.DataObject
) -> None:
    """A proof does not say the size: sizes with one path to the leaf are told apart by the root."""
    index = data.draw(st.integers(0, len(entries) - 1))
    root, proof = reference.mth(entries), reference.path(index, entries)
    leaf, size = merkle.leaf_hash(entries[index]), len(entries)
    other = data.draw(
        st.integers(0, size * 4).filter(lambda n: _turns(index, n) != _turns(index, size))
    )
    assert merkle.verify_inclusion(leaf, proof, index=index, size=size, root=root)
    assert not merkle.verify_inclusion(leaf, proof, index=index, size=other, root=root)


@given(logs, st.data())
def test_consistency_is_proved_as_defined_and_for_nothing_else(
    entries: list[bytes], data: st.DataObject
) -> None:
    second = data.draw(st.integers(1, len(entries)))
    first = data.draw(st.integers(1, second))
    old, new = reference.mth(entries[:first]), reference.mth(entries[:second])
    log = grown(entries)
    plan = merkle.consistency_plan(first=first, second=second)
    proof = plan.proof({node: log.nodes[node] for node in plan.nodes()})

    def holds(proof: list[bytes], old: bytes, new: bytes) -> bool:
        return merkle.verify_consistency(
            proof, first=first, first_root=old, second=second, second_root=new
        )

    assert proof == reference.proof(first, entries[:second])
    assert holds(proof, old, new)
    bit = data.draw(st.integers(0, 255))
    assert not holds(broken(proof, data), old, new)
    assert not holds(proof, flipped(old, bit), new)
    assert not holds(proof, old, flipped(new, bit))


@given(logs, st.data())
def test_a_log_that_changed_its_past_is_not_consistent(
    entries: list[bytes], data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, len(entries)))
    changed = data.draw(st.integers(0, first - 1))
    forged = [*entries[:changed], entries[changed] + b"!", *entries[changed + 1 :]]
    for later, is_good in ((entries, True), (forged, False)):
        verified = merkle.verify_consistency(
            reference.proof(first, later),
            first=first,
            first_root=reference.mth(entries[:first]),
            second=len(later),
            second_root=reference.mth(later),
        )
        assert verified is is_good


@given(far_sizes, st.data())
def test_proofs_of_far_trees_need_few_nodes_all_complete(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    for plan in (
        merkle.inclusion_plan(index=index, size=size),
        merkle.consistency_plan(first=first, second=size),
    ):
        nodes = plan.nodes()
        assert len(plan.steps) <= size.bit_length() + 1
        assert len(nodes) <= 2 * size.bit_length()
        assert len(set(nodes)) == len(nodes)
        assert all((node.index + 1) << node.level <= size for node in nodes)


@settings(max_examples=50)
@given(st.integers(2**39, 2**40), st.data())
def test_far_trees_prove_inclusion_and_consistency(size: int, data: st.DataObject) -> None:
    """A tree of one leaf repeated has one hash a level, so it can be as large as we like."""
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    levels = [merkle.leaf_hash(b"")]
    while len(levels) <= 41:
        levels.append(merkle.node_hash(levels[-1], levels[-1]))

    def root_of(count: int) -> bytes:
        return Edge(count, tuple(levels[node.level] for node in merkle.edge_nodes(count))).root()

    inclusion = merkle.inclusion_plan(index=index, size=size)
    consistency = merkle.consistency_plan(first=first, second=size)
    proofs = [
        plan.proof({node: levels[node.level] for node in plan.nodes()})
        for plan in (inclusion, consistency)
    ]
    root = root_of(size)
    assert merkle.verify_inclusion(levels[0], proofs[0], index=index, size=size, root=root)
    assert merkle.verify_consistency(
        proofs[1], first=first, first_root=root_of(first), second=size, second_root=root
    )
    forged = sha256(root).digest()
    assert not merkle.verify_inclusion(forged, proofs[0], index=index, size=size, root=root)


def _turns(index: int, size: int) -> list[bool] | None:
    """The turns from the root to a leaf: what of a tree's size a path to that leaf depends on."""
    if index >= size:
        return None
    turns: list[bool] = []
    while size > 1:
        k = 1 << ((size - 1).bit_length() - 1)
        turns.append(index >= k)
        index, size = (index - k, size - k) if index >= k else (index, k)
    return turns
