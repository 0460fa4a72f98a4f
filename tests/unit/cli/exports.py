"""Genuine exports and receipts, made with the service's own modules, for the verifier to check."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.audit import checkpoint, entries, merkle
from services.audit.checkpoint import Checkpoint, Signer
from services.audit.entries import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TENANT = "acme"
ORIGIN = "ledger.example/acme"
SIGNER = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
STRANGER = Signer(ORIGIN, Ed25519PrivateKey.from_private_bytes(bytes(32)))


@dataclass(frozen=True)
class Ledger:
    """A whole log in memory. Its parts can be replaced to make one that is not genuine."""

    bodies: Sequence[bytes]
    tenant: str = TENANT
    origin: str = ORIGIN
    signer: Signer = SIGNER

    def growth(self) -> merkle.Growth:
        return merkle.append(merkle.Edge(0, ()), map(merkle.leaf_hash, self.bodies))

    def note(self) -> str:
        edge = self.growth().edge
        return checkpoint.sign(Checkpoint(self.origin, edge.size, edge.root()), self.signer)

    def export(self) -> bytes:
        """Return the export, as candor-ledger-export/1."""
        header = {
            "format": "candor-ledger-export/1",
            "tenant": self.tenant,
            "origin": self.origin,
            "size": len(self.bodies),
            "checkpoint": self.note(),
            "verifier_key": str(self.signer.verifier_key()),
        }
        return b"".join([line(header), *(entry_line(i, b) for i, b in enumerate(self.bodies))])

    def receipt(self, index: int) -> bytes:
        """Return the tlog-proof of an entry, with its bytes as the extra data."""
        plan = merkle.inclusion_plan(index=index, size=len(self.bodies))
        proof = "".join(f"{b64(each)}\n" for each in plan.proof(self.growth().nodes))
        extra = b64(self.bodies[index])
        head = f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex {index}\n{proof}"
        return f"{head}\n{self.note()}".encode()


def entry(number: int, tenant: str = TENANT) -> Entry:
    return Entry(
        event_id=f"01920000-0000-7000-8000-{number:012d}",
        tenant=tenant,
        type="matcher.run_completed",
        version=1,
        time=datetime(2026, 3, 3, 9, 30, number % 60, number % 1000, UTC),
        actor="user:r-7",
        object_id=f"job-{number % 5}",
        data={"run_digest": f"{number:064x}", "points": number, "name": "\u20ac"},
    )


def genuine(size: int) -> Ledger:
    return Ledger([entries.canonical(entry(number)) for number in range(size)])


def line(fields: Mapping[str, object]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def entry_line(index: int, body: bytes) -> bytes:
    return line({"index": index, "leaf_hash": b64(merkle.leaf_hash(body)), "entry": b64(body)})


def lines(export: bytes) -> list[bytes]:
    return list(io.BytesIO(export))


def b64(raw: bytes) -> str:
    return b64encode(raw).decode()
