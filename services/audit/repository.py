"""One tenant's ledger in PostgreSQL, in the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicekit.errors import Code, ServiceError
from services.audit import checkpoint, merkle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from servicekit.database import Connection, Row
    from services.audit.checkpoint import Signer


class EntryNotFound(ServiceError):
    """The ledger has no such entry."""

    code = Code.NOT_FOUND
    reason = "ENTRY_NOT_FOUND"


@dataclass(frozen=True, slots=True)
class Fresh:
    """An entry that is to be appended: its canonical bytes, and what finds it again."""

    event_id: str
    object_id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """An entry in its place."""

    index: int
    body: bytes
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The newest signed tree head."""

    size: int
    root: bytes
    note: str


class Ledger:
    """The `log`, `entry`, `node` and `checkpoint` tables of one tenant."""

    def __init__(self, conn: Connection, tenant: str) -> None:
        self._conn = conn
        self._tenant = tenant

    async def append(self, fresh: Sequence[Fresh], signer: Signer) -> None:
        """Append entries in order and sign the tree after them. One writer at a time."""
        size = await self._lock()
        at = merkle.edge_nodes(size)
        hashes = await self.nodes(at)
        edge = merkle.Edge(size, tuple(hashes[node] for node in at))
        leaves = [merkle.leaf_hash(each.body) for each in fresh]
        growth = merkle.append(edge, leaves)
        await self._store(size, fresh, leaves, growth.nodes)
        await self._sign(growth.edge, signer)

    async def _lock(self) -> int:
        await self._conn.execute(
            "INSERT INTO log (tenant, size) VALUES ($1, 0) ON CONFLICT DO NOTHING", self._tenant
        )
        return await self._conn.fetchval(
            "SELECT size FROM log WHERE tenant = $1 FOR UPDATE", self._tenant
        )

    async def _store(
        self,
        size: int,
        fresh: Sequence[Fresh],
        leaves: Sequence[bytes],
        nodes: Mapping[merkle.NodeId, bytes],
    ) -> None:
        await self._conn.execute(
            """
            INSERT INTO entry (tenant, index, event_id, object_id, body, leaf_hash)
            SELECT $1, * FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::bytea[], $6::bytea[])
            """,
            self._tenant,
            list(range(size, size + len(fresh))),
            [each.event_id for each in fresh],
            [each.object_id for each in fresh],
            [each.body for each in fresh],
            list(leaves),
        )
        await self._conn.execute(
            """
            INSERT INTO node (tenant, level, index, hash)
            SELECT $1, * FROM unnest($2::smallint[], $3::bigint[], $4::bytea[])
            """,
            self._tenant,
            [node.level for node in nodes],
            [node.index for node in nodes],
            list(nodes.values()),
        )
        await self._conn.execute(
            "UPDATE log SET size = $2 WHERE tenant = $1", self._tenant, size + len(fresh)
        )

    async def _sign(self, edge: merkle.Edge, signer: Signer) -> None:
        root = edge.root()
        note = checkpoint.sign(checkpoint.Checkpoint(signer.name, edge.size, root), signer)
        await self._conn.execute(
            "INSERT INTO checkpoint (tenant, size, root, note) VALUES ($1, $2, $3, $4)",
            self._tenant,
            edge.size,
            root,
            note,
        )

    async def head(self) -> Head | None:
        """Return the newest checkpoint, or None while the ledger is empty."""
        row = await self._conn.fetchrow(
            """
            SELECT size, root, note FROM checkpoint WHERE tenant = $1 ORDER BY size DESC LIMIT 1
            """,
            self._tenant,
        )
        return None if row is None else Head(row["size"], row["root"], row["note"])

    async def get(self, index: int) -> Stored:
        """Return the entry at `index`, or raise EntryNotFound."""
        row = await self._conn.fetchrow(
            "SELECT index, body, leaf_hash FROM entry WHERE tenant = $1 AND index = $2",
            self._tenant,
            index,
        )
        if row is None:
            raise EntryNotFound("the ledger has no such entry", index=str(index))
        return _stored(row)

    async def page(self, start: int, size: int, *, object_id: str = "") -> list[Stored]:
        """Return `size` entries from `start` on, oldest first; "" means of every object."""
        rows = await self._conn.fetch(
            """
            SELECT index, body, leaf_hash FROM entry
            WHERE tenant = $1 AND index >= $2 AND ($3 = '' OR object_id = $3)
            ORDER BY index LIMIT $4
            """,
            self._tenant,
            start,
            object_id,
            size,
        )
        return [_stored(row) for row in rows]

    async def nodes(self, wanted: Sequence[merkle.NodeId]) -> Mapping[merkle.NodeId, bytes]:
        """Return the hashes of complete subtrees."""
        rows = await self._conn.fetch(
            """
            SELECT level, index, hash FROM node
            WHERE tenant = $1 AND (level, index) IN
                  (SELECT * FROM unnest($2::smallint[], $3::bigint[]))
            """,
            self._tenant,
            [node.level for node in wanted],
            [node.index for node in wanted],
        )
        return {merkle.NodeId(row["level"], row["index"]): row["hash"] for row in rows}

    async def root(self, size: int) -> bytes:
        """Return the root of the tree of the first `size` entries."""
        at = merkle.edge_nodes(size)
        hashes = await self.nodes(at)
        return merkle.Edge(size, tuple(hashes[node] for node in at)).root()


def _stored(row: Row) -> Stored:
    return Stored(row["index"], row["body"], row["leaf_hash"])
