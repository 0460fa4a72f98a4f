"""The Qdrant endpoint: Qdrant's gRPC API over Qdrant's embedded engine, in one process.

Owns one data folder. A collection is a folder in it: `collection.pb` (what it was created as),
`current.json` (the live generation) and `gen-*/` (an engine shard each).

Invariants, each with a test in tests/conformance/qdrant:
- A write that was answered is visible to the next read and survives the death of the process.
- What the endpoint does not implement is refused with UNIMPLEMENTED, never ignored.
- Optimising changes no answer but its speed: a new generation holds exactly what the old one did.

Power loss may cost the writes since the last flush (30 s): the engine's log is not synced on each
write. The index can be rebuilt from records; a real Qdrant is another address.
"""

from __future__ import annotations
