"""The lines of an export, which `candor verify` checks without us."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.audit.checkpoint import Signer
    from services.audit.repository import Head, Stored

FORMAT = "candor-ledger-export/1"


def header(tenant: str, head: Head, signer: Signer) -> str:
    """Return the first line: which ledger this is, how long, and its signed checkpoint."""
    return _line(
        {
            "format": FORMAT,
            "tenant": tenant,
            "origin": signer.name,
            "size": head.size,
            "checkpoint": head.note,
            "verifier_key": str(signer.verifier_key()),
        }
    )


def line(stored: Stored) -> str:
    """Return the line of one entry."""
    return _line(
        {
            "index": stored.index,
            "leaf_hash": b64encode(stored.leaf_hash).decode(),
            "entry": b64encode(stored.body).decode(),
        }
    )


def _line(fields: dict[str, str | int]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) + "\n"
