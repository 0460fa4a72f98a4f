"""The Qdrant endpoint: Qdrant's gRPC API over Qdrant's embedded engine, in one process.

Owns one data folder. A collection is a folder in it: `collection.pb` (its definition),
`current.json` (which generation is live) and `gen-*/` (an engine shard each).

Invariants, each with a test in tests/conformance/qdrant:
- A write that was answered is visible to the next read and survives the death of the process.
- What the endpoint does not implement is refused with UNIMPLEMENTED, never ignored.
- Optimising loses and changes nothing: a new generation holds exactly what the old one did.

Facts about the engine (0.9.0) that callers meet: a float in a payload may come back different in
its last bit, RRF has a k of 2 unless told otherwise, and a write that names a missing point is
refused after the points before it were written. All three are Qdrant's own.

Power loss may cost the writes since the last flush (30 s): the engine's log is not synced on each
write. The index can be rebuilt from records; a real Qdrant is another address.
"""

from __future__ import annotations
