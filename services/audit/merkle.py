"""The Merkle tree of a log: RFC 9162 hashes and proofs over the complete subtrees that are stored.

A complete subtree's hash never changes once written, so a log stores those and nothing else: a
log of n entries has 2n minus popcount(n) of them. Hashes of the ragged right edge change with
each append and are recomputed from at most log2(n) stored ones. Trees are as in RFC 9162
section 2.1, which are those of RFC 6962. Nothing here reads or writes: the caller brings hashes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from hashlib import sha256
from itertools import chain
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


class ProofOutOfRange(ServiceError):
    """The proof asked for is about entries that the tree does not have."""

    code = Code.OUT_OF_RANGE
    reason = "PROOF_OUT_OF_RANGE"


@dataclass(frozen=True, slots=True)
class NodeId:
    """A complete subtree: the 2**level entries from `index << level` on. Level 0 is a leaf."""

    level: int
    index: int


@dataclass(frozen=True, slots=True)
class Edge:
    """All that appending needs of a tree: the roots of the complete subtrees that it falls into.

    The widest, which is the leftmost, comes first; there is one for each bit set in `size`.
    """

    size: int
    hashes: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError(f"{len(self.hashes)} hashes are not the edge of {self.size} entries")
        if any(len(each) != HASH_SIZE for each in self.hashes):
            raise ValueError("a hash is not 32 bytes long")

    def root(self) -> bytes:
        """Return the hash of the whole tree."""
        return _joined(self.hashes) if self.hashes else EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Growth:
    """What an append leaves to store: the subtrees that it completed, and the edge after it."""

    nodes: dict[NodeId, bytes]
    edge: Edge


@dataclass(frozen=True, slots=True)
class Plan:
    """A proof before its hashes are known: each step is the stored subtrees that it joins."""

    steps: tuple[tuple[NodeId, ...], ...]

    def nodes(self) -> tuple[NodeId, ...]:
        """Return what must be fetched, at most 2 log2(size) subtrees, each once."""
        return tuple(chain.from_iterable(self.steps))

    def proof(self, hashes: Mapping[NodeId, bytes]) -> list[bytes]:
        """Return the proof as RFC 9162 orders it. KeyError if a subtree's hash is missing."""
        return [_joined([hashes[node] for node in step]) for step in self.steps]


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of an entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the subtree that joins two."""
    return sha256(b"\x01" + left + right).digest()


def append(edge: Edge, leaves: Iterable[bytes]) -> Growth:
    """Grow the tree by leaf hashes, in order: fewer than two hashes a leaf, amortised."""
    size, spine, nodes = edge.size, list(edge.hashes), dict[NodeId, bytes]()
    for leaf in leaves:
        node, digest = NodeId(0, size), leaf
        nodes[node] = digest
        while node.index & 1:
            node, digest = NodeId(node.level + 1, node.index >> 1), node_hash(spine.pop(), digest)
            nodes[node] = digest
        spine.append(digest)
        size += 1
    return Growth(nodes, Edge(size, tuple(spine)))


def edge_nodes(size: int) -> tuple[NodeId, ...]:
    """Return the stored subtrees whose hashes, in this order, are the edge of `size` entries."""
    return _complete(0, size)


def inclusion_plan(*, index: int, size: int) -> Plan:
    """Plan the proof that entry `index` is in the tree of the first `size` (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise ProofOutOfRange(
            "no such entry in a tree of this size", index=f"{index}", size=f"{size}"
        )
    begin, end = 0, size
    steps: list[tuple[NodeId, ...]] = []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            steps.append(_complete(middle, end))
            end = middle
        else:
            steps.append(_complete(begin, middle))
            begin = middle
    return Plan(tuple(reversed(steps)))


def consistency_plan(*, first: int, second: int) -> Plan:
    """Plan the proof that the tree of `second` entries extends that of `first` (2.1.4.1).

    The proof is empty when the sizes are equal, and from the empty tree, which all trees extend.
    """
    if not 0 <= first <= second:
        raise ProofOutOfRange(
            "a tree extends only smaller ones", first=f"{first}", second=f"{second}"
        )
    begin, end = 0, second if first else 0
    steps: list[tuple[NodeId, ...]] = []
    while end > first:
        middle = begin + _split(end - begin)
        if first <= middle:
            steps.append(_complete(middle, end))
            end = middle
        else:
            steps.append(_complete(begin, middle))
            begin = middle
    if begin:
        steps.append(_complete(begin, end))
    return Plan(tuple(reversed(steps)))


def verify_inclusion(
    leaf: bytes, proof: Sequence[bytes], *, index: int, size: int, root: bytes
) -> bool:
    """Return whether `proof` shows the leaf hash to be at `index` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, *proof):
        return False
    position, last, digest = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            digest = node_hash(sibling, digest)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and digest == root


def verify_consistency(
    proof: Sequence[bytes], *, first: int, first_root: bytes, second: int, second_root: bytes
) -> bool:
    """Return whether `proof` shows the second tree to extend the first (RFC 9162, 2.1.4.2).

    Beyond the RFC: equal sizes need equal roots, size 0 needs the empty tree's root, and both
    need an empty proof. Of the empty tree, any second root is an extension.
    """
    if not 0 <= first <= second or not _are_hashes(first_root, second_root, *proof):
        return False
    if first == second or first == 0:
        expected = second_root if first else EMPTY_ROOT
        return not proof and first_root == expected and (second > 0 or second_root == EMPTY_ROOT)
    path = [first_root, *proof] if first.bit_count() == 1 else list(proof)
    return bool(proof) and _walk(path, first, second) == (first_root, second_root)


def _walk(path: Sequence[bytes], first: int, second: int) -> tuple[bytes, bytes] | None:
    """Return the roots of both sizes that the path implies; None if its length is wrong."""
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return None if last else (old, new)


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`, which is 2 or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _complete(begin: int, end: int) -> tuple[NodeId, ...]:
    """Return the complete subtrees that make up a subtree of the tree, the widest first."""
    nodes: list[NodeId] = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        nodes.append(NodeId(level, begin >> level))
        begin += 1 << level
    return tuple(nodes)


def _joined(hashes: Sequence[bytes]) -> bytes:
    """Return the hash of the subtree made up of complete ones, the widest first."""
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes))


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
