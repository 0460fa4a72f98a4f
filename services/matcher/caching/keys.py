"""What a ranking depends on, and the hash that names it.

A stored run answers a question again if and only if the hashes are equal. It is never
stale, because everything that the answer depends on is in the hash:

- the job's rubric, which names its requirements; what is searched for follows from it;
- the taxonomy's table, the scorer, the embedding model, each by name or digest;
- how retrieval selects, by the name of its version, how many, and its filters;
- when the next consent of the tenant's people ends, which is another time from then on;
- the facts, facets, merges and applications of everybody who can be found, by the version of
  the tenant's index: a counter that the transaction of each change raises
  (`0060_rankings.sql`).

The version is read before the search, and points are written before the commit that raises
it, so that a search finds at least what its version promises. Whom it found is looked up in
the tables, which say by what facts each is indexed, and the version is read once more after
that: if it is the same, what was scored is what the tables said at that version, no more and
no less. If it is not, the run is stored and answers nobody again (`ranking.py`). Who reads
a version later than a change gets another key than any run from before the change.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import rfc8785

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that a ranking depends on."""

    job_id: str
    rubric_digest: str
    taxonomy_digest: str
    scorer: str
    model_digest: str
    retrieval: str
    pool: int
    filters: str
    consent_end: datetime | None
    version: int

    @property
    def key(self) -> str:
        """SHA-256, hex, of the canonical JSON of all of it."""
        end = self.consent_end.isoformat() if self.consent_end else ""
        return sha256(rfc8785.dumps({**asdict(self), "consent_end": end})).hexdigest()
